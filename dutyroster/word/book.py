"""The handover book 值班交接本 of a duty day as Word: who was there, what came up, what stays open, who signed (D15).

Always in Chinese, whatever language the reader works in, and without callers.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import translation
from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import _Row

from dutyroster import handbook
from dutyroster.models import Attending, Handover, Shift
from hotline import clock, options
from knowledge.models import KnowledgeQuestion
from tickets.word_templates.layout import FANGSONG, HEITI, SIZE_3, TYPE_WIDTH, add_row, add_style, empty, grid, packed, write

SMALL = Pt(12)  # 小四: a full day on few pages
AS = {
    Attending.PRINCIPAL: "主要领导", Attending.DEPUTY: "分管领导", Attending.SUBSTITUTE: "经批准的替班领导",
    Attending.STAND_IN: "未经批准的替班领导", Attending.STAFF: "工作人员",
}  # fmt: skip
KINDS = {
    "call": "值班领导接听", "hard": "疑难办件", "question": "业务咨询", "first_contact": "首问事项", "joint": "联办事项",
    "promise": "承诺时限", "progress": "要求报告进展", "major": "重大事项", "opinion": "处理意见", "other": "其他事项",
}  # fmt: skip
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what XML cannot hold


def document(shift: Shift, handover: Handover | None) -> bytes:
    """The book as it stands, as .docx; what was written after signing is marked. The same book gives the same bytes."""
    with translation.override("zh-hans"):
        book = handbook.content(shift, handover)
        signed_at = _iso(handover.signed_at) if handover and handover.signed_at else ""
        doc = empty("值班交接本")
        _styles(doc)
        doc.add_paragraph(f"{options.get('office_name')}值班交接本", "Order Title")
        doc.add_paragraph(f"值班日期：{_day(shift)}    值班单位：{shift.unit.name}", "Order Number")
        _section(doc, "一、到岗情况", ("姓名", "身份", "签到", "签退", "确认情况"), (28, 40, 22, 22), _attendance(book))
        doc.add_paragraph("二、回访办件", "Order Heading")
        doc.add_paragraph(_sheet(book["sheet"]), "Order Body")
        columns = ("时间", "类别", "工单编号", "事项及处理情况")
        _section(doc, "三、当日事项", columns, (16, 30, 38), [_line(entry, signed_at) for entry in book["entries"]])
        _section(doc, "四、当日疑难办件", ("工单编号", "事项", "办理情况"), (38, 76), _hard(book))
        _section(doc, "五、上班次结转事项", columns, (28, 28, 38), [_line(entry, "", dated=True) for entry in book["carried"]])
        _section(doc, "六、移交办理的工单", ("类别", "工单编号", "事项"), (36, 38), _outstanding(book))
        _section(doc, "七、知识点", ("编号", "问题", "答复情况"), (28, 86), _knowledge(book))
        _section(doc, "八、值班要求落实情况", ("事项", "情况"), (110,), _checklist(book))
        _signatures(doc, handover)
    return packed(doc)


def _styles(doc: Docx) -> None:
    for name, align in (("Order Small", ALIGN.CENTER), ("Order Small Text", ALIGN.LEFT), ("Order Small Label", ALIGN.CENTER)):
        style = add_style(doc, name, HEITI if name.endswith("Label") else FANGSONG, SMALL, align)
        style.paragraph_format.line_spacing = Pt(18)


def _section(doc: Docx, heading: str, columns: Sequence[str], widths: Sequence[int], rows: Sequence[Sequence[str]]) -> None:
    """A heading and a table; the last column takes what is left of the line. Without rows it says "none"."""
    doc.add_paragraph(heading, "Order Heading")
    if not rows:
        doc.add_paragraph("无。", "Order Body")
        return
    given = [Mm(width) for width in widths]
    table = grid(doc, [*given, Length(TYPE_WIDTH - sum(given))])
    head = _whole(add_row(table))
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # again on every page
    for cell, column in zip(head.cells, columns, strict=True):
        write(cell, column, "Order Small Label")
    for row in rows:
        added = add_row(table)
        for cell, value, last in zip(added.cells, row, [False] * (len(row) - 1) + [True], strict=True):
            write(cell, _plain(value), "Order Small Text" if last else "Order Small")


def _whole(row: _Row) -> _Row:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _attendance(book: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (row["name"], AS[Attending(row["as"])], _clock(row["came"]), _clock(row["left"]), _confirmed(row))
        for row in book["attendance"]
    ]


def _confirmed(row: dict[str, Any]) -> str:
    if row["refused"]:
        state = "未予确认"
    elif row["came_confirmed"] and (row["left_confirmed"] or not row["left"]):
        state = "前台已确认"
    else:
        state = "待前台确认"
    return f"{state}。{row['note']}" if row["note"] else state


def _sheet(sheet: dict[str, Any] | None) -> str:
    if sheet is None:
        return "当日回访办件尚未生成。"
    closed = "由热线办关闭。" if sheet["closed"] else ""
    return f"应选{sheet['wanted']}件，实有{sheet['cases']}件，已处理{sheet['done']}件，已签批{sheet['signed']}件。{closed}"


def _line(entry: dict[str, Any], signed_at: str, *, dated: bool = False) -> tuple[str, str, str, str]:
    at = datetime.fromisoformat(entry["at"])
    when = f"{at:%m-%d %H:%M}" if dated else f"{at:%H:%M}"
    return when, KINDS.get(entry["kind"], entry["kind"]), entry["ticket"], "\n".join(_words(entry, signed_at))


def _words(entry: dict[str, Any], signed_at: str) -> list[str]:
    said = [part for part in (entry["title"], entry["text"]) if part]
    if entry["handle_by"]:
        said.append(f"处理时间：{datetime.fromisoformat(entry['handle_by']):%m-%d %H:%M}；工作安排：{entry['arrangement']}")
    if entry["for_principal"]:
        said.append("主要领导经批准请假，由分管领导接听。")
    if entry["units"]:
        said.append(f"联动单位：{'、'.join(entry['units'])}")
    if entry["answer"]:
        what = "解释说明" if entry["in_remit"] else "工作建议"
        staff = f"（落实人员：{entry['staff']}）" if entry["staff"] else ""
        said.append(f"{what}：{entry['answer']}{staff}（{entry['answered_by']}）")
    if entry["closing"]:
        said.append(f"办结情况：{entry['closing']}（{entry['closed_by']}）")
    said.append(f"记录人：{entry['by']}" + ("；未办结，移交下一班" if entry["open"] else ""))
    if signed_at and entry["at"] > signed_at:
        said.append("（交班签名后补记）")
    elif signed_at and entry["closed"] and entry["closed"] > signed_at:
        said.append(f"（交班签名后，{datetime.fromisoformat(entry['closed']):%m-%d %H:%M}办结）")
    return said


def _outstanding(book: dict[str, Any]) -> list[tuple[str, ...]]:
    """Tickets that wait for the next leaders, whoever registered or marked them."""
    kinds = {"call": "待值班领导接听", "hard": "疑难办件", "major": "重大事项"}
    return [(kinds[row["kind"]], row["ticket"], row["title"]) for row in book["outstanding"]]


def _hard(book: dict[str, Any]) -> list[tuple[str, ...]]:
    """What became of the day's hard cases, whoever solved them."""
    said = {"met": "已办结或已提出意见，", "late": "逾期办结或提出意见，", "cancelled": "不再承办，", "open": "未办结，时限"}
    return [(row["ticket"], row["title"], f"{said[row['state']]}{_when(row['at'])}") for row in book["hard"]]


