"""The notice as it stands, and the same roster pasted in other ways: what is read, and what is refused where."""

import time
from datetime import date

import pytest
from django.utils import translation

from dutyroster.reading import MOST_BYTES, MOST_TEXT, Faulty, Reading, read_file, read_text
from dutyroster.reading.lines import lines_of, read_lines
from dutyroster.tests.april import ANNEX, APRIL, NAMES, NOTICE

pytestmark = pytest.mark.usefixtures("_english")


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


def said(reading: Reading) -> list[str]:
    return [str(fault) for fault in reading.faults]


def days(reading: Reading) -> dict[date, str]:
    return {entry.day: entry.unit for entry in reading.entries}


# Typed by hand from annex 1.
GOLDEN = {
    1: "海口市交通运输和港航管理局",
    2: "海口市水务集团有限公司",
    3: "中国铁塔股份有限公司海口市分公司",
    4: "中国有线电视网络有限公司海口分公司",
    5: "海口市公共交通集团有限公司",
    6: "海口市城市建设投资有限公司",
    7: "海口市档案局",
    8: "海口市人力资源和社会保障局",
    9: "市委政法委(市综治中心)",
    10: "海口市住房和城乡建设局",
    11: "海口市卫生健康委员会",
    12: "秀英区政府",
    13: "龙华区政府",
    14: "琼山区政府",
    15: "美兰区政府",
    16: "共青团海口市委员会",
    17: "海口综合保税区工委(管委会)",
    18: "市委统战部",
    19: "市委外事办",
    20: "市机关事务管理局",
    21: "海口市市场监督管理局",
    22: "海口市路桥建设投资有限公司",
    23: "海口市园林和环境卫生管理局",
    24: "市红十字会",
    25: "海口国家高新技术产业开发区管委会",
    26: "海口市市政管理局",
    27: "海口市水务局",
    28: "海口市自然资源和规划局",
    29: "海口市公安局",
    30: "海南电网有限责任公司海口供电局",
}
ALL = {date(2022, 4, day): name for day, name in GOLDEN.items()}


# ---- as it stands


def test_the_saved_notice() -> None:
    reading = read_file(NOTICE.encode(), APRIL)
    assert (days(reading), said(reading)) == (ALL, [])


def test_the_pasted_notice_says_where_each_unit_stands() -> None:
    reading = read_text(NOTICE, APRIL)
    assert (days(reading), said(reading)) == (ALL, [])
    lines = NOTICE.splitlines()
    for entry in reading.entries:
        number = int(entry.place.removeprefix("line "))
        assert lines[number - 1].strip() == entry.unit
        assert lines[int(entry.day_place.removeprefix("line ")) - 1] == f"4月{entry.day.day}日"


def rows(template: str, *, header: str = "", **more: str) -> str:
    """The month as lines of this form."""
    weekdays = "一二三四五六日"
    lines = [
        template.format(n=day, unit=name, week=weekdays[date(2022, 4, day).weekday()], **more) for day, name in GOLDEN.items()
    ]
    return "\n".join([*([header] if header else []), *lines])


