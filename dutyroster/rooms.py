"""Who opens which room of the duty roster: one rule for the tab and for the page behind it."""

from collections.abc import Callable

from dutyroster.models.leave import is_office_side
from hotline.people.models import Person, Role, Unit


def opens_leaves(person: Person) -> bool:
    """Units, city leaders, and of the office whoever plans or receives (D18, D19)."""
    return person.unit.kind != Unit.Kind.OFFICE or person.has_role(Role.CITY_LEADER) or is_office_side(person)


def opens_scores(person: Person) -> bool:
    """Units, and of the office whoever heads, plans, receives or supervises (D20)."""
    of_office = (Role.OFFICE_HEAD, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)
    return person.unit.kind != Unit.Kind.OFFICE or person.has_role(*of_office)


RULES: dict[str, Callable[[Person], bool]] = {"leaves": opens_leaves, "scores": opens_scores}
