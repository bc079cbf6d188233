"""The figures of one version as people review and print them: marked where they differ from what was said before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from progress.choices import Span
from progress.figures import BY_KEY, FIGURES, FLOWS, Figure, Nature
from progress.models import CellNote, ReturnLine, ReturnVersion, Tally
from progress.selectors.sheet_rows import returned_cells
from progress.selectors.sites import last_lines
from progress.showing import shown
from progress.tallying import tallies_of

COLUMNS = tuple(figure for figure in FIGURES if figure.nature is not Nature.WORDS)
WORDS = tuple(figure for figure in FIGURES if figure.nature is Nature.WORDS)
ADDED = tuple(figure for figure in FIGURES if figure.nature is Nature.FLOW or figure.key == "workers")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """`was`: what the version before said, where it said something else. `new`: differs from last month."""

    figure: Figure
    text: str
    line_id: int = 0
    year: str = ""
    total: str = ""
    was: str | None = None
    new: bool = False
    note: str = ""

    @property
    def key(self) -> str:
        return f"{self.line_id}-{self.figure.key}"

    @property
    def is_marked(self) -> bool:
        return self.new or self.was is not None

    @property
    def numeric(self) -> bool:
        return self.figure.nature not in (Nature.DAY, Nature.WORDS)


@dataclass(frozen=True)
class Row:
    line: ReturnLine
    cells: Mapping[str, Cell]
    physical: str

    def __iter__(self) -> Iterator[Cell]:
        return iter(self.cells.values())

    @property
    def columns(self) -> list[Cell]:
        return [self.cells[figure.key] for figure in COLUMNS]

    @property
    def words(self) -> list[Cell]:
        return [self.cells[figure.key] for figure in WORDS]


@dataclass(frozen=True, kw_only=True)
class Table:
    """`sums`: month, year and total of what adds up, by figure."""

    version: ReturnVersion
    rows: Sequence[Row] = field(default_factory=list)
    sums: Sequence[Cell] = field(default_factory=list)
    households: int = 0
    investment: Decimal = Decimal(0)

    @property
    def with_words(self) -> list[Row]:
        return [row for row in self.rows if any(cell.text for cell in row.words)]


def table_of(version: ReturnVersion, *, before: ReturnVersion | None = None) -> Table:
    """All lines of a version. `before`: the version it is held against. A fixed number of queries."""
    lines = list(version.lines.all())
    last = last_lines(site_ids=[line.site_id for line in lines], before=version.month)
    tallies = tallies_of(lines)
    old = {line.site_id: line for line in before.lines.all()} if before else {}
    notes = returned_cells(version)
    rows = []
    for line in lines:
        others = last.get(line.site_id), old.get(line.site_id)
        cells = {figure.key: _cell(figure, line, *others, tallies[line.pk], notes) for figure in FIGURES}
        rows.append(Row(line, cells, shown(BY_KEY["basic"], line.physical)))
    return Table(
        version=version,
        rows=rows,
        sums=_sums(lines, tallies),
        households=sum(line.households or 0 for line in lines),
        investment=sum((line.investment or Decimal(0) for line in lines), Decimal(0)),
    )


def held_against(version: ReturnVersion) -> ReturnVersion | None:
    """The version a correction is held against: the last that was accepted, else the one before it."""
    earlier = ReturnVersion.objects.filter(monthly_return=version.monthly_return_id, number__lt=version.number)
    return earlier.filter(accepted_at__isnull=False).order_by("-number").first() or earlier.order_by("-number").first()


def _cell(
    figure: Figure,
    line: ReturnLine,
    last: ReturnLine | None,
    old: ReturnLine | None,
    tallies: Mapping[str, Tally],
    notes: Mapping[tuple[int, str], CellNote],
) -> Cell:
    value = getattr(line, figure.key)
    flow = figure.nature is Nature.FLOW
    year, total = (getattr(tallies[span], figure.key) if flow else None for span in (Span.YEAR, Span.TOTAL))
    summed = value is not None or bool(total)  # a site where nothing has been done shows no zeros
    differs = old is not None and getattr(old, figure.key) != value
    note = notes.get((line.site_id, figure.key))
    return Cell(
        figure=figure,
        line_id=line.pk,
        text=shown(figure, value),
        year=shown(figure, year) if summed else "",
        total=shown(figure, total) if summed else "",
        was=(shown(figure, getattr(old, figure.key)) or "未填") if differs else None,
        new=not flow and value not in (None, "") and (last is None or getattr(last, figure.key) != value),
        note=note.text if note else "",
    )


def _sums(lines: Sequence[ReturnLine], tallies: Mapping[int, Mapping[str, Tally]]) -> list[Cell]:
    """One cell per column: empty where nothing adds up."""
    cells = []
    for figure in COLUMNS:
        if figure not in ADDED:
            cells.append(Cell(figure=figure, text=""))
            continue
        month = _added(figure, lines)
        spans = {
            span: _added(figure, [tallies[line.pk][span] for line in lines]) if figure in FLOWS else None
            for span in Span
        }
        cells.append(
            Cell(
                figure=figure,
                text=shown(figure, month),
                year=shown(figure, spans[Span.YEAR]),
                total=shown(figure, spans[Span.TOTAL]),
            )
        )
    return cells


def _added(figure: Figure, rows: Sequence[Any]) -> Decimal | int | None:
    """The sum of what is filled; nothing where nobody filled anything."""
    filled = [value for row in rows if (value := getattr(row, figure.key)) is not None]
    return sum(filled) if filled else None
