"""The uploaded workbook sent back: colour and comment on each cell in question, and a sheet that lists them all.

The original is kept as it is where it can be loaded whole; an .xls, a .csv or a large workbook is rebuilt from values.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
from openpyxl.cell import Cell, MergedCell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.hyperlink import Hyperlink

from core.workbooks.package import Package
from core.workbooks.sheet import PROBLEMS_SHEET, Sheet, Workbook, address

MAX_LOADED = 10 * 1024 * 1024  # bytes unpacked; openpyxl takes some ten times that in memory
AUTHOR = "导入检查"

SEVERE = PatternFill("solid", fgColor="FFC7CE")
SLIGHT = PatternFill("solid", fgColor="FFEB9C")
HEAD = PatternFill("solid", fgColor="DCE6F1")

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A remark on one cell; `cell` "" concerns the whole sheet and stands only in the list."""

    sheet: str
    cell: str
    value: str
    text: str
    severe: bool


def marked_copy(data: bytes, workbook: Workbook, marks: Sequence[Mark]) -> bytes:
    """The workbook as .xlsx with every mark at its cell."""
    book = _loaded(data) if workbook.kind == "xlsx" else None
    if book is None:
        book = _rebuilt(workbook, marks)
    else:
        for (sheet, place), here in _by_cell(marks).items():
            if sheet in book.sheetnames and place:
                _mark(_anchor(book[sheet], place), here)
        _list_problems(book, marks)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _loaded(data: bytes) -> openpyxl.Workbook | None:
    if Package(data).unpacked > MAX_LOADED:
        return None
    try:
        book = openpyxl.load_workbook(io.BytesIO(data))
    except Exception:  # openpyxl stumbles over styles that other programs write; the values can be had without it
        logger.warning("a workbook could not be loaded for marking and is rebuilt", exc_info=True)
        return None
    if PROBLEMS_SHEET in book.sheetnames:
        del book[PROBLEMS_SHEET]
    return book


def _by_cell(marks: Sequence[Mark]) -> dict[tuple[str, str], list[Mark]]:
    found: dict[tuple[str, str], list[Mark]] = {}
    for mark in marks:
        found.setdefault((mark.sheet, mark.cell), []).append(mark)
    return found


def _anchor(sheet: Any, place: str) -> Cell:
    """The cell itself, or the one that shows for it where cells are merged."""
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        merged = next(area for area in sheet.merged_cells.ranges if place in area)
        cell = sheet.cell(merged.min_row, merged.min_col)
    return cell


def _mark(cell: Cell, marks: Sequence[Mark]) -> None:
    lines = [mark.text for mark in marks]
    if cell.comment and cell.comment.author != AUTHOR:
        lines.append(cell.comment.text)
    cell.comment = Comment("\n".join(lines), AUTHOR, height=40 + 30 * len(lines), width=280)
    cell.fill = SEVERE if any(mark.severe for mark in marks) else SLIGHT


def _rebuilt(workbook: Workbook, marks: Sequence[Mark]) -> openpyxl.Workbook:
    book = openpyxl.Workbook(write_only=True)
    _list_problems(book, marks)
    by_cell = _by_cell(marks)
    for sheet in workbook.sheets:
        copy = book.create_sheet(sheet.name)
        for number, row in _with_gaps(sheet):
            marked = (by_cell.get((sheet.name, address(number, place))) for place, _ in row)
            copy.append([_copied(copy, value, here) for (_, value), here in zip(row, marked, strict=True)])
    return book


def _with_gaps(sheet: Sheet) -> Iterator[tuple[int, list[tuple[int, Any]]]]:
    """The rows of a sheet without leaving out the blank ones between."""
    expected = 1
    for number, cells in sheet.rows():
        yield from ((blank, []) for blank in range(expected, number))
        yield number, list(enumerate(cells, start=1))
        expected = number + 1


def _copied(sheet: Any, value: Any, marks: Sequence[Mark] | None) -> Any:
    if not marks and not isinstance(value, str):
        return value
    cell = _text_cell(sheet, None if value == "" else value)
    if marks:
        _mark(cell, marks)
    return cell


def _text_cell(sheet: Any, value: Any) -> WriteOnlyCell:
    """A cell in which text that looks like a formula stays text."""
    cell = WriteOnlyCell(sheet, value)
    if cell.data_type == "f":
        cell.data_type = "s"
    return cell


def _list_problems(book: openpyxl.Workbook, marks: Sequence[Mark]) -> None:
    sheet = book.create_sheet(PROBLEMS_SHEET, 0)
    for column, width in zip("ABCDE", (18, 10, 20, 8, 80), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    head = [_text_cell(sheet, text) for text in ("工作表", "单元格", "内容", "程度", "问题")]
    for cell in head:
        cell.font, cell.fill = Font(bold=True), HEAD
    sheet.append(head)
    for row, mark in enumerate(marks, start=2):
        place = _text_cell(sheet, mark.cell or None)
        if mark.cell:
            quoted = mark.sheet.replace("'", "''")
            place.hyperlink = Hyperlink(ref="", location=f"'{quoted}'!{mark.cell}")
            place.hyperlink.ref = f"B{row}"  # openpyxl takes the cell's own address, which it gets only when appended
            place.font = Font(color="0563C1", underline="single")
        degree = _text_cell(sheet, "须改正" if mark.severe else "请核对")
        degree.fill = SEVERE if mark.severe else SLIGHT
        first, value, text = (_text_cell(sheet, content or None) for content in (mark.sheet, mark.value, mark.text))
        sheet.append([first, place, value, degree, text])
    book.active = 0
