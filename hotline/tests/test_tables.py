"""Uploaded tables: what is read, and every kind of file that is refused with a sentence."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from django.utils import translation
from docx import Document
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from hotline import tables
from hotline.tables import Fault, Faulty, Row, as_text, compared, decode, is_formula, look_inside, plain, read, split, write


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def workbook(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, content: bytes = b"x") -> bytes:
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def replaced(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same file with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, change(content) if part.filename == name else content)
    return out.getvalue()


def refused(data: bytes, **limits: int) -> str:
    with pytest.raises(Faulty) as found:
        read(data, **limits)
    (fault,) = found.value.faults
    assert fault.place == "file"
    return fault.message


# ---- rows

WHEN = datetime(2022, 4, 1, 8)  # noqa: DTZ001 - Excel knows no time zones
PEOPLE = [["账号", "姓名"], [None, " "], ["chen", "陈静怡"]]


def test_a_workbook() -> None:
    rows = read(workbook(("单位", [["x"]]), ("人员", PEOPLE)))
    assert rows == [Row("单位", 1, ("x",)), Row("人员", 1, ("账号", "姓名")), Row("人员", 3, ("chen", "陈静怡"))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text(encoding: str, delimiter: str) -> None:
    text = "账号,姓名\r\n,\r\nchen,陈静怡\r\n".replace(",", delimiter)
    assert read(text.encode(encoding)) == [Row("", 1, ("账号", "姓名")), Row("", 3, ("chen", "陈静怡"))]


def test_the_delimiter_is_the_one_that_divides_evenly() -> None:
    text = "全称,简称,别名\n海口市公安局,市公安局,公安;警察;市局;公安机关\n海口市水务局,市水务局,水务;水\n"
    assert [len(row.cells) for row in split(text)] == [3, 3, 3]
    assert [row.cells for row in split("only\none\n")] == [("only",), ("one",)]
    assert [row.cells for row in split('"a,b";c\n"d";e')] == [("a,b", "c"), ("d", "e")]


def test_a_title_above_the_table_does_not_choose_the_delimiter() -> None:
    assert split("海口市;单位;人员;名册\na,b\nc,d\n")[1].cells == ("a", "b")


def test_places() -> None:
    row, line = Row("人员", 3, ("a",)), Row("", 4, ("a",))
    assert (row.place(1), row.place()) == ("sheet 人员, row 3, column B", "sheet 人员, row 3")
    assert (line.place(26), line.place()) == ("row 4, column AA", "row 4")


def test_cells_as_text_and_as_words() -> None:
    row = Row("", 1, (" １３８ 0000 ", 13800000000, 3.0, WHEN.replace(hour=0), True, None, " “市 公安局”\n"))
    assert [row.text(n) for n in range(8)] == ["138 0000", "13800000000", "3", "2022-04-01", "True", "", "“市 公安局”", ""]
    assert [row.word(n) for n in (0, 6, 7)] == ["1380000", "市公安局", ""]
    assert row.cell(9) is None
    assert as_text(WHEN) == "2022-04-01 08:00:00"
    assert (compared("ＡＢ　Ｃ"), plain("（１）。、")) == ("ABC", "(1)。、")


def test_formulas_are_seen_and_never_evaluated() -> None:
    book, out = Workbook(), io.BytesIO()
    sheet: Any = book.active
    sheet.append(["=1+1", "+86 898", "a=b"])
    sheet["D1"] = ArrayFormula("D1:D2", "=SUM(A1:A2)")
    book.save(out)
    (row,) = read(out.getvalue())
    assert [is_formula(cell) for cell in row.cells] == [True, False, False, True]
    assert [is_formula(cell) for cell in (" =A1", None, 3)] == [True, False, False]


def test_faults_are_in_the_order_of_their_places() -> None:
    places = ["whole file", "sheet 单位, row 10, column B", "sheet 单位, row 9, column A", "sheet 人员, row 2, column A"]
    found = Faulty(Fault(place, "x") for place in places)
    assert [fault.place for fault in found.faults] == [places[2], places[1], places[3], places[0]]
    assert str(found) == "\n".join(f"{place}: x" for place in [places[2], places[1], places[3], places[0]])


# ---- what is refused

SST = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" uniqueCount="1">'
SHARED = b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b" \r\n", "The file is empty."),
        (b"a" * (tables.MOST_BYTES + 1), "The file is larger than 10 MB. Leave only what is needed in it."),
        (b"PK\x03\x04 no workbook", "The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old or a protected Excel file or Word document. Save it as .xlsx or .docx without a password."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."),
        (b"%PDF-1.4\n1 0 obj\n", "The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."),
        (b"a,b\x00c", "The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."),
        (b"\xff\xfea", "The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."),
        (b"a," + b"b" * 200_000, "The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."),
        (b"a,b\n" * 2001, "The table has more than 2000 rows. Leave only what is needed, and delete the empty rows below it too."),
    ],
)  # fmt: skip
def test_files_that_are_none(data: bytes, said: str) -> None:
    assert refused(data) == said


def test_too_many_rows_in_a_sheet() -> None:
    assert refused(workbook(("a", [["x"]] * 11)), most_rows=10).startswith("The table has more than 10 rows.")
    assert len(read(workbook(("a", [["x"]] * 10), ("b", [["x"]] * 10)), most_rows=10)) == 20


def test_cells_far_to_the_right_are_not_read() -> None:
    assert len(read(workbook(("a", [["x"] * 60])))[0].cells) == 50
    assert len(read(b",".join([b"x"] * 60))[0].cells) == 50


def test_a_zip_bomb_is_not_unpacked() -> None:
    bomb = with_part(workbook(("a", [["x"]])), "xl/media/bomb.png", b" " * (tables.MOST_UNPACKED + 1))
    assert len(bomb) < 100_000
    assert refused(bomb) == "The file unpacks to more than a table can be. Copy its contents into a new file."


def test_too_many_parts() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for n in range(tables.MOST_PARTS + 1):
            packed.writestr(f"{n}", b"")
    assert "unpacks to more" in refused(out.getvalue())


def test_a_text_shown_in_very_many_cells_is_a_bomb_too() -> None:
    """A workbook stores a text once: 30 KB that would become 3 GB of text to compare."""
    cells = b"".join(b'<row r="%d">%b</row>' % (n, b'<c t="s"><v>0</v></c>' * 40) for n in range(1, 251))
    data = replaced(workbook(("a", [["x"]])), "[Content_Types].xml", lambda old: old.replace(b"</Types>", SHARED + b"</Types>"))
    data = replaced(data, "xl/worksheets/sheet1.xml", lambda old: old[: old.index(b"<row")] + cells + b"</sheetData></worksheet>")
    data = with_part(data, "xl/sharedStrings.xml", SST + b"<si><t>%b</t></si></sst>" % (b"x" * 300_000))
    assert len(data) < 30_000
    assert "unpacks to more" in refused(data)


def test_entities_that_multiply() -> None:
    """The XML of ten entities that would become a billion laughs."""
    entities = b'<!ENTITY a0 "ha">' + b"".join(b'<!ENTITY a%d "%b">' % (n, b"&a%d;" % (n - 1) * 30) for n in range(1, 10))
    laugh = b"<!DOCTYPE x [" + entities + b"]>"

    def change(old: bytes) -> bytes:
        assert old.count(b">x<") == 1
        return laugh + old.replace(b">x<", b">&a9;<")

    assert "cannot be read" in refused(replaced(workbook(("a", [["x"]])), "xl/worksheets/sheet1.xml", change))


@pytest.mark.parametrize("name", ["xl/vbaProject.bin", "XL/VBAPROJECT.BIN", "xl/macrosheets/sheet1.xml"])
def test_macros(name: str) -> None:
    said = "The file contains macros, which are never taken. Save it without them, as .xlsx or .docx."
    assert refused(with_part(workbook(("a", [["x"]])), name)) == said


def test_a_password_inside() -> None:
    data = bytearray(workbook(("a", [["x"]])))
    at = data.rindex(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "without a password" in refused(bytes(data))


def test_a_document_is_looked_at_too() -> None:
    out = io.BytesIO()
    Document().save(out)
    assert "word/document.xml" in look_inside(out.getvalue())
    with pytest.raises(Faulty, match="contains macros"):
        look_inside(with_part(out.getvalue(), "word/vbaProject.bin"))
    with pytest.raises(Faulty, match="Word document"):
        look_inside(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert "cannot be read" in refused(out.getvalue())  # a document is no table


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_broken_parts(part: str) -> None:
    data = workbook(("a", [["x"]]))
    assert "cannot be read" in refused(replaced(data, part, lambda old: old[: len(old) // 2]))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_decode(encoding: str) -> None:
    assert decode("海口〇𠮷".encode(encoding)) == "海口〇𠮷"


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"PK\x03\x04" + data) | st.text().map(str.encode))
def test_nothing_breaks_the_reader(data: bytes) -> None:
    """Whatever comes, there are rows, or sentences; nothing else is raised."""
    with suppress(Faulty):
        assert all(row.number >= 1 and row.cells for row in read(data))


# ---- writing


def test_what_is_written_is_read_back() -> None:
    rows: list[list[Any]] = [["名称", "日期", "数"], ["海口市公安局", date(2022, 4, 1), 3], ["+86 898", None, 2.5]]
    found = read(write({"单位": rows, "人员": [["账号"]]}, widths={"单位": [30, 12]}))
    assert [row.place() for row in found] == ["sheet 单位, row 1", "sheet 单位, row 2", "sheet 单位, row 3", "sheet 人员, row 1"]
    assert [found[1].text(n) for n in range(3)] == ["海口市公安局", "2022-04-01", "3"]
    assert found[2].cells == ("+86 898", None, 2.5)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_a_text_is_never_a_formula(text: str) -> None:
    sheet: Any = load_workbook(io.BytesIO(write({"a": [["h"], [text]]}))).active
    cell = sheet["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_how_it_looks() -> None:
    sheet: Any = load_workbook(io.BytesIO(write({"a/b:c": [["h"], ["x\x01y"]]}, widths={"a/b:c": [30]}))).active
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.bold, sheet["A2"].font.bold) == ("a b c", "A2", True, False)
    assert (sheet["A2"].value, sheet.column_dimensions["A"].width) == ("xy", 30)


def test_marks_nobody_sees_mean_nothing() -> None:
    assert as_text("\u202e\ufeff4月１日\u200f\u2066") == "4月1日"
