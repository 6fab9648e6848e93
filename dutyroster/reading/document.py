"""The tables and paragraphs of a Word document (.docx), read from its parts as they are: merged and nested cells included."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml.ns import qn

from dutyroster.reading.model import TITLE_ABOVE, Line
from hotline import tables
from hotline.tables import MOST_COLUMNS, MOST_ROWS, Row, as_text

_P, _TBL, _TR, _TC, _R = (qn(f"w:{tag}") for tag in ("p", "tbl", "tr", "tc", "r"))
_T, _TAB, _BR, _VAL = (qn(f"w:{tag}") for tag in ("t", "tab", "br", "val"))
_MOST_PARAGRAPHS = 10_000  # outside tables: the notice has 300
_MOST_SHOWN = 4_000_000  # characters in all tables; a document holds a text once, however many rows are merged with it
_INNER = frozenset({_TBL, _TR, _TC})


class TableRow(Row):
    """A row of a table in a document; `sheet` is the table's number."""

    def place(self, column: int | None = None) -> str:
        said = {"table": self.sheet, "row": self.number, "column": (column or 0) + 1}
        if column is None:
            return _("table %(table)s, row %(row)s") % said
        return _("table %(table)s, row %(row)s, column %(column)s") % said


@dataclass
class Contents:
    """A document: its tables, each with the lines above it, and all of it as lines."""

    tables: list[tuple[list[Line], list[Row]]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    paragraphs: int = 0
    shown: int = 0  # characters in the tables


def open_document(data: bytes) -> Contents:
    """What stands in a .docx that `tables.look_inside` has let pass. Raises Faulty."""
    try:
        body = Document(io.BytesIO(data)).element.body
        contents = Contents()
        _walk(body, contents)
    except tables.Faulty:
        raise
    except Exception as error:  # a broken document fails in as many ways as there are parts in it
        raise tables.unusable(_("The document cannot be read. Save it again as .docx, or copy its table into Excel.")) from error
    return contents


def _walk(element: Any, contents: Contents) -> None:
    """Paragraphs and tables in their order; a table in a cell comes after the one it stands in."""
    for child in element:
        if child.tag == _P:
            contents.paragraphs += 1
            place = _("paragraph %(number)s") % {"number": contents.paragraphs}
            contents.lines += [Line(place, text) for text in _text(child).splitlines() if text.strip()]
            if max(contents.paragraphs, len(contents.lines) // 2) > _MOST_PARAGRAPHS:
                message = _("The document has more than %(most)s paragraphs. Leave only the notice with its table.")
                raise tables.unusable(message % {"most": _MOST_PARAGRAPHS})
        elif child.tag == _TBL:
            _table(child, contents)
        else:
            _walk(child, contents)


def _table(table: Any, contents: Contents) -> None:
    above = contents.lines[-TITLE_ABOVE:]
    rows: list[Row] = []
    contents.tables.append((above, rows))
    number = str(len(contents.tables))
    merged: dict[int, str] = {}  # what stands in a column, for cells that are one with the cell above
    for count, row in enumerate(_inside(table, _TR), 1):
        if count > MOST_ROWS:
            message = _(
                "The table has more than %(most)s rows. Leave only what is needed, and delete the empty rows below it too."
            )
            raise tables.unusable(message % {"most": MOST_ROWS})
        cells = _cells(row, merged)
        contents.shown += sum(map(len, cells))
        if contents.shown > _MOST_SHOWN:
            raise tables.too_large()
        if any(cells):
            rows.append(TableRow(number, count, tuple(cells)))
    contents.lines += [Line(row.place(), "\t".join(map(as_text, row.cells))) for row in rows]
    cells = [cell for row in _inside(table, _TR) for cell in _inside(row, _TC)]
    for inner in [inner for cell in cells for inner in _inside(cell, _TBL)]:
        _table(inner, contents)


def _cells(row: Any, merged: dict[int, str]) -> list[str]:
    cells: list[str] = []
    for cell in _inside(row, _TC):
        if len(cells) >= MOST_COLUMNS:
            break
        properties = cell.tcPr
        goes_on = properties is not None and properties.vMerge is not None and _val(properties.vMerge) != "restart"
        text = merged.get(len(cells), "") if goes_on else "\n".join(_text(p) for p in _inside(cell, _P)).strip()
        merged[len(cells)] = text
        span = min(cell.grid_span, MOST_COLUMNS - len(cells))
        cells += [text, *[""] * (span - 1)]
    return cells


def _val(element: Any) -> str:
    return str(element.get(_VAL) or "")


def _inside(element: Any, tag: str) -> Iterator[Any]:
    """The elements of that kind which belong to this one, through the wrappers Word puts around them (w:sdt, w:ins)."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in _INNER:
            yield from _inside(child, tag)


def _text(paragraph: Any) -> str:
    """What stands in a paragraph; a tab is only one inside a run, elsewhere it is a tab stop."""
    said = {_TAB: "\t", _BR: "\n"}
    parts = (piece for piece in paragraph.iter(_T, _TAB, _BR) if piece.getparent().tag == _R)
    return "".join((piece.text or "") if piece.tag == _T else said[piece.tag] for piece in parts)
