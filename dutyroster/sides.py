"""Who speaks for a unit in matters of its duty days: its handlers and leaders, and those named for the month (D21)."""

from collections.abc import Iterable

from dutyroster.models import DutyLeader
from dutyroster.onduty import Crew
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


def speaks_for(person: Person, crew: Crew) -> bool:
    """Whether this person speaks for the unit of that day: its handlers and leaders, and whoever is named to lead it."""
    if person.unit_id in crew.shift.unit.tree_ids and person.has_role(Role.HANDLER, Role.UNIT_LEADER):
        return True
    named = crew.of(person)
    return named is not None and named.is_leader


def handlers(units: Iterable[int]) -> list[Person]:
    """Who is told for these units in matters of the roster: their handlers and leaders."""
    return list(Person.objects.with_role(Role.HANDLER, Role.UNIT_LEADER).filter(unit__in=set(units)))


def of_day(crew: Crew) -> list[Person]:
    """Who is told for the unit of that day: its handlers and leaders, and those named to lead it, the absent too."""
    return [*handlers([crew.shift.unit_id]), *(named.person for named in crew.named if named.is_leader)]


def people(units: Iterable[int], rosters: Iterable[int]) -> list[Person]:
    """Who is told for these units: their handlers and leaders, and the leaders they named for these months (two queries)."""
    units = set(units)
    found = {person.pk: person for person in handlers(units)}
    named = DutyLeader.objects.filter(roster__in=set(rosters), unit__in=units, person__is_active=True).exclude(rank=Rank.STAFF)
    found |= {row.person_id: row.person for row in named.select_related("person")}
    return list(found.values())


def heads() -> list[Person]:
    """Who decides swaps: the office head, or those of them."""
    return list(Person.objects.with_role(Role.OFFICE_HEAD))
