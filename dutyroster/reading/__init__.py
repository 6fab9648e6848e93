"""A month's roster, read from an uploaded file or from pasted text (D1).

Bytes or text in, a `Reading` out: the days with the units as they are written, and every fault with its place; `Faulty`
where there is nothing to read. What it is, is seen from its bytes. Nothing here knows the database.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from dutyroster.reading.document import open_document
from dutyroster.reading.lines import lines_of, read_lines
from dutyroster.reading.model import Entry, Line, Reading
from dutyroster.reading.table import has_titles, read_rows
from hotline import tables
from hotline.tables import MOST_BYTES, Fault, Faulty, Row, as_text

__all__ = ["MOST_BYTES", "MOST_TEXT", "Entry", "Fault", "Faulty", "Reading", "read_file", "read_text"]

MOST_TEXT = 100_000  # characters of text that is no table: the whole notice has 4,000
_WORD = "word/document.xml"
_LONGEST_HEADER = 2000


def read_file(data: bytes, month: date) -> Reading:
    """The roster of `month` (its first day) in an .xlsx, .docx, .csv or text file. Raises Faulty."""
    tables.check_size(data)
    if not tables.is_zip(data):
        return read_text(tables.decode(data), month)
    if _WORD in tables.look_inside(data):
        found = open_document(data)
        return _best([read_rows(rows, month, above) for above, rows in found.tables], found.lines, month)
    rows = tables.read_workbook(data)
    sheets = [[*sheet] for _title, sheet in groupby(rows, key=lambda row: row.sheet)]
    return _best([read_rows(sheet, month) for sheet in sheets], _as_lines(rows), month)


def read_text(text: str, month: date) -> Reading:
    """The roster of `month` in a text: a .csv, or lines copied from the notice. Raises Faulty."""
    delimiter = _delimiter(text)
    if not delimiter and len(text) > MOST_TEXT:
        message = _("The text has more than %(most)s characters. Leave only the notice with its table.")
        raise tables.unusable(message % {"most": MOST_TEXT})
    found = read_rows(tables.split(text, delimiter=delimiter), month) if delimiter else None
    lines = lines_of(text) if len(text) <= MOST_TEXT else []
    return _best([found], lines, month)


def _delimiter(text: str) -> str:
    """The one that divides the titles of a table; empty where no line holds them."""
    for line in text.splitlines()[: tables.MOST_ROWS]:
        for delimiter in tables.DELIMITERS if len(line) <= _LONGEST_HEADER else "":
            if has_titles(line.split(delimiter)):
                return delimiter
    return ""


def _as_lines(rows: Iterable[Row]) -> list[Line]:
    """Rows of a table without titles, to be read like text."""
    return [Line(row.place(), "\t".join(map(as_text, row.cells))) for row in rows]


def _best(found: Iterable[Reading | None], lines: Sequence[Line], month: date) -> Reading:
    """The tables with days of the month (a workbook may hold a sheet for each), else the lines. Raises Faulty."""
    readings = [reading for reading in found if reading]
    if of_month := [reading for reading in readings if reading.named]:
        return _together(of_month, month)
    text = read_lines(lines, month)
    if text.named:
        return text
    if wrong := [reading for reading in readings if reading.has_days or reading.faults] or [text] * text.has_days:
        if fault := wrong[0].of_another_month():
            return Reading(month, faults=[fault], others=wrong[0].others)
        return _together(wrong[:1], month)
    message = _("No roster was found. It is a table with the titles %(titles)s, or lines that begin with the day: %(example)s.")
    said = {"titles": "日期、星期、值班单位", "example": f"{month.month}月1日 海口市公安局"}
    raise tables.unusable(message % said)


def _together(readings: Sequence[Reading], month: date) -> Reading:
    whole = Reading(month)
    for reading in readings:
        whole.entries += reading.entries
        whole.faults += reading.faults
        whole.named |= reading.named
        whole.others += reading.others
    return whole
