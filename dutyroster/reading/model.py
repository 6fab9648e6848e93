"""What was read of a month's roster: its days with the units as they are written, and what is wrong, each with its place."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from hotline.tables import Fault, as_text, compared
from hotline.workdays.schedules.model import weekday_name

_SHOWN = 40  # characters of what is written that its fault repeats
TITLE_ABOVE = 8  # lines above a table among which its title is looked for
_TITLE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?!\d)")
_NAMES_TABLE = re.compile(r"轮值|轮流值班|值班表|值班安排|安排表|排班")
_TITLE_ENDS = 100


@dataclass(frozen=True)
class Line:
    """A line of text and where it stands."""

    place: str
    text: str


@dataclass(frozen=True)
class Entry:
    """One duty day as it was read: the unit's name as it is written and the places of both."""

    day: date
    unit: str
    place: str
    day_place: str


@dataclass
class Reading:
    """What has been read so far of the roster of `month` (its first day)."""

    month: date
    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    named: set[date] = field(default_factory=set)  # days of the month, also those whose unit is missing
    others: int = 0  # days of other months, and what is none of any
    stranger: tuple[str, date] | None = None  # the first day of another month, with its place
    wrong_title: Fault | None = None

    @property
    def has_days(self) -> bool:
        """Whether anything in it was a date at all."""
        return bool(self.named or self.others)

    def fault(self, place: str, message: str) -> None:
        self.faults.append(Fault(place, message))

    def day(self, year: int | None, month: int | None, day: int, place: str) -> date | None:
        """The day, of this year and month where they are not written; or None and a fault: 31 April, another month's day."""
        year, month = year or self.month.year, month or self.month.month
        try:
            found = date(year, month, day)
        except ValueError:
            self.others += 1
            said = {"day": f"{year}-{month:02}-{day:02}"}
            self.fault(place, _("There is no %(day)s in the calendar. Correct the date.") % said)
            return None
        if found.replace(day=1) != self.month:
            self.others += 1
            said = {"day": f"{found}", "month": f"{self.month:%Y-%m}"}
            self.fault(place, _("%(day)s is no day of %(month)s. Correct the date, or choose the other month.") % said)
            self.stranger = self.stranger or (place, found)
            return None
        self.named.add(found)
        return found

    def weekday(self, day: date | None, named: int | None, place: str) -> None:
        """A fault where another weekday (1 to 7) is written beside the day."""
        if day and named and named != day.isoweekday():
            said = {"day": f"{day}", "right": weekday_name(day), "named": str(WEEKDAYS[named - 1])}
            self.fault(place, _("%(day)s is a %(right)s, not a %(named)s. Correct the date or the weekday.") % said)

    def no_date(self, value: object, place: str) -> None:
        message = _("“%(value)s” is no date. Write one day, like %(example)s.")
        self.fault(place, message % {"value": short(value), "example": f"{self.month:%Y-%m}-01"})

    def no_unit(self, place: str) -> None:
        self.fault(place, _("The unit is missing. Write here which unit has this day."))

    def formula(self, place: str) -> None:
        self.fault(place, _("Here stands a formula. Put its value in its place."))

    def of_another_month(self) -> Fault | None:
        """Where none of several days is of this month: the one sentence that says more than one for each day."""
        if self.named or self.others < 2 or self.stranger is None:
            return None
        place, first = self.stranger
        said = {"count": self.others, "first": f"{first}", "month": f"{self.month:%Y-%m}"}
        message = _("None of the %(count)s days from %(first)s on is of %(month)s. Choose the other month or the other file.")
        return self.wrong_title or Fault(place, message % said)

    def title(self, above: Iterable[Line]) -> None:
        """A fault where the title nearest above the table names another month; days without a year would not show it."""
        for line in [*above][: -TITLE_ABOVE - 1 : -1]:
            text = compared(line.text)[:_TITLE_ENDS]
            found = _TITLE.search(text) if _NAMES_TABLE.search(text) else None
            if found:
                said = (int(found[1] or self.month.year), int(found[2]))
                if said != (self.month.year, self.month.month):
                    message = _("This is the roster of %(said)s, not of %(wanted)s. Choose the other month or the other file.")
                    wanted = {"said": f"{said[0]}-{said[1]:02}", "wanted": f"{self.month:%Y-%m}"}
                    self.wrong_title = Fault(line.place, message % wanted)
                    self.faults.append(self.wrong_title)
                return


def short(value: object) -> str:
    """What is written, as far as a fault repeats it."""
    text = " ".join(as_text(value)[: 4 * _SHOWN].split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
