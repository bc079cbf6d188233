"""A fund table as its page shows it: texts, links and marks, a screenful of lines at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from core.units import rounded
from funding.choices import MoneyUnit
from funding.fund_reports.sheet import UNITS, Block, Column, Head, Row, Sheet, Sort, filled, heads

AT_A_TIME = 200  # lines
FIGURES = {Sort.MONEY, Sort.RATE, Sort.POINTS, Sort.COUNT}


@dataclass(frozen=True)
class Shown:
    """One cell; `css` says that it is a figure."""

    text: str
    link: str = ""
    css: str = ""
    span: int = 1


@dataclass(frozen=True)
class Line:
    cells: tuple[Shown, ...]
    is_sum: bool = False


@dataclass(frozen=True)
class Table:
    """One block of the sheet with the lines of this page."""

    title: str
    heads: list[list[Head]]
    lines: list[Line]
    empty: str
    count: int
    page: int
    pages: int


def tables(sheet: Sheet, page: int = 1) -> list[Table]:
    return [_table(block, sheet.unit, page) for block in sheet.blocks]


def _table(block: Block, unit: MoneyUnit, page: int) -> Table:
    count = len(block.rows)
    pages = max(1, -(-count // AT_A_TIME))
    page = min(max(1, page), pages)
    rows = block.rows[(page - 1) * AT_A_TIME : page * AT_A_TIME]
    lines = [_line(block, row, unit) for row in rows]
    if block.total:
        total = _line(block, block.total, unit, is_total=True)
        lines = [total, *lines] if block.total_first else [*lines, total]
    return Table(block.title, heads(block.columns), lines, block.empty, count, page, pages)


def _line(block: Block, row: Row, unit: MoneyUnit, *, is_total: bool = False) -> Line:
    columns = block.columns
    first: tuple[Shown, ...] = ()
    cells = filled(columns, row.cells, is_total=is_total)
    if row.label:
        first = (Shown(row.label, span=block.named),)
        columns = columns[block.named :]
    shown = tuple(_shown(column, cells, row.links, unit) for column in columns)
    return Line((*first, *shown), is_sum=is_total or row.over is not None)


def _shown(column: Column, cells: Mapping[str, Any], links: Mapping[str, str], unit: MoneyUnit) -> Shown:
    text = words(column, cells.get(column.key), unit)
    css = "n" if column.sort in FIGURES else "date" if column.sort is Sort.DATE else ""
    return Shown(text, links.get(column.key, "") if text else "", css)


def words(column: Column, value: Any, unit: MoneyUnit) -> str:
    """A value as people read it, money in the unit asked."""
    if value is None or value == "":
        return ""
    if column.sort is Sort.MONEY:
        return f"{rounded(UNITS[unit].from_base(Decimal(value))):,.2f}"
    if column.sort is Sort.RATE:
        return f"{rounded(Decimal(value) * 100):,.2f}%"
    if column.sort is Sort.POINTS:
        return f"{value:.2f}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)
