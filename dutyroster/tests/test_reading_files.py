"""The roster in tables: .xlsx, .csv and .docx as offices write them, and every malformed one with its exact place."""

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import Any

import pytest
from django.utils import translation
from docx import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook

from dutyroster.reading import Faulty, Reading, read_file
from dutyroster.reading.table import read_rows
from dutyroster.tests.april import APRIL, NAMES, NOTICE
from hotline.tables import Row

pytestmark = pytest.mark.usefixtures("_english")
ALL = {date(2022, 4, day): name for day, name in enumerate(NAMES, 1)}
WEEK = "一二三四五六日"
NO_DAY = "2022-04-31"


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


def at(year: int, month: int, day: int) -> datetime:
    """A day as Excel keeps it: at midnight."""
    return datetime.combine(date(year, month, day), time())


def weekday(day: int) -> str:
    return f"星期{WEEK[date(2022, 4, day).weekday()]}"


def table(**more: Callable[[int], Any]) -> list[list[Any]]:
    """The month with the titles 日期, 星期, 值班单位; a column is changed by its name: day=…, week=…, unit=…."""
    made = {"day": lambda n: at(2022, 4, n), "week": weekday, "unit": lambda n: NAMES[n - 1]} | more
    return [["日期", "星期", "值班单位"], *([made["day"](n), made["week"](n), made["unit"](n)] for n in range(1, 31))]


def xlsx(*sheets: Sequence[Sequence[Any]], merge: str = "") -> bytes:
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets, 1):
        sheet = book.create_sheet(f"{number}月")
        for row in rows:
            sheet.append(list(row))
        if merge:
            sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def csv(rows: Sequence[Sequence[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    return "\r\n".join(delimiter.join("" if cell is None else str(cell) for cell in row) for row in rows).encode(encoding)


def docx(rows: Sequence[Sequence[str]], *, before: Sequence[str] = (), change: Callable[[Any], None] | None = None) -> bytes:
    document = Document()
    for text in before:
        document.add_paragraph(text)
    made = document.add_table(rows=len(rows), cols=max(map(len, rows)))
    for cells, row in zip(made.rows, rows, strict=True):
        for cell, text in zip(cells.cells, row, strict=False):
            cell.text = text
    if change:
        change(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def days(reading: Reading) -> dict[date, str]:
    return {entry.day: entry.unit for entry in reading.entries}


def said(reading: Reading) -> list[str]:
    return [str(fault) for fault in reading.faults]


def as_text(rows: Sequence[Sequence[Any]]) -> list[list[str]]:
    return [[f"{cell:%Y-%m-%d}" if isinstance(cell, datetime) else str(cell or "") for cell in row] for row in rows]


# ---- what is read

SERIAL = 44651  # 2022-03-31


@pytest.mark.parametrize(
    "day",
    [
        lambda n: at(2022, 4, n),
        lambda n: date(2022, 4, n),
        lambda n: SERIAL + n,
        lambda n: 20220400 + n,
        lambda n: f"4月{n}日",
        lambda n: f"4月{n}日（{weekday(n)}）",
        lambda n: f"2022年 4月 {n}日",
        lambda n: f"2022-04-{n:02}",
        lambda n: f"2022/4/{n}",
        lambda n: f"2022.4.{n}",
        lambda n: f"202204{n:02}",
        lambda n: f"4.{n}",
        lambda n: f"{n}日",
        lambda n: f"２０２２年０４月{n:02}日",
        lambda n: f" 4月{n}日\n",
    ],
)
def test_days_as_offices_write_them(day: Callable[[int], Any]) -> None:
    reading = read_file(xlsx(table(day=day)), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])


@pytest.mark.parametrize(
    "week",
    [
        lambda n: weekday(n)[2],
        lambda n: f"周{weekday(n)[2]}",
        lambda n: "" if n % 2 else weekday(n),
        lambda n: at(2022, 4, n),
        lambda n: f'=TEXT(A{n + 1},"aaaa")',
        lambda n: f"{weekday(n)}\n清明节",
    ],
)
def test_weekdays_as_offices_write_them(week: Callable[[int], Any]) -> None:
    reading = read_file(xlsx(table(week=week)), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])


def test_a_title_blank_rows_extra_columns_and_remarks() -> None:
    rows: list[list[Any]] = [
        ["2022年4月热线成员单位轮值安排表", None, None, None, None, None],
        [],
        ["序号", "备注", "单位", "联系人", "日期"],
    ]
    for n in range(1, 31):
        rows += [[n, "待定" if n == 3 else None, f" {NAMES[n - 1]}\u00a0", "张三", at(2022, 4, n)], []]
    rows += [["注：值班时间为8:30至22:00"], ["制表人：李四", None, None, None, "制表日期：3月31日"]]
    rows += [["", None, "审核：王五"], ["联系人：赵六 12345"]]
    reading = read_file(xlsx(rows, merge="A1:F1"), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])
    assert (reading.entries[0].place, reading.entries[0].day_place) == (
        "sheet 1月, row 4, column C",
        "sheet 1月, row 4, column E",
    )


def test_the_columns_of_the_notice() -> None:
    """值班日期 stands over two columns, the number and the day; the weekday is empty."""
    rows = [["值班日期", None, "星期", "值班领导"], *([n, f"4月{n}日", None, NAMES[n - 1]] for n in range(1, 31))]
    reading = read_file(xlsx(rows, merge="A1:B1"), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])


