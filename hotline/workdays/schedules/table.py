"""A schedule as a table: .xlsx or .csv with the columns 日期, 类型 and 名称, one day a row."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from hotline import tables
from hotline.tables import Row, as_text, compared, unusable
from hotline.workdays.schedules.check import finish
from hotline.workdays.schedules.model import MOST_BYTES, Entry, Reading, Schedule, known_year
from hotline.workdays.schedules.notice import parse_text

_MOST_UNPACKED = 4 * tables.MEGABYTE  # a schedule has a hundredth of it; reading it takes fifty times as much memory
_COLUMNS = {"日期": "date", "类型": "type", "名称": "name"}
_OFF = {"休", "放假", "休息", "节假日"}
_WORK = {"班", "上班", "补班", "调休上班"}
_DATE = re.compile(
    r"(?:(?P<year>\d{4})(?P<mark>[-/.年]))?(?P<month>\d{1,2})(?(mark)[-/.月]|月)(?P<day>\d{1,2})日?"
    r"(?: 00:00:00)?(?P<remark>\([^()]*\)|(?:星期|周).)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")


def parse_file(data: bytes, year: int | None = None) -> Schedule:
    """The schedule in a file: .xlsx, .csv, or the notice's text. What it is, is seen from its bytes. Raises Faulty."""
    if len(data) > MOST_BYTES:
        raise unusable(_("The file is larger than 1 MB. Leave only the schedule in it."))
    if tables.is_zip(data):
        return parse_xlsx(data, year)
    text = tables.decode(data)
    is_notice = "放假" in text and not _delimiter(text)
    return parse_text(text, year) if is_notice else parse_csv(text, year)


def parse_xlsx(data: bytes, year: int | None = None) -> Schedule:
    """The schedule in the sheets of a workbook. Raises Faulty."""
    rows = tables.read_workbook(data, most_unpacked=_MOST_UNPACKED)
    return _read([[*found] for _sheet, found in groupby(rows, key=lambda row: row.sheet)], year)


def parse_csv(text: str, year: int | None = None) -> Schedule:
    """The schedule in comma, semicolon or tab separated text. Raises Faulty."""
    return _read([tables.split(text, delimiter=_delimiter(text) or ",")], year)


def _delimiter(text: str) -> str:
    """The one that divides the header row; empty if there is no such row."""
    for line in text.splitlines()[: tables.MOST_ROWS]:
        for delimiter in tables.DELIMITERS:
            if _header(line.split(delimiter)):
                return delimiter
    return ""


def _header(cells: Sequence[Any]) -> dict[str, int]:
    """Which column holds what, if this row is the header; else empty."""
    words = [compared(cell) for cell in cells]
    found = {key: words.index(word) for word, key in _COLUMNS.items() if word in words}
    return found if len(found) == len(_COLUMNS) else {}


def _read(sheets: Iterable[list[Row]], year: int | None) -> Schedule:
    bodies = [found for rows in sheets if (found := _body(rows))]
    if not bodies:
        message = _("No row with the column titles %(titles)s was found. Add it above the days.")
        raise unusable(message % {"titles": "、".join(_COLUMNS)})
    reading = Reading(known_year(year or _year_of(bodies), _("file")))
    for columns, rows in bodies:
        for row in rows:
            _read_row(reading, columns, row)
    return finish(reading)


def _body(rows: list[Row]) -> tuple[dict[str, int], list[Row]] | None:
    for index, row in enumerate(rows):
        if columns := _header(row.cells):
            return columns, rows[index + 1 :]
    return None


def _year_of(bodies: list[tuple[dict[str, int], list[Row]]]) -> int:
    """The year most of the dates name. Raises Faulty where none does."""
    found = [row.cell(columns["date"]) for columns, rows in bodies for row in rows]
    years = [year for cell in found if (year := _named_year(cell))]
    if not years:
        raise unusable(_("The dates do not say of which year they are. Name the year."))
    return max(set(years), key=lambda found: (years.count(found), found))


def _named_year(cell: Any) -> int | None:
    if isinstance(cell, date):
        return cell.year
    found = _COMPACT.fullmatch(as_text(cell)) or _DATE.fullmatch(as_text(cell))
    return int(found[1]) if found and found[1] else None


def _read_row(reading: Reading, columns: dict[str, int], row: Row) -> None:
    if not any(row.word(index) for index in columns.values()):
        return
    formulas = [index for index in columns.values() if tables.is_formula(row.cell(index))]
    for index in formulas:
        reading.fault(row.place(index), _("Here stands a formula. Put its value in its place."))
    if formulas:
        return
    values = {key: row.cell(index) for key, index in columns.items()}
    is_workday = _type(reading, values["type"], row.place(columns["type"]))
    name = row.text(columns["name"])
    if not name:
        reading.fault(row.place(columns["name"]), _("The name of the holiday is missing. Write it here."))
    day = _date(reading, values["date"], row.place(columns["date"]))
    if day and is_workday is not None and name:
        reading.entries.append(Entry(day, is_workday, name, row.place(columns["date"])))


def _type(reading: Reading, cell: Any, place: str) -> bool | None:
    word = compared(cell)
    if word in _OFF | _WORK:
        return word in _WORK
    message = _("“%(value)s” is no type of day. Write %(off)s for a day off or %(work)s for a make-up working day.")
    reading.fault(place, message % {"value": _short(cell), "off": "休", "work": "班"})
    return None


def _date(reading: Reading, cell: Any, place: str) -> date | None:
    if isinstance(cell, datetime | date):
        return reading.day(cell.year, cell.month, cell.day, place)
    text = as_text(cell)
    if compact := _COMPACT.fullmatch(text):
        return reading.day(int(compact[1]), int(compact[2]), int(compact[3]), place)
    found = _DATE.fullmatch(text)
    if not found:
        reading.fault(place, _("“%(value)s” is no date. Write one day, like 2026-01-01.") % {"value": _short(cell)})
        return None
    day = reading.day(int(found["year"] or reading.year), int(found["month"]), int(found["day"]), place)
    if day:
        reading.weekday(day, found["remark"] or "", place)
    return day


def _short(cell: Any) -> str:
    return ("" if cell is None else str(cell))[:40]
