"""A schedule as a table: .xlsx or .csv with the columns 日期, 类型 and 名称, one day a row."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from hotline.workdays.schedules.check import finish
from hotline.workdays.schedules.model import MOST_BYTES, Entry, Fault, Faulty, Reading, Schedule, known_year, plain
from hotline.workdays.schedules.notice import parse_text

_MOST_UNPACKED = 4 * 1024 * 1024  # a schedule has a hundredth of it; reading it takes fifty times as much memory
_MOST_PARTS = 500
_MOST_ROWS, _MOST_COLUMNS = 2000, 50
_COLUMNS = {"日期": "date", "类型": "type", "名称": "name"}
_OFF = {"休", "放假", "休息", "节假日"}
_WORK = {"班", "上班", "补班", "调休上班"}
_DATE = re.compile(
    r"(?:(?P<year>\d{4})(?P<mark>[-/.年]))?(?P<month>\d{1,2})(?(mark)[-/.月]|月)(?P<day>\d{1,2})日?"
    r"(?: 00:00:00)?(?P<remark>\([^()]*\)|(?:星期|周).)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")

Cells = Sequence[Any]
# A row of a table: the place of each of its cells, and what stands in them.
Numbered = tuple["_Place", Cells]


class _Place:
    """Where a cell stands, in the words of its file."""

    def __init__(self, row: int, sheet: str = "") -> None:
        self.row, self.sheet = row, sheet

    def column(self, index: int) -> str:
        said = {"sheet": self.sheet, "row": self.row, "column": get_column_letter(index + 1)}
        if self.sheet:
            return _("sheet %(sheet)s, row %(row)s, column %(column)s") % said
        return _("row %(row)s, column %(column)s") % said


def parse_file(data: bytes, year: int | None = None) -> Schedule:
    """The schedule in a file: .xlsx, .csv, or the notice's text. What it is, is seen from its bytes. Raises Faulty."""
    if len(data) > MOST_BYTES:
        raise _unusable(_("The file is larger than 1 MB. Leave only the schedule in it."))
    if not data.strip():
        raise _unusable(_("The file is empty."))
    if data.startswith(b"PK"):
        return parse_xlsx(data, year)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _unusable(_("This is an old or a protected Excel file. Save it as .xlsx without a password."))
    text = _decoded(data)
    is_notice = "放假" in text and not _delimiter(text)
    return parse_text(text, year) if is_notice else parse_csv(text, year)


def parse_xlsx(data: bytes, year: int | None = None) -> Schedule:
    """The schedule in the sheets of a workbook. Raises Faulty."""
    _look_inside(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        sheets = [[*_sheet_rows(sheet)] for sheet in book.worksheets]
    except Faulty:
        raise
    except Exception as error:  # a broken workbook fails in as many ways as there are parts in it
        raise _unreadable() from error
    return _read(sheets, year)


def parse_csv(text: str, year: int | None = None) -> Schedule:
    """The schedule in comma, semicolon or tab separated text. Raises Faulty."""
    try:
        rows = list(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_delimiter(text) or ","))
    except csv.Error as error:
        raise _unreadable() from error
    if len(rows) > _MOST_ROWS:
        raise _too_long()
    return _read([[(_Place(number), cells) for number, cells in enumerate(rows, 1)]], year)


def _look_inside(data: bytes) -> None:
    """Refuses what would unpack to far more than a schedule can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable() from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise _unusable(_("The file unpacks to more than a schedule can be. Copy the schedule into a new file."))


def _sheet_rows(sheet: Any) -> Iterator[Numbered]:
    # A sheet may claim any size, so it is not asked; one row more than allowed is enough to know.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=_MOST_ROWS + 1, max_col=_MOST_COLUMNS, values_only=True)
    for number, cells in enumerate(rows, 1):
        if number > _MOST_ROWS:
            raise _too_long()
        yield _Place(number, sheet.title), cells


def _decoded(data: bytes) -> str:
    names = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _unreadable()


def _delimiter(text: str) -> str:
    """The one that divides the header row; empty if there is no such row."""
    for line in text.splitlines()[:_MOST_ROWS]:
        for delimiter in "\t;,":
            if _header(line.split(delimiter)):
                return delimiter
    return ""


def _header(cells: Cells) -> dict[str, int]:
    """Which column holds what, if this row is the header; else empty."""
    words = [_word(cell) for cell in cells]
    found = {key: words.index(word) for word, key in _COLUMNS.items() if word in words}
    return found if len(found) == len(_COLUMNS) else {}


def _word(cell: Any) -> str:
    """A cell's text as it is compared: no blanks, no quotes, ordinary digits."""
    return "" if cell is None else re.sub(r"[\s\"\ufeff]", "", plain(str(cell)))


