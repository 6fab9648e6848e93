"""The official schedule as text and as table: the real notices, and every way to get one wrong."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import groupby
from time import monotonic
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook

from hotline.workdays import seed
from hotline.workdays.schedules import MOST_BYTES, Faulty, Row, Schedule, parse_file, parse_text
from hotline.workdays.tests import notices

YEARS = range(2022, 2027)
TEXT = notices.TEXTS[2026]


def rows_of(year: int) -> tuple[Row, ...]:
    """The seed's days of one notice: 元旦 of December belongs to the year after."""
    days = seed.exceptions(year - 1) + seed.exceptions(year)

    def belongs(day: date, name: str) -> bool:
        return day.year + (name == "元旦" and day.month == 12) == year

    return tuple(Row(day, works, name) for day, works, name in days if belongs(day, name))


def faults(text: str | bytes, year: int | None = None) -> list[str]:
    """The faults as they are shown; the text must have some."""
    with pytest.raises(Faulty) as refused:
        parse_text(text, year) if isinstance(text, str) else parse_file(text, year)
    return [str(fault) for fault in refused.value.faults]


def changed(old: str, new: str, text: str = TEXT) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


# ---- the real notices


@pytest.mark.parametrize("year", YEARS)
def test_the_notices_as_they_were_published(year: int) -> None:
    schedule = parse_text(notices.TEXTS[year])
    off, make_up = notices.schedule_of(year)
    assert schedule.year == year
    assert {row.date for row in schedule.rows if not row.is_workday} == off
    assert {row.date for row in schedule.rows if row.is_workday} == make_up


def test_names_are_those_of_the_notice() -> None:
    names = {row.date.isoformat(): row.name for row in parse_text(notices.TEXTS[2025]).rows}
    assert (names["2025-01-01"], names["2025-01-26"], names["2025-10-06"]) == ("元旦", "春节", "国庆节、中秋节")


WAYS: dict[str, Callable[[str], str]] = {
    "wrapped after every seventh character": lambda text: _wrapped(text, 7),
    "wrapped after every thirtieth": lambda text: _wrapped(text, 30),
    "full-width digits": lambda text: text.translate({ord("0") + n: ord("０") + n for n in range(10)}),
    "half-width punctuation": lambda text: text.translate(str.maketrans("：，（）", ":,()")),
    "blanks": lambda text: text.replace("月", " 月 ").replace("至", "　至 "),
    "arabic numbers": lambda text: text.replace("一、元旦", "1.元旦").replace("二、春节", "（2）春节"),
    "no numbers": lambda text: "".join(line[2:] if line[1:2] == "、" else line for line in text.splitlines(keepends=True)),
    "windows lines": lambda text: text.replace("\n", "\r\n"),
    "markup": lambda text: text.replace("一、元旦：", "> **一、元旦：**"),
    "dashes": lambda text: text.replace("至", "—"),
    "paragraphs only": lambda text: text[text.index("一、元旦") : text.index("节假日期间")],
}


def _wrapped(text: str, width: int) -> str:
    lines = text.splitlines()
    return "\n".join(line[n : n + width] for line in lines for n in range(0, len(line), width))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("year", YEARS)
def test_ways_to_write_the_same(way: str, year: int) -> None:
    assert parse_text(WAYS[way](notices.TEXTS[year]), year) == parse_text(notices.TEXTS[year])


def test_all_on_one_line() -> None:
    assert parse_text(TEXT.replace("\n", "")) == parse_text(TEXT)


def test_a_holiday_of_this_year_alone() -> None:
    """2015: three days for the 70th anniversary of 1945."""
    more = parse_text(
        changed(
            "鼓励单位和个人",
            "八、抗战胜利纪念日：9月3日（周四）至5日（周六）放假调休，共3天。9月6日（周日）上班。\n鼓励单位和个人",
        )
    )
    assert [row.name for row in more.rows if date(2026, 9, 3) <= row.date <= date(2026, 9, 6)] == ["抗战胜利纪念日"] * 4


