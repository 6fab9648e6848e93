"""Who speaks for a unit in matters of its duty days: its handlers and leaders, and those named for the month (D21)."""

from collections.abc import Iterable

from dutyroster.models import DutyLeader
from dutyroster.onduty import Crew
from hotline import clock
from hotline.people.handlers import handlers as handlers_of
from hotline.people.models import Person, Rank, Role, Unit


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
    """Who enters what these very units owe the roster: their handlers and leaders."""
    return list(Person.objects.with_role(Role.HANDLER, Role.UNIT_LEADER).filter(unit__in=set(units)))


def of_day(crew: Crew) -> list[Person]:
    """Who is told for the unit of that day: its handlers and leaders, and those named to lead it, the absent too."""
    return [*people([crew.shift.unit_id], ()), *(named.person for named in crew.named if named.is_leader)]


def people(units: Iterable[int], rosters: Iterable[int]) -> list[Person]:
    """Who is told for these units, each person once."""
    return list({person.pk: person for told in by_unit(units, rosters).values() for person in told}.values())


def by_unit(units: Iterable[int], rosters: Iterable[int]) -> dict[int, list[Person]]:
    """Who is told for each of these units: its handlers (else those below it), its leaders, and the leaders it named for these
    months. Five queries at most, however many units."""
    found = {unit: {person.pk: person for person in own} for unit, own in handlers_of(units).items()}
    for leader in Person.objects.with_role(Role.UNIT_LEADER).filter(unit__in=found):
        found[leader.unit_id][leader.pk] = leader
    named = DutyLeader.objects.filter(roster__in=set(rosters), unit__in=found, person__is_active=True).exclude(rank=Rank.STAFF)
    for row in named.select_related("person"):
        found[row.unit_id][row.person_id] = row.person
    return {unit: list(told.values()) for unit, told in found.items()}


def desk() -> list[Person]:
    """Who receives the duty units at the office: the front desk and its head."""
    return list(Person.objects.with_role(Role.DISPATCHER, Role.OFFICE_HEAD).filter(unit__kind=Unit.Kind.OFFICE))


def heads() -> list[Person]:
    """Who decides swaps: the office head, or those of them."""
    return list(Person.objects.with_role(Role.OFFICE_HEAD))
