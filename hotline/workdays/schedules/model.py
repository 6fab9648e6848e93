"""What a schedule is, what is wrong with one, and the dates in it."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from hotline.tables import Fault, Faulty
from hotline.workdays.rules import MAX_YEAR, MIN_YEAR

MOST_BYTES = 1024 * 1024
MOST_NAME = 50
_WEEKDAY = re.compile(r"(?:星期|礼拜|周)([一二三四五六日天])")
_NUMBERS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}


@dataclass(frozen=True, order=True)
class Row:
    """One day of the schedule."""

    date: date
    is_workday: bool
    name: str


@dataclass(frozen=True)
class Schedule:
    """A year's schedule without faults, its rows by date. 元旦 may reach back into the December before."""

    year: int
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Entry:
    """A day as it was read, and where it stands."""

    date: date
    is_workday: bool
    name: str
    place: str

    @property
    def row(self) -> Row:
        return Row(self.date, self.is_workday, self.name)


@dataclass
class Reading:
    """What has been read so far. `year` is the year the schedule is of; it must be known before days are read."""

    year: int
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def fault(self, place: str, message: str) -> None:
        self.faults.append(Fault(place, message))

    def day(self, year: int, month: int, day: int, place: str) -> date | None:
        """The day, or None and a fault: 30 February, a day of another year."""
        try:
            found = date(year, month, day)
        except ValueError:
            said = {"day": f"{year}-{month:02}-{day:02}"}
            self.fault(place, _("There is no %(day)s in the calendar. Correct the date.") % said)
            return None
        if year != self.year and (year, month) != (self.year - 1, 12):
            said = {"day": f"{found}", "year": f"{self.year}"}
            self.fault(place, _("%(day)s is no day of %(year)s. Correct the year.") % said)
            return None
        return found

    def weekday(self, day: date, remark: str, place: str) -> None:
        """A fault where the remark beside a day names another weekday."""
        named = _WEEKDAY.search(remark or "")
        if named and _NUMBERS[named[1]] != day.isoweekday():
            said = {"day": f"{day}", "right": weekday_name(day), "named": str(WEEKDAYS[_NUMBERS[named[1]] - 1])}
            self.fault(place, _("%(day)s is a %(right)s, not a %(named)s. Correct the date or the weekday.") % said)


def known_year(year: int, place: str) -> int:
    """The year, if the calendar can know it. Raises Faulty."""
    if not MIN_YEAR <= year <= MAX_YEAR:
        bounds = {"first": MIN_YEAR, "last": MAX_YEAR, "year": year}
        raise Faulty([Fault(place, _("The calendar knows the years %(first)s to %(last)s, not %(year)s.") % bounds)])
    return year


def weekday_name(day: date) -> str:
    """The weekday in the reader's language."""
    return str(WEEKDAYS[day.weekday()])
