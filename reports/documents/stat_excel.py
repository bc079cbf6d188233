"""A statistics table as a workbook in the layout of official forms (domain.md 4.4), ready to print across."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.cell.cell import Cell as ExcelCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.looks import BODY, BOLD, BOX, CENTRE, HEAD, LEFT, LINE, RIGHT, TITLE, height, on_paper
from reports.stat_sheet import Cell, Line, Sheet

WIDTHS = {"序号": 6, "区划代码": 15}
NAME_WIDTH, FIGURE_WIDTH = 22, 13
ABOVE = 2  # title; date and unit


def stat_excel(sheet: Sheet) -> bytes:
    """The whole table, however many rows its page shows."""
    workbook = Workbook()
    page = workbook.active
    page.title = _tab(sheet.title)
    widths = _set_widths(page, sheet)
    _write_above(page, sheet)
    _write_heads(page, sheet, widths)
    first = ABOVE + len(sheet.heads) + 1
    for row, line in enumerate(sheet.lines, start=first):
        _write_line(page, row, line, sheet.named)
    below = [sheet.foot] if sheet.foot else []
    below += [f"注：{remark}" for remark in sheet.remarks]
    for row, text in enumerate(below, start=first + len(sheet.lines)):
        _merged(page, row, 1, sheet.width, text, BODY, LEFT)
        page.row_dimensions[row].height = height([(text, sum(widths))])
    page.freeze_panes = page.cell(first, sheet.named + 1)
    page.print_title_rows = f"1:{first - 1}"
    on_paper(page, across=True, named=sheet.named)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write_above(page: Worksheet, sheet: Sheet) -> None:
    _merged(page, 1, 1, sheet.width, sheet.title, TITLE, CENTRE)
    page.row_dimensions[1].height = 32
    # The unit stands at the right, the date over the middle of what is left of it.
    taken = max(1, sheet.width // 3) if sheet.unit_line else 0
    _merged(page, 2, 1, sheet.width - taken, sheet.as_at, BODY, CENTRE)
    if taken:
        _merged(page, 2, sheet.width - taken + 1, sheet.width, sheet.unit_line, BODY, RIGHT)


def _write_heads(page: Worksheet, sheet: Sheet, widths: Sequence[float]) -> None:
    for number, row in enumerate(sheet.heads, start=ABOVE + 1):
        ending = [head for each in sheet.heads for head in each if head.row + head.rows == number - ABOVE]
        lowest = [(head.text, sum(widths[head.column : head.column + head.columns])) for head in ending]
        page.row_dimensions[number].height = height(lowest)
        for head in row:
            top, left = ABOVE + 1 + head.row, head.column + 1
            bottom, right = top + head.rows - 1, left + head.columns - 1
            for line in page.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
                for cell in line:
                    cell.border = BOX
            _put(page.cell(top, left), head.text, HEAD, CENTRE)
            if (top, left) != (bottom, right):
                page.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)


def _write_line(page: Worksheet, row: int, line: Line, named: int) -> None:
    """Names are text, codes too; figures are numbers in the unit of the head."""
    font = BOLD if line.is_total else BODY
    page.row_dimensions[row].height = height([(name, NAME_WIDTH) for name in line.names], least=LINE + 3)
    for column in range(1, named + 1):
        page.cell(row, column).border = BOX
    for column, name in enumerate(line.names, start=1):
        is_name = column == named and not line.is_total
        _put(page.cell(row, column), name, font, LEFT if is_name else CENTRE)
    if line.is_total and named > 1:
        page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=named)
    for column, figure in enumerate(line.cells, start=named + 1):
        _put_figure(page.cell(row, column), figure, font)


def _put_figure(cell: ExcelCell, figure: Cell, font: Font) -> None:
    cell.border = BOX
    if figure.words or figure.value is None:
        _put(cell, figure.words, font, CENTRE)
        return
    decimals = f".{'0' * figure.places}" if figure.places else ""
    cell.value = figure.value
    cell.number_format = f"#,##0{decimals}" + ('"%"' if figure.percent else "")
    cell.font, cell.alignment = font, RIGHT


def _put(cell: ExcelCell, text: str, font: Font, alignment: Alignment) -> None:
    """Text stays text, whatever it begins with."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text) or None
    if cell.value is not None:
        cell.data_type = "s"
    cell.number_format = "@"
    cell.font, cell.alignment = font, alignment


def _merged(page: Worksheet, row: int, left: int, right: int, text: str, font: Font, alignment: Alignment) -> None:
    _put(page.cell(row, left), text, font, alignment)
    if right > left:
        page.merge_cells(start_row=row, start_column=left, end_row=row, end_column=right)


def _set_widths(page: Worksheet, sheet: Sheet) -> list[float]:
    names = {head.column: head.text for row in sheet.heads for head in row if head.column < sheet.named}
    widths: list[float] = [WIDTHS.get(names[column], NAME_WIDTH) for column in range(sheet.named)]
    widths += [FIGURE_WIDTH] * (sheet.width - sheet.named)
    for column, width in enumerate(widths, start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    return widths


def _tab(title: str) -> str:
    """A title as Excel accepts it for a tab: without its seven forbidden signs, at most 31 characters."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "统计表"
