"""A fund table as a workbook (domain.md 4.4): merged title, two rows of heads, live formulas, A4 across, signatures.

Cells hold exact figures in the unit asked, so that totals agree with the ledger to the cent; sums, what is left and
rates are formulas. Written row by row: a year's payments do not fill the memory.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from core.errors import DomainError
from core.workbooks.looks import (
    A4,
    BODY,
    BOLD,
    BOX,
    CENTRE,
    HEAD,
    LEFT,
    LINE,
    LONG,
    MARGIN,
    MM,
    RIGHT,
    TITLE,
    height,
)
from funding.choices import MoneyUnit
from funding.fund_reports.sheet import UNITS, Block, Column, Row, Sheet, Sort, heads

MONEY = "#,##0.00"
FORMATS = {
    Sort.TEXT: "@",
    Sort.DATE: "yyyy-mm-dd",
    Sort.COUNT: "0",
    Sort.MONEY: MONEY,
    Sort.RATE: "0.00%",
    Sort.POINTS: "0.00",
}
FIGURES = {Sort.MONEY, Sort.RATE, Sort.POINTS}
MOST_ROWS = 1_000_000  # Excel's own limit is a little above
MOST_MEASURED = 5_000  # lines whose height is fitted to their text
TOLD_EVERY = 5_000  # lines
LONGEST = 32_000  # characters in a cell
TALL, TABS = 32, 31  # points of the title; characters of a tab's name
WIDEST = {MoneyUnit.YUAN: 22, MoneyUnit.WAN: 15}  # of a column of money: 999,999,999,999.99 and 999,999,999.99 in bold
NARROWEST, BOLDER = 12, 1.15  # of a column of money; how much wider digits in bold are than Excel reckons
DEEP = 159  # mm of a page across that hold lines, between margins of an inch at top and bottom
POINTS = 72 / 25.4  # in a mm
SPARE = 1.05  # programs draw rows a little taller than asked

Tell = Callable[[int, int], None]


def workbook(sheet: Sheet, *, tell: Tell | None = None) -> bytes:
    """`tell` hears now and then how many lines are written. Refused: more lines than a worksheet takes."""
    total = sum(len(block.rows) for block in sheet.blocks)
    if total > MOST_ROWS:
        raise DomainError(f"这段时间超过 {MOST_ROWS:,} 笔，一张工作表放不下，请缩短起止日期。")
    book = Workbook(write_only=True)
    page = book.create_sheet(_tab(sheet.title))
    _Writer(page, sheet, (lambda done: tell(done, total)) if tell else None).write()
    book.calculation.fullCalcOnLoad = True
    file = BytesIO()
    book.save(file)
    return file.getvalue()


class _Writer:
    """Writes from the top down and knows which row comes next."""

    def __init__(self, page: Worksheet, sheet: Sheet, tell: Callable[[int], None] | None = None) -> None:
        self.page, self.sheet, self.tell = page, sheet, tell
        self.looks: dict[tuple[int, int, str, bool], Any] = {}  # a cell's look is put together once
        self.factor = UNITS[sheet.unit].factor
        self.row = 1
        self.width = max(len(block.columns) for block in sheet.blocks)
        self.widths = _widths(sheet)
        self.tall = self.heading = 0.0  # points of all rows so far; of those that every page repeats

    def write(self) -> None:
        self._set_up()
        self._line(self.sheet.title, TITLE, CENTRE, tall=TALL)
        for fact in self.sheet.facts:
            self._line(fact, BODY, LEFT)
        self._span_and_unit()
        for block in self.sheet.blocks:
            self._block(block)
        tables = self.tall
        for note in self.sheet.notes:
            self._line(f"注：{note}", BODY, LEFT)
        self._line(self.sheet.foot, BODY, LEFT, tall=TALL)
        self._keep_together(tables)

    def _set_up(self) -> None:
        """What must stand in the file before its rows."""
        page, sheet = self.page, self.sheet
        for place, width in enumerate(self.widths, start=1):
            page.column_dimensions[get_column_letter(place)].width = width
        top = 2 + len(sheet.facts)
        if len(sheet.blocks) == 1:
            block = sheet.blocks[0]
            first = top + len(heads(block.columns)) + 1
            page.freeze_panes = f"{get_column_letter(min(block.named, 2) + 1)}{first}"
            page.print_title_rows = f"1:{first - 1}"
        else:
            page.print_title_rows = "1:1"
        page.page_setup.paperSize, page.page_setup.orientation = A4, "landscape"
        page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.page_margins = PageMargins(left=MARGIN, right=MARGIN)
        page.print_options.horizontalCentered = True
        page.oddFooter.center.text = "第 &P 页，共 &N 页"

    def _keep_together(self, tables: float) -> None:
        """Notes and signatures that would stand alone on a last page go on the page before, a little smaller.

        `tables`: points of all that stands above them.
        """
        scale = min(1, LONG[A4] / (sum(self.widths) * MM))
        page = DEEP * POINTS / scale
        repeated = self.heading if len(self.sheet.blocks) == 1 else TALL
        room = page - repeated
        own, whole = (max(1, ceil((height - repeated) * SPARE / room)) for height in (tables, self.tall))
        if own < whole:
            self.page.page_setup.fitToHeight = own

    def _span_and_unit(self) -> None:
        cells = [self._cell(None)] * self.width
        taken = max(1, self.width // 3) if self.width > 1 else 0
        cells[0] = self._text(self.sheet.span, BODY, LEFT)
        cells[self.width - taken] = self._text(self.sheet.unit_line, BODY, RIGHT)
        self._merge(self.row, 1, self.row, self.width - taken)
        self._merge(self.row, self.width - taken + 1, self.row, self.width)
        self._append(cells)

    def _block(self, block: Block) -> None:
        if block.title:
            self._line(block.title, BOLD, LEFT, tall=LINE + 9)
        self._heads(block.columns)
        self.heading = self.tall
        if not len(block.rows):
            self._line(block.empty, BODY, LEFT)
            return
        first = self.row + (1 if block.total_first and block.total else 0)
        last = first + len(block.rows) - 1
        if block.total and block.total_first:
            self._figures(block, block.total, sums=(first, last), nested=False)
        for done, row in enumerate(block.rows):
            if self.tell and done % TOLD_EVERY == 0:
                self.tell(done)
            over = (first + row.over[0], first + row.over[1]) if row.over else None
            self._figures(block, row, sums=over, nested=True)
        if block.total and not block.total_first:
            self._figures(block, block.total, sums=(first, last), nested=block.has_subtotals)

    def _heads(self, columns: Sequence[Column]) -> None:
        top = self.row
        for line in heads(columns):
            cells = [self._text("", HEAD, CENTRE, boxed=True) for _ in columns]
            for head in line:
                cells[head.column] = self._text(head.text, HEAD, CENTRE, boxed=True)
                bottom, right = top + head.row + head.rows - 1, head.column + head.columns
                self._merge(top + head.row, head.column + 1, bottom, right)
            single = [(head.text, self.widths[head.column]) for head in line if head.columns == 1 and head.rows == 1]
            self.page.row_dimensions[self.row].height = height(single, least=LINE + 5)
            self._append(cells)

    def _figures(self, block: Block, row: Row, *, sums: tuple[int, int] | None, nested: bool) -> None:
        """A line; with `sums` the sum of the lines from the first to the last. A sum of a block that has subtotals
        must not count them twice: SUBTOTAL leaves out what is itself a SUBTOTAL."""
        font = BOLD if sums else BODY
        letters = {column.key: get_column_letter(place) for place, column in enumerate(block.columns, start=1)}
        cells = []
        for column in block.columns:
            value = row.cells.get(column.key)
            if column.derived:
                asked = not column.total_only or bool(sums)
                value = column.derived.formula(lambda key: f"{letters[key]}{self.row}") if asked else None
                cells.append(self._formula(value, column, font))
            elif sums and column.in_total and value is not None:
                area = f"{letters[column.key]}{sums[0]}:{letters[column.key]}{sums[1]}"
                cells.append(self._formula(f"=SUBTOTAL(9,{area})" if nested else f"=SUM({area})", column, font))
            else:
                cells.append(self._value(value, column, font))
        if row.label:
            cells[0] = self._text(row.label, font, CENTRE, boxed=True)
            self._merge(self.row, 1, self.row, block.named)
        if len(block.rows) <= MOST_MEASURED:
            self._measure(block, row)
        self._append(cells)

    def _measure(self, block: Block, row: Row) -> None:
        """As many lines as its longest text takes."""
        texts = [
            (str(row.cells.get(column.key) or ""), self.widths[place])
            for place, column in enumerate(block.columns)
            if column.sort is Sort.TEXT and not row.label
        ]
        self.page.row_dimensions[self.row].height = height(texts, least=LINE + 3)

    def _value(self, value: Any, column: Column, font: Font) -> WriteOnlyCell:
        if column.sort is Sort.MONEY and isinstance(value, Decimal):
            value = value / self.factor
        if isinstance(value, str):
            alignment = CENTRE if len(value) < column.width / 2 and value.isascii() else LEFT
            return self._text(value, font, alignment, boxed=True)
        alignment = RIGHT if column.sort in FIGURES else CENTRE
        return self._cell(value, font, alignment, FORMATS[column.sort], boxed=True)

    def _formula(self, formula: str | None, column: Column, font: Font) -> WriteOnlyCell:
        return self._cell(formula, font, RIGHT, FORMATS[column.sort], boxed=True)

    def _text(self, text: str, font: Font, alignment: Alignment, *, boxed: bool = False) -> WriteOnlyCell:
        """Text stays text, whatever it begins with."""
        cell = self._cell(ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST] or None, font, alignment, "@", boxed=boxed)
        if cell.value is not None:
            cell.data_type = "s"
        return cell

    def _cell(
        self,
        value: Decimal | date | str | int | None,
        font: Font = BODY,
        alignment: Alignment = LEFT,
        number_format: str = "@",
        *,
        boxed: bool = False,
    ) -> Any:
        cell = WriteOnlyCell(self.page, value)
        key = (id(font), id(alignment), number_format, boxed)
        if key not in self.looks:
            cell.font, cell.alignment, cell.number_format = font, alignment, number_format
            if boxed:
                cell.border = BOX
            self.looks[key] = cell._style
        cell._style = self.looks[key]
        return cell

    def _line(self, text: str, font: Font, alignment: Alignment, *, tall: float = LINE + 3) -> None:
        """One text over the whole width."""
        self._merge(self.row, 1, self.row, self.width)
        self.page.row_dimensions[self.row].height = height([(text, sum(self.widths))], least=tall)
        self._append([self._text(text, font, alignment)])

    def _merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            area = CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right)
            self.page.merged_cells.add(area.coord)

    def _append(self, cells: Sequence[Any]) -> None:
        self.tall += self.page.row_dimensions[self.row].height or LINE
        self.page.append(cells)
        self.row += 1


def _widths(sheet: Sheet) -> list[float]:
    """The widest that any block asks for at each place; money has room for the block's largest figure."""
    widths: list[float] = []
    for block in sheet.blocks:
        figure = _room(block, sheet.unit)
        for place, column in enumerate(block.columns):
            if place == len(widths):
                widths.append(0)
            least = max(NARROWEST, figure) if column.sort is Sort.MONEY else column.width
            widths[place] = max(widths[place], least)
    return widths


def _room(block: Block, unit: MoneyUnit) -> int:
    """Characters for the block's largest figure in bold. Of rows that are read as they are drawn the total tells."""
    rows = [*(block.rows if isinstance(block.rows, list) else ()), *([block.total] if block.total else ())]
    keys = [column.key for column in block.columns if column.sort is Sort.MONEY]
    figures = [abs(row.cells[key]) for row in rows for key in keys if isinstance(row.cells.get(key), Decimal)]
    if not figures:
        return WIDEST[unit]
    return min(WIDEST[unit], ceil(len(f"{max(figures) / UNITS[unit].factor:,.2f}") * BOLDER) + 1)


def _tab(title: str) -> str:
    """A title as Excel accepts it for a tab: without its seven forbidden signs."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:TABS] or "资金报表"
