"""The assignment order: what it says, what it never says, and the sizes of GB/T 9704-2012."""

import re
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import translation
from docx import Document
from docx.document import Document as Docx
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from hotline import clock
from hotline.deadlines.texts import due_text
from tickets import word
from tickets.flow import Action
from tickets.models import AssignmentOrder, Category, Ticket, Urgency
from tickets.tests.conftest import City
from tickets.word_templates import build, path

MONDAY = datetime(2026, 9, 28, 10, 5, tzinfo=clock.TZ)


@pytest.fixture(autouse=True)
def _a_monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def rendered(ticket: Ticket) -> bytes:
    return word.assignment_order(AssignmentOrder.objects.filter(ticket=ticket).latest("pk"))


def opened(ticket: Ticket) -> Docx:
    return Document(BytesIO(rendered(ticket)))


def xml(docx: bytes) -> str:
    with ZipFile(BytesIO(docx)) as package:
        return "\n".join(package.read(name).decode() for name in package.namelist())


def facts(doc: Docx) -> dict[str, str]:
    """Label → value of the table, whatever the width of its cells."""
    found: dict[str, str] = {}
    for row in doc.tables[0].rows:
        cells = list({id(cell._tc): cell.text for cell in row.cells}.values())
        found |= dict(zip(cells[::2], cells[1::2], strict=True))
    return found


# ---- what it says


def test_it_says_what_the_dispatch_said(city: City) -> None:
    ticket = city.dispatched(
        city.register(category=Category.objects.create(name="市政", parent=Category.objects.create(name="城建")),
                      district=city.district, address="海秀路12号", called_at=datetime(2026, 9, 28, 9, 1, tzinfo=clock.TZ)),
        assisting=[city.water, city.health], text="请核实办理。\n\n并回复。",
    )  # fmt: skip
    doc = opened(ticket)
    order = AssignmentOrder.objects.get()
    said = [p.text for p in doc.paragraphs]
    assert said == [
        "海口12345政务服务便民热线交办单",
        "交办〔2026〕1号",
        "办理要求",
        "1．请按时签收；不属本单位职责的，附理由和依据退单。",
        "2．请在办理时限前办结并回复；确需延期的，提前申请。",
        "3．主办单位牵头并统一回复，协办单位提前报送意见。",
        "4．请保护诉求人信息，不得泄露给被反映的单位和个人。",
        "海口12345政务服务便民热线",
        "2026年9月28日",
        "（联系人：符国强；联系电话：12345）",
    ]
    table = facts(doc)
    assert table["工单编号"] == ticket.number
    assert table["来电时间"] == "2026年9月28日09:01"
    assert table["诉 求 人"] == "陈**"
    assert table["诉求类别"] == "城建 / 市政"
    assert table["事发地址"] == "龙华区政府 海秀路12号"
    assert table["诉求标题"] == "路灯不亮"
    assert table["主办单位"] == "市住建局"
    assert table["协办单位"] == "市水务局、市卫健委"
    assert table["办理时限"] == "10月13日24:00前办结回复（7个工作日）"
    assert table["交办意见"] == "请核实办理。\n并回复。"
    assert doc.core_properties.title == f"{order.number}交办单"


def test_rows_without_content_are_left_out(city: City) -> None:
    doc = opened(city.dispatched(text=""))
    assert list(facts(doc)) == ["工单编号", "诉求类型", "来电时间", "诉 求 人", "诉求标题", "诉求内容", "主办单位", "办理时限"]
    assert not any("协办" in paragraph.text for paragraph in doc.paragraphs)


def test_for_information_no_reply_is_asked_for(city: City) -> None:
    doc = opened(city.dispatched(reply_required=False))
    assert facts(doc)["办理时限"] == "无需回复，签收即可"
    assert [p.text[:4] for p in doc.paragraphs[3:5]] == ["1．请按", "2．请保"]
    assert not any("办结" in paragraph.text for paragraph in doc.paragraphs)


