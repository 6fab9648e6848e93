"""From a file's bytes to the records of units and people in it: which sheet is which, and where each column stands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from hotline import tables
from hotline.people.sheets.columns import BY_KEY, COLUMNS, Kind, headers, titles, word
from hotline.tables import Fault, Faulty, Row

MOST_BYTES = tables.MOST_BYTES
MOST_ROWS = 12_000  # of a sheet: everybody of a city's units
_MOST_UNPACKED = 64 * tables.MEGABYTE
_KEY: dict[Kind, str] = {"unit": "name", "person": "account"}  # what a row is known by
_KINDS: tuple[Kind, ...] = ("person", "unit")  # people first, for their table has a column of units too
_HEADER_WITHIN = 30  # rows that are not blank
_MOST_TEXT = 2000  # characters of a cell


@dataclass(frozen=True)
class Record:
    """A row of a table by its columns; a column the table has not is not in `values`."""

    sheet: str
    number: int
    columns: Mapping[str, int]
    values: Mapping[str, str]

    def place(self, key: str = "") -> str:
        """Where the value of that column, or the whole row, stands."""
        return Row(self.sheet, self.number, ()).place(self.columns.get(key))

    def has(self, key: str) -> bool:
        return key in self.values


@dataclass(frozen=True)
class Table:
    """The rows of one sheet: plain values, so that they can travel through the preview's form."""

    kind: Kind
    sheet: str
    columns: Mapping[str, int]
    rows: tuple[tuple[int, tuple[str, ...]], ...]  # number, texts in the order of `columns`

    def records(self) -> Iterator[Record]:
        for number, texts in self.rows:
            yield Record(self.sheet, number, self.columns, dict(zip(self.columns, texts, strict=True)))


@dataclass(frozen=True)
class Upload:
    """What a file says, as it stands there; `faults` are those that are seen without knowing what there is."""

    tables: tuple[Table, ...]
    faults: tuple[Fault, ...] = field(default=())

    def records(self, kind: Kind) -> list[Record]:
        return [record for table in self.tables if table.kind == kind for record in table.records()]


def parse(data: bytes) -> Upload:
    """The tables in an .xlsx or .csv. Raises Faulty where there is none, or the file is no table."""
    rows = tables.read(data, most_bytes=MOST_BYTES, most_rows=MOST_ROWS, most_unpacked=_MOST_UNPACKED)
    found: list[Table] = []
    faults: list[Fault] = []
    for sheet, group in groupby(rows, key=lambda row: row.sheet):
        of_sheet = list(group)
        if table := _table(sheet, of_sheet, faults):
            found.append(table)
        elif any(word(sheet) in titles(kind) for kind in COLUMNS):
            faults.append(Fault(of_sheet[0].place(), _no_header()))
    if not found:
        raise Faulty(faults or [Fault(_("file"), _no_header())])
    return Upload(tuple(found), tuple(faults))


def _no_header() -> str:
    message = _(
        "No row with the column titles was found. Units need %(units)s and another column, people need %(people)s and %(name)s; "
        "take the exported file as a pattern."
    )
    names = [COLUMNS["unit"][0].title, COLUMNS["person"][0].title, COLUMNS["person"][1].title]
    return message % dict(zip(("units", "people", "name"), map(str, names), strict=True))


def _table(sheet: str, rows: list[Row], faults: list[Fault]) -> Table | None:
    for index, row in enumerate(rows[:_HEADER_WITHIN]):
        for kind in _KINDS:
            columns = _columns(kind, row, faults)
            if columns:
                title = [row.word(place) for place in columns.values()]
                body = [_line(columns, below, faults) for below in rows[index + 1 :] if _is_meant(title, columns, below)]
                return Table(kind, sheet, columns, tuple(body))
    return None


def _columns(kind: Kind, row: Row, faults: list[Fault]) -> dict[str, int]:
    """Which column stands where, if this row is the header; else empty."""
    known = headers(kind)
    places: dict[str, list[int]] = {}
    for index, cell in enumerate(row.cells):
        if key := known.get(word(cell) if isinstance(cell, str) else ""):
            places.setdefault(key, []).append(index)
    if _KEY[kind] not in places or len(places) < 2:
        return {}
    for key, twice in places.items():
        if len(twice) > 1:
            said = {"title": str(BY_KEY[kind][key].title), "first": row.place(twice[0])}
            message = _("This is a second column “%(title)s”; the first is at: %(first)s. Rename or delete one of them.")
            faults.append(Fault(row.place(twice[1]), message % said))
    return {column.key: places[column.key][0] for column in COLUMNS[kind] if column.key in places}


def _is_meant(title: list[str], columns: Mapping[str, int], row: Row) -> bool:
    """Whether something stands in the columns that are read, other than the titles once more."""
    words = [row.word(index) for index in columns.values()]
    return any(words) and words != title


def _line(columns: Mapping[str, int], row: Row, faults: list[Fault]) -> tuple[int, tuple[str, ...]]:
    texts = []
    for index in columns.values():
        cell, text = row.cell(index), ""
        if tables.is_formula(cell):
            faults.append(Fault(row.place(index), _("Here stands a formula. Put its value in its place.")))
        elif len(text := _text(cell)) > _MOST_TEXT:
            faults.append(
                Fault(row.place(index), _("This is longer than %(most)s characters. Shorten it.") % {"most": _MOST_TEXT})
            )
            text = ""
        texts.append(text)
    return row.number, tuple(texts)


def _text(cell: Any) -> str:
    """As it was typed; what is no text in Excel (a number, a day, true and false) as text."""
    return cell.strip() if isinstance(cell, str) else tables.as_text(cell)
