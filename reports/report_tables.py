"""The figures of a report as people read them: columns of the ranking, and its text for a group chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.timezone import localtime

from core.units import WAN_SQM, WAN_YUAN, Unit, rounded
from reports import wording
from reports.choices import Card
from reports.facts import MonthFacts, Ranked
from reports.measures import MEASURES, Value

READ_IN = {"money": WAN_YUAN, "area": WAN_SQM}  # other kinds are read in the unit they are kept in
COLUMNS = (
    "planned_compounds",
    "started",
    "start_rate",
    "finished",
    "finish_rate",
    "planned_investment",
    "plan_invested",
    "investment_rate",
    "physical",
)

PLAN_ONLY = (
    "开工、完工和投资完成率只计本年计划的小区。"
    "“本年计划小区本年完成投资”不含往年续建小区，与含续建的“本年累计完成投资”口径不同。"
)


@dataclass(frozen=True)
class Line:
    ranked: Ranked
    cells: tuple[str, ...]

    @property
    def card(self) -> str:
        return str(Card(self.ranked.card).label)

    @property
    def remark(self) -> str:
        return remark(self.ranked)


def remark(row: Ranked) -> str:
    """Why it has its card, or why it has none; the same words on the page and in the documents."""
    if row.why:
        since = f"；自{row.since.year}年{row.since.month}月起连续{row.running}个月" if row.since else ""
        return row.why + (since if row.running > 1 else "")
    if row.exempt:
        return f"免于亮牌：{row.exempt}"
    if row.month_counted is None:
        return "没有数据"
    if not row.reported:
        return f"本月没有审核通过的数据，沿用{row.month_counted.year}年{row.month_counted.month}月"
    return "没有本年计划，不排名" if row.place is None else ""


def unit_of(key: str) -> Unit:
    measure = MEASURES[key]
    return READ_IN.get(measure.kind, measure.units[0])


def heading(key: str) -> str:
    return f"{MEASURES[key].label}（{unit_of(key).symbol}）"


def shown(key: str, value: Value) -> str:
    """A value of a measure as people read it, in the unit of its heading; nothing for nothing."""
    if value is None:
        return ""
    if MEASURES[key].kind == "count":
        return f"{value:,}"
    places = MEASURES[key].places
    return f"{rounded(unit_of(key).from_base(Decimal(value)), places):,.{places}f}"


def signed(key: str, difference: Value) -> str:
    """+2, -1.50; nothing where nothing changed."""
    if not difference:
        return ""
    return f"{'+' if difference > 0 else ''}{shown(key, difference)}"


def headings(keys: Sequence[str] = COLUMNS) -> list[str]:
    return [heading(key) for key in keys]


def lines(facts: MonthFacts, keys: Sequence[str] = COLUMNS) -> list[Line]:
    return [Line(row, tuple(shown(key, row.figures.get(key)) for key in keys)) for row in facts.rows]


def total(facts: MonthFacts, keys: Sequence[str] = COLUMNS) -> list[str]:
    return [shown(key, facts.total.get(key)) for key in keys]


def definition(facts: MonthFacts) -> str:
    """What is ranked, in words that can be checked."""
    measure = MEASURES[facts.rule.ranked_by]
    if not measure.numerator:
        return f"{measure.label}按计划投资加权平均"
    return f"{measure.label}＝{MEASURES[measure.numerator].label}÷{MEASURES[measure.denominator].label}"


def thresholds(facts: MonthFacts) -> str:
    rule = facts.rule
    if rule.expected is None:
        return "本月没有设置序时进度，不亮牌"
    unit = "个百分点" if rule.behind_in == "points" else "%"
    parts = [
        f"序时进度{wording.percent(rule.expected)}",
        f"落后{'达到' if rule.yellow_included else '超过'}{rule.yellow_from:f}{unit}亮黄牌",
        f"{'达到' if rule.red_included else '超过'}{rule.red_from:f}{unit}亮红牌",
    ]
    if rule.yellow_months:
        parts.append(f"连续{rule.yellow_months}个月亮牌的亮红牌")
    return "，".join(parts)


def chat_text(facts: MonthFacts, now: datetime) -> str:
    """The ranking to paste into a group chat, with the definition and the time printed on it."""
    moment = localtime(now)
    head = [
        f"【{facts.division_name}{facts.month.year}年{facts.month.month}月进度排名】",
        f"截至{wording.day(facts.as_at)}，{definition(facts)}。",
        f"{thresholds(facts)}。",
    ]
    places = [f"{row.place}. {row.name} {wording.percent(row.value)}{_card(row)}" for row in facts.rows if row.place]
    without = [row.name for row in facts.rows if not row.place]
    if without:
        places.append(f"未排名（本月没有审核通过的数据或没有计划）：{'、'.join(without)}")
    return "\n".join([*head, *places, f"数据取自{wording.day(moment.date())}{moment:%H:%M}。"])


def _card(row: Ranked) -> str:
    if row.exempt:
        return f"（免于亮牌：{row.exempt}）"
    if not row.card:
        return ""
    running = f"，连续{row.running}个月" if row.running > 1 else ""
    return f"（{Card(row.card).label}{running}）"


def every(facts: MonthFacts) -> dict[str, Any]:
    """All that templates/reports/_ranking.html needs."""
    return {
        "headings": headings(),
        "lines": lines(facts),
        "total": total(facts),
        "definition": definition(facts),
        "thresholds": thresholds(facts),
        "plan_only": PLAN_ONLY,
    }
