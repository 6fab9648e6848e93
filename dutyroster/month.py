"""A month as its pages show it: each day with its unit and what kind of day it is, in weeks from Monday."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.http import Http404

from dutyroster.actions.roster import is_locked, month_days
from dutyroster.draft import DayKind, kind_of
from dutyroster.models import Roster, Shift
from hotline import clock
from hotline.workdays.models import current
from hotline.workdays.rules import MAX_YEAR, Calendar, Day, Reason

C = TypeVar("C")


@dataclass(frozen=True)
class Cell:
    """One day. `shift` None: no unit has it."""

    day: date
    facts: Day
    shift: Shift | None
    is_today: bool
    is_locked: bool

    @property
    def kind(self) -> DayKind:
        return kind_of(self.facts)

    @property
    def is_makeup_workday(self) -> bool:
        """A weekend on which is worked (调休上班)."""
        return self.facts.reason == Reason.MAKE_UP


def calendar_of(month: date) -> Calendar:
    """The calendar in force (one query). Raises Http404 for a month of a year it cannot know."""
    calendar = current()
    if not calendar.first_year <= month.year <= MAX_YEAR:
        raise Http404
    return calendar


def cells(month: date, roster: Roster | None, calendar: Calendar) -> list[Cell]:
    """The days of the month (one query)."""
    rows = roster.shifts.select_related("unit", "makeup_of__unit", "roster") if roster else ()
    return cells_of(month, {shift.day: shift for shift in rows}, calendar)


def cells_of(month: date, shifts: Mapping[date, Shift], calendar: Calendar) -> list[Cell]:
    """The same from shifts at hand; no query."""
    today = clock.today()
    return [Cell(day, calendar.day(day), shifts.get(day), day == today, is_locked(day)) for day in month_days(month)]


def mark_of(facts: Day) -> str:
    """What sets a day apart in a list, in a word: the holiday's name, "weekend", worked on; "" for a common working day."""
    if facts.is_workday:
        return str(facts.reason.label) if facts.reason == Reason.MAKE_UP else ""
    return facts.name or str(facts.reason.label)


def weeks(month: date, days: Sequence[C]) -> list[list[C | None]]:
    """What stands for the days of a month, from its first on, in weeks from Monday; None before the first and after the last."""
    padded: list[C | None] = [None] * month.weekday() + list(days)
    padded += [None] * (-len(padded) % 7)
    return [padded[n : n + 7] for n in range(0, len(padded), 7)]


def repeated(days: Sequence[Cell]) -> list[tuple[str, list[date]]]:
    """Units with more than one ordinary day in the month, and these days; make-up duty is none of them."""
    ordinary = [cell.shift for cell in days if cell.shift and not cell.shift.makeup_of_id]
    count = Counter(shift.unit_id for shift in ordinary)
    found: dict[str, list[date]] = {}
    for shift in ordinary:
        if count[shift.unit_id] > 1:
            found.setdefault(shift.unit.label, []).append(shift.day)
    return list(found.items())
