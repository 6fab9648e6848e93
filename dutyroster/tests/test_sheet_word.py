"""The callback sheet as Word (D10): the table, who signed, the ink line, and what stands out; never the callers."""

from io import BytesIO

import pytest
from django.utils import translation
from docx import Document
from docx.document import Document as Docx

from dutyroster import sheet_pages
from dutyroster.actions import sheet as sheets
from dutyroster.actions.sheet_signing import sign
from dutyroster.models import Sheet
from dutyroster.tests.conftest import Town, at
from dutyroster.tests.sheet_town import PASSWORD, Desk, make_desk
from dutyroster.word import sheet as sheet_word


@pytest.fixture
def desk(town: Town) -> Desk:
    return make_desk(town)


def word(desk: Desk) -> Docx:
    with translation.override("en"):  # it is in Chinese all the same
        return Document(BytesIO(made(desk)))


def made(desk: Desk) -> bytes:
    return sheet_word.document(desk.shift, sheet_pages.view(Sheet.objects.get(shift=desk.shift)))


def lines(desk: Desk) -> list[str]:
    return [paragraph.text for paragraph in word(desk).paragraphs]


INK = "值班领导签名：________________    日期：______年____月____日"


def test_the_whole_sheet(desk: Desk) -> None:
    desk.replied(1, unit=desk.city.water)
    desk.frozen(1)
    desk.done(1)
    with at("2026-11-20 11:00"):
        sheets.give_opinion(
            desk.case(2), "陈小明表示\n不满意\x0b", actor=desk.deputy, how="called", reached=True, solved=False, satisfaction=2
        )
        signature = sign(desk.shift, PASSWORD, actor=desk.deputy)
    doc = word(desk)
    section = doc.sections[0]
    assert [round(side.mm) for side in (section.page_width, section.page_height) if side] == [297, 210]
    [table] = doc.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["序号", "工单编号", "承办单位", "诉求事项", "回访/查阅", "处理意见"],
        ["1", "20261110-00001", "市水务局（本单位）", "陈**家门口路灯不亮1", "查阅", "办理到位，同意办结。"],
        ["2", "20261110-00002", "市住建局", "陈**家门口路灯不亮2", "回访：已接通，未解决，不满意", "陈**表示\n不满意"],
    ]
    assert lines(desk) == [
        "海口12345政务服务便民热线回访办件签批单",
        "值班日期：2026年11月20日    值班单位：市水务局",
        "符合条件的办件不足30件，本单共2件（回溯30天）。",
        INK,
        f"系统签名：市水务局分管领导{desk.deputy.name}，2026年11月20日11:00，校验码{signature.hash[:16]}，签批2件",
    ]


def test_partly_late_and_replaced(desk: Desk) -> None:
    desk.frozen(2)
    desk.replied(1)
    desk.done(2)
    with at("2026-11-20 17:30"):
        sheets.replace(desk.case(1), "与昨日重复", actor=desk.principal)
        sign(desk.shift, PASSWORD, actor=desk.principal)
    said = lines(desk)
    assert said[2:6] == [
        "符合条件的办件不足30件，本单共2件（回溯30天）。",
        "第1件原为20261110-00001，已更换，理由：与昨日重复",
        "本单共2件，已签批1件，未签批1件。",
        "本单有逾期签批。",
    ]
    assert "2026年11月20日17:30（逾期签批）" in said[-1]
    assert word(desk).tables[0].rows[1].cells[4].text == "未处理"


def test_nothing_to_sign(desk: Desk) -> None:
    desk.frozen(0)
    assert lines(desk)[2:] == ["截至当日可供回访的办件为0件（应选30件），本日无需签批。", INK]
    assert word(desk).tables == []


def test_closed(desk: Desk) -> None:
    desk.frozen(1)
    with at("2026-11-21 09:00"):
        sheets.close(desk.shift, "台风停岗", actor=desk.city.office_head)
    assert "本单未全部签批，由热线办于2026年11月21日09:00关闭，理由：台风停岗" in lines(desk)


def test_the_same_sheet_gives_the_same_bytes_without_the_callers(desk: Desk) -> None:
    desk.frozen(3)
    desk.done(1, 2, 3)
    assert made(desk) == made(desk)
    text = "".join(cell.text for row in word(desk).tables[0].rows for cell in row.cells)
    assert ("陈小明" in text, "12000000001" in text) == (False, False)
