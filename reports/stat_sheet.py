"""A statistics table laid out: merged heads, rows, total. Pure: the table's columns and the figures come in.

Page and workbook are both drawn from this sheet, so that they say the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.units import PERCENT, rounded
from reports.choices import RowLevel, TotalPlace
from reports.measures import MEASURES, Measure
from reports.models import StatColumn, StatTable
from reports.selectors.working_out import Row, Worked

FOOT = (
    "单位负责人：　　　　　　　　统计负责人：　　　　　　　　填表人：　　　　　　　　报出日期：　　　　年　　月　　日"
)
TOTAL = "合计"
WHOLE = Decimal(100)
ROW_NAMES: Mapping[str, str] = {
    RowLevel.COUNTY: "县（市、区）",
    RowLevel.STREET: "街道（乡镇）",
    RowLevel.SITE: "小区名称",
}


@dataclass(frozen=True)
class Head:
    """One cell of the head, covering so many rows down and columns across from where it stands."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Cell:
    """A figure in the column's unit, rounded as it is shown; `words` stand in its place (全部开工)."""

    value: Decimal | None
    places: int = 0
    percent: bool = False
    words: str = ""

    def __str__(self) -> str:
        if self.words or self.value is None:
            return self.words
        return f"{self.value:,.{self.places}f}{'%' if self.percent else ''}"


@dataclass(frozen=True)
class Line:
    """One row: what names it (序号, 区划代码, 名称 …) and its figures. The total has one name for all."""

    names: tuple[str, ...]
    cells: tuple[Cell, ...]
    reported: bool = True
    is_total: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole table as it is shown, printed and exported."""

    title: str
    as_at: str
    unit_line: str
    heads: tuple[tuple[Head, ...], ...]
    named: int  # columns before the figures
    lines: tuple[Line, ...]
    foot: str
    remarks: tuple[str, ...]  # under the table
    unknown: tuple[str, ...]  # columns whose measure no longer exists
    lost: frozenset[int]  # and their places in the table

    @property
    def width(self) -> int:
        return sum(head.columns for head in self.heads[0])


def laid_out(*, table: StatTable, columns: Sequence[StatColumn], worked: Worked, before: int = 0) -> Sheet:
    """The table of a month: heads, rows in the order they come, total first, last or nowhere.

    `before`: how many rows earlier pages have shown.
    """
    names = _names(table)
    lines = [_line(table, number, row, columns) for number, row in enumerate(worked.rows, start=before + 1)]
    whole = _cells(worked.total, columns, site=table.rows_by == RowLevel.SITE)
    total = Line((TOTAL,), whole, is_total=True)
    if table.total == TotalPlace.FIRST:
        lines.insert(0, total)
    elif table.total == TotalPlace.LAST:
        lines.append(total)
    return Sheet(
        title=filled_in(table.title, worked.span.month),
        as_at=as_at_words(worked.span.as_at),
        unit_line=table.unit_line,
        heads=heads([*[("", "", name) for name in names], *((c.top, c.middle, c.head) for c in columns)]),
        named=len(names),
        lines=tuple(lines),
        foot=table.foot,
        remarks=_remarks(table, worked),
        unknown=unknown(columns),
        lost=frozenset(len(names) + place for place, each in enumerate(columns) if each.measure not in MEASURES),
    )


def _remarks(table: StatTable, worked: Worked) -> tuple[str, ...]:
    """What a reader must know of the figures: whose are of an earlier month, and what a site is set against."""
    found = []
    if worked.missing:
        listed = "、".join(worked.missing)
        found.append(f"本月未计入：{listed}。本月月报未报或未审核通过，累计数沿用最近一次审核通过的月报。")
    if table.rows_by == RowLevel.SITE:
        found.append("各小区按自身计划计算，往年续建小区也列入合计；投资完成率＝开工以来完成投资÷计划投资。")
    return tuple(found)


def heads(paths: Sequence[tuple[str, str, str]]) -> tuple[tuple[Head, ...], ...]:
    """The rows of the head. A level that no column uses is left out; a blank is taken by the text below it.

    Equal neighbours under the same head become one; the lowest row is never merged across.
    """
    used = [level for level in range(3) if level == 2 or any(path[level] for path in paths)]
    columns = [[path[level] for level in used] for path in paths]
    found: list[Head] = []
    for level in range(len(used)):
        place = 0
        while place < len(columns):
            across = _across(columns, place, level)
            if (start := _start(columns[place], level)) is not None:
                found.append(Head(columns[place][level], start, place, level - start + 1, across))
            place += across
    found.sort(key=lambda head: head.column)
    return tuple(tuple(head for head in found if head.row == level) for level in range(len(used)))


def _start(column: Sequence[str], level: int) -> int | None:
    """From which row the text of this level stands: blanks directly above belong to it. None: nothing stands here."""
    if not column[level]:
        return None
    start = level
    while start and not column[start - 1]:
        start -= 1
    return start


def _across(columns: Sequence[Sequence[str]], place: int, level: int) -> int:
    """How many neighbours share this head and all heads above it."""
    own = columns[place][: level + 1]
    if level == len(columns[place]) - 1 or not own[level]:
        return 1
    end = place + 1
    while end < len(columns) and columns[end][: level + 1] == own:
        end += 1
    return end - place


def filled_in(title: str, month: date) -> str:
    """{年} and {月} of a table's title; 1—1月 is January."""
    filled = title.replace("{年}", str(month.year)).replace("{月}", str(month.month))
    return filled.replace("年1—1月", "年1月")


