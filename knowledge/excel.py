"""The knowledge base as an Excel file, of any length, in constant memory."""

from collections.abc import Callable
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _, pgettext
from openpyxl import Workbook

from hotline import clock
from hotline.tables import cell, header_cell
from knowledge.models import KnowledgeItem

_CHUNK = 500


def columns() -> list[tuple[str, int, Callable[[KnowledgeItem], Any]]]:
    """Heading, width in characters, and what a column holds of an item."""
    return [
        (_("Number"), 12, lambda row: row.number),
        (_("Title"), 36, lambda row: row.title),
        (pgettext("knowledge", "Question"), 48, lambda row: row.question),
        (pgettext("knowledge", "Answer"), 80, lambda row: row.answer),
        (_("Category"), 18, lambda row: row.category.name if row.category else None),
        (pgettext("knowledge", "Owner"), 22, lambda row: row.unit.name),
        (_("Valid until"), 12, lambda row: row.valid_until),
        (_("Version"), 8, lambda row: row.version),
        (pgettext("knowledge", "Published"), 12, lambda row: clock.local(row.published_at).date()),
        (_("In doubt since"), 12, lambda row: clock.local(row.doubted_at).date() if row.doubted_at else None),
    ]


def write(rows: "QuerySet[KnowledgeItem]", file: IO[bytes]) -> None:
    """Write these items, oldest first."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Knowledge base"))
    head = columns()
    for number, (_title, width, _value) in enumerate(head, 1):
        sheet.column_dimensions[chr(64 + number)].width = width
    sheet.freeze_panes = "C2"
    sheet.append([header_cell(sheet, title) for title, _width, _value in head])
    for row in rows.select_related("unit", "category").order_by("pk").iterator(chunk_size=_CHUNK):
        sheet.append([cell(sheet, value(row)) for _title, _width, value in head])
    book.save(file)
