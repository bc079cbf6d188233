"""The printed totals of one sheet: read, never loaded, and compared with the rows."""

from collections.abc import Container, Iterator, Sequence
from decimal import Decimal

from core.columns import NUMERIC, Kind
from core.imports.layout import Layout, LedgerRow, Problem, Severity
from core.imports.matching import MatchedSheet
from core.workbooks import words
from core.workbooks.headings import Match
from core.workbooks.rows import TOTAL
from core.workbooks.sheet import Cells, address
from core.workbooks.totals import Counted, Difference, Printed, differences
from core.workbooks.values import Unclear, plain_figure, read, shown

FIGURES = NUMERIC - {Kind.PERCENT}  # what a total row can be the sum of
HALF_A_HUNDREDTH = Decimal("0.005")  # a printed total is rounded to 0.01 of its unit


class PrintedTotals:
    """Collects the total rows of a sheet, then says which of their figures its rows do not make up."""

    def __init__(self, matched: MatchedSheet, layout: Layout) -> None:
        self._sheet = matched.sheet.name
        self._by_key = {
            found.column.key: found for found in matched.matches if found.column and found.column.importable
        }
        self._label = self._by_key.get(layout.label_key)
        self._printed: list[Printed] = []

    def add(self, number: int, cells: Cells) -> str:
        """Take one total row; returns it in words."""
        name = next(total[1] for cell in cells if (total := TOTAL.fullmatch(words.plain(cell))))
        figures, tolerance = {}, {}
        for key, found in self._by_key.items():
            if found.column.kind in FIGURES and (figure := self._figure(found, cells)) is not None:
                figures[key] = figure
                if found.column.kind is not Kind.INTEGER:
                    tolerance[key] = HALF_A_HUNDREDTH * (found.unit.factor if found.unit else 1)
        self._printed.append(
            Printed(number=number, words=name, figures=figures, tolerance=tolerance, count=self._count(cells))
        )
        return f"{self._sheet}第{number}行 {summary(cells)}"

    def _figure(self, found: Match, cells: Cells) -> Decimal | None:
        try:
            value, _ = read(found.column, _content(found, cells), unit=found.unit)
        except Unclear:
            return None
        return None if value is None else Decimal(value)

    def _count(self, cells: Cells) -> int | None:
        """12个 below the names is the number of the rows."""
        text = words.plain(_content(self._label, cells)) if self._label else ""
        text = text.removeprefix("共").removesuffix("小区").removesuffix("个")
        return int(text) if text.isdecimal() and len(text) < 7 else None

    def problems(self, rows: Sequence[LedgerRow], unread: Container[tuple[int, str]]) -> Iterator[Problem]:
        """`unread` are row number and column key of cells that could not be read."""
        keys = {key for printed in self._printed for key in printed.figures}
        counted = [
            Counted(
                number=row.number,
                figures={key: Decimal(row.values[key] or 0) for key in keys},
                unread=frozenset(key for key in keys if (row.number, key) in unread),
            )
            for row in (rows if self._printed else ())
        ]
        for wrong in differences(self._printed, counted):
            yield self._problem(wrong, self._by_key.get(wrong.key) or self._label)

    def _problem(self, wrong: Difference, found: Match) -> Problem:
        unit = found.unit if wrong.key else None
        symbol = unit.symbol if unit else "" if wrong.key else "个"
        stated, summed, apart = (
            f"{plain_figure(unit.from_base(figure) if unit else figure)} {symbol}".rstrip()
            for figure in (wrong.stated, wrong.summed, abs(wrong.stated - wrong.summed))
        )
        what = f"{wrong.printed.words}行的“{found.heading.text}”写的是 {stated}"
        return Problem(
            sheet=self._sheet,
            cell=address(wrong.printed.number, found.heading.column),
            value=stated,
            severity=Severity.WARNING,
            text=f"{what}，所含 {wrong.rows} 行相加是 {summed}，相差 {apart}。请核对。",
        )


def _content(found: Match, cells: Cells) -> object:
    place = found.heading.column
    return cells[place - 1] if place <= len(cells) else ""


def summary(cells: Cells) -> str:
    """A row in one line, for the list of what was not loaded."""
    return " ".join(shown(cell).strip() for cell in cells if cell != "")[:80]
