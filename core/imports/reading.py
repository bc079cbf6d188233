"""From a matched sheet to ledger rows, with every problem at its cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.columns import NUMERIC, Kind
from core.imports.layout import Layout, LedgerRow, Problem, Severity
from core.imports.matching import MatchedSheet
from core.workbooks import totals, words
from core.workbooks.errors import Unreadable
from core.workbooks.headings import Match
from core.workbooks.rows import TOTAL, Reader, RowKind
from core.workbooks.scan import NO_RESULT
from core.workbooks.sheet import Cells, address, letter
from core.workbooks.values import Unclear, plain_figure, read, shown

MAX_ROWS = 20_000

FIGURES = NUMERIC - {Kind.PERCENT}
CENT = Decimal("0.005")  # a printed total is rounded to 0.01 of its unit


@dataclass(kw_only=True)
class LedgerReading:
    """What the sheets say: the rows, the problems, and the lines that were recognised and not loaded."""

    rows: list[LedgerRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)  # 计划表!B16 小计
    notes: list[str] = field(default_factory=list)


def read_sheets(sheets: Sequence[MatchedSheet], layout: Layout) -> LedgerReading:
    """Read all rows of the matched sheets; refuses a file without any and one with more than 20,000."""
    reading = LedgerReading()
    for matched in sheets:
        _SheetReader(matched, layout, reading).read()
    if not reading.rows:
        raise Unreadable("表头下面没有数据行。请检查是否选错了文件。")
    return reading


class _SheetReader:
    def __init__(self, matched: MatchedSheet, layout: Layout, reading: LedgerReading) -> None:
        self._sheet, self._head = matched.sheet, matched.head
        self._facts = matched.sheet.facts
        self._mapped = [found for found in matched.matches if found.column and found.column.importable]
        self._places = {found.column.key: found.heading.column for found in self._mapped}
        self._kinds = Reader(matched.sheet, matched.head, matched.matches)
        self._layout, self._reading = layout, reading
        self._above: dict[int, tuple[int, Any]] = {}  # column -> row and content of the last filled cell in the block
        self._assumed: dict[int, list[int]] = {}  # column -> rows read "as above" without a merged cell
        self._printed: list[totals.Printed] = []
        self._counted: list[totals.Counted] = []

    def read(self) -> None:
        for number, cells in self._sheet.rows():
            if number <= self._head.last:
                continue
            kind = self._kinds.kind(number, cells)
            if kind is RowKind.DATA:
                self._data(number, cells)
            elif kind is RowKind.TOTAL:
                self._total(number, cells)
            elif kind is RowKind.NOTE:
                self._reading.notes.append(f"{self._sheet.name}!A{number} {_summary(cells)}")
        self._reading.problems += [*self._about_hidden(), *self._about_assumed(), *self._about_totals()]

    def _data(self, number: int, cells: Cells) -> None:
        if len(self._reading.rows) == MAX_ROWS:
            raise Unreadable(f"数据超过 {MAX_ROWS:,} 行。请按街道或区县分成几个文件上传。")
        row = LedgerRow(sheet=self._sheet.name, number=number, values={}, places=self._places, raw=cells)
        unread = {found.column.key for found in self._mapped if not self._cell(row, found)}
        figures = {
            found.column.key: Decimal(row.values[found.column.key] or 0)
            for found in self._mapped
            if found.column.kind in FIGURES
        }
        self._counted.append(totals.Counted(number=number, figures=figures, unread=frozenset(unread)))
        self._reading.rows.append(row)

    def _cell(self, row: LedgerRow, found: Match) -> bool:
        """Read one cell into the row; False when it could not be read."""
        column, place = found.column, found.heading.column
        row.values[column.key] = None
        if wrong := self._facts.broken.get((row.number, place)):
            self._problem(row, column.key, _about_broken(wrong))
            return False
        raw = self._content(row, found)
        try:
            row.values[column.key], remark = read(column, raw, unit=found.unit)
        except Unclear as unclear:
            self._problem(row, column.key, str(unclear))
            return False
        if remark:
            self._problem(row, column.key, remark, Severity.WARNING)
        if column.required and row.values[column.key] is None:
            self._problem(row, column.key, f"“{column.title}”是空的，请补填。")
        return True

    def _content(self, row: LedgerRow, found: Match) -> Any:
        """What stands in the cell, or, in a column that is filled down, what stands for it further up."""
        place = found.heading.column
        raw = row.raw[place - 1] if place <= len(row.raw) else ""
        if found.column.key not in self._layout.fill_down:
            return raw
        if raw != "":
            self._above[place] = (row.number, raw)
            return raw
        merge = self._sheet.merge_at(row.number, place)
        top, above = self._above.get(place, (0, ""))
        if merge and merge.top < row.number:
            return above if top == merge.top else ""
        if above != "":
            self._assumed.setdefault(place, []).append(row.number)
        return above

    def _problem(self, row: LedgerRow, key: str, text: str, severity: Severity = Severity.ERROR) -> None:
        self._reading.problems.append(row.problem(key, text, severity))

    def _total(self, number: int, cells: Cells) -> None:
        self._above.clear()  # "as above" does not reach across a total
        texts = [(place, found[1]) for place, cell in enumerate(cells, start=1) if (found := TOTAL.fullmatch(words.plain(cell)))]
        place, name = texts[0]
        self._reading.totals.append(f"{self._sheet.name}!{address(number, place)} {_summary(cells)}")
        figures, tolerance = {}, {}
        for found in self._mapped:
            column, raw = found.column, cells[found.heading.column - 1] if found.heading.column <= len(cells) else ""
            if column.kind not in FIGURES or raw == "":
                continue
            try:
                figures[column.key] = Decimal(read(column, raw, unit=found.unit)[0] or 0)
            except Unclear:
                continue
            if column.kind is not Kind.INTEGER:
                tolerance[column.key] = CENT * (found.unit.factor if found.unit else 1)
        self._printed.append(
            totals.Printed(number=number, words=name, figures=figures, tolerance=tolerance, count=self._count(cells))
        )

    def _count(self, cells: Cells) -> int | None:
        """12个 under the names of a total row is the number of its rows."""
        place = self._places.get(self._layout.label_key, 0)
        text = words.plain(cells[place - 1]) if 0 < place <= len(cells) else ""
        text = text.removeprefix("共").removesuffix("小区").removesuffix("个")
        return int(text) if text.isdecimal() and len(text) < 7 else None

    def _about_totals(self) -> Iterator[Problem]:
        by_key = {found.column.key: found for found in self._mapped}
        for wrong in totals.differences(self._printed, self._counted):
            found = by_key.get(wrong.key or self._layout.label_key)
            unit = found.unit if wrong.key else None
            symbol = unit.symbol if unit else ("" if wrong.key else "个")
            stated, summed, apart = (
                f"{plain_figure(unit.from_base(figure) if unit else figure)} {symbol}".rstrip()
                for figure in (wrong.stated, wrong.summed, abs(wrong.stated - wrong.summed))
            )
            what = f"“{found.column.title}”写的是" if wrong.key else "写的是"
            yield Problem(
                sheet=self._sheet.name,
                cell=address(wrong.printed.number, found.heading.column),
                value=stated,
                severity=Severity.WARNING,
                text=f"{wrong.printed.words}行的{what} {stated}，所含 {wrong.rows} 行相加是 {summed}，相差 {apart}。请核对。",
            )

    def _about_hidden(self) -> Iterator[Problem]:
        rows = [row.number for row in self._counted if row.number in self._facts.hidden_rows]
        if rows:
            text = f"有 {len(rows)} 行是隐藏的（第 {_listed(rows)} 行），也已读入。如不需要，请删除后重新上传。"
            yield Problem(sheet=self._sheet.name, cell=f"A{rows[0]}", text=text, severity=Severity.WARNING)
        for found in self._mapped:
            if found.heading.column in self._facts.hidden_columns:
                place = address(self._head.last, found.heading.column)
                text = f"“{found.heading.text}”列是隐藏的，也已读入。"
                yield Problem(sheet=self._sheet.name, cell=place, text=text, severity=Severity.WARNING)

    def _about_assumed(self) -> Iterator[Problem]:
        for place, rows in self._assumed.items():
            text = f"{letter(place)} 列有 {len(rows)} 个空白单元格（第 {_listed(rows)} 行），已按各自上方的内容读取，请核对。"
            yield Problem(sheet=self._sheet.name, cell=address(rows[0], place), text=text, severity=Severity.WARNING)


def _about_broken(wrong: str) -> str:
    if wrong == NO_RESULT:
        return "这里是公式，但文件里没有计算结果。请用 Excel 或 WPS 打开并保存一次，或改填数值后重新上传。"
    return f"单元格是错误值 {wrong}，请改正公式或直接填写数值。"


def _listed(rows: Sequence[int]) -> str:
    return "、".join(map(str, rows[:8])) + ("…" if len(rows) > 8 else "")


def _summary(cells: Cells) -> str:
    return " ".join(shown(cell).strip() for cell in cells if cell != "")[:80]
