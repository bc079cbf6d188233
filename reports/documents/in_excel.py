"""The report's figures as a workbook: a sheet for each table, figures as numbers, each ready to print."""

from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.workbooks.looks import BODY, BOLD, BOX, CENTRE, HEAD, LEFT, LINE, RIGHT, TITLE, height, on_paper
from reports.documents.contents import Col, Contents, Grid, contents_of
from reports.models import MonthlyReport

HEAD_ROW = 3
WIDE = 100  # characters that fit on A4 upright


def excel(report: MonthlyReport) -> bytes:
    """Every table whole, those too that Word and PDF only begin."""
    contents = contents_of(report)
    workbook = Workbook()
    workbook.remove(workbook.active)
    for grid in contents.grids:
        _write(workbook.create_sheet(grid.name), grid, contents)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _write(page: Worksheet, grid: Grid, contents: Contents) -> None:
    width = len(grid.columns)
    _across(page, 1, width, grid.title, TITLE, CENTRE)
    for above in range(1, HEAD_ROW + 1):
        page.row_dimensions[above].height = 32
    page.row_dimensions[HEAD_ROW].height = height([(column.head, column.width + 2) for column in grid.columns])
    draft = "草稿　" if contents.is_draft else ""
    _across(page, 2, width, f"{draft}{contents.issuer}　{contents.number}{contents.edition}　{grid.note}", BODY, LEFT)
    for place, column in enumerate(grid.columns, start=1):
        _put(page.cell(HEAD_ROW, place), column.head, HEAD, CENTRE)
    rows: list[tuple[object, ...]] = [*grid.rows, *([grid.total] if grid.total else [])]
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        texts = [
            (str(value), column.width) for column, value in zip(grid.columns, row, strict=True) if column.places is None
        ]
        page.row_dimensions[number].height = height(texts, least=LINE + 3)
        font = BOLD if row is grid.total else BODY
        for place, (shown, value) in enumerate(zip(grid.columns, row, strict=True), start=1):
            _put_value(page.cell(number, place), shown, value, font)
    if not rows:
        _across(page, HEAD_ROW + 1, width, "无", BODY, CENTRE)
    if grid.foot and rows:
        _across(page, HEAD_ROW + 1 + len(rows), width, grid.foot, BODY, LEFT)
        page.row_dimensions[HEAD_ROW + 1 + len(rows)].height = height([(grid.foot, sum(grid.spans))])
    _set_up(page, grid)


def _put_value(cell: Cell, column: Col, value: object, font: Font) -> None:
    """Whole numbers are shown whole, days as days; text stays text, whatever it begins with."""
    if isinstance(value, date):
        _look(cell, font, CENTRE)
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif column.places is not None and value is not None:
        _look(cell, font, RIGHT if column.right else CENTRE)
        whole = isinstance(value, int)
        cell.value = value
        cell.number_format = "#,##0" if whole or not column.places else f"#,##0.{'0' * column.places}"
    else:
        _put(cell, str(value or ""), font, LEFT)


def _put(cell: Cell, text: str, font: Font, alignment: Alignment) -> None:
    _look(cell, font, alignment)
    if text:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
        cell.data_type = "s"
    cell.number_format = "@"


def _look(cell: Cell, font: Font, alignment: Alignment) -> None:
    cell.font, cell.alignment, cell.border = font, alignment, BOX


def _across(page: Worksheet, row: int, width: int, text: str, font: Font, alignment: Alignment) -> None:
    cell = page.cell(row, 1)
    cell.value, cell.font, cell.alignment = text, font, alignment
    cell.data_type = "s"
    page.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _set_up(page: Worksheet, grid: Grid) -> None:
    for place, column in enumerate(grid.columns, start=1):
        page.column_dimensions[get_column_letter(place)].width = column.width + 2
    page.freeze_panes = page.cell(HEAD_ROW + 1, 1)
    page.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    on_paper(page, across=sum(grid.spans) > WIDE, named=2)