# ---- what is rendered is read back


def render(rows: tuple[Row, ...]) -> str:
    """A notice with these days."""
    names = list(dict.fromkeys(row.name for row in rows))
    paragraphs = []
    for name in names:
        off = [row.date for row in rows if row.name == name and not row.is_workday]
        runs = [[day for _n, day in run] for _key, run in groupby(enumerate(off), key=lambda item: item[1].toordinal() - item[0])]
        spans = "、".join(_span(run[0], run[-1]) for run in runs)
        work = "、".join(f"{_said(row.date)}" for row in rows if row.name == name and row.is_workday)
        paragraphs.append(f"{name}：{spans}放假调休，共{len(off)}天。" + (f"{work}上班。" if work else ""))
    return "\n".join(paragraphs)


def _said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日（周{'一二三四五六日'[day.weekday()]}）"


def _span(first: date, last: date) -> str:
    return _said(first) if first == last else f"{_said(first)}至{_said(last)}"


DATES: dict[str, Callable[[date], Any]] = {
    "iso": date.isoformat,
    "chinese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "slashes": lambda day: f"{day.year}/{day.month}/{day.day}",
    "dots": lambda day: f"{day.year}.{day.month:02}.{day.day:02}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "full-width": lambda day: day.isoformat().translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
    "weekday": lambda day: f"{day} 星期{'一二三四五六日'[day.weekday()]}".replace(" ", ""),
}


def table(rows: tuple[Row, ...], style: str = "iso", words: tuple[str, str] = ("休", "班")) -> list[list[Any]]:
    return [["日期", "类型", "名称"], *([DATES[style](row.date), words[row.is_workday], row.name] for row in rows)]


