"""A list as an Excel file: read back with openpyxl; texts stay texts, dates are dates, callers are masked, any length."""

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO
from typing import IO, Any

import pytest
from django.utils import translation
from openpyxl import load_workbook

from hotline import clock
from hotline.deadlines.models import Deadline, Kind
from hotline.deadlines.subjects import Subject
from hotline.jobs.actions import work
from hotline.jobs.models import Job, State
from reports import excel, jobs
from reports.listing import Row, listed
from reports.scope import Scope
from reports.tests.conftest import owe, scatter
from tickets.tests.conftest import T0, City, on

HEADING = excel.Heading("=海口12345", "overdue", "as of 10:00")
NOW = on(10, 16, 9)


def nothing(done: int) -> None:
    """No progress."""


@pytest.fixture
def rows(city: City) -> list[Row]:
    """Overdue since 24:00 of the 13th, due at 17:30 today, provisional and far away; titles like formulas."""
    titles = ["=cmd|' /C calc'!A0", "+1", "-2", "@SUM(A1)", "x", "来电人陈小明反映"]
    with clock.at(T0):
        tickets = [city.register(title=title) for title in titles]
    Deadline.objects.all().delete()
    due = [on(10, 14), on(10, 16, 17, 30), on(10, 20), on(10, 21), on(10, 22), on(10, 23)]
    for n, (ticket, due_at) in enumerate(zip(tickets, due, strict=True)):
        owe(ticket, city.housing, due_at, kind=Kind.REPLY, provisional=n == 2, held_by=city.water).save()
    found = list(Deadline.objects.select_related("unit", "held_by").order_by("due_at"))
    with translation.override("en"):
        return listed(found, city.supervisor, NOW)


def sheet_of(file: IO[bytes], index: int = 0) -> Any:
    return load_workbook(BytesIO(file.read())).worksheets[index]


def test_content(rows: list[Row]) -> None:
    with translation.override("en"), excel.export(rows, HEADING, NOW, nothing) as file:
        sheet = sheet_of(file)
    assert (sheet["A1"].value, sheet["A1"].data_type) == ("=海口12345", "s")
    assert sheet["A2"].value == "overdue · as of 10:00"
    assert sheet.freeze_panes == "C4"
    assert sheet.column_dimensions["B"].width > 40
    headings = [cell.value for cell in sheet[3]]
    first = dict(zip(headings, [cell.value for cell in sheet[4]], strict=True))
    assert first == {
        "Number": rows[0].subject.number, "Title": "=cmd|' /C calc'!A0", "Obligation": "reply", "Unit": "市住建局",
        "In the hands of": "市水务局", "Opened": datetime(2026, 10, 5), "Due on": datetime(2026, 10, 13), "Until": "24:00",  # noqa: DTZ001
        "Provisional": None, "State": "overdue", "Working days overdue": 2, "Step": "registration",
    }  # fmt: skip
    second = dict(zip(headings, [cell.value for cell in sheet[5]], strict=True))
    assert (second["Due on"], second["Until"], second["Working days overdue"]) == (datetime(2026, 10, 16), "17:30", None)  # noqa: DTZ001
    assert sheet["I6"].value == "yes"
    assert sheet["G4"].is_date
    assert sheet["F4"].is_date


def test_no_text_becomes_a_formula_and_no_caller_is_named(rows: list[Row]) -> None:
    with excel.export(rows, HEADING, NOW, nothing) as file:
        sheet = sheet_of(file)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    titles = [sheet.cell(row, 2) for row in range(4, 10)]
    assert [cell.quotePrefix for cell in titles] == [True] * 4 + [False] * 2
    assert titles[5].value == "来电人陈**反映"
    assert not any("陈小明" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_what_no_file_of_excel_may_hold_is_left_out(rows: list[Row]) -> None:
    odd = replace(rows[0], subject=Subject("1", "=控制\x0b符", ""))
    with excel.export([odd], HEADING, NOW, nothing) as file:
        assert sheet_of(file)["B4"].value == "=控制符"


def test_nothing_gives_an_empty_list(db: None) -> None:
    with excel.export([], HEADING, NOW, nothing) as file:
        assert sheet_of(file).max_row == 3


def test_what_no_sheet_holds_goes_on_in_the_next(rows: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(excel, "ROWS_OF_A_SHEET", 3)
    with excel.export(rows, HEADING, NOW, nothing) as file:
        book = load_workbook(BytesIO(file.read()))
    assert [sheet.max_row for sheet in book.worksheets] == [6, 6]
    assert len({sheet.title for sheet in book.worksheets}) == 2


def test_memory_does_not_grow_with_the_list(rows: list[Row]) -> None:
    def peak(times: int) -> int:
        def many() -> Iterator[Row]:
            for _ in range(times):
                yield from rows

        tracemalloc.start()
        excel.export(many(), HEADING, NOW, nothing).close()
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)
    assert peak(1000) < 2 * peak(50)


def test_the_job_writes_the_list_of_its_scope(city: City, settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path)
    with clock.at(T0):
        tickets = [city.register(title="=1+1 陈小明家停水")]
    scatter(city, NOW, 120, 4, tickets)
    with clock.at(NOW), translation.override("zh-hans"):
        job = jobs.start_export(Scope(NOW, state="overdue", unit=city.housing.pk), actor=city.supervisor)
    with clock.at(NOW + timedelta(hours=30)):  # it waited for a worker
        assert work(job.pk)
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.file_name.endswith("2026-10-16_0900.xlsx")) == (State.DONE, True), job.note
    sheet = load_workbook(job.file.open("rb")).worksheets[0]
    expected = Deadline.objects.overdue(NOW).filter(unit=city.housing).order_by("due_at", "pk")
    assert sheet.max_row == 3 + expected.count()
    assert {sheet.cell(row, 4).value for row in range(4, sheet.max_row + 1)} == {"市住建局"}
    dates = [sheet.cell(row, 7).value for row in range(4, sheet.max_row + 1)]
    assert dates == sorted(dates, key=str)
    assert "陈小明" not in {sheet.cell(4, 2).value}
