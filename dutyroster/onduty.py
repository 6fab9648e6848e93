"""Who is really on duty: the one resolved view of roster, leaders, leave, substitutes and swaps (D11, D17–D19, D21).

Screens, reminders, permissions, scores and exports all ask here. The roster that counts is the announced one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q

from dutyroster.models import DutyLeader, Leave, SheetCase, Shift
from hotline import clock
from hotline.people import duty
from hotline.people.duty import Duty
from hotline.people.models import Person, Rank

_ORDER = [Rank.PRINCIPAL, Rank.DEPUTY, Rank.STAFF]  # as crews are named everywhere: the principal first


@dataclass(frozen=True)
class Named:
    """Somebody named for a duty day. `is_away`: has leave; `stands_in`: the approved substitute for the deputy (D19)."""

    person: Person
    rank: str
    post: str
    phone: str
    is_away: bool = False
    stands_in: bool = False
    named_at: datetime | None = None  # when the unit's list last said so; None: no list does

    @property
    def is_leader(self) -> bool:
        return self.rank != Rank.STAFF


@dataclass(frozen=True)
class Crew:
    """Everybody named for one duty day, the principal first; `leaders` are those who are really expected."""

    shift: Shift
    named: tuple[Named, ...]

    @property
    def leaders(self) -> tuple[Named, ...]:
        return tuple(n for n in self.named if n.is_leader and not n.is_away)

    @property
    def principal(self) -> Named | None:
        """The principal, unless on leave."""
        return next((n for n in self.leaders if n.rank == Rank.PRINCIPAL), None)

    @property
    def deputies(self) -> tuple[Named, ...]:
        """Deputies and approved substitutes who are expected."""
        return tuple(n for n in self.leaders if n.rank != Rank.PRINCIPAL)

    @property
    def has_principal_leave(self) -> bool:
        return any(n.is_away for n in self.named if n.rank == Rank.PRINCIPAL)

    def leads_calls(self, moment: datetime) -> tuple[Named, ...]:
        """Who takes the calls for the duty leader then: 15:00–17:00 the principal alone (D17), on a day of approved leave the
        deputies (D18); at other times any of the leaders."""
        start, end = self.shift.calls
        if not start <= moment < end:
            return self.leaders
        if self.has_principal_leave:
            return self.deputies
        return tuple(n for n in self.leaders if n.rank == Rank.PRINCIPAL)

    def of(self, person: Person) -> Named | None:
        """How that person is named for the day, if at all."""
        return next((n for n in self.named if n.person.pk == person.pk), None)

    def is_leader(self, person: Person) -> bool:
        return any(n.person.pk == person.pk for n in self.leaders)


def crew(shift: Shift) -> Crew:
    """Everybody named for that day (two queries)."""
    return crews([shift])[shift.pk]


def crews(shifts: Iterable[Shift]) -> dict[int, Crew]:
    """The same for several days, by id of the shift (three queries at most).

    Where no leader whom a unit named for the month is left, its persons with the rank of principal or deputy stand in: a hotline
    must not be without a command because a form is missing. Leaders on leave are named, and away.
    """
    shifts = list(shifts)
    wanted = Q(pk=None)
    for shift in shifts:
        wanted |= Q(roster=shift.roster_id, unit=shift.unit_id)
    rows = DutyLeader.objects.filter(wanted).select_related("person__unit").order_by("pk") if shifts else []
    named: dict[tuple[int, int], list[Named]] = {}
    for row in rows:
        if row.person.is_active:
            found = Named(row.person, row.rank, row.post, row.phone, named_at=row.entered_at)
            named.setdefault((row.roster_id, row.unit_id), []).append(found)
    missing = {shift.unit_id for shift in shifts if not _has_leader(named.get((shift.roster_id, shift.unit_id), []))}
    own = _by_rank(missing) if missing else {}
    leaves: dict[int, list[Leave]] = {}
    granted = Leave.objects.filter(shift__in=shifts, granted=True, dropped_at=None).select_related("substitute__unit")
    for leave in granted:
        leaves.setdefault(leave.shift_id, []).append(leave)
    listed = {
        shift.pk: _led(named.get((shift.roster_id, shift.unit_id), []), own.get(shift.unit_id, [])) for shift in shifts
    }  # fmt: skip
    return {shift.pk: Crew(shift, _resolved(listed[shift.pk], leaves.get(shift.pk, []))) for shift in shifts}


def _has_leader(named: Iterable[Named]) -> bool:
    return any(n.is_leader for n in named)


def _led(named: list[Named], own: list[Named]) -> list[Named]:
    """The month's list; where it has no leader (any more), those the unit has by rank, and the staff of the list."""
    if _has_leader(named):
        return named
    ids = {n.person.pk for n in own}
    return [*own, *(n for n in named if n.person.pk not in ids)]