def test_an_urgent_one_is_marked_at_the_top(city: City) -> None:
    doc = opened(city.dispatched(city.register(urgency="critical")))
    assert doc.paragraphs[0]._p.style == "OrderMark"
    with translation.override("zh-hans"):
        assert doc.paragraphs[0].text == str(Urgency.CRITICAL.label)


def test_a_redispatch_has_an_order_of_its_own(city: City) -> None:
    ticket = city.dispatched()
    city.do(ticket, Action.SUBMIT, city.dispatcher, leader=city.cityleader, why="hot", text="请阅示。")
    city.do(ticket, Action.INSTRUCT, city.cityleader, text="由水务局办理。")
    first = rendered(ticket)
    values = {"lead": city.water, "how": "order", "caller_told": True, "text": "按批示办理。"}
    doc = opened(city.do(ticket, Action.REDISPATCH, city.dispatcher, **values))
    assert (facts(doc)["主办单位"], facts(doc)["办理时限"]) == ("市水务局", "10月13日24:00前办结回复")
    assert word.assignment_order(AssignmentOrder.objects.earliest("pk")) == first


def test_the_language_of_the_reader_changes_nothing(city: City) -> None:
    ticket = city.dispatched()
    with translation.override("en"):
        english = rendered(ticket)
    with translation.override("zh-hans"):
        assert rendered(ticket) == english


def test_the_same_order_gives_the_same_bytes(city: City) -> None:
    ticket = city.dispatched()
    before = rendered(ticket)
    with clock.at(datetime(2027, 3, 1, tzinfo=clock.TZ)):
        assert rendered(ticket) == before


@pytest.mark.parametrize(
    "typed",
    [
        "<b>&amp; & </w:t>",
        "{{ office }} {{ 7*7 }}",
        "{% for x in y %}{% endif %}{# no #}",
        "{_{ a }_} {_% b %_}",
        "𠮷😀 “引号” 'x' \"y\"",
        "____",
    ],
)
def test_what_people_type_appears_as_typed(city: City, typed: str) -> None:
    ticket = city.dispatched(city.register(title=typed, content=typed, address=typed), text=typed)
    doc = opened(ticket)
    table = facts(doc)
    assert [table[label] for label in ("诉求标题", "诉求内容", "事发地址", "交办意见")] == [typed] * 4


def test_control_characters_become_blanks_and_lines_paragraphs(city: City) -> None:
    table = facts(opened(city.dispatched(city.register(content="一\x07二\t三\x0b\r\n\n 四\ufffe五"))))
    assert table["诉求内容"] == "一 二 三\n四 五"


def test_four_thousand_characters_fit(city: City) -> None:
    text = "路灯不亮，请核实。\n" * 400
    assert facts(opened(city.dispatched(city.register(content=text[:4000]))))["诉求内容"].count("\n") > 300


# ---- what it never says


def test_no_caller_in_any_part_of_the_file(city: City) -> None:
    ticket = city.register(
        caller_name="欧阳明远", caller_phone="0898-12000001 转 8001", caller_employer="某某贸易公司",
        title="欧阳明远家停水", content="来电人欧阳明远（089812000001）反映停水，电话0898-12000001。", address="欧阳明远家",
    )  # fmt: skip
    said = xml(rendered(city.dispatched(ticket, text="请联系欧阳明远。")))
    assert not re.search(r"欧阳明远|明远|12000001|某某贸易公司", said)
    assert "欧***" in said


def test_of_a_confidential_caller_nothing_is_said(city: City) -> None:
    ticket = city.register(
        is_confidential=True, caller_name="欧阳明远", caller_phone="12000000001", caller_employer="龙昆贸易公司",
        title="举报", content="龙昆贸易公司职工欧阳明远（12000000001）举报。",
    )  # fmt: skip
    said = rendered(city.dispatched(ticket, text="请为欧阳明远保密。"))
    assert not re.search(r"欧|阳明|明远|120\*|龙昆", xml(said))
    assert facts(Document(BytesIO(said)))["诉 求 人"] == "（保密）"


def test_a_caller_without_name(city: City) -> None:
    assert facts(opened(city.dispatched(city.register(caller_name="", caller_phone=""))))["诉 求 人"] == "未留姓名"


# ---- the sizes of GB/T 9704-2012