def as_csv(cells: list[list[Any]], delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(cells)
    return out.getvalue().encode(encoding)


def as_xlsx(cells: list[list[Any]], title: str = "2026") -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.title = title
    for row in cells:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


_years = st.sampled_from(range(2019, 2027))


@settings(deadline=None, max_examples=40)
@given(_years, st.integers(3, 80))
def test_a_rendered_notice_is_read_back(year: int, width: int) -> None:
    rows = rows_of(year)
    assert parse_text(_wrapped(render(rows), width), year) == Schedule(year, tuple(sorted(rows)))


@settings(deadline=None, max_examples=40)
@given(
    _years,
    st.sampled_from(sorted(DATES)),
    st.sampled_from([("休", "班"), ("放假", "上班"), ("休", "补班")]),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    st.randoms(use_true_random=False),
)
def test_a_rendered_table_is_read_back(year: int, style: str, words: tuple[str, str], mark: str, encoding: str, mix: Any) -> None:
    rows = list(rows_of(year))
    mix.shuffle(rows)
    data = as_csv(table(tuple(rows), style, words), mark, encoding)
    assert parse_file(data, year) == Schedule(year, tuple(sorted(rows)))


@pytest.mark.parametrize("year", range(2019, 2027))
def test_a_workbook_is_read_back(year: int) -> None:
    rows = rows_of(year)
    for cells in (table(rows), [["日期", "类型", "名称"], *([r.date, "班" if r.is_workday else "休", r.name] for r in rows)]):
        assert parse_file(as_xlsx(cells), year) == Schedule(year, tuple(sorted(rows)))


def test_a_table_as_people_make_them() -> None:
    rows = rows_of(2026)
    cells: list[list[Any]] = [["2026年放假安排"], [], ["序号", " 名称", "日　期", "备注", "类型"]]
    for number, row in enumerate(rows):
        said = datetime.combine(row.date, datetime.min.time()) if number % 2 else f"{row.date.month}月{row.date.day}日"
        cells += [[number, row.name, said, "=1+1", "班" if row.is_workday else "休"], []]
    assert parse_file(as_xlsx(cells), 2026).rows == tuple(sorted(rows))


def test_the_year_is_seen_from_the_dates_or_the_title() -> None:
    assert parse_file(as_csv(table(rows_of(2023)))).year == 2023
    assert parse_text(notices.TEXTS[2023]).year == 2023
    assert parse_file(notices.TEXTS[2024].encode("gb18030")).year == 2024  # the notice as a file of text


# ---- faults of a text: each with its line

LINE = {
    name: n
    for n, line in enumerate(TEXT.splitlines(), 1)
    for name in ("元旦", "春节", "清明", "劳动", "端午", "中秋", "国庆")
    if f"、{name}" in line[:5]
}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("4月4日（周六）至6日（周一）放假", "2月22日（周日）至24日（周二）放假", [
            f"line {LINE['清明']}: 2026-02-22 is named twice, the first time at: line {LINE['春节']}. Keep it in one of them.",
            f"line {LINE['清明']}: 2026-02-23 is named twice, the first time at: line {LINE['春节']}. Keep it in one of them.",
            "whole schedule: 清明节 is missing: add its days off, at least 2026-04-05.",
        ]),
        ("1月4日（周日）上班", "1月5日（周一）上班", [
            f"line {LINE['元旦']}: 2026-01-05 is a Monday, but a make-up working day is a Saturday or a Sunday. Correct the date.",
        ]),
        ("1月4日（周日）上班", "1月4日（周六）上班", [
            f"line {LINE['元旦']}: 2026-01-04 is a Sunday, not a Saturday. Correct the date or the weekday.",
        ]),
        ("4月4日（周六）至6日", "4月4日（星期五）至6日", [
            f"line {LINE['清明']}: 2026-04-04 is a Saturday, not a Friday. Correct the date or the weekday.",
        ]),
        ("一、元旦：1月1日", "一、元旦：2027年1月1日", [
            f"line {LINE['元旦']}: 2027-01-01 is no day of 2026. Correct the year.",
            f"line {LINE['元旦']}: 2027-01-03 is no day of 2026. Correct the year.",
            "whole schedule: 元旦 is missing: add its days off, at least 2026-01-01.",
        ]),
        ("2月28日（周六）上班", "2月30日（周六）上班", [
            f"line {LINE['春节']}: There is no 2026-02-30 in the calendar. Correct the date.",
        ]),
        ("共9天", "共8天", [
            f"line {LINE['春节']}: These are 9 days, not the 8 that are named. Correct the dates or the number.",
        ]),
        ("5月9日（周六）上班", "5月2日（周六）上班", [
            f"line {LINE['劳动']}: 2026-05-02 is a make-up working day and also a day off, at: line {LINE['劳动']}. Keep one of them.",
        ]),
        ("五、端午节：6月19日（周五）至21日（周日）放假，共3天。\n", "", [
            "whole schedule: 端午节 is missing: add its days off, at least 2026-06-19.",
        ]),
        ("2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天", "2月17日（周二）至23日放假调休，共7天", [
            "whole schedule: 2026-02-16 is a statutory holiday (春节) but no day off here. Add it.",
        ]),
        ("10月1日（周四）至7日（周三）", "10月7日至1日", [
            f"line {LINE['国庆']}: From 2026-10-07 to 2026-10-01 is no holiday. Correct the dates.",
            "whole schedule: 国庆节 is missing: add its days off, at least 2026-10-01、2026-10-02、2026-10-03.",
        ]),
        ("5月1日（周五）至5日（周二）", "5月1日至10月5日", [
            f"line {LINE['劳动']}: From 2026-05-01 to 2026-10-05 is no holiday. Correct the dates.",
            "whole schedule: 劳动节 is missing: add its days off, at least 2026-05-01、2026-05-02.",
        ]),
        ("五、端午节：6月19日（周五）至21日（周日）放假", "五、端午节：19日至21日放假", [
            f"line {LINE['端午']}: “19日” has no month. Write the date like 1月1日.",
            f"line {LINE['端午']}: “21日” has no month. Write the date like 1月1日.",
            "whole schedule: 端午节 is missing: add its days off, at least 2026-06-19.",
        ]),
        ("五、端午节：6月19日（周五）至21日（周日）放假，共3天", "五、端午节：另行通知", [
            f"line {LINE['端午']}: 端午节 has no days off. Write them like “一、元旦：1月1日至3日放假”.",
            "whole schedule: 端午节 is missing: add its days off, at least 2026-06-19.",
        ]),
    ],
)  # fmt: skip
def test_faults_of_a_text(old: str, new: str, said: list[str]) -> None:
    assert faults(changed(old, new)) == said


