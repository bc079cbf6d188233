"""What a report's documents hold, before any layout: Word, PDF and Excel are drawn from this alone.

The text is the report's own row as the office has edited it; every figure of a table is one of its frozen facts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.timezone import localdate

from core.units import HOUSEHOLDS, PERCENT, WAN_YUAN, Unit, rounded
from reports import report_tables
from reports.choices import BehindIn, Card
from reports.facts import MonthFacts, load
from reports.measures import MEASURES, Value
from reports.models import MonthlyReport, ReportRule
from reports.selectors.editions import edition_words
from reports.wording import HEADINGS

NUMBERS = "一二三四五六七八九十"
MOST_ROWS = 300  # of an attachment on paper; the workbook has all
DENSE = 10  # columns from which the type is smaller
NO_NUMBER = "　　"  # where the number of a draft will stand
SECOND = re.compile(r"^（[一二三四五六七八九十]+）")


@dataclass(frozen=True, kw_only=True)
class Col:
    """One column of an attachment. Figures have `places`; texts have none. `width` in characters."""

    head: str
    width: int = 10
    places: int | None = None

    @property
    def right(self) -> bool:
        """Figures stand at the right; what only counts the rows stands in the middle."""
        return self.places is not None and self.head not in ("序号", "名次")

    def shown(self, value: object) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, date):
            return f"{value:%Y-%m-%d}"
        return str(value) if self.places is None else f"{value:,.{self.places}f}"


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A table with its title; `total` has the same columns as a row."""

    name: str  # of its sheet in the workbook
    title: str
    note: str
    columns: tuple[Col, ...]
    rows: tuple[tuple[object, ...], ...]
    total: tuple[object, ...] = ()
    foot: str = ""  # under the table
    attached: bool = True  # to Word and PDF; the workbook has all

    def lines(self) -> list[list[str]]:
        """The rows as they are read on paper, MOST_ROWS of them; a total comes last."""
        shown = [*self.rows[:MOST_ROWS], *([self.total] if self.total else [])]
        return [[column.shown(value) for column, value in zip(self.columns, row, strict=True)] for row in shown]

    @property
    def widths(self) -> list[str]:
        """In per cent of the whole."""
        return [f"{width * 100 / sum(self.spans):.2f}" for width in self.spans]

    @property
    def spans(self) -> list[int]:
        return [column.width for column in self.columns]

    @property
    def is_dense(self) -> bool:
        return len(self.columns) > DENSE

    def printed(self) -> list[list[tuple[Col, str]]]:
        return [list(zip(self.columns, line, strict=True)) for line in self.lines()]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """One paragraph of the body; `level` 1 黑体, 2 楷体, 0 the text itself (GB/T 9704-2012)."""

    text: str
    level: int = 0


@dataclass(frozen=True, kw_only=True)
class Contents:
    """A report, ready to be laid out."""

    title: str
    edition: str  # （第2次编发，替代卫旧改办〔2026〕2号）, below the title; of a first edition nothing
    number: str  # 卫旧改办〔2026〕12号; of a draft without the figure
    is_draft: bool
    issuer: str
    issued: str  # 2026年6月3日
    as_at: str
    body: tuple[Paragraph, ...]
    grids: tuple[Grid, ...] = field(default_factory=tuple)

    @property
    def attached(self) -> tuple[Grid, ...]:
        return tuple(grid for grid in self.grids if grid.attached and grid.rows)


def contents_of(report: MonthlyReport) -> Contents:
    """The report as it stands: a draft is marked as one and has no number yet."""
    facts = load(report.figures)
    return Contents(
        title=report.title,
        edition=f"（{words}）" if (words := edition_words(report)) else "",
        number=report.document or _number_to_come(report),
        is_draft=report.is_draft,
        issuer=facts.rule.issuer,
        issued=_day(report.issued_on) if report.issued_on else "　　年　月　日",
        as_at=f"（截至{_day(facts.as_at)}）",
        body=tuple(_body(report)),
        grids=(_totals(facts), _ranking(facts), _overdue(facts), _problems(facts), _missing(facts), _steps(facts)),
    )


def _number_to_come(report: MonthlyReport) -> str:
    rule = ReportRule.objects.in_force(report.division_id, report.as_at)
    return f"{rule.number_prefix if rule else ''}〔{localdate(report.made_at).year}〕{NO_NUMBER}号"


def _body(report: MonthlyReport) -> list[Paragraph]:
    """The sections that have text, numbered as they come."""
    written = [(heading, getattr(report, key).strip()) for key, heading in HEADINGS.items()]
    found: list[Paragraph] = []
    for number, (heading, text) in zip(NUMBERS, (each for each in written if each[1]), strict=False):
        found.append(Paragraph(text=f"{number}、{heading}", level=1))
        found += [
            Paragraph(text=line.strip(), level=_level(line.strip())) for line in text.splitlines() if line.strip()
        ]
    return found


def _level(line: str) -> int:
    """A short line that begins like a heading is one."""
    return 2 if SECOND.match(line) and len(line) <= 30 and not line.endswith("。") else 0


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


