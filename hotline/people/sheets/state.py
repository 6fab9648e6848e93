"""What there is: units with their aliases, people with their roles; read at once, in four queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from hotline.people.models import Person, Role, Unit, UnitAlias

_OF_PERSON = ("id", "username", "name", "unit_id", "rank", "post", "phone", "email", "is_active", "is_superuser")


@dataclass
class State:
    """Units and people by id; aliases and roles beside them. A unit that is not saved yet has a negative id."""

    units: dict[int, Unit] = field(default_factory=dict)
    aliases: dict[int, tuple[str, ...]] = field(default_factory=dict)
    persons: dict[int, Person] = field(default_factory=dict)
    roles: dict[int, frozenset[str]] = field(default_factory=dict)

    def roles_of(self, pk: int | None) -> frozenset[str]:
        return self.roles.get(pk, frozenset()) if pk else frozenset()


def load() -> State:
    """Everything, as the database has it now (four queries, whatever their number)."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit_id, name in UnitAlias.objects.order_by("name").values_list("unit_id", "name"):
        aliases[unit_id].append(name)
    roles: dict[int, set[str]] = defaultdict(set)
    links: Any = Person.groups.through.objects.filter(group__name__in=Role.values)
    for person_id, name in links.values_list("person_id", "group__name"):
        roles[person_id].add(name)
    return State(
        {unit.pk: unit for unit in Unit.objects.order_by("position", "id")},
        {pk: tuple(names) for pk, names in aliases.items()},
        {person.pk: person for person in Person.objects.only(*_OF_PERSON).order_by("unit_id", "id")},
        {pk: frozenset(names) for pk, names in roles.items()},
    )