def near(length, millimetres: float) -> bool:
    """Word keeps twentieths of a point."""
    return bool(abs(length - Mm(millimetres)) <= Pt(0.05))


def test_page_and_type_area(city: City) -> None:
    section: Any = opened(city.dispatched()).sections[0]
    assert near(section.page_width, 210)
    assert near(section.page_height, 297)
    assert near(section.top_margin, 37)
    assert near(section.left_margin, 28)
    assert near(section.page_width - section.left_margin - section.right_margin, 156)
    assert near(section.page_height - section.top_margin - section.bottom_margin, 225)


def test_fonts_sizes_and_lines(city: City) -> None:
    doc = opened(city.dispatched())

    def look(paragraph):
        style = paragraph.style
        fonts = {style.element.rPr.rFonts.get(qn(f"w:{script}")) for script in ("ascii", "hAnsi", "eastAsia")}
        assert not paragraph.runs[0]._r.xpath("w:rPr/w:rFonts | w:rPr/w:sz")  # nothing is set beside the style
        return fonts, style.font.size, style.paragraph_format.line_spacing

    assert look(doc.paragraphs[0]) == ({"方正小标宋简体"}, Pt(22), Pt(33))
    text = ({"仿宋_GB2312"}, Pt(16), Pt(28))
    heading = ({"黑体"}, *text[1:])
    assert [look(p) for p in doc.paragraphs[1:]] == [text, heading] + [text] * 6
    cells = [p for row in doc.tables[0].rows for cell in row.cells for p in cell.paragraphs]
    assert {p.style.name for p in cells} == {"Order Label", "Order Fact", "Order Text"}
    assert all(look(p) == (heading if p.style.name == "Order Label" else text) for p in cells)


def test_page_numbers_stand_outside(city: City) -> None:
    doc = opened(city.dispatched())
    assert doc.settings.odd_and_even_pages_header_footer
    section = doc.sections[0]
    for footer, indent in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]
        assert "".join(paragraph._p.xpath(".//w:t/text()")) == "— 1 —"
        assert paragraph._p.xpath("w:fldSimple/@w:instr") == ["PAGE"]
        assert getattr(paragraph.paragraph_format, f"{indent}_indent") == Pt(14)
        assert paragraph.style.font.size == Pt(14)


def test_the_table_is_as_wide_as_the_type_area(city: City) -> None:
    table: Table = opened(city.dispatched()).tables[0]
    assert near(sum(column.width for column in table.columns), 156)
    for row in table.rows:
        assert near(sum({id(c._tc): c.width for c in row.cells}.values()), 156)


def test_the_kept_template_is_what_the_layout_builds() -> None:
    assert path(build.DOCUMENT, build.VERSION).read_bytes() == build.build()


# ---- due times


@pytest.mark.parametrize(
    ("stored", "chinese", "english"),
    [
        ("2026-10-16", "10月15日24:00", "15 Oct 24:00"),
        ("2026-10-15 17:30", "10月15日17:30", "15 Oct 17:30"),
        ("2026-10-01", "9月30日24:00", "30 Sep 24:00"),
        ("2027-01-01", "12月31日24:00", "31 Dec 24:00"),
        ("2027-01-05", "2027年1月4日24:00", "4 Jan 2027 24:00"),
        ("2026-01-01", "2025年12月31日24:00", "31 Dec 2025 24:00"),
    ],
)
def test_due_text(stored: str, chinese: str, english: str) -> None:
    due_at = datetime.fromisoformat(stored).replace(tzinfo=clock.TZ)
    for language, text in (("zh-hans", chinese), ("en", english)):
        with translation.override(language):
            assert due_text(due_at) == due_text(due_at, 2026) == text
    with translation.override(None):
        assert due_text(due_at) == chinese


def test_due_text_takes_any_time_zone() -> None:
    with translation.override("zh-hans"):
        assert due_text(datetime.fromisoformat("2026-10-15T16:00:00+00:00")) == "10月15日24:00"
        assert due_text(datetime(2027, 1, 5, tzinfo=clock.TZ), 2027) == "1月4日24:00"
