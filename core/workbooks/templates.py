"""Blank workbooks to fill in: the head as the import knows it, drop-downs, and an example row that is not imported.

Drop-downs refer to ranges of a hidden sheet, the one form that Excel and WPS both accept in any length.
"""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from core.columns import YES_OR_NO, Column, Kind
from core.workbooks.rows import EXAMPLE
from core.workbooks.sheet import OPTIONS_SHEET
from core.workbooks.values import limits
from core.workbooks.writing import NUMBER_FORMATS, cell_value

FILLED_IN = 5_000  # rows that get drop-downs
TITLE_ROW, NOTE_ROW, HEAD_ROW = 1, 2, 3
HINTS = "提示"  # the first column: it marks the example and is not imported

MUST = PatternFill("solid", fgColor="FFF2CC")
MAY = PatternFill("solid", fgColor="DCE6F1")
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
GREY = Font(color="808080", italic=True)


def blank_template(
    *,
    title: str,
    columns: Sequence[Column],
    lists: Mapping[str, Sequence[str]],
    example: Mapping[str, Any],
) -> bytes:
    """A workbook with these columns behind one for hints. `lists` are the allowed texts of a column by key."""
    columns = [column for column in columns if column.importable]
    book = Workbook()
    sheet = book.active
    sheet.title = title[:31]
    _head(sheet, title, columns)
    _example(sheet, columns, example)
    options = book.create_sheet(OPTIONS_SHEET)
    options.sheet_state = "hidden"
    for index, column in enumerate(columns, start=2):
        _rules(sheet, options, index, column, lists.get(column.key) or _labels(column))
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 3)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _head(sheet: Worksheet, title: str, columns: Sequence[Column]) -> None:
    last = len(columns) + 1
    note = "黄色表头为必填项；鼠标停在表头上可看填写说明。带下拉箭头的单元格请从列表中选。示例行不会导入，可以删除。"
    for row, text in ((TITLE_ROW, title), (NOTE_ROW, note)):
        sheet.cell(row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
    sheet.cell(TITLE_ROW, 1).font, sheet.cell(TITLE_ROW, 1).alignment = Font(bold=True, size=14), CENTRED
    sheet.cell(NOTE_ROW, 1).font, sheet.cell(NOTE_ROW, 1).alignment = GREY, Alignment(wrap_text=True)
    sheet.row_dimensions[NOTE_ROW].height = 32
    for index, text in enumerate([HINTS, *(column.heading for column in columns)], start=1):
        cell = sheet.cell(HEAD_ROW, index, text)
        cell.font, cell.alignment, cell.fill = Font(bold=True), CENTRED, MAY
    for index, column in enumerate(columns, start=2):
        cell = sheet.cell(HEAD_ROW, index)
        cell.comment = Comment(_advice(column), "填写说明", height=90, width=220)
        cell.fill = MUST if column.required else MAY


def _example(sheet: Worksheet, columns: Sequence[Column], example: Mapping[str, Any]) -> None:
    sheet.cell(HEAD_ROW + 1, 1, EXAMPLE).font = GREY
    for index, column in enumerate(columns, start=2):
        if (value := example.get(column.key)) is not None:
            sheet.cell(HEAD_ROW + 1, index, cell_value(column, value)).font = GREY


def _rules(sheet: Worksheet, options: Worksheet, index: int, column: Column, allowed: Sequence[str]) -> None:
    """The width, format, drop-down and range of one column."""
    letter = get_column_letter(index)
    sheet.column_dimensions[letter].width = column.width + 2
    sheet.column_dimensions[letter].number_format = NUMBER_FORMATS[column.kind]
    rule = None
    if allowed:
        for row, text in enumerate(allowed, start=1):
            options.cell(row, index, text)
        source = f"'{OPTIONS_SHEET}'!${letter}$1:${letter}${len(allowed)}"
        rule = DataValidation("list", formula1=source, errorTitle="不在列表中", error="请从下拉列表中选择。")
    elif ends := limits(column):
        whole = column.kind in (Kind.INTEGER, Kind.YEAR)
        rule = DataValidation("whole" if whole else "decimal", operator="between", formula1=ends[0], formula2=ends[1])
        rule.errorTitle, rule.error = "超出范围", _advice(column)
    if rule:
        rule.allow_blank, rule.showErrorMessage = True, True
        sheet.add_data_validation(rule)
        rule.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + FILLED_IN}")


def _labels(column: Column) -> Sequence[str]:
    if column.kind is Kind.YESNO:
        return list(YES_OR_NO.values())
    return [str(label) for label in column.choices.labels] if column.choices else ()


def _advice(column: Column) -> str:
    """What to write in a column, in a line or two."""
    parts = ["必填。" if column.required else "可以不填。"]
    if column.kind is Kind.DATE:
        parts.append("写成 2023-03-20 的样子。")
    elif column.kind is Kind.YEAR:
        parts.append("四位年份，例如 1998。")
    elif ends := limits(column):
        unit = f"，单位{column.unit.symbol}" if column.unit else ""
        parts.append(f"填 {ends[0]:,f} 至 {ends[1]:,f} 之间的数{unit}。")
    return "".join(parts)
