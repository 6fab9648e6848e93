"""The assignment order and the supervision order: what they say, what they never say, and the sizes of GB/T 9704-2012."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
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
from hotline.deadlines.models import Kind
from hotline.deadlines.sweep import sweep
from hotline.deadlines.texts import due_text
from hotline.people.models import Person
from tickets import word
from tickets.actions import authorise, signing
from tickets.flow import Action
from tickets.models import AssignmentOrder, Category, SupervisionOrder, Ticket, Urgency
from tickets.tests.conftest import City, on
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


@pytest.mark.parametrize(("document", "version"), build.TEMPLATES)
def test_the_kept_template_is_what_the_layout_builds(document: str, version: int) -> None:
    assert path(document, version).read_bytes() == build.TEMPLATES[document, version]()


# ---- the supervision order


def overdue(city: City, *more: Ticket) -> list[SupervisionOrder]:
    """The notices that wait on tickets dispatched on the 14th and on `more`."""
    with clock.at(on(9, 14, 10)):
        for ticket in more:
            city.dispatched(ticket)
    sweep()
    return list(SupervisionOrder.objects.unsigned().order_by("pk"))


def called_on(city: City, *titles: str, **more: Any) -> list[Ticket]:
    with clock.at(on(9, 14, 9)):
        return [city.register(title=title, **more) for title in titles]


def signed(city: City, *tickets: Ticket) -> SupervisionOrder:
    """The notices on these tickets, signed two minutes apart; gives the first."""
    for minute, order in enumerate(overdue(city, *tickets)):
        with clock.at(MONDAY + timedelta(minutes=2 * minute)):
            signing.sign(order, actor=city.office_head)
    return SupervisionOrder.objects.exclude(number="").earliest("pk")


def supervised(order: SupervisionOrder, reader: Person) -> Docx:
    order.refresh_from_db()  # it has its number since it was issued
    return Document(BytesIO(word.supervision_order(order, reader)))


def texts(doc: Docx) -> list[str]:
    return [p.text for p in doc.paragraphs]


def rows(doc: Docx) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in doc.tables[0].rows]


def label(choice: Any) -> str:
    with translation.override("zh-hans"):
        return str(choice.label)


def test_a_notice_lists_the_tickets_of_the_unit_and_the_day(city: City) -> None:
    order = signed(city, *called_on(city, "路灯不亮", "陈小明家停水"))
    doc = supervised(order, city.office_head)
    assert texts(doc) == [
        "海口12345政务服务便民热线督办单",
        "督通字〔2026〕1号",
        "市住建局：",
        "下列工单由你单位承办，逾期未办结回复，共2件：",
        "督办要求",
        "上述事项逾期未办结回复。请立即核实办理，在新的时限前回复结果，并说明逾期原因。",
        "新的办理时限：10月8日24:00前办结并回复（自印发之日起3个工作日）。",
        "海口12345政务服务便民热线",
        "2026年9月28日",
        "签发人：陈志远，2026年9月28日10:07签发",
    ]
    assert rows(doc) == [
        ["序号", "工单编号", "诉求标题", "逾期事项及原时限", "次数"],
        ["1", "20260914-00001", "路灯不亮", f"{label(Kind.REPLY)} 9月22日24:00", "第1次"],
        ["2", "20260914-00002", "陈**家停水", f"{label(Kind.REPLY)} 9月22日24:00", "第1次"],
    ]
    assert doc.core_properties.title == "督通字〔2026〕1号督办单"


def test_a_notice_that_went_out_by_itself_names_the_authorisation(city: City) -> None:
    with clock.at(on(1, 1, 9)):
        authorise.give(actor=city.office_head, valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31))
    assert overdue(city, *called_on(city, "路灯不亮")) == []
    doc = supervised(SupervisionOrder.objects.get(), city.handler)
    assert texts(doc)[-1] == "依据陈志远2026年1月1日签发的授权（有效期至2026年12月31日）印发"


def test_two_ways_of_issue_on_one_day_are_both_said(city: City) -> None:
    first, _second = overdue(city, *called_on(city, "路灯不亮", "停水"))
    signing.sign(first, actor=city.office_head)
    authorise.give(actor=city.office_head, valid_from=MONDAY.date(), valid_until=MONDAY.date())
    sweep()
    doc = supervised(first, city.office_head)
    assert len(rows(doc)) == 3
    assert texts(doc)[-2:] == [
        "签发人：陈志远，2026年9月28日10:05签发",
        "依据陈志远2026年9月28日签发的授权（有效期至2026年9月28日）印发",
    ]


def test_tickets_with_different_days_say_which(city: City) -> None:
    first, second = overdue(city, *called_on(city, "路灯不亮", "停水"))
    SupervisionOrder.objects.filter(pk=second.pk).update(workdays=1)
    for order in (first, second):
        signing.sign(order, actor=city.office_head)
    assert [text for text in texts(supervised(first, city.office_head)) if "新的办理时限" in text] == [
        "新的办理时限（序号1）：10月8日24:00前办结并回复（自印发之日起3个工作日）。",
        "新的办理时限（序号2）：9月29日24:00前办结并回复（自印发之日起1个工作日）。",
    ]


def test_a_case_says_why_and_what_is_required(city: City) -> None:
    city.supervised(text="群众反映强烈。\n\n请书面报送结果。", workdays=5)
    order = SupervisionOrder.objects.get()
    doc = supervised(order, city.handler)
    assert texts(doc) == [
        "海口12345政务服务便民热线督办单",
        "督办字〔2026〕1号",
        "市住建局：",
        "下列工单列为督办件，请按要求办理：",
        "督办要求",
        "群众反映强烈。",
        "请书面报送结果。",
        "新的办理时限：10月10日24:00前办结并回复（自印发之日起5个工作日）。",
        "海口12345政务服务便民热线",
        "2026年9月28日",
        "签发人：陈志远，2026年9月28日10:05签发",
    ]
    assert facts(doc) == {
        "工单编号": Ticket.objects.get().number, "诉求标题": "路灯不亮", "督办事由": label(SupervisionOrder.Why.HOT),
    }  # fmt: skip


def test_who_signed_is_called_as_they_were_then(city: City) -> None:
    city.supervised()
    order = SupervisionOrder.objects.get()
    before = word.supervision_order(order, city.handler)
    Person.objects.filter(pk=city.office_head.pk).update(name="陈改名")
    assert word.supervision_order(order, city.handler) == before


def test_the_reader_finds_only_tickets_they_may_see(city: City) -> None:
    order = signed(city, *called_on(city, "路灯不亮", "停水"))
    with pytest.raises(SupervisionOrder.DoesNotExist):
        word.supervision_order(order, city.water_handler)
    gone = order.ticket
    city.do(
        city.instructed(gone), Action.REDISPATCH, city.dispatcher, lead=city.water, how="order", caller_told=True, text="改派"
    )
    assert [row[1] for row in rows(supervised(order, city.water_handler))[1:]] == [gone.number]
    whole = rows(supervised(order, city.office_head))
    assert (len(whole), whole[1][1]) == (3, gone.number)
    seen = Ticket.objects.visible_to(city.handler).values_list("number", flat=True)
    assert [row[1] for row in rows(supervised(order, city.handler))[1:]] == [r[1] for r in whole[1:] if r[1] in seen]


def test_the_same_supervision_order_gives_the_same_bytes_in_any_language(city: City) -> None:
    order = signed(city, *called_on(city, "路灯不亮", "停水"))
    with translation.override("en"):
        before = word.supervision_order(order, city.office_head)
    with translation.override("zh-hans"), clock.at(datetime(2027, 3, 1, tzinfo=clock.TZ)):
        assert word.supervision_order(order, city.office_head) == before


def test_no_caller_in_a_supervision_order(city: City) -> None:
    called = {"caller_name": "欧阳明远", "caller_phone": "0898-12000001", "caller_employer": "某某贸易公司"}
    open_, secret = called_on(city, "欧阳明远家停水，电话089812000001", **called)[0], called_on(
        city, "举报欧阳明远", is_confidential=True, **called
    )[0]  # fmt: skip
    order = signed(city, open_, secret)
    case = city.supervised(city.dispatched(city.register(**called)), text="请联系欧阳明远（0898-12000001）。").pk
    said = xml(word.supervision_order(order, city.office_head))
    said += xml(word.supervision_order(SupervisionOrder.objects.get(ticket=case), city.office_head))
    assert not re.search(r"欧阳明远|明远|12000001|某某贸易公司", said)


@pytest.mark.parametrize(
    "typed", ["<b>&amp; & </w:t>", "{{ office }} {{ 7*7 }}", "{% for x in y %}{# no #}", "{_{ a }_}", "𠮷😀"]
)
def test_what_people_type_appears_as_typed_in_a_supervision_order(city: City, typed: str) -> None:
    order = signed(city, *called_on(city, typed))
    assert rows(supervised(order, city.office_head))[1][2] == typed
    city.supervised(text=typed)
    assert typed in texts(supervised(SupervisionOrder.objects.get(kind="case"), city.office_head))


def test_thirty_tickets_repeat_the_heading_and_break_no_row(city: City, django_assert_max_num_queries: Any) -> None:
    order = signed(city, *called_on(city, *["路灯不亮"] * 30))
    with django_assert_max_num_queries(5):
        doc = supervised(order, city.office_head)
    assert len(rows(doc)) == 31
    assert len(doc.tables[0]._tbl.xpath("w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert len(doc.tables[0]._tbl.xpath("w:tr/w:trPr/w:cantSplit")) == 31
    section: Any = doc.sections[0]
    widths = [column.width for column in doc.tables[0].columns]
    assert abs(sum(widths) - (section.page_width - section.left_margin - section.right_margin)) < Pt(0.05) * len(widths)


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
