"""Working-day arithmetic (spec section 4, "Counting" and "Working days"): pure functions over an immutable calendar.

Every day is a day in Asia/Shanghai and every instant an aware datetime; nothing here reads the clock or the database.
Where a sum leaves the years a calendar can know, ValueError carries one sentence for the person who asked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date, datetime, time, timedelta
from functools import cache
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext, gettext_lazy as _
from holidays import country_holidays

from hotline import clock

MAX_WORKDAYS = 400
_LIBRARY = country_holidays("CN")
MIN_YEAR, MAX_YEAR = _LIBRARY.start_year, _LIBRARY.end_year
# The library lists exchanged days of past notices among the statutory ones; its name for them starts so.
_EXCHANGED = "休息日"


class Kind(TextChoices):
    """Where a dated exception comes from. A later kind overrides an earlier one on the same day."""

    OFFICIAL = "official", _("State Council's notice")
    LOCAL = "local", _("local day off")
    EMERGENCY = "emergency", _("emergency closure")


class Reason(TextChoices):
    """Why a day counts or not: what the page that explains a deadline says of it."""

    START = "start", _("the day it starts does not count")
    WORKDAY = "workday", _("working day")
    MAKE_UP = "make_up", _("make-up working day")
    WEEKEND = "weekend", _("weekend")
    HOLIDAY = "holiday", _("public holiday")
    LOCAL = "local", _("local day off")
    EMERGENCY = "emergency", _("emergency closure")


@dataclass(frozen=True, slots=True)
class Day:
    """What one day is: working or not, why, and the name of the holiday where it has one."""

    is_workday: bool
    reason: Reason
    name: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class DatedException:
    """A day that is not what its weekday says, or that has a name."""

    is_workday: bool
    name: str
    kind: Kind = Kind.OFFICIAL


@dataclass(frozen=True, slots=True)
class Due:
    """When something is due. `due_at` is exclusive: overdue means now >= due_at; 24:00 of the 13th is 00:00 of the 14th."""

    due_at: datetime
    last_day: date
    provisional: bool
    version: int


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation: a day, its number if it counts, and what kind of day it is."""

    day: date
    number: int | None
    reason: Reason
    name: str
    provisional: bool


Exceptions = Mapping[date, DatedException]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days as one version of the calendar knows them. Get the one in force from `workdays.models.current`.

    `day_ends_at` None means 24:00. `local` holds the closures of single units; `of_units` lays them over the city's days.
    """

    version: int
    official_years: frozenset[int]
    exceptions: Exceptions
    day_ends_at: time | None = None
    service_ends_at: time = time(17, 30)
    local: Mapping[int, Exceptions] = field(default_factory=dict)
    # Sums already done: recomputing counts thousands of deadlines from few days. Never handed on to another calendar.
    _known: dict[tuple[date, int, time | None], Due] = field(default_factory=dict, init=False, compare=False, repr=False)

    def of_units(self, unit_ids: Iterable[int]) -> "Calendar":
        """The calendar where these units' own closures count too: pass a unit and the units above it, in any order."""
        days = dict(self.exceptions)
        for unit_id in unit_ids:
            days |= self.local.get(unit_id, {})
        return replace(self, exceptions=MappingProxyType(days))

    def day(self, day: date) -> Day:
        """What that day is. Raises ValueError outside the years of the calendar, TypeError for a datetime."""
        self._check(day)
        provisional = day.year not in self.official_years
        found = self.exceptions.get(day)
        if found:
            return Day(found.is_workday, _reason(day, found), found.name, provisional)
        name = statutory(day.year).get(day) if provisional else None
        if name:
            return Day(False, Reason.HOLIDAY, name, True)
        weekend = is_weekend(day)
        return Day(not weekend, Reason.WEEKEND if weekend else Reason.WORKDAY, "", provisional)

    def is_workday(self, day: date) -> bool:
        """Whether work is done that day. Errors as in `day`."""
        return self.day(day).is_workday

    def next_workday(self, day: date) -> date:
        """The first working day after `day`. Errors as in `day`."""
        self._check(day)
        return self._seek(day + clock.DAY, clock.DAY)

    def previous_workday(self, day: date) -> date:
        """The last working day before `day`. Errors as in `day`."""
        self._check(day)
        return self._seek(day - clock.DAY, -clock.DAY)

    def add(self, start: datetime, n: int) -> Due:
        """Due `n` working days after `start` (section 4, Counting): its day does not count, the last day counts to its end.

        `n` = 0 is the end of the day itself, or of the next working day if that one is none or already over.
        Raises ValueError for a naive `start`, `n` outside 0..400 or a year the calendar cannot know.
        """
        return self._due(start, n, self.day_ends_at)

    def service_end(self, start: datetime, n: int) -> Due:
        """Like `add`, but due when the service hours of the last day close (X2, sign-for limit)."""
        return self._due(start, n, self.service_ends_at)

    def minus(self, day: date, n: int) -> date:
        """The `n`-th working day before `day` ("2 wd before the lead's"): pass a `Due.last_day`, never a due_at.

        `n` = 0 is the day itself, or the working day before if it is none. Errors as in `add`.
        """
        _check_count(n)
        day = self._seek(day, -clock.DAY) if n == 0 else day
        for _step in range(n):
            day = self.previous_workday(day)
        return day

    def end_of(self, day: date) -> datetime:
        """The instant a deadline whose last day is `day` is due: 24:00, or the close of business if the city set one."""
        return _close(day, self.day_ends_at)

    def explain(self, start: datetime, n: int, *, service: bool = False) -> list[Step]:
        """Day by day from the day of `start` to the last day, why `add` or `service_end` gives what it gives. Errors as there."""
        return list(self._walk(start, n, self._close(service)))

    def recompute(self, start: datetime, n: int, *, due_at: datetime, now: datetime, service: bool = False) -> Due:
        """`add` (or `service_end`) again after the calendar changed, for a deadline so far due at `due_at` (section 4).

        The floor: a change never makes an open deadline overdue. One that would move to an earlier day gets at least to the
        end of the next working day after `now`, or stays where it is if it is due before that. A later date is taken as
        it is. Errors as in `add`.
        """
        close = self._close(service)
        due = self._due(start, n, close)
        if due.due_at >= due_at:
            return due
        floor = _close(self.next_workday(clock.local(now).date()), close)
        kept = min(due_at, max(due.due_at, floor))
        return replace(due, due_at=kept, last_day=last_day(kept))

    def _close(self, service: bool) -> time | None:
        return self.service_ends_at if service else self.day_ends_at

    def _due(self, start: datetime, n: int, close: time | None) -> Due:
        if n == 0:  # the one sum for which the hour counts too
            return self._sum(start, n, close)
        key = (self._day_of(start), n, close)
        if key not in self._known:
            self._known[key] = self._sum(start, n, close)
        return self._known[key]

    def _sum(self, start: datetime, n: int, close: time | None) -> Due:
        steps = list(self._walk(start, n, close))
        last = steps[-1].day
        # The first day is only counted from, unless it is the last one too.
        provisional = any(step.provisional for step in steps[1:] or steps)
        return Due(_close(last, close), last, provisional, self.version)

    def _walk(self, start: datetime, n: int, close: time | None) -> Iterator[Step]:
        """The one loop behind `add` and `explain`, so that they cannot disagree."""
        _check_count(n)
        day = self._day_of(start)
        first = self.day(day)
        same_day = n == 0 and first.is_workday and start < _close(day, close)
        yield Step(day, 0 if same_day else None, first.reason if same_day else Reason.START, first.name, first.provisional)
        counted = 0
        while not same_day and counted < max(n, 1):
            day += clock.DAY
            facts = self.day(day)
            counted += facts.is_workday
            yield Step(day, counted if facts.is_workday else None, facts.reason, facts.name, facts.provisional)

    def _day_of(self, start: datetime) -> date:
        if start.tzinfo is None:
            raise ValueError(gettext("The starting time needs a time zone."))
        if not 1 < start.year < MAXYEAR:  # the change of time zone would leave the years Python knows
            self._refuse(start.year)
        return clock.local(start).date()

    def _seek(self, day: date, step: timedelta) -> date:
        while not self.is_workday(day):
            day += step
        return day

    @property
    def first_year(self) -> int:
        """The first year with an official schedule: about years before it nobody knows the exchanged days any more."""
        return max(MIN_YEAR, min(self.official_years, default=MIN_YEAR))

    def _check(self, day: date) -> None:
        if isinstance(day, datetime):
            raise TypeError("a day is a date; a due_at is exclusive and lies on the following day")
        if not self.first_year <= day.year <= MAX_YEAR:
            self._refuse(day.year)

    def _refuse(self, year: int) -> None:
        bounds = {"year": year, "first": self.first_year, "last": MAX_YEAR}
        raise ValueError(gettext("The calendar knows the years %(first)s to %(last)s, not %(year)s.") % bounds)


