"""A list of obligations as an Excel file, of any length, in constant memory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from tempfile import TemporaryFile
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from hotline import clock
from hotline.deadlines.texts import due_state
from hotline.tables import cell, header_cell
from hotline.workdays.rules import last_day
from reports import ages
from reports.listing import Row

ROWS_OF_A_SHEET = 1_000_000  # Excel holds 1,048,576
TOLD_EVERY = 500  # rows


@dataclass(frozen=True)
class Heading:
    """What stands above the rows of a file."""

    office: str
    title: str
    as_of: str


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, what it holds of a row, and the format of numbers and dates."""

    title: str
    width: int
    value: Callable[[Row], Any]
    format: str = "General"


def columns(at: datetime) -> list[Column]:
    """The columns of a list as of that instant, in the language of whoever asked."""
    states = {
        "overdue": _("overdue"), "soon": _("due soon"), "ok": _("in time"), "met": _("met"), "late": _("met late"),
        "lapsed": _("lapsed"), "cancelled": _("cancelled"),
    }  # fmt: skip
    return [
        Column(_("Number"), 17, lambda row: row.subject.number),
        Column(_("Title"), 44, lambda row: row.subject.title),
        Column(_("Obligation"), 16, lambda row: row.deadline.get_kind_display()),
        Column(_("Unit"), 22, lambda row: row.deadline.unit.name),
        Column(_("In the hands of"), 22, lambda row: row.deadline.held_by.name),
        Column(_("Opened"), 17, lambda row: wall(row.deadline.opened_at), "yyyy-mm-dd hh:mm"),
        Column(_("Due on"), 12, lambda row: last_day(row.deadline.due_at), "yyyy-mm-dd"),
        Column(_("Until"), 8, lambda row: hour(row.deadline.due_at)),
        Column(_("Provisional"), 10, lambda row: _("yes") if row.deadline.provisional else None),
        Column(_("State"), 10, lambda row: states[due_state(row.deadline, at)]),
        Column(_("Working days overdue"), 12, lambda row: overdue(row)),
        Column(_("Step"), 12, lambda row: row.step[1] if row.step else None),
    ]


def export(rows: Iterable[Row], heading: Heading, at: datetime, progress: Callable[[int], None]) -> IO[bytes]:
    """Write the rows into a temporary file, which vanishes when it is closed. `progress` is told how many are written."""
    book = Workbook(write_only=True)
    made = columns(at)
    sheet: Any = None
    for n, row in enumerate(rows):
        if n % ROWS_OF_A_SHEET == 0:
            sheet = _sheet(book, made, heading)
        sheet.append([cell(sheet, column.value(row), column.format) for column in made])
        if n % TOLD_EVERY == 0:
            progress(n)
    if sheet is None:
        _sheet(book, made, heading)
    file = TemporaryFile()  # noqa: SIM115 - whoever asked closes it
    book.save(file)
    file.seek(0)
    return file


def wall(moment: datetime) -> datetime:
    """Excel knows no time zones: the time as the hotline's clock shows it."""
    return clock.local(moment).replace(tzinfo=None, microsecond=0)


def hour(due_at: datetime) -> str:
    """The last hour of the last day: 24:00, which no date of Excel can say."""
    at = clock.local(due_at)
    return "24:00" if at.time() == time() else f"{at:%H:%M}"


def overdue(row: Row) -> int | str | None:
    """Whole working days as a number; beyond what is counted, in words."""
    return _("more than %(n)s") % {"n": ages.COUNTED} if row.is_long else row.overdue


def _sheet(book: Workbook, made: list[Column], heading: Heading) -> Any:
    sheet = book.create_sheet(_("List %(n)s") % {"n": len(book.worksheets) + 1})
    for index, column in enumerate(made):
        sheet.column_dimensions[chr(ord("A") + index)].width = column.width
    sheet.freeze_panes = "C4"
    title = cell(sheet, heading.office)
    title.font = Font(bold=True, size=14)
    sheet.append([title])
    sheet.append([cell(sheet, f"{heading.title} · {heading.as_of}")])
    sheet.append([header_cell(sheet, column.title) for column in made])
    return sheet
