"""What all Word documents share, after GB/T 9704-2012.

A4, margins 37 mm above and 28 mm on the left, type area 156 × 225 mm with 22 lines of 28 characters, title 2号 小标宋, text
3号 仿宋, page number 4号 宋体 between dashes on the outer side. Fonts are named, not shipped.
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell, _Row

from tickets.word_templates import reproducible

FANGSONG, TITLE_FONT, HEITI, SONGTI = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
# What stands in where a font is not installed.
STAND_INS = {FANGSONG: "仿宋", TITLE_FONT: "华文中宋", HEITI: "SimHei", SONGTI: "SimSun"}
SIZE_2, SIZE_3, SIZE_4 = Pt(22), Pt(16), Pt(14)  # 二号, 三号, 四号
TOP, LEFT, TYPE_WIDTH, TYPE_HEIGHT = Mm(37), Mm(28), Mm(156), Mm(225)
PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
LINE = Pt(28)  # 22 lines, with the spaces around table and signature, fill 225 mm
_STYLES_WITH_EFFECTS = "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects"
TIGHTER = -5  # twentieths of a point per character: 28 characters of 16 pt fill 156 mm


def empty(title: str) -> Docx:
    """A document without text: page, styles and page numbers are there."""
    doc = Document()
    _strip(doc, title)
    _fonts(doc)
    _page(doc)
    _styles(doc)
    _page_numbers(doc)
    return doc


def packed(doc: Docx) -> bytes:
    """The document as a .docx; the same bytes every time."""
    out = BytesIO()
    doc.save(out)
    return reproducible(out.getvalue())


# ---- the empty document


def _strip(doc: Docx, title: str) -> None:
    """Leave out what python-docx's own template brings along: styles, theme, a preview picture, another program's name."""
    for style in list(doc.styles.element.findall(qn("w:style"))):
        if style.get(qn("w:default")) != "1":
            doc.styles.element.remove(style)
    _drop(doc.part.rels, (RT.CUSTOM_XML, RT.NUMBERING, RT.THEME, RT.WEB_SETTINGS, _STYLES_WITH_EFFECTS))
    _drop(doc.part.package.rels, (RT.EXTENDED_PROPERTIES, RT.THUMBNAIL))
    _settings(doc)
    core = doc.core_properties
    core.author = core.last_modified_by = core.comments = core.keywords = ""
    core.title, core.language, core.revision = title, "zh-CN", 1
    core.created = core.modified = datetime(2026, 1, 1)  # noqa: DTZ001 (the format knows no time zone)


def _drop(rels: dict, kinds: tuple[str, ...]) -> None:
    for key in [key for key, rel in rels.items() if rel.reltype in kinds]:
        del rels[key]


def _settings(doc: Docx) -> None:
    """Only what matters here: no compatibility mode, Chinese typography, different odd and even pages."""
    settings = doc.settings.element
    for child in list(settings):
        settings.remove(child)
    settings.extend(
        parse_xml(f"<w:{tag} {nsdecls('w')} {attributes}/>")
        for tag, attributes in (
            ("zoom", 'w:percent="100"'),
            ("defaultTabStop", 'w:val="420"'),
            ("evenAndOddHeaders", ""),
            ("characterSpacingControl", 'w:val="compressPunctuation"'),
        )
    )
    uri = "http://schemas.microsoft.com/office/word"
    compat = f'<w:compat {nsdecls("w")}><w:compatSetting w:name="compatibilityMode" w:uri="{uri}" w:val="15"/></w:compat>'
    settings.append(parse_xml(compat))
    settings.append(parse_xml(f'<w:themeFontLang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))


def _fonts(doc: Docx) -> None:
    """Name the fonts, and what to take where one is missing."""
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in STAND_INS.items()
    )
    table = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    doc.part.part_related_by(RT.FONT_TABLE)._blob = table.encode()


def _page(doc: Docx) -> None:
    section = doc.sections[0]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.top_margin, section.left_margin = TOP, LEFT
    section.right_margin = Length(PAGE_WIDTH - LEFT - TYPE_WIDTH)
    section.bottom_margin = Length(PAGE_HEIGHT - TOP - TYPE_HEIGHT)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(23)  # the dashes then stand 7 mm under the type area
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is not None:
        section._sectPr.remove(grid)  # lines have an exact height; a grid would pull them about


# ---- styles


def _styles(doc: Docx) -> None:
    defaults = doc.styles.element.find(qn("w:docDefaults"))
    assert defaults is not None
    for kind in ("w:rPrDefault", "w:pPrDefault"):
        part = defaults.find(qn(kind))
        assert part is not None
        defaults.remove(part)
    lang = f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    defaults.append(parse_xml(f"<w:rPrDefault {nsdecls('w')}><w:rPr>{lang}</w:rPr></w:rPrDefault>"))
    defaults.append(parse_xml(f"<w:pPrDefault {nsdecls('w')}/>"))
    _shape(doc.styles["Normal"], FANGSONG, SIZE_3, ALIGN.JUSTIFY)
    mark = add_style(doc, "Order Mark", HEITI, SIZE_3, ALIGN.LEFT)
    mark.paragraph_format.keep_with_next = True
    title = add_style(doc, "Order Title", TITLE_FONT, SIZE_2, ALIGN.CENTER)
    title.paragraph_format.line_spacing = Pt(33)
    number = add_style(doc, "Order Number", FANGSONG, SIZE_3, ALIGN.CENTER)
    number.paragraph_format.space_after = Pt(5)
    add_style(doc, "Order Label", HEITI, SIZE_3, ALIGN.CENTER)
    add_style(doc, "Order Fact", FANGSONG, SIZE_3, ALIGN.LEFT)
    add_style(doc, "Order Text", FANGSONG, SIZE_3, ALIGN.JUSTIFY)
    heading = add_style(doc, "Order Heading", HEITI, SIZE_3, ALIGN.LEFT)
    heading.paragraph_format.space_before = Pt(6)
    heading.paragraph_format.keep_with_next = True
    body = add_style(doc, "Order Body", FANGSONG, SIZE_3, ALIGN.JUSTIFY)
    for style in (heading, body):
        style.paragraph_format.first_line_indent = Length(SIZE_3 * 2)
    signature = add_style(doc, "Order Signature", FANGSONG, SIZE_3, ALIGN.RIGHT)
    signature.paragraph_format.space_before = Pt(6)
    signature.paragraph_format.right_indent = Length(SIZE_3 * 2)
    signature.paragraph_format.keep_with_next = True
    date = add_style(doc, "Order Date", FANGSONG, SIZE_3, ALIGN.RIGHT)
    date.paragraph_format.right_indent = Length(SIZE_3 * 4)  # room for the seal
    date.paragraph_format.keep_with_next = True
    note = add_style(doc, "Order Note", FANGSONG, SIZE_3, ALIGN.LEFT)
    note.paragraph_format.left_indent = Length(SIZE_3 * 2)
    footer = add_style(doc, "Order Page", SONGTI, SIZE_4, ALIGN.RIGHT)
    footer.paragraph_format.line_spacing = Pt(14)


def add_style(doc: Docx, name: str, font: str, size: Length, align: ALIGN) -> ParagraphStyle:
    style: ParagraphStyle = doc.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = doc.styles["Normal"]
    _shape(style, font, size, align)
    return style


def _shape(style: ParagraphStyle, font: str, size: Length, align: ALIGN) -> None:
    style.font.name, style.font.size = font, size
    properties = style.element.get_or_add_rPr()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        properties.rFonts.set(qn(script), font)
    if size == SIZE_3:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(TIGHTER))
        properties.find(qn("w:sz")).addprevious(spacing)
    shape = style.paragraph_format
    shape.alignment = align
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    shape.widow_control = False
    for tag in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gaps between Chinese and figures: 28 characters a line
        gap = OxmlElement(tag)
        gap.set(qn("w:val"), "0")
        style.element.pPr.find(qn("w:spacing")).addprevious(gap)


# ---- tables


def grid(doc: Docx, widths: Sequence[Length]) -> Table:
    """An empty table as wide as the type area."""
    table: Table = doc.add_table(rows=0, cols=len(widths))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    _borders(table)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    return table


def add_row(table: Table) -> _Row:
    """A row more, its cells as wide as their columns."""
    added: _Row = table.add_row()
    for cell, column in zip(added.cells, table.columns, strict=True):
        cell.width = column.width
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    return added


def tag(table: Table, text: str) -> None:
    """A row that only carries a tag; it is gone in the document."""
    table.add_row().cells[0].paragraphs[0].add_run(text)


def write(cell: _Cell, text: str, style: str) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = style
    paragraph.add_run(text)


def fill(cell: _Cell, value: str | tuple[str]) -> None:
    """One line, or with a name in a tuple: one paragraph for each line of that list."""
    for spare in cell.paragraphs[1:]:  # what merging left
        spare._p.getparent().remove(spare._p)
    if isinstance(value, str):
        write(cell, value, "Order Fact")
        return
    write(cell, "{%p for line in " + value[0] + " %}", "Order Text")
    cell.add_paragraph("{{ line }}", "Order Text")
    cell.add_paragraph("{%p endfor %}", "Order Text")


def _borders(table: Table) -> None:
    thin, thick = 'w:val="single" w:sz="4" w:space="0" w:color="000000"', 'w:val="single" w:sz="8" w:space="0" w:color="000000"'
    sides = {"top": thick, "left": thick, "bottom": thick, "right": thick, "insideH": thin, "insideV": thin}
    borders = "".join(f"<w:{side} {line}/>" for side, line in sides.items())
    margins = '<w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    properties = table._tbl.tblPr
    _place(properties, "w:tblStyle", None)
    _place(properties, "w:tblW", f'<w:tblW {nsdecls("w")} w:w="{TYPE_WIDTH.twips}" w:type="dxa"/>')
    look = properties.find(qn("w:tblLook"))
    for tag, inner in (("tblBorders", borders), ("tblCellMar", margins)):
        element = parse_xml(f"<w:{tag} {nsdecls('w')}>{inner}</w:{tag}>")
        look.addprevious(element) if look is not None else properties.append(element)
    layout = properties.find(qn("w:tblLayout"))
    if layout is not None:  # the order of the schema: borders, layout, cell margins
        properties.find(qn("w:tblBorders")).addnext(layout)


def _place(properties: BaseOxmlElement, tag: str, xml: str | None) -> None:
    old = properties.find(qn(tag))
    if old is None:
        return
    if xml is not None:
        old.addprevious(parse_xml(xml))
    properties.remove(old)


# ---- page numbers


def _page_numbers(doc: Docx) -> None:
    """— 1 — at the outer side, one character in: right on odd pages, left on even ones."""
    section = doc.sections[0]
    _page_number(section.footer, ALIGN.RIGHT)
    _page_number(section.even_page_footer, ALIGN.LEFT)


def _page_number(footer: _Footer, side: ALIGN) -> None:
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.style = "Order Page"
    paragraph.alignment = side
    if side == ALIGN.RIGHT:
        paragraph.paragraph_format.right_indent = SIZE_4
    else:
        paragraph.paragraph_format.left_indent = SIZE_4
    paragraph.add_run("— ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    field.append(parse_xml(f"<w:r {nsdecls('w')}><w:t>1</w:t></w:r>"))
    paragraph._p.append(field)
    paragraph.add_run(" —")


def signed_off(doc: Docx, heading: str) -> None:
    """The end of every order: what is required, the office, the date."""
    doc.add_paragraph(heading, "Order Heading")
    doc.add_paragraph("{%p for line in requirements[:-1] %}", "Order Body")
    doc.add_paragraph("{{ line }}", "Order Body")
    doc.add_paragraph("{%p endfor %}", "Order Body")
    # No page may hold the signature alone: the last line goes along.
    doc.add_paragraph("{{ requirements[-1] }}", "Order Body").paragraph_format.keep_with_next = True
    doc.add_paragraph("{{ office }}", "Order Signature")
    doc.add_paragraph("{{ issued_on }}", "Order Date")
