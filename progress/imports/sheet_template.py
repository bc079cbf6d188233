"""The entry sheet of one return as a workbook: grey is what is known, white is to be filled in; it reads back."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from operator import attrgetter
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from core.columns import Column
from core.units import PERCENT, rounded
from progress.checks import applies
from progress.figures import BY_KEY, Figure, Nature
from progress.imports.sheet_columns import COLUMNS, COMPOUND, PROJECT, REASON
from progress.models import MonthlyReturn, ReturnLine
from progress.selectors.sites import last_lines
from progress.tallying import before, tallies_of

TITLE_ROW, NOTE_ROW, HEAD_ROW = 1, 2, 3
NOT_HERE = "—"  # a category that the site has not; read as blank
NOTE = (
    "灰色列供核对，改了也不会导入；白色列填本月数，空着的格不改动填报表。形象进度填累计百分数，如 85；"
    "比上月减少、改日期或填负数时，在“情况说明”列写明原因。请勿改动标题和列名。"
)
KNOWN = PatternFill("solid", fgColor="E7E6E6")
HEAD = PatternFill("solid", fgColor="DCE6F1")
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
WRAPPED = Alignment(vertical="top", wrap_text=True)
THIN = Border(*(Side(style="thin", color="BFBFBF"),) * 4)


@dataclass(frozen=True, kw_only=True)
class Known:
    """A line with what was said of its site before."""

    line: ReturnLine
    last: ReturnLine | None
    total: dict[str, Any]  # what each flow came to up to last month


@dataclass(frozen=True, kw_only=True)
class Place:
    """One column of the workbook; `value` gives what stands in it for a line."""

    heading: str
    width: int
    value: Callable[[Known], Any]
    known: bool = True
    format: str = "General"


def sheet_workbook(monthly_return: MonthlyReturn) -> bytes:
    """The sheet of the current version. A fixed number of queries."""
    rows = _rows(monthly_return)
    book = Workbook()
    sheet = book.active
    sheet.title = "月报填报表"
    places = _places()
    _head(sheet, title_of(monthly_return), places)
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        for index, place in enumerate(places, start=1):
            _put(sheet, number, index, place, row)
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A3
    sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight = True, 0
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def title_of(monthly_return: MonthlyReturn) -> str:
    """Names street and month, by which a file for another return is refused."""
    return f"{monthly_return}填报表"


def _rows(monthly_return: MonthlyReturn) -> list[Known]:
    lines = list(monthly_return.current.lines.all())
    last = last_lines(site_ids=[line.site_id for line in lines], before=monthly_return.month)
    tallies = tallies_of(lines)
    return [
        Known(line=line, last=last.get(line.site_id), total=before(line, tallies[line.pk], "total")) for line in lines
    ]


def _places() -> list[Place]:
    number = Place(heading="序号", width=6, value=lambda row: row.line.position)
    return [number, *(_place(column) for column in COLUMNS)]


def _place(column: Column) -> Place:
    """A column of the import, with what stands in it when it is handed out."""
    key = column.key
    if column in (PROJECT, COMPOUND):
        return Place(heading=column.heading, width=column.width, value=attrgetter(f"line.{key}_name"), format="@")
    if key == REASON:
        return Place(heading=column.heading, width=column.width, value=lambda row: None, known=False, format="@")
    if column.importable:
        figure = BY_KEY[key]
        return Place(
            heading=column.heading,
            width=column.width + 2,
            value=lambda row: _own(figure, row.line),
            known=False,
            format=_format(figure),
        )
    kind, _, key = key.partition("_")
    figure = BY_KEY[key]
    if kind == "last":
        value = partial(_last, figure)
        return Place(heading=column.heading, width=column.width, value=value, format=_format(figure))
    heading = f"{column.title}（{figure.unit.symbol}）" if figure.unit else column.title
    return Place(heading=heading, width=column.width, value=partial(_total, figure), format=_format(figure))


def _last(figure: Figure, row: Known) -> Any:
    return _own(figure, row.last) if row.last else None


def _total(figure: Figure, row: Known) -> Any:
    return _number(figure, row.total[figure.key])


def _own(figure: Figure, line: ReturnLine) -> Any:
    """A figure of a line as it stands in a cell; a level of at most 1 % as text, or it would be read as 100 %."""
    value = getattr(line, figure.key)
    if not applies(figure, line):
        return NOT_HERE
    if figure.unit is PERCENT and value is not None and 0 < value <= 1:
        return f"{value.normalize():f}%"
    return value if isinstance(value, date | str) or value is None else _number(figure, value)


def _number(figure: Figure, value: Any) -> float | int:
    if isinstance(value, int):
        return value
    number = Decimal(value)
    return float(rounded(figure.unit.from_base(number) if figure.unit else number, figure.places))


def _format(figure: Figure) -> str:
    if figure.nature is Nature.DAY:
        return "yyyy-mm-dd"
    if figure.nature is Nature.WORDS:
        return "@"
    return f"#,##0.{'0' * figure.places}" if figure.places and figure.unit is not PERCENT else "General"


def _head(sheet: Worksheet, title: str, places: Sequence[Place]) -> None:
    for row, text in ((TITLE_ROW, title), (NOTE_ROW, NOTE)):
        sheet.cell(row, 1, text)
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(places))
    sheet.cell(TITLE_ROW, 1).font = Font(bold=True, size=14)
    sheet.cell(NOTE_ROW, 1).font = Font(color="595959")
    sheet.row_dimensions[HEAD_ROW].height = 46
    for index, place in enumerate(places, start=1):
        cell = sheet.cell(HEAD_ROW, index, place.heading)
        cell.font, cell.alignment, cell.border = Font(bold=True), CENTRED, THIN
        cell.fill = KNOWN if place.known else HEAD
        sheet.column_dimensions[get_column_letter(index)].width = place.width


def _put(sheet: Worksheet, number: int, index: int, place: Place, row: Known) -> None:
    cell = sheet.cell(number, index, place.value(row))
    if isinstance(cell.value, str):
        cell.data_type = "s"  # text stays text, whatever it begins with
    cell.number_format, cell.border = place.format, THIN
    if place.known:
        cell.fill = KNOWN
    if place.format == "@":
        cell.alignment = WRAPPED