def as_at_words(as_at: date) -> str:
    """截至2021年8月底, or the day itself where the month ends before."""
    is_end = (as_at + timedelta(days=1)).month != as_at.month
    day = "月底" if is_end else f"月{as_at.day}日"
    return f"（截至{as_at.year}年{as_at.month}{day}）"


def unknown(columns: Iterable[StatColumn]) -> tuple[str, ...]:
    """Each by all its heads: 完成投资－本月. 本月 alone may stand under several."""
    lost = (column for column in columns if column.measure not in MEASURES)
    return tuple("－".join(filter(None, (each.top, each.middle, each.head))) for each in lost)


def unknown_words(names: Sequence[str]) -> str:
    """What is said on the page, and why such a table is not exported."""
    listed = "、".join(f"“{name}”" for name in names)
    return f"{listed}列所用的指标已不存在，请在“设置列”中另选指标或删去该列后再导出。"


def _names(table: StatTable) -> list[str]:
    names = ["序号"] if table.numbered else []
    names += ["区划代码"] if table.coded else []
    names += ["所在街道"] if table.rows_by == RowLevel.SITE else []
    return [*names, ROW_NAMES[table.rows_by]]


def _line(table: StatTable, number: int, row: Row, columns: Sequence[StatColumn]) -> Line:
    names = [str(number)] if table.numbered else []
    names += [row.code] if table.coded else []
    names += [row.parent_name] if table.rows_by == RowLevel.SITE else []
    cells = _cells(row, columns, site=table.rows_by == RowLevel.SITE)
    return Line((*names, row.name), cells, reported=row.reported)


def _cells(row: Row, columns: Sequence[StatColumn], *, site: bool) -> tuple[Cell, ...]:
    return tuple(_cell(row, column, site=site) for column in columns)


def _cell(row: Row, column: StatColumn, *, site: bool) -> Cell:
    """The figure in the column's unit, rounded half up (domain.md 4.4). A rate may lie above 100 (上海107.0%)."""
    measure = MEASURES.get(column.measure)
    value = _exact(row, measure, site=site) if measure else None
    if measure is None or value is None:
        return Cell(None)
    unit = next((unit for unit in measure.units if unit.symbol == column.unit), measure.units[0])
    percent = unit.symbol == PERCENT.symbol
    words = column.whole_word if percent and value >= WHOLE else ""
    figure = rounded(unit.from_base(value), column.places)
    return Cell(figure, column.places, percent and "%" not in column.head and "％" not in column.head, words)


def _exact(row: Row, measure: Measure, *, site: bool) -> Decimal | None:
    """A rate is divided here, so that it is rounded once, to the places of its column."""
    if measure.denominator:
        whole = row.values.get(measure.denominator)
        return Decimal(row.values.get(measure.divided(site=site)) or 0) * 100 / Decimal(whole) if whole else None
    value = row.values.get(measure.key)
    return None if value is None else Decimal(value)
