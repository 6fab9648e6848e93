"""Who speaks for a unit in matters of its duty days: its handlers and leaders, and those named for the month (D21)."""

from collections.abc import Iterable

from dutyroster.models import DutyLeader
from hotline import clock
from hotline.people.models import Person, Rank, Role


def units_of(person: Person) -> frozenset[int]:
    """The units whose duty days this person may swap and read as a feed (two queries at most).

    A handler or leader speaks for the own unit tree (not for the units above); who is named as a leader for this month or a later
    one, for the unit that named them.
    """
    found: set[int] = set()
    if person.has_role(Role.HANDLER, Role.UNIT_LEADER):
        found |= person.unit.tree_ids
    named = DutyLeader.objects.filter(person=person, roster__month__gte=clock.today().replace(day=1))
    found |= set(named.exclude(rank=Rank.STAFF).values_list("unit_id", flat=True))
    return frozenset(found)


def people(units: Iterable[int], rosters: Iterable[int]) -> list[Person]:
    """Who is told for these units: their handlers and leaders, and the leaders they named for these months (two queries)."""
    units = set(units)
    found = {person.pk: person for person in Person.objects.with_role(Role.HANDLER, Role.UNIT_LEADER).filter(unit__in=units)}
    named = DutyLeader.objects.filter(roster__in=set(rosters), unit__in=units, person__is_active=True).exclude(rank=Rank.STAFF)
    found |= {row.person_id: row.person for row in named.select_related("person")}
    return list(found.values())


def heads() -> list[Person]:
    """Who decides swaps: the office head, or those of them."""
    return list(Person.objects.with_role(Role.OFFICE_HEAD))