def test_a_unit_before_its_leaders_name() -> None:
    rows = [["值班领导", "值班单位", "值班日期"], *(["张三", NAMES[n - 1], f"4月{n}日"] for n in range(1, 31))]
    assert days(read_file(xlsx(rows), APRIL)) == ALL


def test_a_table_without_titles() -> None:
    rows = [[n, at(2022, 4, n), weekday(n), NAMES[n - 1], "张三"] for n in range(1, 31)]
    reading = read_file(xlsx(rows), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])
    assert reading.entries[4].place == "sheet 1月, row 5"


def test_titles_repeated_on_every_page() -> None:
    rows = table()
    assert days(read_file(xlsx([*rows[:16], rows[0], *rows[16:]]), APRIL)) == ALL


def test_a_workbook_with_a_sheet_for_each_month() -> None:
    march = [["日期", "星期", "值班单位"], *([at(2022, 3, n), None, NAMES[0]] for n in range(1, 32))]
    may = [["日期", "星期", "值班单位"], *([at(2022, 5, n), None, NAMES[0]] for n in range(1, 32))]
    reading = read_file(xlsx(march, table(), may, [["说明"]]), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])
    assert said(read_file(xlsx(march, may), APRIL)) == [  # the first of them, where none is of the month
        "sheet 1月, row 2, column A: None of the 31 days from 2022-03-01 on is of 2022-04. Choose the other month or the other file."
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv(delimiter: str, encoding: str) -> None:
    rows = as_text(table())
    reading = read_file(csv(rows, delimiter, encoding), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])
    assert reading.entries[0].place == "row 2, column C"


def test_csv_saved_from_an_old_workbook() -> None:
    """Excel writes 2022/4/1, pads with delimiters and knows GB18030 only."""
    rows = [["2022年4月值班表", "", "", "", ""], ["", "", "", "", ""], ["值班日期", "", "星期", "值班领导", "备注"]]
    rows += [[str(n), f"2022/4/{n}", weekday(n), f'"{NAMES[n - 1]}"', ""] for n in range(1, 31)]
    reading = read_file(csv(rows, encoding="gb18030"), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])


# ---- documents

NOTICE_ROWS = [["值班日期", "", "星期", "值班领导"], *([str(n), f"4月{n}日", "", NAMES[n - 1]] for n in range(1, 31))]


def merged_titles(document: Any) -> None:
    made = document.tables[0]
    made.cell(0, 0).merge(made.cell(0, 1))


