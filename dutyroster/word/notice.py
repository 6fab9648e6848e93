"""The duty notice 通知 as Word, after GB/T 9704: text, annex 1 on a page of its own, annex 2 (D22).

Built from `dutyroster.notice.compose`, so the page and the document say the same; always in Chinese.
"""

import re
from collections.abc import Sequence

from docx.document import Document as Docx
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.shared import Length, Mm, Pt
from docx.table import _Row

from dutyroster.notice import DutyNotice, annex_lines, title_lines
from tickets.word_templates.layout import FANGSONG, HEITI, SIZE_3, add_row, add_style, empty, grid, packed, write

KAITI = "楷体_GB2312"  # of the second level 一级以下标题
STYLES = {"chapter": "Order Heading", "section": "Notice Section", "text": "Order Body"}
SMALL = Pt(12)  # 小四: a month of 31 days stays on one page
ROSTER_WIDTHS = (Mm(16), Mm(32), Mm(26), Mm(82))
LEADER_WIDTHS = (Mm(12), Mm(34), Mm(22), Mm(24), Mm(38), Mm(26))  # 「12月31日」 and 「0898-66777777」 stand in one line
# What XML cannot hold: a unit's name is typed by people.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def render(notice: DutyNotice) -> bytes:
    """The notice as .docx; the same notice gives the same bytes."""
    doc = empty(notice.file_name)
    _styles(doc)
    for words in title_lines(notice):
        _paragraph(doc, words, "Order Title")
    if notice.mark:
        _paragraph(doc, notice.mark, "Notice Mark")
    first = _paragraph(doc, notice.addressee, "Order Text")
    first.paragraph_format.space_before = Pt(14)
    for line in notice.lines:
        paragraph = _paragraph(doc, line.text, STYLES[line.kind])
        if "@" in line.text:  # an address does not break: set to both sides, the line before it would be torn apart
            paragraph.alignment = ALIGN.LEFT
    _closing(doc, notice)
    _annex(doc, f"附件1{notice.roster_mark}", notice.roster_title)
    _table(doc, notice.roster_columns, notice.roster_rows, ROSTER_WIDTHS, wide=3)
    _annex(doc, "附件2", notice.leaders_title)
    _table(doc, notice.leader_columns, notice.leader_rows, LEADER_WIDTHS, wide=1)
    return packed(doc)


def _styles(doc: Docx) -> None:
    doc.styles["Order Heading"].paragraph_format.space_before = Pt(0)  # chapters of a notice follow line by line
    mark = add_style(doc, "Notice Mark", KAITI, SIZE_3, ALIGN.CENTER)
    mark.paragraph_format.space_before = Pt(4)
    section = add_style(doc, "Notice Section", KAITI, SIZE_3, ALIGN.LEFT)
    section.paragraph_format.first_line_indent = Length(SIZE_3 * 2)
    section.paragraph_format.keep_with_next = True
    # The first annex stands after 「附件：」, the others under it.
    for name, before in (("Notice Annex", 2), ("Notice More", 5)):
        annex = add_style(doc, name, FANGSONG, SIZE_3, ALIGN.LEFT)
        annex.paragraph_format.left_indent = Length(int(SIZE_3 * 6.2))
        annex.paragraph_format.first_line_indent = Length(-int(SIZE_3 * (6.2 - before)))
        annex.paragraph_format.keep_with_next = True
    for name, font, align in (
        ("Notice Cell", FANGSONG, ALIGN.CENTER), ("Notice Wide", FANGSONG, ALIGN.LEFT), ("Notice Label", HEITI, ALIGN.CENTER)
    ):  # fmt: skip
        style = add_style(doc, name, font, SMALL, align)
        style.paragraph_format.line_spacing = Pt(17)


def _closing(doc: Docx, notice: DutyNotice) -> None:
    """The list of annexes, who issues it, and when; never alone on a page."""
    for n, title in enumerate(notice.annexes, start=1):
        text = f"附件：{n}.{title}" if n == 1 else f"{n}.{title}"
        paragraph = _paragraph(doc, text, "Notice Annex" if n == 1 else "Notice More")
        if n == 1:
            paragraph.paragraph_format.space_before = Pt(14)
    issuer = _paragraph(doc, notice.issuer, "Order Signature")
    issuer.paragraph_format.space_before = Pt(28)
    _paragraph(doc, notice.signed_on, "Order Date").paragraph_format.keep_with_next = False


def _annex(doc: Docx, name: str, title: str) -> None:
    head = _paragraph(doc, name, "Order Mark")
    head.paragraph_format.page_break_before = True
    for words in annex_lines(title):
        heading = _paragraph(doc, words, "Order Title")
        heading.paragraph_format.keep_with_next = True
    heading.paragraph_format.space_after = Pt(8)


def _table(
    doc: Docx, columns: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[Length], *, wide: int
) -> None:  # fmt: skip
    """Headings again on every page; the column `wide` is set to the left, the others in the middle."""
    table = grid(doc, widths)
    head = _whole(add_row(table))
    head._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for cell, heading in zip(head.cells, columns, strict=True):
        write(cell, heading, "Notice Label")
    for row in rows:
        added = _whole(add_row(table))
        if not any(row[1:]):  # to be filled in by hand
            added.height = Mm(10)
        for n, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            write(cell, _clean(text), "Notice Wide" if n == wide else "Notice Cell")


def _whole(row: _Row) -> _Row:
    """No page ends within the row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _paragraph(doc: Docx, text: str, style: str):  # type: ignore[no-untyped-def] # docx has no types
    return doc.add_paragraph(_clean(text), style)


def _clean(text: str) -> str:
    return _UNPRINTABLE.sub(" ", text)
