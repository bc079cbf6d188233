"""What python-docx has no words for: East-Asian fonts, the character grid, page-number fields, repeated heads."""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as Doc
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Emu, Length
from docx.table import Table, _Row
from docx.text.paragraph import Paragraph

TITLE_FACE, BODY_FACE, KAI_FACE, BLACK_FACE = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
NUMBER_FACE = "宋体"
# What a machine without the licensed font takes in its place.
INSTEAD = {TITLE_FACE: "宋体", BODY_FACE: "仿宋", KAI_FACE: "楷体", BLACK_FACE: "SimHei"}


def styled(piece: Any, face: str, size: Length) -> None:
    """A run or a style in this face, Chinese signs and figures alike."""
    piece.font.name, piece.font.size = face, size
    fonts = piece.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(name), face)


def declare_fonts(document: Doc) -> None:
    """The font table, with the fallback of each face."""
    fonts = "".join(
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for face, other in INSTEAD.items()
    )
    blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{fonts}</w:fonts>'
    document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)._blob = blob.encode()


def line_grid(section: Section, *, lines: bool) -> None:
    """22 lines a page, or none for a table's page. Word, WPS and LibreOffice read a grid of characters differently."""
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    if lines:
        properties.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="579"/>'))


def narrowed(style: Any, twentieths: int) -> None:
    """Characters so much closer, that 28 of 16 pt stand on 156 mm."""
    properties = style.element.get_or_add_rPr()
    properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="-{twentieths}"/>'))


def page_number(paragraph: Paragraph, size: Length) -> None:
    """— 1 — as a field, so that Word counts."""
    styled(paragraph.add_run("— "), NUMBER_FACE, size)
    run = paragraph.add_run()
    styled(run, NUMBER_FACE, size)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
        else:
            element = OxmlElement("w:instrText")
            element.text = text
        run._r.append(element)
    styled(paragraph.add_run(" —"), NUMBER_FACE, size)


def repeat_head(row: _Row) -> None:
    """The row stands again at the top of each page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def bordered(table: Table, widths: Sequence[int], whole: int) -> None:
    """Thin lines all round, columns in proportion, and no row broken between pages."""
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    properties = table._tbl.tblPr
    properties.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{edges}</w:tblBorders>"))
    margins = "".join(f'<w:{side} w:w="40" w:type="dxa"/>' for side in ("left", "right"))
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    table.autofit = False
    share = whole / sum(widths)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Emu(int(width * share))
    for row in table._tbl.tr_lst:
        row.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.tc_lst, widths, strict=True):
            cell.width = Emu(int(width * share))