def test_a_document_like_the_notice() -> None:
    before = ["关于4月份各热线成员单位负责人", "2022年3月21日", "附件1.", "2022年4月热线成员单位轮值安排表"]
    reading = read_file(docx(NOTICE_ROWS, before=before, change=merged_titles), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])
    assert reading.entries[2].place == "table 1, row 4, column 4"


def test_a_document_for_another_month_is_refused_by_its_title() -> None:
    reading = read_file(docx(NOTICE_ROWS, before=["2022年4月热线成员单位轮值安排表"]), date(2024, 4, 1))
    assert said(reading) == [
        "paragraph 1: This is the roster of 2022-04, not of 2024-04. Choose the other month or the other file."
    ]


def test_a_merged_title_row_inside_the_table() -> None:
    def merge(document: Any) -> None:
        made = document.tables[0]
        made.cell(0, 0).merge(made.cell(0, 3))

    rows = [["2022年4月热线成员单位轮值安排表", "", "", ""], *NOTICE_ROWS]
    assert days(read_file(docx(rows, change=merge), APRIL)) == ALL


def test_a_unit_of_two_days_in_one_cell() -> None:
    """Cells that are one with the cell above say what that one says."""

    def merge(document: Any) -> None:
        made = document.tables[0]
        made.cell(3, 3).merge(made.cell(4, 3))

    found = days(read_file(docx([*NOTICE_ROWS[:4], ["4", "4月4日", "", ""], *NOTICE_ROWS[5:]], change=merge), APRIL))
    assert found == ALL | {date(2022, 4, 4): NAMES[2]}


def test_a_table_inside_a_cell() -> None:
    def nest(document: Any) -> None:
        outer = document.add_table(rows=1, cols=1)
        outer.cell(0, 0)._tc.append(document.tables[0]._tbl)
        outer.cell(0, 0).add_paragraph("")

    assert days(read_file(docx(NOTICE_ROWS, change=nest), APRIL)) == ALL


def test_a_name_over_two_paragraphs_and_a_content_control() -> None:
    def wrap(document: Any) -> None:
        cell = document.tables[0].cell(8, 3)
        cell.text = "海口市人力资源"
        cell.add_paragraph("和社会保障局")
        table = document.tables[0]._tbl
        sdt = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtContent/></w:sdt>")
        table.addprevious(sdt)
        sdt[0].append(table)

    found = days(read_file(docx(NOTICE_ROWS, change=wrap), APRIL))
    assert found == ALL | {date(2022, 4, 8): "海口市人力资源\n和社会保障局"}


def test_a_document_of_paragraphs_only() -> None:
    document = Document()
    for line in NOTICE.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    reading = read_file(out.getvalue(), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])
    assert reading.entries[0].place == "paragraph 105"


def test_a_document_with_spans_beyond_reason() -> None:
    def span(document: Any) -> None:
        for cell in document.tables[0]._tbl.iter_tcs():
            properties = cell.get_or_add_tcPr()
            grid = OxmlElement("w:gridSpan")
            grid.set(grid.nsmap["w"] and f"{{{grid.nsmap['w']}}}val", "2000000000")
            properties.append(grid)

    with pytest.raises(Faulty, match="No roster was found"):
        read_file(docx(NOTICE_ROWS, change=span), APRIL)


# ---- refused, each with its place