def _by_rank(units: Iterable[int]) -> dict[int, list[Named]]:
    found: dict[int, list[Named]] = {}
    people = Person.objects.filter(is_active=True, unit__in=units, rank__in=(Rank.PRINCIPAL, Rank.DEPUTY))
    for person in people.select_related("unit").order_by("pk"):
        found.setdefault(person.unit_id, []).append(Named(person, person.rank, person.post, person.phone))
    return found


def _resolved(named: list[Named], leaves: list[Leave]) -> tuple[Named, ...]:
    """The list with leave applied: the absent are marked, the substitute of a deputy is there instead (D18, D19)."""
    away = {leave.person_id for leave in leaves}
    named_instead = [leave.substitute for leave in leaves if leave.who == Leave.Who.DEPUTY]
    stand_ins = [person for person in named_instead if person and person.is_active]
    ids = {person.pk for person in stand_ins}
    kept = [replace(n, is_away=n.person.pk in away) for n in named if n.person.pk not in ids]
    found = (*kept, *(Named(p, Rank.DEPUTY, p.post, p.phone, stands_in=True) for p in stand_ins))
    return tuple(sorted(found, key=lambda n: _ORDER.index(Rank(n.rank))))  # stable


def shift_on(moment: datetime) -> Shift | None:
    """The announced shift of that calendar day (one query), whatever the hour."""
    return Shift.objects.on(clock.local(moment).date())


def running() -> Shift | None:
    """The shift whose hours these are; None from 22:00 to 08:30 and on a day without a unit."""
    now = clock.now()
    shift = shift_on(now)
    return shift if shift and shift.begins_at <= now < shift.ends_at else None


def coming() -> Shift | None:
    """The next announced shift that has not begun."""
    now = clock.now()
    ahead = Shift.objects.in_force().filter(day__gte=now.date()).select_related("unit", "roster").order_by("day")[:2]
    return next((shift for shift in ahead if now < shift.begins_at), None)


def resumes_at() -> datetime | None:
    """At night, when the next duty day begins by the clock; None within the hours of one, whether a unit has it or not (D11)."""
    now = clock.now()
    hours = Shift(day=now.date())
    if hours.begins_at <= now < hours.ends_at:
        return None
    return hours.begins_at if now < hours.begins_at else Shift(day=now.date() + clock.DAY).begins_at


def duty_of(shift: Shift | None) -> Duty | None:
    """A shift as the floors below know it."""
    if shift is None:
        return None
    found = crew(shift)
    return Duty(
        shift=shift.pk,
        day=shift.day,
        unit=shift.unit_id,
        begins_at=shift.begins_at,
        ends_at=shift.ends_at,
        leaders=frozenset(n.person.pk for n in found.leaders),
        principals=frozenset(n.person.pk for n in found.leaders if n.rank == Rank.PRINCIPAL),
        callers=frozenset(n.person.pk for n in found.leads_calls(clock.now())),
        is_principal_away=found.has_principal_leave,
    )


def _sheet_of(duty: Duty) -> frozenset[int]:
    return frozenset(SheetCase.objects.filter(sheet__shift=duty.shift, replaced_at=None).values_list("ticket_id", flat=True))


def register() -> None:
    """Called when the app is ready."""
    duty.register(duty.Roster(running=lambda: duty_of(running()), coming=lambda: duty_of(coming()), sheet=_sheet_of))