def test_all_faults_at_once() -> None:
    text = changed("共9天", "共8天", changed("1月4日（周日）上班", "1月6日（周日）上班"))
    assert len(faults(text)) == 3


def test_another_year_than_the_wanted() -> None:
    assert faults(TEXT, 2027) == ["line 1: This is the schedule of 2026, not of 2027. Choose the other year or the other notice."]


@pytest.mark.parametrize(
    ("text", "year", "said"),
    [
        ("", 2026, "whole text: There is no text. Paste the notice."),
        (" \n　\n", 2026, "whole text: There is no text. Paste the notice."),
        ("元旦：1月1日放假", None, "whole text: The text does not say of which year it is. Name the year."),
        ("明天休息", 2026, "No holiday was found"),
        ("国务院办公厅关于2199年部分节假日安排的通知", None, "line 1: The calendar knows the years 1950 to 2100, not 2199."),
        ("放假" * 400_000, 2026, "The text is larger than 1 MB"),
    ],
)
def test_no_notice_at_all(text: str, year: int | None, said: str) -> None:
    (fault,) = faults(text, year)
    assert said in fault


# ---- faults of a table: each with its cell

GOOD = table(rows_of(2026))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (["2026-02-30", "休", "春节"], "sheet 2026, row 2, column A: There is no 2026-02-30 in the calendar. Correct the date."),
        (["yesterday", "休", "春节"], "sheet 2026, row 2, column A: “yesterday” is no date. Write one day, like 2026-01-01."),
        ([46023, "休", "元旦"], "sheet 2026, row 2, column A: “46023” is no date. Write one day, like 2026-01-01."),
        (["1月1日至3日", "休", "元旦"], "sheet 2026, row 2, column A: “1月1日至3日” is no date. Write one day, like 2026-01-01."),
        (["2026-03-08", "half", "x"], "sheet 2026, row 2, column B: “half” is no type of day. Write 休 for a day off or 班 for a make-up working day."),
        (["2026-03-08", "休", None], "sheet 2026, row 2, column C: The name of the holiday is missing. Write it here."),
        (["=A1+1", "休", "春节"], "sheet 2026, row 2, column A: Here stands a formula. Put its value in its place."),
        (["2026-03-09", "班", "x"], "sheet 2026, row 2, column A: 2026-03-09 is a Monday, but a make-up working day is a Saturday or a Sunday. Correct the date."),
        (["2025-03-08", "班", "x"], "sheet 2026, row 2, column A: 2025-03-08 is no day of 2026. Correct the year."),
        (["3月8日（周一）", "班", "x"], "sheet 2026, row 2, column A: 2026-03-08 is a Sunday, not a Monday. Correct the date or the weekday."),
        (["2026-03-08", "班", "x" * 51], "sheet 2026, row 2, column A: Every day has the name of its holiday, of at most 50 characters."),
        ([None, "休", "春节"], "sheet 2026, row 2, column A: “” is no date. Write one day, like 2026-01-01."),
    ],
)  # fmt: skip
def test_faults_of_a_table(row: list[Any], said: str) -> None:
    assert faults(as_xlsx([GOOD[0], row, *GOOD[1:]]), 2026) == [said]