def _read(sheets: Iterable[list[Numbered]], year: int | None) -> Schedule:
    bodies = [found for rows in sheets if (found := _body(rows))]
    if not bodies:
        message = _("No row with the column titles %(titles)s was found. Add it above the days.")
        raise _unusable(message % {"titles": "、".join(_COLUMNS)})
    reading = Reading(known_year(year or _year_of(bodies), _("file")))
    for columns, rows in bodies:
        for place, cells in rows:
            _read_row(reading, columns, place, cells)
    return finish(reading)


def _body(rows: list[Numbered]) -> tuple[dict[str, int], list[Numbered]] | None:
    for index, (_place, cells) in enumerate(rows):
        if columns := _header(cells):
            return columns, rows[index + 1 :]
    return None


def _year_of(bodies: list[tuple[dict[str, int], list[Numbered]]]) -> int:
    """The year most of the dates name. Raises Faulty where none does."""
    found = [_cell(cells, columns["date"]) for columns, rows in bodies for _place, cells in rows]
    years = [year for cell in found if (year := _named_year(cell))]
    if not years:
        raise _unusable(_("The dates do not say of which year they are. Name the year."))
    return max(set(years), key=lambda found: (years.count(found), found))


def _named_year(cell: Any) -> int | None:
    if isinstance(cell, date):
        return cell.year
    found = _COMPACT.fullmatch(_date_text(cell)) or _DATE.fullmatch(_date_text(cell))
    return int(found[1]) if found and found[1] else None


def _cell(cells: Cells, index: int) -> Any:
    return cells[index] if index < len(cells) else None


def _read_row(reading: Reading, columns: dict[str, int], place: _Place, cells: Cells) -> None:
    values = {key: _cell(cells, index) for key, index in columns.items()}
    if not any(_word(value) for value in values.values()):
        return
    formulas = [key for key, value in values.items() if isinstance(value, str) and value.startswith("=")]
    for key in formulas:
        reading.fault(place.column(columns[key]), _("Here stands a formula. Put its value in its place."))
    if formulas:
        return
    is_workday = _type(reading, values["type"], place.column(columns["type"]))
    name = plain(str(values["name"] or "")).strip()
    if not name:
        reading.fault(place.column(columns["name"]), _("The name of the holiday is missing. Write it here."))
    day = _date(reading, values["date"], place.column(columns["date"]))
    if day and is_workday is not None and name:
        reading.entries.append(Entry(day, is_workday, name, place.column(columns["date"])))


def _type(reading: Reading, cell: Any, place: str) -> bool | None:
    word = _word(cell)
    if word in _OFF | _WORK:
        return word in _WORK
    message = _("“%(value)s” is no type of day. Write %(off)s for a day off or %(work)s for a make-up working day.")
    reading.fault(place, message % {"value": _short(cell), "off": "休", "work": "班"})
    return None


def _date(reading: Reading, cell: Any, place: str) -> date | None:
    if isinstance(cell, datetime | date):
        return reading.day(cell.year, cell.month, cell.day, place)
    text = _date_text(cell)
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


def _date_text(cell: Any) -> str:
    return plain("" if cell is None else str(cell)).strip()


def _short(cell: Any) -> str:
    return ("" if cell is None else str(cell))[:40]


def _unusable(message: str) -> Faulty:
    return Faulty([Fault(_("file"), message)])


def _unreadable() -> Faulty:
    return _unusable(_("The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."))


def _too_long() -> Faulty:
    return _unusable(_("The table has more than %(most)s rows. Leave only the schedule in it.") % {"most": _MOST_ROWS})
