"""A roster in lines of text, as it is copied from the published page.

There a cell may stand on a line of its own (number, day, weekday, unit, with blank lines between), or a row on one line,
divided by tabs, blanks or commas. What stands before the table's titles and after its last day is passed over.
"""

import re
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from dutyroster.reading import dates
from dutyroster.reading.model import Entry, Line, Reading
from dutyroster.reading.table import DATE_TITLES, UNIT_TITLES, WEEKDAY_TITLES, title_of
from hotline.tables import is_formula, plain

_WIDE_BLANK = ("\u3000", "  ")  # as wide as two, and as good a divider
_DIVIDER = re.compile(r"[\t,;|]|\s{2,}")
_WORDS = re.compile(r"[\s,;|]+")
_NUMBER = re.compile(r"\(?(\d{1,3})[.、)]?")
_NUMBERED = re.compile(r"\(?\d{1,3}[.、)\s,;|]{1,9}")
_WEEKDAY = re.compile(r"\(?(?:星期|礼拜|周)?[一二三四五六日天七]\)?")
_LIKE_A_DATE = re.compile(r"(?:\d{2,4}年)?\d{1,2}月[^份]{0,3}[日号]?|\d{1,4}[./-]\d{1,2}\S{0,6}")
_IN_TITLES = re.compile(r"日期|时间|单位|领导")
_LONGEST_DATE = 20
_LONGEST_HEADER = 200
_NEAR = 6  # lines within which the titles of a table follow each other
_MARKS = " \t,;|:)"


def lines_of(text: str) -> list[Line]:
    """The lines of a text, as its reader counts them."""
    place = _("line %(line)s")
    return [Line(place % {"line": number}, line) for number, line in enumerate(text.splitlines(), 1)]


def read_lines(lines: Sequence[Line], month: date) -> Reading:
    """What the lines say; without any day where they hold no roster."""
    lines = [Line(line.place, text) for line in lines if (text := _cleaned(line.text))]
    reading = Reading(month)
    start = _start(lines)
    reading.title(lines[:start])
    walk = _Walk(reading)
    for line in lines[start:]:
        if reading.entries and line.text.startswith("附件"):
            break  # annex 2: a form with titles and days of its own
        walk.take(line)
    walk.close()
    return reading


def _cleaned(text: str) -> str:
    return plain(text.replace(*_WIDE_BLANK)).strip()


def _start(lines: Sequence[Line]) -> int:
    """The line after the titles; without titles the first line that begins with a day, or none."""
    words = [frozenset(title_of(word) for word in _words(line.text)) for line in lines]
    for number, found in enumerate(words):
        near = words[number : number + _NEAR]
        if not found.isdisjoint(DATE_TITLES) and any(not word.isdisjoint(UNIT_TITLES) for word in near):
            return number
    return next((number for number, line in enumerate(lines) if _day(line.text)), 0)


def _words(text: str) -> list[str]:
    """The words of a line that may hold titles."""
    return _WORDS.split(text) if len(text) <= _LONGEST_HEADER and _IN_TITLES.search(text) else []


def _day(text: str) -> dates.Found | None:
    """The day a line begins with, also after a number: 「1.4月1日」."""
    found = dates.at_start(text)
    number = None if found else _NUMBERED.match(text)
    return dates.at_start(text[number.end() :]) if number else found


class _Walk:
    """Takes one line after the other. `is_open`: a day was named, its unit is still to come."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.is_open = False
        self.day: date | None = None
        self.place = ""
        self.number = 0  # of the last row that has one
        self.is_numbered = False  # its day is still to come

    def take(self, line: Line) -> None:
        if title_of(line.text) in (*DATE_TITLES, *UNIT_TITLES, *WEEKDAY_TITLES):
            return
        number = _NUMBER.fullmatch(line.text)
        if number and int(number[1]) == self.number + 1:
            self.close()
            self.number, self.is_numbered = self.number + 1, True
        elif found := _day(line.text):
            self._named(found, line)
        elif self.is_open and _WEEKDAY.fullmatch(line.text):
            self.reading.weekday(self.day, dates.weekday_of(line.text.strip("()")), line.place)
        elif self.is_open:
            self._unit(line.text.split("\t")[0], line)
        elif not dates.is_moment(line.text):
            self._stray(line)

    def close(self) -> None:
        """The row ends: a day that is still open has no unit."""
        if self.is_open and self.day:
            self.reading.no_unit(self.place)
        self.is_open = self.is_numbered = False

    def _named(self, found: dates.Found, line: Line) -> None:
        self.close()
        self.day = self.reading.day(found.year, found.month, found.day, line.place)
        self.reading.weekday(self.day, found.weekday, line.place)
        self.place, self.is_open = line.place, True
        if rest := found.rest.lstrip(_MARKS):
            self._unit(_DIVIDER.split(rest, maxsplit=1)[0], line)  # other columns may follow it

    def _unit(self, text: str, line: Line) -> None:
        unit = text.strip()
        self.is_open = False
        if is_formula(unit):
            self.reading.formula(line.place)
        elif self.day:
            self.reading.entries.append(Entry(self.day, unit, line.place, self.place))

    def _stray(self, line: Line) -> None:
        """Outside the table it is passed over; where a day is due, or what looks like one, it is a fault."""
        first, *rest = _WORDS.split(line.text, maxsplit=1)
        if self.is_numbered or (len(first) <= _LONGEST_DATE and _LIKE_A_DATE.fullmatch(first)):
            self.reading.no_date(first, line.place)
            self.reading.others += 1
            # Its unit, on the next line, belongs to no day.
            self.is_numbered, self.is_open, self.day = False, not rest, None
