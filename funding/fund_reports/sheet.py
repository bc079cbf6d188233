"""A fund table laid out, before it is a page or a workbook. Money in 元; whoever draws it turns it into the unit asked.

A derived column says how it is worked out once: the page reckons it, the workbook writes it as a live formula.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from itertools import groupby
from typing import Any, Protocol

from core.units import WAN_YUAN, YUAN, rounded
from funding.choices import MoneyUnit

Cells = Mapping[str, Any]
Refs = Callable[[str], str]  # key of a column -> where its cell stands, "D6"
UNITS = {MoneyUnit.YUAN: YUAN, MoneyUnit.WAN: WAN_YUAN}
MOST_POINTS = Decimal(10)


class Sort(Enum):
    """What a column holds: how it is aligned, formatted and summed."""

    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    MONEY = "money"
    RATE = "rate"  # a share of one
    POINTS = "points"


class Derived(Protocol):
    def value(self, cells: Cells) -> Decimal | None: ...

    def formula(self, refs: Refs) -> str: ...


@dataclass(frozen=True)
class Minus:
    """The first less the second; nothing where the first is not known."""

    first: str
    second: str

    def value(self, cells: Cells) -> Decimal | None:
        return None if cells.get(self.first) is None else cells[self.first] - (cells.get(self.second) or 0)

    def formula(self, refs: Refs) -> str:
        return f'=IF({refs(self.first)}="","",{refs(self.first)}-{refs(self.second)})'


@dataclass(frozen=True)
class Plus:
    """The sum of columns that stand side by side."""

    keys: tuple[str, ...]

    def value(self, cells: Cells) -> Decimal | None:
        return sum((cells.get(key) or Decimal(0) for key in self.keys), Decimal(0))

    def formula(self, refs: Refs) -> str:
        return f"=SUM({refs(self.keys[0])}:{refs(self.keys[-1])})"


@dataclass(frozen=True)
class Rate:
    """A part of a whole; nothing of nothing."""

    part: str
    whole: str

    def value(self, cells: Cells) -> Decimal | None:
        whole = cells.get(self.whole)
        return (cells.get(self.part) or Decimal(0)) / whole if whole else None

    def formula(self, refs: Refs) -> str:
        return f'=IF(N({refs(self.whole)})=0,"",{refs(self.part)}/{refs(self.whole)})'


@dataclass(frozen=True)
class CutBack:
    """What was taken off, as a share of what was asked for; nothing before it is decided."""

    asked: str
    granted: str

    def value(self, cells: Cells) -> Decimal | None:
        asked, granted = cells.get(self.asked), cells.get(self.granted)
        return (asked - granted) / asked if asked and granted is not None else None

    def formula(self, refs: Refs) -> str:
        asked, granted = refs(self.asked), refs(self.granted)
        return f'=IF({granted}="","",({asked}-{granted})/{asked})'


@dataclass(frozen=True)
class Points:
    """Ten points times a rate, at most ten (预算执行 10)."""

    rate: str

    def value(self, cells: Cells) -> Decimal | None:
        rate = cells.get(self.rate)
        return None if rate is None else min(MOST_POINTS, rounded(rate * MOST_POINTS))

    def formula(self, refs: Refs) -> str:
        return f'=IF({refs(self.rate)}="","",MIN({MOST_POINTS},ROUND({MOST_POINTS}*{refs(self.rate)},2)))'


@dataclass(frozen=True, kw_only=True)
class Column:
    """`top` stands over all neighbours that have the same. Money is summed unless `summed` says no."""

    key: str
    head: str
    top: str = ""
    sort: Sort = Sort.TEXT
    width: int = 14
    derived: Derived | None = None
    summed: bool = True
    total_only: bool = False  # derived in the row of the total and nowhere else

    @property
    def in_total(self) -> bool:
        return self.sort is Sort.MONEY and self.summed and self.derived is None


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line. A subtotal sums the lines `over` (first, last), counted from the first row of the block."""

    cells: Cells
    links: Mapping[str, str] = field(default_factory=dict)
    over: tuple[int, int] | None = None
    label: str = ""  # of a subtotal or total, over the columns that name a line


class Rows(Protocol):
    """A list, or what is read from the database as it is drawn."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...

    def __getitem__(self, part: slice, /) -> Sequence[Row]: ...


@dataclass(frozen=True, kw_only=True)
class Block:
    """One table of a sheet. `named`: columns before the first figure, which a total's label covers."""

    columns: tuple[Column, ...]
    rows: Rows
    total: Row | None = None
    named: int = 1
    title: str = ""
    total_first: bool = False
    empty: str = "没有数据。"

    @property
    def has_subtotals(self) -> bool:
        return isinstance(self.rows, list) and any(row.over for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The whole table as it is shown, printed and exported; `notes` say how each figure is defined."""

    title: str
    span: str
    unit: MoneyUnit
    blocks: tuple[Block, ...]
    notes: tuple[str, ...]
    foot: str
    facts: tuple[str, ...] = ()  # lines between the title and the table

    @property
    def unit_line(self) -> str:
        return f"单位：{self.unit.label}"


@dataclass(frozen=True)
class Head:
    """One cell of the two rows of heads."""

    text: str
    row: int
    column: int
    rows: int
    columns: int


def heads(columns: Sequence[Column]) -> list[list[Head]]:
    """Two rows: columns under one top lie side by side below it, the others reach over both rows."""
    upper, lower, place = [], [], 0
    for top, group in groupby(columns, key=lambda column: column.top):
        inside = list(group)
        if top:
            upper.append(Head(top, 0, place, 1, len(inside)))
        for each in inside:
            (lower if top else upper).append(
                Head(each.head, 1 if top else 0, place, 1 if top or not _has_tops(columns) else 2, 1)
            )
            place += 1
    return [upper, lower] if lower else [upper]


def _has_tops(columns: Sequence[Column]) -> bool:
    return any(column.top for column in columns)


def filled(columns: Sequence[Column], cells: Cells, *, is_total: bool = False) -> dict[str, Any]:
    """The cells of a line with those that are worked out from them, from left to right."""
    whole = dict(cells)
    for column in columns:
        if column.derived and (is_total or not column.total_only):
            whole[column.key] = column.derived.value(whole)
    return whole


def added(columns: Sequence[Column], rows: Iterable[Row]) -> dict[str, Any]:
    """The sums of the lines; a column of which no line knows a figure stays empty."""
    found: dict[str, Any] = {}
    for row in rows:
        for column in columns:
            if column.in_total and row.over is None and (value := row.cells.get(column.key)) is not None:
                found[column.key] = found.get(column.key, Decimal(0)) + value
    return found
