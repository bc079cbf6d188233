"""The report as a Word document in the layout of GB/T 9704-2012 (domain.md 4.1)."""

from io import BytesIO

from docx import Document
from docx.document import Document as Doc
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as WordParagraph

from reports.documents.contents import MOST_ROWS, Col, Contents, Grid, Paragraph, contents_of
from reports.documents.word_parts import (
    BLACK_FACE,
    BODY_FACE,
    KAI_FACE,
    TITLE_FACE,
    bordered,
    declare_fonts,
    line_grid,
    narrowed,
    page_number,
    repeat_head,
    styled,
)
from reports.models import MonthlyReport

TITLE, BODY, NUMBER, CELL, DENSE = Pt(22), Pt(16), Pt(14), Pt(10.5), Pt(9)  # 2号, 3号, 4号, 5号, 小5号
LINE = Pt(28.95)  # 22 of them on 225 mm
CHARACTER = BODY
CLOSER = 4  # twentieths of a point between characters: 28 of them on 156 mm
TOP, LEFT, RIGHT, BOTTOM = Mm(37), Mm(28), Mm(26), Mm(35)


def word(report: MonthlyReport) -> bytes:
    """Body upright, attachments across on pages of their own; a draft says so on every page."""
    contents = contents_of(report)
    document = Document()
    declare_fonts(document)
    _normal(document)
    document.core_properties.title, document.core_properties.author = contents.title, contents.issuer
    document.settings.odd_and_even_pages_header_footer = True
    _upright(document.sections[0])
    _furniture(document.sections[0], contents)
    _front(document, contents)
    for paragraph in contents.body:
        _paragraph(document, paragraph)
    _signature(document, contents)
    for number, grid in enumerate(contents.attached, start=1):
        _attach(document, grid, number if len(contents.attached) > 1 else 0)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _normal(document: Doc) -> None:
    """What every paragraph begins with: 3号 仿宋, fixed line, nothing before or after."""
    style = document.styles["Normal"]
    styled(style, BODY_FACE, BODY)
    narrowed(style, CLOSER)
    look = style.paragraph_format
    look.space_before = look.space_after = Pt(0)
    look.line_spacing_rule, look.line_spacing = WD_LINE_SPACING.EXACTLY, LINE


def _upright(section: Section) -> None:
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = TOP, LEFT
    section.right_margin, section.bottom_margin = RIGHT, BOTTOM
    section.header_distance, section.footer_distance = Mm(20), Mm(23)
    line_grid(section, lines=True)


def _across(section: Section) -> None:
    """Turned with the binding edge at the head of the table."""
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.top_margin, section.right_margin = LEFT, TOP
    section.bottom_margin, section.left_margin = RIGHT, BOTTOM
    section.footer_distance = Mm(15)
    line_grid(section, lines=False)


def _furniture(section: Section, contents: Contents) -> None:
    """— 1 —: odd pages at the right, even at the left, one character in."""
    for footer, alignment in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = alignment
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = NUMBER
        page_number(paragraph, NUMBER)
    if contents.is_draft:
        for header in (section.header, section.even_page_header):
            paragraph = header.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            styled(paragraph.add_run("草稿，未印发"), BLACK_FACE, NUMBER)


def _front(document: Doc, contents: Contents) -> None:
    _line(document, contents.number, BODY_FACE, WD_ALIGN_PARAGRAPH.CENTER)
    document.add_paragraph()
    title = _line(document, contents.title, TITLE_FACE, WD_ALIGN_PARAGRAPH.CENTER)
    title.runs[0].font.size = TITLE
    title.paragraph_format.line_spacing = Pt(36)
    title.paragraph_format.keep_with_next = True
    if contents.edition:
        _line(document, contents.edition, KAI_FACE, WD_ALIGN_PARAGRAPH.CENTER)
    document.add_paragraph()


def _paragraph(document: Doc, paragraph: Paragraph) -> None:
    face = {1: BLACK_FACE, 2: KAI_FACE}.get(paragraph.level, BODY_FACE)
    made = _line(document, paragraph.text, face, WD_ALIGN_PARAGRAPH.JUSTIFY if not paragraph.level else None)
    made.paragraph_format.first_line_indent = CHARACTER * 2
    made.paragraph_format.keep_with_next = bool(paragraph.level)


