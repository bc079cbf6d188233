"""Does the plan tie out? What its document promises against the sum of the records (F15, W二).

Pure arithmetic. Figures come in base units (元, ㎡) and are compared in the unit and to the precision in which a plan
document gives them: 29.19 万㎡ is compared to 0.01 万㎡, whatever the records hold behind it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from core.units import BUILDINGS, COMPOUNDS, HOUSEHOLDS, WAN_SQM, WAN_YUAN, Unit, rounded

Figures = Mapping[str, int | Decimal | None]  # by key of a measure, in base units

WAN_HOUSEHOLDS = Unit("万户", Decimal(10_000))


@dataclass(frozen=True)
class Measure:
    """One column of the plan table: its unit, and the decimals with which documents give it."""

    key: str
    title: str
    unit: Unit
    places: int = 0

    def figure(self, base: int | Decimal) -> Decimal:
        """A base figure in the unit and precision of the document."""
        return rounded(self.unit.from_base(Decimal(base)), self.places)

    @property
    def heading(self) -> str:
        return f"{self.title}（{self.unit.symbol}）"

    def text(self, figure: Decimal) -> str:
        return f"{figure:,.{self.places}f}"

    def words(self, figure: Decimal) -> str:
        return f"{self.text(figure)} {self.unit.symbol}"


MEASURES = (
    Measure("compounds", "小区数", COMPOUNDS),
    Measure("buildings", "楼栋数", BUILDINGS),
    Measure("households", "居民户数", HOUSEHOLDS),
    Measure("floor_area", "建筑面积", WAN_SQM, 2),
    Measure("investment", "计划投资", WAN_YUAN, 2),
)
MEASURES_HOUSEHOLDS_IN_WAN = tuple(
    Measure("households", "居民户数", WAN_HOUSEHOLDS, 2) if measure.key == "households" else measure
    for measure in MEASURES
)


@dataclass(frozen=True)
class Sums:
    """What the records of one street add up to, and how many of them leave a figure empty."""

    figures: Figures
    blank: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """One figure of the plan beside the sum of the records, both in the measure's unit."""

    measure: Measure
    target: Decimal | None  # None: the document does not give it, and there is nothing to compare
    records: Decimal
    blank: int = 0

    @property
    def difference(self) -> Decimal:
        return Decimal(0) if self.target is None else self.records - self.target

    @property
    def promised(self) -> str:
        return "" if self.target is None else self.measure.text(self.target)

    @property
    def found(self) -> str:
        """Nothing where neither the document nor any record gives the figure."""
        return "" if self.target is None and not self.records else self.measure.text(self.records)

    @property
    def words(self) -> str:
        """多 1 户 / 少 0.01 万㎡."""
        return f"{'多' if self.difference > 0 else '少'} {self.measure.words(abs(self.difference))}"


@dataclass(frozen=True)
class Line:
    """One street of the tie-out, or its total."""

    code: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def differing(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.difference)


@dataclass(frozen=True)
class TieOut:
    """The whole table. `total` is None for a reader who sees only a part of the streets."""

    lines: tuple[Line, ...]
    total: Line | None
    contradictions: tuple[str, ...] = ()  # the document's streets do not add up to its own total

    @property
    def all_lines(self) -> tuple[Line, ...]:
        return self.lines if self.total is None else (*self.lines, self.total)

    @property
    def differences(self) -> list[str]:
        return [f"{line.name}{cell.measure.title}{cell.words}" for line in self.all_lines for cell in line.differing]

    @property
    def has_targets(self) -> bool:
        return any(cell.target is not None for line in self.all_lines for cell in line.cells)

    @property
    def agrees(self) -> bool:
        return self.has_targets and not self.differences and not self.contradictions

    @property
    def sentence(self) -> str:
        """The result in one sentence, for the top of the page."""
        if not self.has_targets:
            return "还没有填写目标任务，无从核对。"
        if not any(cell.records for line in self.all_lines for cell in line.cells):
            return "目标任务已填写，计划里还没有小区。导入计划表或列入小区后再核对。"
        if self.agrees:
            shown = self.total or self.lines[-1]
            compared = [cell for cell in shown.cells if cell.target is not None]
            return "全部一致：" + "、".join(f"{c.measure.title} {c.measure.words(c.records)}" for c in compared) + "。"
        found = [*self.differences, *self.contradictions]
        return f"有 {len(found)} 处不一致：" + "；".join(found) + "。"


def tie_out(
    *,
    targets: Mapping[str, Figures],
    sums: Mapping[str, Sums],
    names: Mapping[str, str],
    whole: str,
    show_total: bool = True,
    measures: Sequence[Measure] = MEASURES,
) -> TieOut:
    """Compare targets with sums, both by division code.

    The target under `whole`, the programme's own division, is the document's stated total. Where a document splits a
    measure by street, a street it does not name has promised nothing: its records are a difference.
    """
    codes = sorted((targets.keys() | sums.keys()) - {whole}) + ([whole] if whole in sums else [])
    by_street = [figures for code, figures in targets.items() if code != whole]
    split = {m.key for m in measures if any(figures.get(m.key) is not None for figures in by_street)}

    def promised(code: str, measure: Measure) -> Decimal | None:
        if code in targets and code != whole:
            return _given(targets[code], measure)
        return Decimal(0) if measure.key in split else None

    lines = tuple(
        Line(
            code,
            names[code] if code != whole else f"{names[code]}（未分到下级）",
            tuple(
                _cell(measure, promised(code, measure), [sums[code]] if code in sums else []) for measure in measures
            ),
        )
        for code in codes
    )
    if not show_total:
        return TieOut(lines, None)
    stated = targets.get(whole, {})
    added = {m.key: sum((f[m.key] or 0 for f in by_street), Decimal(0)) for m in measures if m.key in split}
    total = {**added, **{key: figure for key, figure in stated.items() if figure is not None}}
    cells = tuple(_cell(measure, _given(total, measure), list(sums.values())) for measure in measures)
    return TieOut(lines, Line("", "合计", cells), _contradictions(stated, added, measures))


def _given(figures: Figures, measure: Measure) -> Decimal | None:
    figure = figures.get(measure.key)
    return None if figure is None else measure.figure(figure)


def _cell(measure: Measure, target: Decimal | None, sums: Sequence[Sums]) -> Cell:
    records = sum((Decimal(part.figures.get(measure.key) or 0) for part in sums), Decimal(0))
    return Cell(measure, target, measure.figure(records), sum(part.blank.get(measure.key, 0) for part in sums))


def _contradictions(stated: Figures, added: Figures, measures: Sequence[Measure]) -> tuple[str, ...]:
    """Where the document's own streets do not add up to its stated total."""
    return tuple(
        f"文件中各分项{measure.title}合计 {measure.words(parts)}，总体任务 {measure.words(whole)}"
        for measure in measures
        if (whole := _given(stated, measure)) is not None
        and (parts := _given(added, measure)) is not None
        and whole != parts
    )
