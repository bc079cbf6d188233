"""From a matched sheet to ledger rows, with every problem at its cell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.imports.layout import Layout, LedgerRow, Problem, Severity
from core.imports.matching import MatchedSheet
from core.imports.printed import PrintedTotals, summary
from core.workbooks.errors import Unreadable
from core.workbooks.headings import Match
from core.workbooks.rows import Reader, RowKind
from core.workbooks.scan import NO_RESULT
from core.workbooks.sheet import Cells, address, letter
from core.workbooks.values import Read, Unclear, read

MAX_ROWS = 20_000


@dataclass(kw_only=True)
class LedgerReading:
    """What the sheets say: the rows, the problems, and the lines that were recognised and not loaded."""

    rows: list[LedgerRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    totals: list[str] = field(default_factory=list)  # 计划表第16行 小计 12个 33
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
        self._mapped = matched.imported
        self._places = {found.column.key: found.heading.column for found in self._mapped}
        self._kinds = Reader(matched.sheet, matched.head, matched.matches)
        self._layout, self._reading = layout, reading
        self._above: dict[int, tuple[int, Any]] = {}  # column -> row and content of the last filled cell in the block
        self._assumed: dict[int, list[int]] = {}  # column -> rows read "as above" without a merged cell
        self._printed = PrintedTotals(matched, layout)
        self._rows: list[LedgerRow] = []
        self._unread: set[tuple[int, str]] = set()  # row and column key of what could not be read

    def read(self) -> None:
        for number, cells in self._sheet.rows():
            if number <= self._head.last:
                continue
            kind = self._kinds.kind(number, cells)
            if kind is RowKind.DATA:
                self._data(number, cells)
            elif kind is RowKind.TOTAL:
                self._above.clear()  # "as above" does not reach across a total
                self._reading.totals.append(self._printed.add(number, cells))
            elif kind is RowKind.NOTE:
                self._reading.notes.append(f"{self._sheet.name}第{number}行 {summary(cells)}")
        self._reading.problems += self._about_hidden()
        self._reading.problems += self._about_assumed()
        self._reading.problems += self._printed.problems(self._rows, self._unread)
        self._reading.rows += self._rows

    def _data(self, number: int, cells: Cells) -> None:
        if len(self._reading.rows) + len(self._rows) == MAX_ROWS:
            raise Unreadable(f"数据超过 {MAX_ROWS:,} 行。请按街道或区县分成几个文件上传。")
        row = LedgerRow(
            sheet=self._sheet.name, number=number, values={}, places=self._places, raw=cells, above=self._head.above
        )
        for found in self._mapped:
            key = found.column.key
            row.values[key] = None
            try:
                row.values[key], remark = self._value(row, found)
            except Unclear as unclear:
                self._problem(row, key, str(unclear))
                self._unread.add((number, key))
                continue
            if remark:
                self._problem(row, key, remark, Severity.WARNING)
            if found.column.required and row.values[key] is None:
                self._problem(row, key, f"“{found.column.title}”是空的，请补填。")
        self._rows.append(row)

    def _value(self, row: LedgerRow, found: Match) -> Read:
        if wrong := self._facts.broken.get((row.number, found.heading.column)):
            raise Unclear(_about_broken(wrong))
        return read(found.column, self._content(row, found), unit=found.unit)

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
        if above == "" or not found.column.required:
            return ""  # what may be blank is blank
        self._assumed.setdefault(place, []).append(row.number)
        return above

    def _problem(self, row: LedgerRow, key: str, text: str, severity: Severity = Severity.ERROR) -> None:
        self._reading.problems.append(row.problem(key, text, severity))

    def _about_hidden(self) -> Iterator[Problem]:
        rows = [row.number for row in self._rows if row.number in self._facts.hidden_rows]
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
            text = f"{letter(place)} 列第 {_listed(rows)} 行共 {len(rows)} 个空白单元格，已按上方的内容读取，请核对。"
            yield Problem(sheet=self._sheet.name, cell=address(rows[0], place), text=text, severity=Severity.WARNING)


def _about_broken(wrong: str) -> str:
    if wrong == NO_RESULT:
        return "这里是公式，但文件里没有计算结果。请用 Excel 或 WPS 打开并保存一次，或改填数值后重新上传。"
    return f"单元格是错误值 {wrong}，请改正公式或直接填写数值。"


def _listed(rows: Sequence[int]) -> str:
    return "、".join(map(str, rows[:8])) + ("…" if len(rows) > 8 else "")
