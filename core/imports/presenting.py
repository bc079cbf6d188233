"""A preview as people read it: groups, pages of fifty, values in their units."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.columns import Column
from core.imports.applying import kept
from core.imports.layout import Change, KeptRow, Severity
from core.imports.previewing import MOST_PROBLEMS
from core.models import ImportedRow, LedgerImport
from core.templatetags.figures import shown

PAGE_SIZE = 50
PROBLEMS = "problems"


@dataclass(frozen=True)
class Group:
    """One tab of a preview."""

    key: str
    title: str
    count: int


@dataclass(frozen=True)
class ShownRow:
    """One planned row: `cells` if new (text, whether a figure), `changes` if changed (title, old, new)."""

    row: KeptRow
    cells: Sequence[tuple[str, bool]] = ()
    changes: Sequence[tuple[str, str, str]] = ()


@dataclass
class ShownProblem:
    """One problem with all the cells of a column that share it: a whole column in the wrong words is one line."""

    sheet: str
    column: str
    rows: list[int]
    severe: bool
    value: str
    text: str

    @property
    def cells(self) -> str:
        """L4–L9、L12."""
        runs: list[list[int]] = []
        for row in self.rows:
            if runs and row == runs[-1][-1] + 1:
                runs[-1][1:] = [row]
            else:
                runs.append([row])
        return "、".join("–".join(f"{self.column}{row}" for row in run) for run in runs) if self.column else ""


@dataclass(frozen=True)
class Preview:
    """One page of one group."""

    groups: Sequence[Group]
    group: Group
    columns: Sequence[Column]
    rows: Sequence[ShownRow]
    problems: Sequence[ShownProblem]
    number: int
    last: int

    @property
    def cut_short(self) -> int:
        """How many problems are listed where there are more."""
        return MOST_PROBLEMS if self.group.key == PROBLEMS and self.group.count > MOST_PROBLEMS else 0


def preview_page(source: LedgerImport, *, group: str, page: str) -> Preview:
    """The page asked for; without a word, the problems where something must be mended, else what is new or changed."""
    groups = [
        Group(PROBLEMS, "问题", source.errors + source.warnings),
        Group(Change.NEW, "新增", source.new),
        Group(Change.CHANGED, "变更", source.changed),
        Group(Change.SAME, "不变", source.same),
    ]
    filled = [each for each in groups if each.count and (each.key != PROBLEMS or source.errors)]
    chosen = next((each for each in groups if each.key == group), None) or next(iter(filled), groups[0])
    number = int(page) if page.isdecimal() and int(page[:6]) > 0 else 1
    start = (number - 1) * PAGE_SIZE
    rows: list[ImportedRow] = []
    if chosen.key != PROBLEMS:
        rows = list(source.rows.filter(change=chosen.key)[start : start + PAGE_SIZE])
    columns = _columns(source)
    problems = _problems(source) if chosen.key == PROBLEMS else []
    listed = len(problems) or chosen.count
    return Preview(
        groups=groups,
        group=chosen,
        columns=columns,
        rows=[_shown(source, columns, row) for row in rows],
        problems=problems[start : start + PAGE_SIZE],
        number=number,
        last=max(1, -(-listed // PAGE_SIZE)),
    )


def _problems(source: LedgerImport) -> list[ShownProblem]:
    """In the order of the first cell of each."""
    found: dict[tuple[str, ...], ShownProblem] = {}
    for problem in source.problems:
        letters = problem["cell"].rstrip("0123456789")
        key = (problem["sheet"], letters, problem["severity"], problem["value"], problem["text"])
        if key not in found:
            severe = problem["severity"] == Severity.ERROR
            found[key] = ShownProblem(problem["sheet"], letters, [], severe, problem["value"], problem["text"])
        found[key].rows.append(int(problem["cell"].removeprefix(letters) or 0))
    return list(found.values())


def _columns(source: LedgerImport) -> list[Column]:
    """The columns that the file fills, in the order of the layout."""
    there = {column["key"] for sheet in source.sheets for column in sheet["columns"]}
    return [column for column in source.layout.columns if column.key in there and column.importable]


def _shown(source: LedgerImport, columns: Sequence[Column], row: ImportedRow) -> ShownRow:
    layout = source.layout
    typed = kept(layout, row)
    if row.change == Change.CHANGED:
        changes = [
            (column.heading, shown(column, typed.before.get(key)), shown(column, value))
            for key, value in typed.values.items()
            if (column := layout.column(key))
        ]
        return ShownRow(row=typed, changes=changes)
    cells = [(shown(column, typed.values.get(column.key)), column.numeric) for column in columns]
    return ShownRow(row=typed, cells=cells)