@pytest.mark.parametrize(
    "text",
    [
        ANNEX,
        ANNEX.replace("\n\n", "\n"),
        ANNEX.replace("\n", "\r\n"),
        ANNEX.replace("\n\n", "\n \u00a0\n\u3000\n"),
        ANNEX.replace("市", "市\u200b"),
        ANNEX.translate({ord(str(digit)): ord("０") + digit for digit in range(10)}),
        ANNEX.replace("4月", "2022年4月"),
        NOTICE + "\n附件2.\n2022年4月热线成员单位轮值负责人信息表\n值班日期\n4月1日\n姓名\n",
        rows("4月{n}日 星期{week} {unit}"),
        rows("4月{n}日（周{week}）\u3000{unit}\u3000张三\u3000主任"),
        rows("4月{n}日 {week} {unit}"),
        rows("{n}、4月{n}日，星期{week}，{unit}，备注"),
        rows("{n}.4月{n}日 {unit}"),
        rows("2022年4月{n}日\n星期{week}\n{unit}\n\n"),
        rows("2022-04-{n:0>2}\t{unit}\t\t联系人"),
        rows("2022/4/{n} {unit}"),
        rows("202204{n:0>2} {unit}"),
        rows("4.{n} {unit}"),
        rows("4月{n}号 {unit}"),
        rows("{n}日 {unit}"),
        # a browser copies the title that stands over two columns as one cell
        rows("{n}\t4月{n}日\t\t{unit}", header="值班日期\t星期\t值班领导"),
        rows("{n}\t4月{n}日\t星期{week}\t{unit}", header="值班日期\t星期\t值班领导"),
        rows("{n}\t4月{n}日\t星期{week}\t{unit} ", header="值班日期\t\t星期\t值班领导"),
        rows("{unit}\t08:30-22:00\t4月{n}日", header="2022年4月值班表\n值班单位\t值班时间\t值班日期"),
        rows("{unit},4月{n}日,{week}", header="值班单位,值班日期,星期"),
    ],
)
def test_pasted_in_other_ways(text: str) -> None:
    reading = read_text(text, APRIL)
    if "\u200b" in text:
        assert {day: unit.replace("\u200b", "") for day, unit in days(reading).items()} == ALL
    else:
        assert days(reading) == ALL
    assert said(reading) == []


def test_two_halves_side_by_side() -> None:
    names = list(GOLDEN.values())
    lines = ["日期\t单位\t日期\t单位"]
    lines += [f"4月{n}日\t{names[n - 1]}\t4月{n + 15}日\t{names[n + 14]}" for n in range(1, 16)]
    assert days(read_text("\n".join(lines), APRIL)) == ALL


def test_the_units_are_those_of_the_demo() -> None:
    assert list(GOLDEN.values()) == NAMES


# ---- refused, each with its place


def line_of(text: str, *words: str) -> int:
    """The number of the line that is exactly this."""
    return text.splitlines().index("".join(words)) + 1


@pytest.mark.parametrize(
    ("old", "new", "at", "fault"),
    [
        ("4月30日", "4月31日", "4月31日", "There is no 2022-04-31 in the calendar. Correct the date."),
        ("4月30日", "5月1日", "5月1日", "2022-05-01 is no day of 2022-04. Correct the date, or choose the other month."),
        ("4月7日", "2021年4月7日", "2021年4月7日", "2021-04-07 is no day of 2022-04. Correct the date, or choose the other month."),
        ("4月3日", "4月3l日", "4月3l日", "“4月3l日” is no date. Write one day, like 2022-04-01."),
        ("4月3日", "四月三日", "四月三日", "“四月三日” is no date. Write one day, like 2022-04-01."),
        ("4月3日", "13月3日", "13月3日", "There is no 2022-13-03 in the calendar. Correct the date."),
        ("4月3日", "4月3日\n\n星期六", "星期六", "2022-04-03 is a Sunday, not a Saturday. Correct the date or the weekday."),
        ("4月3日", "4月3日（周六）", "4月3日（周六）", "2022-04-03 is a Sunday, not a Saturday. Correct the date or the weekday."),
        ("海口市档案局", "", "4月7日", "The unit is missing. Write here which unit has this day."),
        ("海口市档案局", '=VLOOKUP("a",B1,1)', '=VLOOKUP("a",B1,1)', "Here stands a formula. Put its value in its place."),
        ("2022年4月热线", "2022年3月热线", "2022年3月热线成员单位轮值安排表", "This is the roster of 2022-03, not of 2022-04. Choose the other month or the other file."),
    ],
)  # fmt: skip
def test_faults_of_the_notice(old: str, new: str, at: str, fault: str) -> None:
    head, table = NOTICE.split("附件1.\n")
    text = f"{head}附件1.\n{table.replace(old, new, 1)}"
    assert said(read_text(text, APRIL)) == [f"line {line_of(text, at)}: {fault}"]


