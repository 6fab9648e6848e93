"""Uploaded tables, read safely, and tables to hand out: .xlsx and .csv.

Bytes in, rows out, or `Faulty` with sentences that say what to do. Nothing here knows what the rows mean. What is read is
hostile until proven otherwise: its size is looked at before it is unpacked, nothing in it is evaluated.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import inf
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

MEGABYTE = 1024 * 1024
MOST_BYTES = 10 * MEGABYTE
MOST_UNPACKED = 32 * MEGABYTE  # a table of 10,000 rows has a third of it
MOST_PARTS = 500
MOST_ROWS, MOST_COLUMNS = 2000, 50
DELIMITERS = "\t;,"

_ZIP, _OLE, _PDF = b"PK", b"\xd0\xcf\x11\xe0", b"%PDF-"
_MACROS = re.compile(r"vbaproject\.bin$|/macrosheets/", re.IGNORECASE)
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1f]")
_NOT_COMPARED = re.compile(r"[\s\"'“”‘’「」\ufeff\u200b]")
# Marks of direction and joiners, which come along from web pages and are not seen: of no meaning in a table.
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NUMBER = re.compile(r"\d+")
_COLUMN = re.compile(r"(?<![A-Za-z])[A-Z]{1,3}(?![A-Za-z])")
_SAMPLE = 50  # lines by which the delimiter is told
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_A_TITLE = re.compile(r"[\[\]:*?/\\]")


# ---- what is wrong


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it stands, and a sentence that says what to do."""

    place: str
    message: str

    def __str__(self) -> str:
        return _("%(place)s: %(message)s") % {"place": self.place, "message": self.message}


class Faulty(ValueError):
    """What cannot be taken; `faults` are all of them, in the order of their places."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(_in_order(faults))
        super().__init__("\n".join(map(str, self.faults)))


def _in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Sheets as they came, line 8 before line 10, column Z before AA; what is said of the whole comes last."""
    found = list(faults)
    sheets = list(dict.fromkeys(_sheet_of(fault) for fault in found))

    def where(fault: Fault) -> tuple[float, list[int], int, str]:
        numbers = [int(number) for number in _NUMBER.findall(fault.place)]
        column = (_COLUMN.findall(fault.place) or [""])[-1]
        return (sheets.index(_sheet_of(fault)) if numbers else inf, numbers, len(column), column)

    return sorted(found, key=where)


def _sheet_of(fault: Fault) -> str:
    """What stands before the first number: the sheet, as far as it tells two of them apart."""
    return _NUMBER.split(fault.place)[0]


def unusable(message: str) -> Faulty:
    """The whole file is refused with this sentence."""
    return Faulty([Fault(_("file"), message)])


def _unreadable() -> Faulty:
    return unusable(_("The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."))


def _too_long(most: int) -> Faulty:
    message = _("The table has more than %(most)s rows. Leave only what is needed, and delete the empty rows below it too.")
    return unusable(message % {"most": most})


def too_large() -> Faulty:
    """The file shows more than any table that is meant to be read."""
    return unusable(_("The file unpacks to more than a table can be. Copy its contents into a new file."))


def _protected() -> Faulty:
    message = _("This is an old or a protected Excel file or Word document. Save it as .xlsx or .docx without a password.")
    return unusable(message)


# ---- rows


@dataclass(frozen=True)
class Row:
    """A row that is not blank: its sheet (empty in a .csv), its number as its reader counts, and what stands in its cells."""

    sheet: str
    number: int
    cells: tuple[Any, ...]

    def place(self, column: int | None = None) -> str:
        """Where the cell (counted from 0) or the whole row stands, in the words of its file and the reader's language."""
        said = {"sheet": self.sheet, "row": self.number}
        if column is None:
            return (_("sheet %(sheet)s, row %(row)s") if self.sheet else _("row %(row)s")) % said
        said["column"] = get_column_letter(column + 1)
        if self.sheet:
            return _("sheet %(sheet)s, row %(row)s, column %(column)s") % said
        return _("row %(row)s, column %(column)s") % said

    def cell(self, column: int) -> Any:
        """What stands there as it was read; None beyond the row's end."""
        return self.cells[column] if column < len(self.cells) else None

    def text(self, column: int) -> str:
        """The cell as text: full-width characters as ordinary ones, no blanks around it."""
        return as_text(self.cell(column))

    def word(self, column: int) -> str:
        """The cell's text as it is compared: also without blanks and quotes inside."""
        return compared(self.cell(column))