@pytest.mark.parametrize(
    ("row", "cells", "faults"),
    [
        (30, ["2022-04-31", "", "甲"], ["row 31, column A: There is no 2022-04-31 in the calendar. Correct the date."]),
        (30, ["4月31日", "", "甲"], ["row 31, column A: There is no 2022-04-31 in the calendar. Correct the date."]),
        (30, [at(2022, 5, 1), "", "甲"], ["row 31, column A: 2022-05-01 is no day of 2022-04. Correct the date, or choose the other month."]),
        (30, [at(2021, 4, 30), "", "甲"], ["row 31, column A: 2021-04-30 is no day of 2022-04. Correct the date, or choose the other month."]),
        (5, ["下周一", "", "甲"], ["row 6, column A: “下周一” is no date. Write one day, like 2022-04-01."]),
        (5, ["4月5日至6日", "", "甲"], ["row 6, column A: “4月5日至6日” is no date. Write one day, like 2022-04-01."]),
        (5, [True, "", "甲"], ["row 6, column A: “True” is no date. Write one day, like 2022-04-01."]),
        (5, [None, "", "甲"], ["row 6, column A: The date is missing. Write here which day this unit has."]),
        (5, [at(2022, 4, 5), "星期三", "甲"], ["row 6, column B: 2022-04-05 is a Tuesday, not a Wednesday. Correct the date or the weekday."]),
        (5, [at(2022, 4, 5), "星期八", "甲"], ["row 6, column B: “星期八” is no weekday. Write it like 星期五, or leave it empty."]),
        (5, [at(2022, 4, 5), at(2022, 4, 6), "甲"], ["row 6, column B: 2022-04-05 is a Tuesday, not a Wednesday. Correct the date or the weekday."]),
        (5, [at(2022, 4, 5), "", None], ["row 6, column C: The unit is missing. Write here which unit has this day."]),
        (5, [at(2022, 4, 5), "", " \u3000"], ["row 6, column C: The unit is missing. Write here which unit has this day."]),
        (5, ["=A5+1", "", "甲"], ["row 6, column A: Here stands a formula. Put its value in its place."]),
        (5, [at(2022, 4, 5), "", "=Sheet2!A1"], ["row 6, column C: Here stands a formula. Put its value in its place."]),
        (5, ["=A5+1", "星期三", "=C1"], ["row 6, column A: Here stands a formula. Put its value in its place.", "row 6, column C: Here stands a formula. Put its value in its place."]),
    ],
)  # fmt: skip
def test_faulty_rows(row: int, cells: list[Any], faults: list[str]) -> None:
    rows = table()
    rows[row] = cells
    reading = read_file(xlsx(rows), APRIL)
    assert said(reading) == [f"sheet 1月, {fault}" for fault in faults]
    assert len(reading.entries) == (30 if "甲" in cells and "column B" in faults[0] else 29)


@pytest.mark.parametrize(
    ("month", "faults"),
    [
        (date(2024, 2, 1), []),
        (date(2022, 2, 1), ["sheet 1月, row 30, column A: There is no 2022-02-29 in the calendar. Correct the date."]),
        (date(2100, 2, 1), ["sheet 1月, row 30, column A: There is no 2100-02-29 in the calendar. Correct the date."]),
    ],
)
def test_leap_years(month: date, faults: list[str]) -> None:
    rows = [["日期", "单位"], *([f"{month.year}-02-{n:02}", "甲"] for n in range(1, 30))]
    assert said(read_file(xlsx(rows), month)) == faults


def test_a_table_in_which_no_day_can_be_read() -> None:
    said_ = said(read_file(xlsx(table(day=lambda n: "=A1", week=lambda n: "")), APRIL))
    assert said_ == [f"sheet 1月, row {n}, column A: Here stands a formula. Put its value in its place." for n in range(2, 32)]
    said_ = said(read_file(csv([["日期", "单位"], ["四月一日", "甲"]]), APRIL))
    assert said_ == ["row 2, column A: “四月一日” is no date. Write one day, like 2022-04-01."]


@pytest.mark.parametrize(
    ("title", "faults"),
    [
        ("2022年4月热线成员单位轮值安排表", 0),
        ("热线成员单位值班安排表（4月）", 0),
        ("2022年3月28日印发 4月值班表", 0),
        ("3月未到岗的单位在4月补班", 0),
        ("2021年4月热线成员单位轮值安排表", 1),
        ("5月份值班表", 1),
    ],
)
def test_titles(title: str, faults: int) -> None:
    assert len(read_file(xlsx([[title], [], *table()]), APRIL).faults) == faults