# The figures of a street in the order in which officials read them.
FIGURES: tuple[tuple[str, str, Unit | None, int, int], ...] = (
    ("planned_compounds", "计划小区（个）", None, 0, 9),
    ("started", "累计开工（个）", None, 0, 9),
    ("start_rate", "开工率（%）", None, 2, 10),
    ("finished", "累计完工（个）", None, 0, 9),
    ("finish_rate", "完工率（%）", None, 2, 10),
    ("planned_households", "计划户数（户）", None, 0, 9),
    ("planned_investment", "计划投资（万元）", WAN_YUAN, 2, 13),
    ("plan_invested", "本年计划小区本年完成投资（万元）", WAN_YUAN, 2, 13),
    ("investment_rate", "投资完成率（%）", None, 2, 10),
    ("physical", "总体形象进度（%）", None, 2, 10),
)
CHANGING = (
    *(row[0] for row in FIGURES[:6]),
    "started_households",
    "start_household_rate",
    "finished_households",
    "planned_investment",
    "invested_month",
    "invested_year",
    "invested_total",
    "plan_invested",
    "investment_rate",
    "paid_month",
    "paid_total",
    "pay_rate",
    "physical",
    "workers",
    "overdue_starts",
    "overdue_finishes",
)
UNITS = {"money": WAN_YUAN, "rate": PERCENT, "percent": PERCENT}


def _totals(facts: MonthFacts) -> Grid:
    """The whole this month and last, side by side: in the workbook, the text says the same in words."""
    rows = [_changed(facts, key) for key in CHANGING]
    return Grid(
        name="总体情况",
        title=f"{facts.division_name}{facts.month.year}年{facts.month.month}月改造进展总体情况",
        note=f"截至{_day(facts.as_at)}；上月截至{_day(facts.last_as_at)}",
        columns=(
            Col(head="指标", width=26),
            Col(head="单位", width=8),
            Col(head="本月", width=14, places=2),
            Col(head="上月", width=14, places=2),
            Col(head="增减", width=14, places=2),
        ),
        rows=tuple(rows),
        attached=False,
    )


def _changed(facts: MonthFacts, key: str) -> tuple[object, ...]:
    measure = MEASURES[key]
    unit = UNITS.get(measure.kind) or (HOUSEHOLDS if "households" in key else measure.units[0])
    now, last = (_in(unit, figures.get(key), 2) for figures in (facts.total, facts.last_total))
    difference = None if now is None or last is None else now - last
    symbol = unit.symbol if measure.kind not in ("rate", "percent") else "%"
    return measure.label, symbol, now, last, difference


def _ranking(facts: MonthFacts) -> Grid:
    behind = "落后（个百分点）" if facts.rule.behind_in == BehindIn.POINTS else "落后（%）"
    figures = tuple(Col(head=head, places=places, width=width) for _, head, _, places, width in FIGURES)
    rows = tuple(
        (
            row.place,
            row.name,
            *_figures(row.figures),
            row.behind or None,
            Card(row.card).label,
            report_tables.remark(row),
        )
        for row in facts.rows
    )
    return Grid(
        name="街道排名",
        title=f"{facts.month.year}年{facts.month.month}月老旧小区改造进度排名表",
        note=f"按{MEASURES[facts.rule.ranked_by].label}排名，截至{_day(facts.as_at)}",
        columns=(
            Col(head="名次", width=8, places=0),
            Col(head="单位", width=15),
            *figures,
            Col(head=behind, width=10, places=2),
            Col(head="亮牌", width=8),
            Col(head="备注", width=28),
        ),
        rows=rows,
        total=(None, "合计", *_figures(facts.total), None, "", "") if rows else (),
        foot=f"注：{report_tables.PLAN_ONLY}",
    )


def _figures(figures: Mapping[str, Value]) -> Sequence[object]:
    return [_in(unit, figures.get(key), places) for key, _, unit, places, _ in FIGURES]


def _in(unit: Unit | None, value: Value, places: int) -> Decimal | int | None:
    if value is None or (isinstance(value, int) and (unit is None or unit.factor == 1)):
        return value
    return rounded(unit.from_base(Decimal(value)) if unit else Decimal(value), places)


def _overdue(facts: MonthFacts) -> Grid:
    rows = tuple(
        (number, row.street, row.compound, row.project, row.what, row.planned, row.days)
        for number, row in enumerate(facts.overdue, start=1)
    )
    return Grid(
        name="逾期清单",
        title="逾期小区清单",
        note=f"截至{_day(facts.as_at)}",
        columns=(
            Col(head="序号", width=6, places=0),
            Col(head="街道（乡镇）", width=18),
            Col(head="小区", width=28),
            Col(head="项目", width=32),
            Col(head="情况", width=10),
            Col(head="计划日期", width=13),
            Col(head="逾期天数", width=10, places=0),
        ),
        rows=rows,
    )


def _missing(facts: MonthFacts) -> Grid:
    rows = tuple(
        (
            number,
            row.name,
            row.standing,
            f"{row.month_counted.year}年{row.month_counted.month}月" if row.month_counted else "无数据",
        )
        for number, row in enumerate(facts.missing, start=1)
    )
    return Grid(
        name="未报名单",
        title="未报（未审核通过）单位名单",
        note=f"截至{_day(facts.as_at)}",
        columns=(
            Col(head="序号", width=6, places=0),
            Col(head="单位", width=26),
            Col(head="情况", width=26),
            Col(head="沿用数据的月份", width=20),
        ),
        rows=rows,
    )


def _month(month: date | None) -> str:
    return f"{month.year}年{month.month}月" if month else "无数据"


def _problems(facts: MonthFacts) -> Grid:
    rows = tuple((row.street, row.compound, row.text) for row in facts.problems)
    return _said("存在问题", "各单位填报的存在问题", rows, attached=True)


def _steps(facts: MonthFacts) -> Grid:
    rows = tuple((row.street, row.compound, row.text) for row in facts.next_steps)
    return _said("下月计划", "各单位填报的下月计划", rows, attached=False)


def _said(name: str, title: str, rows: tuple[tuple[object, ...], ...], *, attached: bool) -> Grid:
    columns = (Col(head="街道（乡镇）", width=18), Col(head="小区", width=28), Col(head=name, width=70))
    return Grid(name=name, title=title, note="", columns=columns, rows=rows, attached=attached)
