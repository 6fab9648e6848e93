"""Builds the templates of the Word documents: `python -m tickets.word_templates.build`.

The layout is that of layout.py. The tags in double braces are filled in by tickets/word.py.
"""

from collections.abc import Callable

from docx.document import Document as Docx
from docx.shared import Mm

from tickets.word_templates import path, supervision
from tickets.word_templates.layout import add_row, empty, fill, grid, packed, signed_off, tag, write

DOCUMENT, VERSION = "assignment_order", 1

LABEL, WIDE, NARROW = Mm(26), Mm(68), Mm(36)  # columns: label, value, label, value

# Two facts in a row; the rest take the whole row.
PAIRS = (
    ("工单编号", "{{ number }}", "诉求类型", "{{ type }}"),
    ("来电时间", "{{ called_at }}", "诉 求 人", "{{ caller }}"),
)
FACTS = (
    ("category", "诉求类别", "{{ category }}"),
    ("address", "事发地址", "{{ address }}"),
    ("", "诉求标题", "{{ title }}"),
    ("", "诉求内容", ("content",)),
    ("", "主办单位", "{{ lead }}"),
    ("assisting", "协办单位", "{{ assisting }}"),
    ("", "办理时限", "{{ due }}"),
    ("opinion", "交办意见", ("opinion",)),
)


def build() -> bytes:
    """The template of the assignment order 交办单."""
    doc = empty("交办单")
    doc.add_paragraph("{%p if urgency_mark %}", "Order Mark")
    doc.add_paragraph("{{ urgency_mark }}", "Order Mark")
    doc.add_paragraph("{%p endif %}", "Order Mark")
    doc.add_paragraph("{{ office }}交办单", "Order Title")
    doc.add_paragraph("{{ order }}", "Order Number")
    _facts(doc)
    signed_off(doc, "办理要求")
    doc.add_paragraph("（联系人：{{ contact }}；联系电话：{{ contact_phone }}）", "Order Note")
    return packed(doc)


def _facts(doc: Docx) -> None:
    table = grid(doc, (LABEL, WIDE, LABEL, NARROW))
    for labels in PAIRS:
        cells = add_row(table).cells
        for cell, text, style in zip(cells, labels, ("Order Label", "Order Fact") * 2, strict=True):
            write(cell, text, style)
    for condition, label, value in FACTS:
        if condition:
            tag(table, "{%tr if " + condition + " %}")
        cells = add_row(table).cells
        write(cells[0], label, "Order Label")
        fill(cells[1].merge(cells[3]), value)
        if condition:
            tag(table, "{%tr endif %}")


# (name, version) of each template and what makes it. What was issued keeps the version of its day.
TEMPLATES: dict[tuple[str, int], Callable[[], bytes]] = {
    (DOCUMENT, VERSION): build,
    ("supervision_notice", 1): supervision.notice,
    ("supervision_case", 1): supervision.case,
}


def main() -> None:
    """Write the templates where tickets/word.py looks for them."""
    for (document, version), make in TEMPLATES.items():
        path(document, version).write_bytes(make())


if __name__ == "__main__":
    main()