def test_faults_of_a_document_have_places() -> None:
    rows = [row[:] for row in NOTICE_ROWS]
    rows[4][1], rows[5][3], rows[6][2] = "4月32日", "", "星期五"
    assert said(read_file(docx(rows), APRIL)) == [
        "table 1, row 5, column 2: There is no 2022-04-32 in the calendar. Correct the date.",
        "table 1, row 6, column 4: The unit is missing. Write here which unit has this day.",
        "table 1, row 7, column 3: 2022-04-06 is a Wednesday, not a Friday. Correct the date or the weekday.",
    ]


# ---- hostile files


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (lambda: with_part(xlsx(table()), "xl/vbaProject.bin", b"x"), "The file contains macros, which are never taken."),
        (lambda: with_part(docx(NOTICE_ROWS), "word/vbaProject.bin", b"x"), "The file contains macros, which are never taken."),
        (lambda: with_part(xlsx(table()), "xl/big.xml", bytes(200_000_000)), "The file unpacks to more than a table can be."),
        (
            lambda: with_part(docx(NOTICE_ROWS), "word/big.xml", bytes(200_000_000)),
            "The file unpacks to more than a table can be.",
        ),
        (lambda: zipped(word__document_dot_xml=b"<broken"), "The document cannot be read."),
        (lambda: zipped(something=b"else"), "The file cannot be read."),
        (lambda: docx(NOTICE_ROWS)[:-500], "The file cannot be read."),
        (
            lambda: xlsx([["日期", "单位"], *([at(2022, 4, 1), "甲"] for _n in range(2001))]),
            "The table has more than 2000 rows.",
        ),
        (lambda: csv([["日期", "单位"], *(["4月1日", "甲"] for _n in range(2001))]), "The table has more than 2000 rows."),
        (lambda: xlsx([["天气", "温度"], ["晴", 30]]), "No roster was found."),
        (lambda: docx([["天气", "温度"], ["晴", "30"]]), "No roster was found."),
    ],
)
def test_refused_files(data: Callable[[], bytes], fault: str) -> None:
    with pytest.raises(Faulty, match=fault):
        read_file(data(), APRIL)


def test_a_document_with_too_many_rows() -> None:
    def grow(document: Any) -> None:
        made = document.tables[0]._tbl
        for _n in range(2001):
            made.append(parse_xml(f"<w:tr {nsdecls('w')}><w:tc><w:p/></w:tc></w:tr>"))

    with pytest.raises(Faulty, match="The table has more than 2000 rows"):
        read_file(docx(NOTICE_ROWS, change=grow), APRIL)


def test_a_long_text_merged_over_many_rows() -> None:
    """One text of 100,000 characters, one with 49 cells below it: it is not made 50 times."""

    def merged(document: Any) -> None:
        column = document.tables[0].columns[0].cells
        column[0].merge(column[-1]).text = "长" * 100_000

    with pytest.raises(Faulty, match="unpacks to more than a table can be"):
        read_file(docx([["", "x"]] * 50, change=merged), APRIL)


def test_a_document_with_too_many_paragraphs() -> None:
    def grow(document: Any) -> None:
        for _n in range(10_001):
            document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}/>"))

    with pytest.raises(Faulty, match="The document has more than 10000 paragraphs"):
        read_file(docx(NOTICE_ROWS, change=grow), APRIL)


def test_a_document_that_grows_by_entities() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
    source = zipfile.ZipFile(io.BytesIO(docx(NOTICE_ROWS)))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = bomb + data.split(b"?>", 1)[1].replace("海口市档案局".encode(), b"&a;" * 1000)
            packed.writestr(name, data)
    with pytest.raises(Faulty, match="The document cannot be read"):
        read_file(out.getvalue(), APRIL)


def test_a_table_is_read_in_one_pass_whatever_stands_in_it() -> None:
    rows = [Row("", 1, ("日期", "单位")), *(Row("", n, ("9" * 30_000, "(" * 30_000)) for n in range(2, 200))]
    reading = read_rows(rows, APRIL)
    assert reading
    assert len(reading.faults) == 198
    assert max(map(len, said(reading))) < 200
