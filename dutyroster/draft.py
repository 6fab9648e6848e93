"""A fair draft of a month, by a rule that anybody can check by hand (docs/decisions/2026-11-22-fair-draft.md). Pure.

1. What is fixed stays: days that have begun, and days the planner wants kept.
2. A debt of make-up duty (D18) gets the first working day that lies at least 7 days after the missed one and keeps the distance
   of rule 5; another day only where there is none.
3. The other days go to the units that have waited longest since their last duty: as many units as there are days. Nobody has
   two days in the month while another unit has none.
4. Among these, holidays and then weekends go to whoever is furthest behind the own share of such days in the 12 months before;
   then to whoever had the last such day longest ago. The working days follow in the order of waiting.
5. Between two days of one unit lie at least APART days, fewer only where there are too few units for it.

Ties go to the unit that comes first in the list, so the same question always has the same answer.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from dutyroster.actions.roster import Planned, month_days
from hotline.workdays.rules import Calendar, Day, Reason

APART = 10  # days between two duties of a unit
AFTER_MISSED = 7  # days from the missed day to its make-up duty
WINDOW = timedelta(days=365)  # shares are counted over so long before the month
REMEMBERED = timedelta(days=3 * 366)  # how far back a history has to reach: who had the last holiday, three years ago
LONG_AGO = date.min


class DayKind(StrEnum):
    """What a day weighs. A make-up working day (调休上班) is a working day; a weekend inside a holiday is a holiday."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"


@dataclass(frozen=True)
class Debt:
    """A duty day a unit still has to make up for (D18)."""

    shift: int  # the id of the missed one
    unit: int
    day: date


@dataclass(frozen=True)
class Share:
    """What a unit had before a day: its last duty day, and how many of each kind in the 12 months before."""

    last: date | None
    days: int
    weekends: int
    holidays: int


History = Mapping[int, Collection[date]]  # by unit its duty days of the time REMEMBERED, and the last one however old


def kind_of(day: Day) -> DayKind:
    """What a day of the calendar weighs."""
    if day.is_workday:
        return DayKind.WORKDAY
    return DayKind.WEEKEND if day.reason == Reason.WEEKEND else DayKind.HOLIDAY


def share_of(days: Collection[date], calendar: Calendar, before: date) -> Share:
    """A unit's share before that day."""
    past = sorted(day for day in days if day < before)
    kinds = [kind_of(calendar.day(day)) for day in past if day >= before - WINDOW]
    return Share(past[-1] if past else None, len(kinds), kinds.count(DayKind.WEEKEND), kinds.count(DayKind.HOLIDAY))


def draft(
    month: date,
    units: Sequence[int],
    history: History,
    calendar: Calendar,
    debts: Sequence[Debt] = (),
    fixed: Mapping[date, Planned] | None = None,
) -> dict[date, Planned]:
    """Every day of the month that begins at `month` with its unit. `units`: who takes part, in their order; `history` may hold
    days after the month too (they keep their distance); `fixed` days are kept. Raises ValueError without any unit.
    """
    if not units:
        raise ValueError("no unit takes part")
    return _Draft(month, list(units), history, calendar, dict(fixed or {})).made(debts)


