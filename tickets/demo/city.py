"""The city itself: roles, units, categories and accounts, before anybody has called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from hotline.people.models import Person, Role, Unit
from hotline.people.roles import ensure_roles
from tickets import demo_content as content
from tickets.models import Category


@dataclass(frozen=True)
class City:
    """Who and what there is, by the names the content uses: short names of units, user names, paths of categories."""

    units: dict[str, Unit]
    people: dict[str, Person]
    categories: dict[tuple[str, ...], Category]

    def handler(self, unit: str) -> Person:
        """Who handles tickets at that unit. Raises KeyError where nobody does."""
        return self.people[_first(unit, Role.HANDLER)]

    def leader(self, unit: str) -> Person:
        """Who approves that unit's replies. Raises KeyError where nobody does."""
        return self.people[_first(unit, Role.UNIT_LEADER)]


def _first(unit: str, role: Role) -> str:
    for account in content.ACCOUNTS:
        if account.unit == unit and role in account.roles:
            return account.username
    raise KeyError(unit, role)


def make(joined: datetime) -> City:
    """Create everything in an empty database. `joined` is since when the persons work here."""
    ensure_roles()
    groups = {group.name: group for group in Group.objects.filter(name__in=Role.values)}
    units = _units()
    people = {a.username: a for a in _people(units, groups, joined)}
    return City(units, people, dict(_categories(content.CATEGORIES, None, ())))


def _units() -> dict[str, Unit]:
    units = {}
    for position, unit in enumerate((content.OFFICE, *content.UNITS)):
        units[unit.short_name] = Unit.objects.create(
            name=unit.name, short_name=unit.short_name, kind=unit.kind, position=position, approves_replies=unit.approves_replies
        )
    for position, sub in enumerate(content.SUBUNITS):
        units[sub.short_name] = Unit.objects.create(
            name=sub.name, short_name=sub.short_name, kind=sub.kind, position=position, parent=units[sub.parent]
        )
    return units


def _people(units: dict[str, Unit], groups: dict[str, Group], joined: datetime) -> Iterable[Person]:
    # Hashing is slow on purpose; they all have the same password anyway.
    password = make_password(content.PASSWORD)
    for account in content.ACCOUNTS:
        person = Person.objects.create(
            username=account.username, name=account.name, unit=units[account.unit], rank=account.rank,
            post=account.role_label, password=password, date_joined=joined, email=f"{account.username}@hotline.example",
        )  # fmt: skip
        person.groups.set([groups[role] for role in account.roles])
        yield person


def _categories(
    rows: Iterable[content.Category], parent: Category | None, above: tuple[str, ...]
) -> Iterable[tuple[tuple[str, ...], Category]]:
    for position, row in enumerate(rows):
        made = Category.objects.create(name=row.name, parent=parent, position=position)
        yield (*above, row.name), made
        yield from _categories(row.children, made, (*above, row.name))