def test_all_faults_at_once() -> None:
    text = "4月1日 星期六 甲\n4月31日 乙\n4月2日\n5月1日 丙\n4月x日 丁\n"
    assert said(read_text(text, APRIL)) == [
        "line 1: 2022-04-01 is a Friday, not a Saturday. Correct the date or the weekday.",
        "line 2: There is no 2022-04-31 in the calendar. Correct the date.",
        "line 3: The unit is missing. Write here which unit has this day.",
        "line 4: 2022-05-01 is no day of 2022-04. Correct the date, or choose the other month.",
        "line 5: “4月x日” is no date. Write one day, like 2022-04-01.",
    ]


def test_the_same_notice_for_another_year_is_refused_by_its_title() -> None:
    reading = read_text(NOTICE, date(2026, 4, 1))
    assert said(reading) == ["line 93: This is the roster of 2022-04, not of 2026-04. Choose the other month or the other file."]


def test_the_same_notice_for_another_month() -> None:
    reading = read_text(NOTICE, date(2022, 5, 1))
    assert reading.entries == []
    assert said(reading) == ["line 93: This is the roster of 2022-04, not of 2022-05. Choose the other month or the other file."]
    untitled = read_text("5月1日 甲\n5月2日 乙\n5月32日 丙", APRIL)
    assert said(untitled) == [
        "line 1: None of the 3 days from 2022-05-01 on is of 2022-04. Choose the other month or the other file."
    ]


def test_leap_days() -> None:
    assert list(days(read_text("2月29日 甲", date(2024, 2, 1)))) == [date(2024, 2, 29)]
    assert said(read_text("2月28日 甲\n2月29日 乙", date(2026, 2, 1))) == [
        "line 2: There is no 2026-02-29 in the calendar. Correct the date."
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "No roster was found."),
        (" \n\u3000\n", "No roster was found."),
        ("今天天气很好", "No roster was found."),
        ("12345\n08:30\n1.负责协调\n", "No roster was found."),
        ("2022-04-01 14:10 来源:本站", "No roster was found."),
        ("a" * (MOST_TEXT + 1), "The text has more than 100000 characters."),
    ],
)
def test_no_roster(text: str, fault: str) -> None:
    with pytest.raises(Faulty, match=fault):
        read_text(text, APRIL)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "The file is empty."),
        (b"x" * (MOST_BYTES + 1), "The file is larger than 10 MB."),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "The file cannot be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is an old or a protected Excel file or Word document."),
        (b"PK\x03\x04 broken", "The file cannot be read."),
    ],
)
def test_no_file(data: bytes, fault: str) -> None:
    with pytest.raises(Faulty, match=fault):
        read_file(data, APRIL)


# ---- what hostile text costs


@pytest.mark.parametrize(
    "piece",
    [
        "4月", "4月1日 ", "4月1日\n", "1\n", "1.", "(", "2022年", "4月1日(", "\t", " ", "a,", "日期\t", "值班日期\n", "4-", "星期", "：", "\u3000",
        "4月1日 甲\n", "=", '"', "0", "日", "注",
    ],
)  # fmt: skip
def test_hostile_text_costs_its_length(piece: str) -> None:
    def seconds(size: int) -> float:
        lines = lines_of(piece * (size // len(piece.encode())))
        start = time.process_time()
        read_lines(lines, APRIL)
        return time.process_time() - start

    seconds(1000)
    small, large = seconds(125_000), seconds(1_000_000)
    assert large < max(8 * 3 * small, 1.0)  # a quadratic pattern would take 64 times as long


def test_a_large_hostile_file_is_refused_soon() -> None:
    start = time.process_time()
    for piece in ("值", "日期,", "日期\t单位\t", '"', "4月1日 甲\n"):
        with pytest.raises(Faulty):
            read_file((piece * (MOST_BYTES // 12)).encode()[: MOST_BYTES - 2], APRIL)
    assert time.process_time() - start < 10
