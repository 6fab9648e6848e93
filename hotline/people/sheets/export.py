"""Units and people as they are, in the layout that is imported; no passwords."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from hotline import tables
from hotline.people.models import Person, Role, Unit
from hotline.people.sheets.columns import PERSON, SEPARATOR, TITLES, UNIT, shown
from hotline.people.sheets.state import State


def export(now: State) -> bytes:
    """An .xlsx in the reader's language: the units by their order, the people by unit. A superuser is not among them."""
    titles = str(TITLES["unit"]), str(TITLES["person"])
    widths = {title: [column.width for column in made] for title, made in zip(titles, (UNIT, PERSON), strict=True)}
    return tables.write({titles[0]: _units(now), titles[1]: _persons(now)}, widths=widths)


def _units(now: State) -> Iterator[Sequence[Any]]:
    yield [str(column.title) for column in UNIT]
    kinds = dict(Unit.Kind.choices)
    for unit in now.units.values():
        parent = now.units[unit.parent_id].name if unit.parent_id else None
        aliases = SEPARATOR.join(now.aliases.get(unit.pk, ())) or None
        yield [
            unit.name, unit.short_name or None, aliases, str(kinds[unit.kind]), parent,
            _yes(unit.approves_replies), unit.position, _yes(unit.is_active),
        ]  # fmt: skip


def _persons(now: State) -> Iterator[Sequence[Any]]:
    yield [str(column.title) for column in PERSON]
    order = {pk: n for n, pk in enumerate(now.units)}
    for person in sorted(now.persons.values(), key=lambda person: (order[person.unit_id], person.pk)):
        if not person.is_superuser:
            yield _person(person, now)


def _person(person: Person, now: State) -> Sequence[Any]:
    roles = ",".join(role for role in Role.values if role in now.roles_of(person.pk))
    return [
        person.username, person.name, now.units[person.unit_id].name, shown("rank", person.rank), person.post or None,
        person.phone or None, person.email or None, shown("roles", roles) or None, _yes(person.is_active),
    ]  # fmt: skip


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")
