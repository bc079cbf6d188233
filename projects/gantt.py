"""Planned against actual as bars on a scale of months: the geometry; templates/projects/_gantt.html draws it.

Lengths are in px of the drawing, which is wider than a phone and then moves sideways.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from projects.models import Phase

LEFT, WIDTH, HEAD, LANE = 190, 980, 34, 9
LEAST_SPAN = 92  # days, so that one short phase does not fill the sheet
OPEN_END = 30  # days that a phase without an end is drawn beyond the last day known
LEAST_TICK = 60  # px between two months that are named


@dataclass(frozen=True)
class Bar:
    """One stretch of time; `open` where one of its ends is not a date that anybody set."""

    kind: str  # "planned", "done", "late" or "running"
    x: int
    width: int
    y: int
    title: str
    label: str = ""
    open: bool = False

    @property
    def number_x(self) -> int:
        return self.x + 2

    @property
    def number_y(self) -> int:
        return self.y + 8


@dataclass
class Row:
    """One line of the chart: its name, its bars, and what stands behind them."""

    name: str
    y: int
    url: str = ""
    remark: str = ""
    tone: str = ""
    remark_x: int = 0
    bars: list[Bar] = field(default_factory=list)

    @property
    def base(self) -> int:
        return self.y + 16


@dataclass(frozen=True)
class Tick:
    x: int
    text: str


@dataclass(frozen=True)
class Chart:
    rows: list[Row]
    ticks: list[Tick]
    today_x: int | None
    height: int
    width: int = WIDTH
    left: int = LEFT
    head: int = HEAD


class Scale:
    """Days to px, from the first to the last day that any phase names."""

    def __init__(self, days: Iterable[date], today: date) -> None:
        known = sorted(days) or [today]
        self.first = known[0].replace(day=1)
        self.last = max(known[-1] + timedelta(days=OPEN_END), self.first + timedelta(days=LEAST_SPAN))
        self._per_day = (WIDTH - LEFT - 110) / (self.last - self.first).days

    def x(self, day: date) -> int:
        inside = min(max(day, self.first), self.last)
        return LEFT + round((inside - self.first).days * self._per_day)

    def ticks(self) -> list[Tick]:
        """The first of every month, or of every third, sixth or twelfth where months stand too close."""
        step = next((n for n in (1, 3, 6, 12) if n * 30 * self._per_day >= LEAST_TICK), 12)
        months = range(self.first.year * 12 + self.first.month - 1, self.last.year * 12 + self.last.month)
        starts = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
        return [Tick(self.x(day), f"{day:%Y-%m}") for day in starts]


def of_project(phases: Sequence[Phase], today: date) -> Chart:
    """One row per phase."""
    scale = Scale(_days(phases, today), today)
    rows = []
    for number, phase in enumerate(phases):
        row = Row(phase.name, HEAD + number * 34)
        planned = _planned(phase, phases[:number], scale)
        _fill(row, phase, planned, scale, today)
        row.remark, row.tone = phase.standing.text, phase.standing.tone
        row.remark_x = max((bar.x + bar.width for bar in row.bars), default=LEFT) + 6
        rows.append(row)
    return _chart(rows, scale, today, 34)


def of_projects(projects: Sequence[tuple[str, str, Sequence[Phase]]], today: date) -> Chart:
    """One row per project (name, address, phases), its phases numbered in their order."""
    every = [phase for _, _, phases in projects for phase in phases]
    scale = Scale(_days(every, today), today)
    rows = []
    for place, (name, url, phases) in enumerate(projects):
        row = Row(name, HEAD + place * 36, url=url)
        for number, phase in enumerate(phases):
            planned = _planned(phase, phases[:number], scale)
            _fill(row, phase, planned, scale, today, label=str(phase.position))
        rows.append(row)
    return _chart(rows, scale, today, 36)


def _chart(rows: list[Row], scale: Scale, today: date, step: int) -> Chart:
    shown = scale.first <= today <= scale.last
    return Chart(rows, scale.ticks(), scale.x(today) if shown else None, HEAD + len(rows) * step + 8)


def _days(phases: Iterable[Phase], today: date) -> list[date]:
    days = [
        day
        for phase in phases
        for day in (phase.planned_start, phase.planned_end, phase.actual_start, phase.actual_end)
        if day
    ]
    running = any(phase.actual_start and not phase.actual_end for phase in phases)
    return [*days, today] if running else days


def _planned(phase: Phase, before: Sequence[Phase], scale: Scale) -> tuple[date, date, bool] | None:
    """From, to, and whether an end is open. A phase whose plan gives only its end is drawn from the end before it."""
    if not (phase.planned_start or phase.planned_end):
        return None
    earlier = (
        [each.planned_end for each in before if each.planned_end and each.planned_end <= (phase.planned_end)]
        if (phase.planned_end)
        else []
    )
    start = phase.planned_start or max(earlier, default=scale.first)
    end = phase.planned_end or scale.last
    return start, end, not (phase.planned_start and phase.planned_end)


def _fill(
    row: Row, phase: Phase, planned: tuple[date, date, bool] | None, scale: Scale, today: date, label: str = ""
) -> None:
    if planned:
        start, end, is_open = planned
        text = f"{phase.name}：计划 {phase.planned_start or '—'} 至 {phase.planned_end or '—'}"
        row.bars.append(_bar("planned", start, end, row.y + 4, text, scale, label=label, is_open=is_open))
    if phase.actual_start:
        end = phase.actual_end or max(today, phase.actual_start)
        late = phase.days_late(today) > 0
        kind = "late" if late else "done" if phase.actual_end else "running"
        text = f"{phase.name}：实际 {phase.actual_start} 至 {phase.actual_end or '今'}"
        row.bars.append(_bar(kind, phase.actual_start, end, row.y + 8 + LANE, text, scale))


def _bar(
    kind: str, start: date, end: date, y: int, title: str, scale: Scale, *, label: str = "", is_open: bool = False
) -> Bar:
    x = scale.x(start)
    return Bar(kind, x, max(3, scale.x(end) - x), y, title, label=label, open=is_open)