def is_weekend(day: date) -> bool:
    """Saturday or Sunday, whatever the notices make of it."""
    return day.isoweekday() in (6, 7)


def last_day(due_at: datetime) -> date:
    """The day whose end (or close of business) `due_at` is: 00:00 of the 14th is 24:00 of the 13th."""
    return (clock.local(due_at) - timedelta(microseconds=1)).date()


@cache
def statutory(year: int) -> Mapping[date, str]:
    """The statutory holidays of a year by law alone, without exchanged days (13 days from 2025), with Chinese names.

    One less where Mid-Autumn falls on one of the National Days. Empty outside MIN_YEAR..MAX_YEAR.
    """
    found = country_holidays("CN", years=year, observed=False, language="zh_CN")
    return MappingProxyType({day: name for day, name in found.items() if not name.startswith(_EXCHANGED)})


def closing_time(value: str) -> time | None:
    """The option `day_ends_at`: None for "24:00", else the time of day. Raises ValueError with a sentence."""
    return None if value.strip() == "24:00" else _time(value)


def service_close(value: str) -> time:
    """The end of the option `service_hours` ("08:30-17:30"). Raises ValueError with a sentence."""
    opens, _dash, closes = value.partition("-")
    if _time(opens) >= _time(closes):
        raise ValueError(gettext("Service hours end after they begin."))
    return _time(closes)


def _time(value: str) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", value.strip())
    if not found:
        raise ValueError(gettext("“%(value)s” is not a time of day like 17:30.") % {"value": value})
    return time(int(found[1]), int(found[2]))


def _close(day: date, close: time | None) -> datetime:
    return datetime.combine(day, close, clock.TZ) if close else clock.start_of(day + clock.DAY)


def _reason(day: date, found: DatedException) -> Reason:
    if found.is_workday:
        return Reason.MAKE_UP if is_weekend(day) else Reason.WORKDAY
    return {Kind.OFFICIAL: Reason.HOLIDAY, Kind.LOCAL: Reason.LOCAL, Kind.EMERGENCY: Reason.EMERGENCY}[found.kind]


def _check_count(n: int) -> None:
    if not 0 <= n <= MAX_WORKDAYS:
        raise ValueError(gettext("The number of working days is between 0 and %(most)s.") % {"most": MAX_WORKDAYS})
