"""A roster in the rows of a table: columns are known by their titles, in any order; other columns and blank rows are left out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from dutyroster.reading import dates
from dutyroster.reading.model import Entry, Line, Reading, short
from hotline.tables import Row, as_text, compared, is_formula

# The likeliest title first: where a table has several of them, this one counts.
DATE_TITLES = ("值班日期", "轮值日期", "轮班日期", "日期", "值班时间", "轮值时间", "时间")
UNIT_TITLES = (
    "值班单位", "轮值单位", "值班成员单位", "轮值成员单位", "热线成员单位", "成员单位", "责任单位", "单位名称", "单位",
    "值班领导单位", "值班领导", "轮值领导",
)  # fmt: skip
WEEKDAY_TITLES = ("星期", "星期几", "周几", "礼拜", "周")
_LONGEST_TITLE = 30
_BRACKETS = re.compile(r"\([^()]*\)|:")
_REMARK = re.compile(r"(?:注|备注|说明|附件?|制表|填表|审核|审批|复核|校对|经办人|联系人)")
_NUMBER = re.compile(r"\d")


@dataclass(frozen=True)
class _Columns:
    """Which columns hold a day, its weekday (where there is one) and its unit."""

    day: int
    weekday: int | None
    unit: int


def title_of(cell: object) -> str:
    """A cell as a column's title: without blanks and what stands in brackets; empty where it is too long for one."""
    word = compared(cell)
    return _BRACKETS.sub("", word) if len(word) <= _LONGEST_TITLE else ""


def has_titles(cells: Sequence[object]) -> bool:
    """Whether this row is the header of a roster."""
    return bool(_columns(cells))


def read_rows(rows: Sequence[Row], month: date, above: Sequence[Line] = ()) -> Reading | None:
    """What the rows of one table say; None where none of them is its header. `above` are the lines over the table."""
    start = next((n for n, row in enumerate(rows) if has_titles(row.cells)), None)
    if start is None:
        return None
    reading = Reading(month)
    reading.title([*above, *(Line(row.place(), "".join(map(as_text, row.cells))) for row in rows[:start])])
    body = rows[start + 1 :]
    groups = [_beside_numbers(rows[start], columns, body) for columns in _columns(rows[start].cells)]
    for row in body:
        for columns in groups:
            _read_row(reading, row, columns)
    return reading


def _columns(cells: Sequence[object]) -> list[_Columns]:
    """Where the header's titles stand; several times where two halves of the month stand side by side."""
    words = [title_of(cell) for cell in cells]
    days, units, weekdays = (_places(words, titles) for titles in (DATE_TITLES, UNIT_TITLES, WEEKDAY_TITLES))
    if not days or not units:
        return []
    pairs = list(zip(days, units, strict=True)) if len(days) == len(units) else [(days[0], units[0])]
    each = len(weekdays) == len(pairs)
    return [_Columns(day, weekdays[n] if each else None, unit) for n, (day, unit) in enumerate(pairs)]


def _places(words: Sequence[str], titles: Sequence[str]) -> list[int]:
    """The columns under the likeliest of these titles."""
    best = next((title for title in titles if title in words), None)
    return [n for n, word in enumerate(words) if word == best] if best else []


def _beside_numbers(header: Row, columns: _Columns, body: Sequence[Row]) -> _Columns:
    """In the notice 值班日期 stands over two columns, the number and the day: then the second one holds the days."""
    beside = columns.day + 1
    if header.word(beside) or beside == columns.unit:
        return columns

    def days(column: int) -> int:
        return sum(dates.of_cell(row.cell(column)) is not None for row in body)

    return _Columns(beside, columns.weekday, columns.unit) if days(beside) > days(columns.day) else columns


def _read_row(reading: Reading, row: Row, columns: _Columns) -> None:
    day_place, unit_place = row.place(columns.day), row.place(columns.unit)
    written, unit = row.text(columns.day), row.text(columns.unit)
    formulas = [column for column in (columns.day, columns.unit) if is_formula(row.cell(column))]
    for column in formulas:
        reading.formula(row.place(column))
    if formulas and columns.day in formulas:
        return
    found = dates.of_cell(row.cell(columns.day))
    if found is None:
        _no_day(reading, written, unit, day_place)
        return
    day = reading.day(found.year, found.month, found.day, day_place)
    reading.weekday(day, found.weekday, day_place)
    _weekday(reading, row, columns.weekday, day)
    if not unit:
        reading.no_unit(unit_place)
    elif day and not formulas:
        reading.entries.append(Entry(day, unit, unit_place, day_place))


def _no_day(reading: Reading, written: str, unit: str, place: str) -> None:
    """A row without a day: blank, a remark or a header that is repeated; else a fault."""
    if title_of(written) in DATE_TITLES or _REMARK.match(written) or (not written and _REMARK.match(unit)):
        return
    if unit and not written:
        reading.fault(place, _("The date is missing. Write here which day this unit has."))
    elif unit or _NUMBER.match(written):
        reading.no_date(written, place)


def _weekday(reading: Reading, row: Row, column: int | None, day: date | None) -> None:
    # It is only compared: a formula there (=TEXT(A3,"aaaa")) takes nothing away.
    if column is None or not row.text(column) or is_formula(row.cell(column)):
        return
    named = dates.weekday_of(row.cell(column))
    if named is None:
        message = _("“%(value)s” is no weekday. Write it like %(example)s, or leave it empty.")
        reading.fault(row.place(column), message % {"value": short(row.cell(column)), "example": "星期五"})
    reading.weekday(day, named, row.place(column))