def _knowledge(book: dict[str, Any]) -> list[tuple[str, ...]]:
    return [(row["number"], row["text"], _answered(row)) for row in book["knowledge"]]


def _answered(row: dict[str, Any]) -> str:
    state = str(KnowledgeQuestion.State(row["state"]).label)
    if row["state"] == KnowledgeQuestion.State.ASKED:
        return f"{state}，时限{_when(row['due'])}"
    return f"{state}（{_when(row['answered'])}答复）" if row["answered"] else state


def _when(at: str) -> str:
    return f"{datetime.fromisoformat(at):%m-%d %H:%M}"


def _checklist(book: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (row["text"], f"已落实（{row['by']}，{_clock(row['done'])}）" if row["done"] else "未勾选") for row in book["checklist"]
    ]


def _signatures(doc: Docx, handover: Handover | None) -> None:
    doc.add_paragraph("九、交接", "Order Heading")
    for sentence in _signed(handover) + _taken(handover):
        doc.add_paragraph(_plain(sentence), "Order Body")
    first = doc.add_paragraph("交班人签名：____________  日期：_____年___月___日", "Order Fact")
    first.paragraph_format.space_before = SIZE_3
    first.paragraph_format.keep_with_next = True
    doc.add_paragraph("接班人签名：____________  日期：_____年___月___日", "Order Fact")


def _signed(row: Handover | None) -> list[str]:
    if row is None:
        return ["交班领导尚未签名。"]
    if row.signed_at is None:
        return ["交班领导未签名。"]
    rank = {"principal": "主要领导", "deputy": "分管领导", "substitute": "替班领导"}.get(row.signed_rank, "")
    said = f"交班：{rank}{row.signed_name}于{_moment(row.signed_at)}在系统签名，校验码{row.hash[:16]}。"
    return [said, *([f"交班说明：{row.remarks}"] if row.remarks else [])]


def _taken(row: Handover | None) -> list[str]:
    if row is None or row.confirmed_at is None:
        return ["接班领导尚未确认。"]
    how = "确认接班" if row.signed_at else "在无交班签名的情况下接班"
    said = f"接班：{row.confirmed_unit}{row.confirmed_name}于{_moment(row.confirmed_at)}{how}，校验码{row.confirm_hash[:16]}。"
    return [said, *([f"接班说明：{row.reservations}"] if row.reservations else [])]


def _plain(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)


def _iso(moment: datetime) -> str:
    return clock.local(moment).isoformat(timespec="seconds")


def _clock(iso: str) -> str:
    return f"{datetime.fromisoformat(iso):%H:%M}" if iso else "—"


def _day(shift: Shift) -> str:
    return f"{shift.day.year}年{shift.day.month}月{shift.day.day}日"


def _moment(moment: datetime) -> str:
    at = clock.local(moment)
    return f"{at.year}年{at.month}月{at.day}日{at:%H:%M}"
