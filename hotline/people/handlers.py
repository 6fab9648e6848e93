"""Who handles the work of a unit: its own handlers, and where it has none, those of the units below it."""

from collections.abc import Iterable

from hotline.people.models import Person, Role, Unit


def handlers(units: Iterable[int]) -> dict[int, list[Person]]:
    """By unit (its id) the persons who handle its work; three queries at most, however many units."""
    found: dict[int, list[Person]] = {unit: [] for unit in units}
    people = Person.objects.with_role(Role.HANDLER)
    for person in people.filter(unit__in=found):
        found[person.unit_id].append(person)
    above = _above({unit for unit, own in found.items() if not own})
    for person in people.filter(unit__in=above):
        for unit in above[person.unit_id]:
            found[unit].append(person)
    return found


def _above(units: set[int]) -> dict[int, set[int]]:
    """Each unit that is part of some of these, with them."""
    if not units:
        return {}
    parts = {unit.pk: units & set(unit.tree_path) for unit in Unit.objects.with_tree_fields()}
    return {pk: found for pk, found in parts.items() if found}
