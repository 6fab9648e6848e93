"""The callback sheet 回访办件签批单 as Word: a landscape table, who signed, and the line for the ink signature (D10).

Always in Chinese, whatever language the reader works in, and without the callers.
"""

import re
from datetime import date, datetime

from django.utils import translation
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Row

from dutyroster.models import SheetCase, SheetSignature, Shift
from dutyroster.sheet_pages import Row, View
from hotline import clock, options
from hotline.people.models import Rank
from tickets.models import Callback
from tickets.word_templates.layout import (
    FANGSONG,
    HEITI,
    LEFT,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    SIZE_3,
    TYPE_WIDTH,
    add_row,
    add_style,
    empty,
    grid,
    packed,
    write,
)  # fmt: skip

SMALL = Pt(12)  # 小四: thirty cases on few pages
EDGE = Mm(25)  # above and below of the landscape page
WIDTH = Length(PAGE_HEIGHT - LEFT - (PAGE_WIDTH - LEFT - TYPE_WIDTH))
COLUMNS = (("序号", 12), ("工单编号", 42), ("承办单位", 40), ("诉求事项", 52), ("回访/查阅", 35))
RANKS = {Rank.PRINCIPAL: "主要领导", Rank.DEPUTY: "分管领导"}
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold


def document(shift: Shift, view: View) -> bytes:
    """The sheet as it stands, as .docx; the same sheet gives the same bytes."""
    with translation.override("zh-hans"):
        doc = empty("回访办件签批单")
        _landscape(doc)
        _styles(doc)
        doc.add_paragraph(f"{options.get('office_name')}回访办件签批单", "Order Title")
        doc.add_paragraph(f"值班日期：{_day(shift.day)}    值班单位：{shift.unit.name}", "Order Number")
        for sentence in remarks(view):
            doc.add_paragraph(sentence, "Order Body")
        if view.rows:
            _table(doc, view)
        _signatures(doc, view)
    return packed(doc)


def remarks(view: View) -> list[str]:
    """What stands out about the sheet: fewer cases than wanted, replaced ones, late or partly signed, closed."""
    sheet, said = view.sheet, []
    if not view.rows:
        said.append(f"截至当日可供回访的办件为0件（应选{sheet.wanted}件），本日无需签批。")
    elif view.is_short:
        said.append(f"符合条件的办件不足{sheet.wanted}件，本单共{sheet.found}件（回溯{sheet.days}天）。")
    said += [f"第{c.position}件原为{c.ticket.number}，已更换，理由：{_plain(c.replaced_why)}" for c in view.replaced]
    if view.rows and not view.is_complete:
        said.append(f"本单共{len(view.rows)}件，已签批{view.signed}件，未签批{len(view.rows) - view.signed}件。")
    if view.is_late:
        said.append("本单有逾期签批。")
    if sheet.closed_at:
        said.append(f"本单未全部签批，由热线办于{_moment(sheet.closed_at)}关闭，理由：{_plain(sheet.closed_why)}")
    return said


def how(case: SheetCase) -> str:
    """How a case was dealt with, in words."""
    if case.done_at is None:
        return "未处理"
    if case.callback is None:
        return "查阅"
    return f"回访：{results(case.callback)}"


def results(callback: Callback) -> str:
    """What the caller said."""
    if not callback.reached:
        return "未接通"
    return f"已接通，{'已解决' if callback.solved else '未解决'}，{callback.get_satisfaction_display()}"


def signed(signature: SheetSignature) -> str:
    """Who signed in the system, when, and the beginning of the hash of what was signed."""
    rank = RANKS.get(Rank(signature.signed_rank), "")
    late = "（逾期签批）" if signature.is_late else ""
    at = _moment(signature.signed_at)
    return f"系统签名：{signature.signed_unit}{rank}{signature.signed_name}，{at}{late}，校验码{signature.hash[:16]}"


def _landscape(doc: Docx) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = PAGE_HEIGHT, PAGE_WIDTH
    section.top_margin = section.bottom_margin = EDGE
    section.footer_distance = Mm(15)


def _styles(doc: Docx) -> None:
    for name, align in (("Order Small", ALIGN.CENTER), ("Order Small Text", ALIGN.LEFT), ("Order Small Label", ALIGN.CENTER)):
        style = add_style(doc, name, HEITI if name.endswith("Label") else FANGSONG, SMALL, align)
        style.paragraph_format.line_spacing = Pt(18)


def _table(doc: Docx, view: View) -> None:
    rest = Length(WIDTH - sum(Mm(width) for _heading, width in COLUMNS))
    widths = [*(Mm(width) for _heading, width in COLUMNS), rest]
    table = grid(doc, widths)
    _widen(table)
    head = _whole(add_row(table))
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # again on every page
    for cell, heading in zip(head.cells, [*(heading for heading, _width in COLUMNS), "处理意见"], strict=True):
        write(cell, heading, "Order Small Label")
    for row in view.rows:
        _line(_whole(add_row(table)), row)


def _line(added: _Row, row: Row) -> None:
    unit = f"{row.unit}（本单位）" if row.case.is_own else row.unit
    values = (str(row.case.position), row.number, unit, row.title, how(row.case), row.case.opinion)
    styles = ("Order Small", "Order Small", *("Order Small Text",) * 4)
    for cell, value, style in zip(added.cells, values, styles, strict=True):
        write(cell, _plain(value), style)


def _widen(table: Table) -> None:
    """As wide as the type area of the landscape page."""
    width = table._tbl.tblPr.find(qn("w:tblW"))
    assert width is not None
    width.set(qn("w:w"), str(WIDTH.twips))


def _whole(row: _Row) -> _Row:
    """No page ends within the row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _signatures(doc: Docx, view: View) -> None:
    first = doc.add_paragraph("值班领导签名：________________    日期：______年____月____日", "Order Fact")
    first.paragraph_format.space_before = SIZE_3
    first.paragraph_format.keep_with_next = bool(view.signatures)
    for signature in view.signatures:
        count = sum(row.case.signature_id == signature.pk for row in view.rows)
        doc.add_paragraph(f"{signed(signature)}，签批{count}件", "Order Fact")


def _plain(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _moment(moment: datetime) -> str:
    at = clock.local(moment)
    return f"{_day(at)}{at:%H:%M}"