def test_a_day_twice_in_a_table() -> None:
    (said,) = faults(as_csv([*GOOD, GOOD[1]]), 2026)
    assert (
        said
        == f"row {len(GOOD) + 1}, column A: 2026-01-01 is named twice, the first time at: row 2, column A. Keep it in one of them."
    )
    (said,) = faults(as_csv([*GOOD, ["2026-01-03", "班", "元旦"]]), 2026)
    assert said.endswith("2026-01-03 is a make-up working day and also a day off, at: row 4, column A. Keep one of them.")


def test_a_table_without_a_holiday() -> None:
    assert faults(as_csv([row for row in GOOD if row[2] != "中秋"]), 2026) == [
        "whole schedule: 中秋节 is missing: add its days off, at least 2026-09-25."
    ]


def bomb() -> bytes:
    """A small file that unpacks to 5 MB, which would take 400 MB to read."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b" " * 5_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "file: The file is empty."),
        (b" \r\n", "file: The file is empty."),
        (b"x" * (MOST_BYTES + 1), "file: The file is larger than 1 MB. Leave only the schedule in it."),
        (b"PK\x03\x04 no workbook", "file: The file cannot be read. Save it again as .xlsx, or as .csv in UTF-8."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a protected Excel file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file: The file cannot be read."),
        ("日期,类型\n2026-01-01,休".encode(), "No row with the column titles 日期、类型、名称 was found"),
        ("日期,类型,名称\n1月1日,休,元旦".encode(), "file: The dates do not say of which year they are. Name the year."),
        ("日期,类型,名称\n2199-01-01,休,元旦".encode(), "file: The calendar knows the years 1950 to 2100, not 2199."),
        ("日期,类型,名称\n".encode() + b",,\n" * 2100, "file: The table has more than 2000 rows."),
        (as_xlsx([["日期", "类型", "名称"], *([None, None, "x"],) * 2100]), "file: The table has more than 2000 rows."),
    ],
)  # fmt: skip
def test_files_that_are_none(data: bytes, said: str) -> None:
    (fault,) = faults(data)
    assert said in fault


def test_a_zip_bomb_is_not_unpacked() -> None:
    data = bomb()
    assert len(data) < MOST_BYTES
    assert faults(data) == ["file: The file unpacks to more than a table can be. Copy its contents into a new file."]


@settings(deadline=None, max_examples=60)
@given(
    st.binary(max_size=300)
    | st.text(alphabet="一二、元旦春节：:1234567890月日年至放假上班，。（周六）\n日期类型名称,休班 ", max_size=200).map(
        str.encode
    )
)
def test_nothing_breaks_the_parser(data: bytes) -> None:
    """Whatever comes is refused in sentences; nothing else is raised."""
    with pytest.raises(Faulty) as refused:
        parse_file(data, 2026)
    assert all(fault.place and fault.message for fault in refused.value.faults)


def test_every_make_up_day_is_far_from_its_year_only_in_december() -> None:
    """2018-12-29 was worked for 元旦 of 2019: such a day belongs to the later notice."""
    rows = rows_of(2019)
    assert Row(date(2018, 12, 29), True, "元旦") in rows
    assert parse_file(as_csv(table(rows)), 2019).rows[0].date == date(2018, 12, 29)
    assert timedelta(0) < date(2019, 1, 1) - date(2018, 12, 29)


@pytest.mark.parametrize(
    "text",
    ["国际五一劳动节假期、" * 40_000 + "x", "元旦" * 200_000 + "x", "一、元旦：1月1日" + "放假" * 150_000],
    ids=["holidays", "names", "orders"],
)
def test_a_megabyte_of_nonsense_is_refused_in_seconds(text: str) -> None:
    """The time to read a text grows with its length, not with the square of it."""
    start = monotonic()
    with pytest.raises(Faulty):
        parse_text(text, 2026)
    assert monotonic() - start < 30