def _signature(document: Doc, contents: Contents) -> None:
    """附件 notes, then who and when at the right: the day four characters in, the issuer centred over it."""
    attached = contents.attached
    if attached:
        document.add_paragraph()
    for number, grid in enumerate(attached, start=1):
        mark = "附件：" if number == 1 else ""
        text = f"{mark}{number}. {grid.title}" if len(attached) > 1 else f"{mark}{grid.title}"
        look = _line(document, text, BODY_FACE).paragraph_format
        look.left_indent = int(CHARACTER * 6.5)
        look.first_line_indent = int(-CHARACTER * (4.5 if mark else 1.5))
        look.keep_with_next = True
    document.add_paragraph()
    document.add_paragraph()
    issuer_in, day_in = _indents(contents)
    for text, indent in ((contents.issuer, issuer_in), (contents.issued, day_in)):
        line = _line(document, text, BODY_FACE, WD_ALIGN_PARAGRAPH.RIGHT)
        line.paragraph_format.right_indent = int(CHARACTER * indent)
        line.paragraph_format.keep_with_next = text == contents.issuer


def _indents(contents: Contents) -> tuple[float, float]:
    """In characters from the right edge; the longer of the two decides."""
    issuer, day = _width(contents.issuer), _width(contents.issued)
    if issuer <= day + 4:
        return max(2.0, 4 + (day - issuer) / 2), 4.0
    return 2.0, 2 + (issuer - day) / 2


def _width(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in text)


def _attach(document: Doc, grid: Grid, number: int) -> None:
    """An attachment begins a page; its head stands again on each page it fills."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _across(section)
    _line(document, f"附件{number or ''}", BLACK_FACE)
    title = _line(document, grid.title, TITLE_FACE, WD_ALIGN_PARAGRAPH.CENTER)
    title.runs[0].font.size = Pt(18)
    note = _line(document, grid.note, BODY_FACE, WD_ALIGN_PARAGRAPH.CENTER)
    note.runs[0].font.size = Pt(12)
    _table(document, grid)
    if grid.foot:
        foot = _line(document, grid.foot, BODY_FACE)
        foot.runs[0].font.size, foot.paragraph_format.line_spacing = CELL, Pt(14)
    if len(grid.rows) > MOST_ROWS:
        left = len(grid.rows) - MOST_ROWS
        _line(document, f"其余 {left} 条见 Excel 文件“{grid.name}”。", BODY_FACE).runs[0].font.size = Pt(12)


def _table(document: Doc, grid: Grid) -> None:
    """Cells are reached through their rows' elements: the library's own way counts the whole table for each row."""
    lines = grid.lines()
    table = document.add_table(rows=1 + len(lines), cols=len(grid.columns))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    bordered(table, [column.width for column in grid.columns], Mm(297) - TOP - BOTTOM)
    repeat_head(table.rows[0])
    shown = [[column.head for column in grid.columns], *lines]
    for number, (row, texts) in enumerate(zip(table._tbl.tr_lst, shown, strict=True)):
        for cell, column, text in zip(row.tc_lst, grid.columns, texts, strict=True):
            _fill(WordParagraph(cell.p_lst[0], table), column, text, is_head=number == 0, is_dense=grid.is_dense)


def _fill(paragraph: WordParagraph, column: Col, text: str, *, is_head: bool, is_dense: bool) -> None:
    paragraph.paragraph_format.line_spacing = Pt(14)
    right = column.right and not is_head
    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if right else WD_ALIGN_PARAGRAPH.CENTER
    styled(paragraph.add_run(text), BLACK_FACE if is_head else BODY_FACE, DENSE if is_dense else CELL)


def _line(document: Doc, text: str, face: str, alignment: WD_ALIGN_PARAGRAPH | None = None) -> WordParagraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = alignment
    run = paragraph.add_run(text)
    styled(run, face, BODY)
    run.font.color.rgb = RGBColor(0, 0, 0)
    return paragraph