def as_text(cell: Any) -> str:
    """A cell as text: 3.0 is "3", a day "2022-04-01"; NFKC, no blanks around it."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and cell.time() == time():
        cell = cell.date()
    return "" if cell is None else plain(str(cell)).strip()


def compared(cell: Any) -> str:
    """A cell's text as it is compared: NFKC, without blanks and quotes."""
    return _NOT_COMPARED.sub("", as_text(cell))


def plain(text: Any) -> str:
    """Full-width digits, letters and punctuation as the ordinary ones (。 and 、 stay: they have none), nothing invisible."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", str(text)))


def is_formula(cell: Any) -> bool:
    """Whether a formula stands there; none is ever evaluated."""
    return isinstance(cell, ArrayFormula | DataTableFormula) or (isinstance(cell, str) and cell.lstrip().startswith("="))


# ---- reading


def read(
    data: bytes,
    *,
    most_bytes: int = MOST_BYTES,
    most_rows: int = MOST_ROWS,
    most_columns: int = MOST_COLUMNS,
    most_unpacked: int = MOST_UNPACKED,
) -> list[Row]:
    """The rows of an .xlsx (all its sheets) or a .csv that are not blank; what it is, is seen from its bytes. Raises Faulty.

    `most_rows` are those of a sheet. Cells hold what openpyxl makes of them (str, int, float, datetime, bool, None); of a
    .csv only text. Cells right of `most_columns` are not read.
    """
    check_size(data, most_bytes)
    if is_zip(data):
        return read_workbook(data, most_rows=most_rows, most_columns=most_columns, most_unpacked=most_unpacked)
    return split(decode(data, most_bytes=most_bytes), most_rows=most_rows, most_columns=most_columns)


def check_size(data: bytes, most: int = MOST_BYTES) -> None:
    """Refuses what is empty or larger than `most` bytes. Raises Faulty."""
    if len(data) > most:
        said = {"most": max(1, most // MEGABYTE)}
        raise unusable(_("The file is larger than %(most)s MB. Leave only what is needed in it.") % said)
    if not data.strip():
        raise unusable(_("The file is empty."))


def is_zip(data: bytes) -> bool:
    """Whether it is an .xlsx or a .docx rather than text."""
    return data.startswith(_ZIP)


def read_workbook(
    data: bytes, *, most_rows: int = MOST_ROWS, most_columns: int = MOST_COLUMNS, most_unpacked: int = MOST_UNPACKED
) -> list[Row]:
    """The rows of an .xlsx that are not blank, sheet by sheet. Raises Faulty."""
    look_inside(data, most_unpacked=most_unpacked)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
        rows, size = [], 0
        for sheet in book.worksheets:
            for row in _sheet_rows(sheet, most_rows, most_columns):
                # A workbook stores a text once, however many cells show it: what it shows has a limit too.
                size += sum(len(cell) for cell in row.cells if isinstance(cell, str))
                if size > most_unpacked:
                    raise too_large()
                rows.append(row)
    except Faulty:
        raise
    except Exception as error:  # a broken workbook fails in as many ways as there are parts in it
        raise _unreadable() from error
    return rows


def _sheet_rows(sheet: Any, most_rows: int, most_columns: int) -> Iterator[Row]:
    # A sheet may claim any size, so it is not asked; one row more than allowed is enough to know.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(max_row=most_rows + 1, max_col=most_columns, values_only=True)
    for number, cells in enumerate(rows, 1):
        if number > most_rows:
            raise _too_long(most_rows)
        if kept := _trimmed(cells):
            yield Row(sheet.title, number, kept)


def look_inside(data: bytes, *, most_unpacked: int = MOST_UNPACKED, most_parts: int = MOST_PARTS) -> frozenset[str]:
    """The names of the parts of an .xlsx or .docx that is safe to unpack. Raises Faulty.

    The sizes are those the file declares: `zipfile` never unpacks more of a part than was declared.
    """
    if data.startswith(_OLE):
        raise _protected()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _unreadable() from error
    if len(parts) > most_parts or sum(part.file_size for part in parts) > most_unpacked:
        raise too_large()
    if any(part.flag_bits & 1 for part in parts):
        raise _protected()
    names = frozenset(part.filename for part in parts)
    if any(_MACROS.search(name) for name in names):
        raise unusable(_("The file contains macros, which are never taken. Save it without them, as .xlsx or .docx."))
    return names


def decode(data: bytes, *, most_bytes: int = MOST_BYTES) -> str:
    """The text of an upload: UTF-8 with or without a mark, UTF-16 with one, or GB18030. Raises Faulty."""
    check_size(data, most_bytes)
    if data.startswith(_OLE):
        raise _protected()
    if data.startswith(_PDF):  # a small one may well pass for text
        raise _unreadable()
    names = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "gb18030"]
    for name in names:
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if not _BINARY.search(text):
            return text
    raise _unreadable()


def split(text: str, *, delimiter: str = "", most_rows: int = MOST_ROWS, most_columns: int = MOST_COLUMNS) -> list[Row]:
    """The rows of comma, semicolon or tab separated text that are not blank. Raises Faulty."""
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=delimiter or _delimiter(text))
    rows = []
    try:
        for number, cells in enumerate(lines, 1):
            if number > most_rows:
                raise _too_long(most_rows)
            if kept := _trimmed(cells[:most_columns]):
                rows.append(Row("", number, kept))
    except csv.Error as error:
        raise _unreadable() from error
    return rows


def _delimiter(text: str) -> str:
    """The one that divides most of the first lines into equally many cells, and into more than one."""
    lines = [line for line in text[: 1000 * _SAMPLE].splitlines() if line.strip()][:_SAMPLE]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(line.count(delimiter) for line in lines if delimiter in line)
        return max(((rows, width) for width, rows in widths.items()), default=(0, 0))

    return max(reversed(DELIMITERS), key=evenness)


def _trimmed(cells: Sequence[Any]) -> tuple[Any, ...]:
    """The cells up to the last in which something stands."""
    end = len(cells)
    while end and (cells[end - 1] is None or (isinstance(cells[end - 1], str) and not cells[end - 1].strip())):
        end -= 1
    return tuple(cells[:end])


# ---- writing


def write(sheets: Mapping[str, Iterable[Sequence[Any]]], *, widths: Mapping[str, Sequence[int]] | None = None) -> bytes:
    """A plain .xlsx: by the titles of its sheets their rows, the first of which is the header (bold, and it stays in view).

    A text is written as text, never as a formula. `widths` are those of a sheet's columns in characters.
    """
    book = Workbook(write_only=True)
    for title, rows in sheets.items():
        sheet: Any = book.create_sheet(_NOT_IN_A_TITLE.sub(" ", title)[:31])
        sheet.freeze_panes = "A2"
        for index, width in enumerate((widths or {}).get(title, ())):
            sheet.column_dimensions[get_column_letter(index + 1)].width = width
        for number, values in enumerate(rows):
            sheet.append([(header_cell if number == 0 else _light)(sheet, value) for value in values])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _light(sheet: Any, value: Any) -> Any:
    """The bare value where a cell of its own would say no more: ten thousand rows are written in half the time."""
    is_plain = value is None or isinstance(value, int | float) or (isinstance(value, str) and value.isprintable())
    return value if is_plain and not str(value).startswith(_FORMULA) else cell(sheet, value)


def header_cell(sheet: Any, value: Any) -> Any:
    """A cell of a header row."""
    made = cell(sheet, value)
    made.font, made.fill = Font(bold=True), PatternFill("solid", start_color="E6EEF7")
    return made


def cell(sheet: Any, value: Any, number_format: str = "General") -> Any:
    """A cell for a write-only sheet; a text is never a formula, whatever it begins with, not even after somebody edits it."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)
    elif isinstance(value, date) and number_format == "General":
        number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    made: Any = WriteOnlyCell(sheet, value)
    made.number_format = number_format
    if isinstance(value, str) and value.startswith(_FORMULA):
        made.data_type, made.quotePrefix = "s", True
    return made
