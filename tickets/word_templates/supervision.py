"""The templates of the supervision order 督办单: a notice lists all tickets of a unit and a day, a case is about one ticket."""

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import _Row

from tickets.word_templates.layout import FANGSONG, HEITI, add_row, add_style, empty, fill, grid, packed, signed_off, tag, write

SMALL = Pt(12)  # 小四: thirty tickets of a unit are to fit on three pages
LABEL, WIDE = Mm(32), Mm(124)
# Of the table of a notice: heading, width, what stands in a row, its style.
COLUMNS = (
    ("序号", Mm(12), "{{ t.position }}", "Order Small"),
    ("工单编号", Mm(42), "{{ t.number }}", "Order Small"),
    ("诉求标题", Mm(48), "{{ t.title }}", "Order Small Text"),
    ("逾期事项及原时限", Mm(38), "{{ t.missed }}", "Order Small Text"),
    ("次数", Mm(16), "{{ t.miss }}", "Order Small"),
)
FACTS = (
    ("工单编号", "{{ ticket.number }}"),
    ("诉求标题", "{{ ticket.title }}"),
    ("督办事由", "{{ why }}"),
)


def notice() -> bytes:
    """The template of a notice 督通字: the table of the overdue tickets and the new deadline."""
    doc = _headed()
    doc.add_paragraph("下列工单由你单位承办，逾期未办结回复，共{{ tickets|length }}件：", "Order Body")
    _tickets(doc)
    _ended(doc)
    return packed(doc)


def case() -> bytes:
    """The template of a case 督办字: one ticket, why it is supervised, what is required until when."""
    doc = _headed()
    doc.add_paragraph("下列工单列为督办件，请按要求办理：", "Order Body")
    table = grid(doc, (LABEL, WIDE))
    for label, value in FACTS:
        cells = add_row(table).cells
        write(cells[0], label, "Order Label")
        fill(cells[1], value)
    _ended(doc)
    return packed(doc)


def _headed() -> Docx:
    doc = empty("督办单")
    for name, align in (("Order Small", ALIGN.CENTER), ("Order Small Text", ALIGN.LEFT), ("Order Small Label", ALIGN.CENTER)):
        style = add_style(doc, name, HEITI if name.endswith("Label") else FANGSONG, SMALL, align)
        style.paragraph_format.line_spacing = Pt(18)
    add_style(doc, "Order To", FANGSONG, Pt(16), ALIGN.LEFT)
    doc.add_paragraph("{{ office }}督办单", "Order Title")
    doc.add_paragraph("{{ order }}", "Order Number")
    doc.add_paragraph("{{ unit }}：", "Order To")
    return doc


def _tickets(doc: Docx) -> None:
    table = grid(doc, [width for _heading, width, _value, _style in COLUMNS])
    head = _whole(add_row(table))
    _mark(head, "w:tblHeader")  # again on every page
    for cell, (heading, _width, _value, _style) in zip(head.cells, COLUMNS, strict=True):
        write(cell, heading, "Order Small Label")
    tag(table, "{%tr for t in tickets %}")
    for cell, (_heading, _width, value, style) in zip(_whole(add_row(table)).cells, COLUMNS, strict=True):
        write(cell, value, style)
    tag(table, "{%tr endfor %}")


def _whole(row: _Row) -> _Row:
    """No page ends within the row."""
    _mark(row, "w:cantSplit")
    return row


def _mark(row: _Row, tag_name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(tag_name))


def _ended(doc: Docx) -> None:
    """What is required, the signature, and by what right it was issued."""
    signed_off(doc, "督办要求")
    doc.add_paragraph("{%p for line in signed %}", "Order Note")
    doc.add_paragraph("{{ line }}", "Order Note")
    doc.add_paragraph("{%p endfor %}", "Order Note")