@dataclass
class _Draft:
    month: date
    units: list[int]
    history: History
    calendar: Calendar
    plan: dict[date, Planned]
    # By unit: every duty day known so far, how many of each kind in the window, the last of each kind, turns in the month.
    duties: dict[int, set[date]] = field(default_factory=dict)
    had: dict[int, Counter[DayKind]] = field(default_factory=dict)
    latest: dict[int, dict[DayKind, date]] = field(default_factory=dict)
    turns: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for unit in self.units:
            self.turns[unit] = 0
            self.duties[unit] = set(self.history.get(unit, ()))
            self.had[unit], self.latest[unit] = Counter(), {}
            for day in sorted(day for day in self.duties[unit] if self.month - REMEMBERED <= day < self.month):
                self._weigh(day, unit, counts=day >= self.month - WINDOW)
        self.waiting = {unit: max((d for d in self.duties[unit] if d < self.month), default=LONG_AGO) for unit in self.units}
        self.position = {unit: n for n, unit in enumerate(self.units)}
        # With few units the distance is what a simple rotation would keep.
        self.apart = min(APART, max(1, len(self.units) // 2))
        self.is_small = 2 * len(self.units) <= len(month_days(self.month))
        for day, planned in self.plan.items():
            self._count(day, planned.unit)

    def made(self, debts: Sequence[Debt]) -> dict[date, Planned]:
        kept = {planned.makeup_of for planned in self.plan.values()}
        for debt in sorted(debts, key=lambda debt: (debt.day, debt.shift)):
            if debt.unit in self.position and debt.shift not in kept:
                self._repay(debt)
        left = self._left()
        turn = self._whose_turn(len(left))
        kinds = {day: kind_of(self.calendar.day(day)) for day in left}
        for kind in (DayKind.HOLIDAY, DayKind.WEEKEND):
            for day in left:
                if kinds[day] == kind:
                    self._give(day, self._choose(day, turn, self._share(kind, turn)))
        for day in left:
            if kinds[day] == DayKind.WORKDAY:
                self._give(day, self._choose(day, turn, lambda unit: ()))
        return dict(sorted(self.plan.items()))

    def _left(self) -> list[date]:
        return [day for day in month_days(self.month) if day not in self.plan]

    def _repay(self, debt: Debt) -> None:
        days = [day for day in self._left() if (day - debt.day).days >= AFTER_MISSED]
        days.sort(key=lambda day: (not self._keeps_apart(debt.unit, day), not self.calendar.is_workday(day), day))
        if days:
            self.plan[days[0]] = Planned(debt.unit, debt.shift)
            self._count(days[0], debt.unit)

    def _whose_turn(self, days: int) -> list[int]:
        """The units that have waited longest, as many as there are days: those without a day in the month first."""
        return sorted(self.units, key=lambda unit: (self.turns[unit], self.waiting[unit], self.position[unit]))[:days]

    def _share(self, kind: DayKind, turn: list[int]) -> Callable[[int], tuple[object, ...]]:
        """How far a unit is ahead of its share of such days (behind: negative), and when it had the last one."""
        total = sum(self.had[unit].total() for unit in turn)
        part = Fraction(sum(self.had[unit][kind] for unit in turn), total or 1)
        return lambda unit: (self.had[unit][kind] - part * self.had[unit].total(), self.latest[unit].get(kind, LONG_AGO))

    def _choose(self, day: date, turn: list[int], rank: Callable[[int], tuple[object, ...]]) -> int:
        """The first by that rank of those who may: each once, with the distance; where that cannot be, the least bad."""

        def order(unit: int) -> tuple[object, ...]:
            close = self.apart - min(self.apart, self._nearest(unit, day))
            again = self.had[unit].total() if self.turns[unit] else 0
            # Where everybody has several days in the month anyway, the distance matters more than who has one more.
            first = (close, self.turns[unit]) if self.is_small else (self.turns[unit], close)
            return *first, again, *rank(unit), self.waiting[unit], self.position[unit]

        return min(turn, key=order)

    def _keeps_apart(self, unit: int, day: date) -> bool:
        return self._nearest(unit, day) >= self.apart

    def _nearest(self, unit: int, day: date) -> int:
        """Days to the nearest duty of that unit."""
        return min((abs((day - other).days) for other in self.duties[unit]), default=self.apart)

    def _give(self, day: date, unit: int) -> None:
        self.plan[day] = Planned(unit)
        self._count(day, unit)

    def _count(self, day: date, unit: int) -> None:
        if unit in self.position:
            self.turns[unit] += 1
            self.duties[unit].add(day)
            self._weigh(day, unit, counts=True)

    def _weigh(self, day: date, unit: int, *, counts: bool) -> None:
        kind = kind_of(self.calendar.day(day))
        self.had[unit][kind] += counts
        self.latest[unit][kind] = max(day, self.latest[unit].get(kind, LONG_AGO))
