"""What differs between two sets of facts, named one by one; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from reports.choices import BehindIn, Card, RankedBy
from reports.facts import MonthFacts
from reports.measures import MEASURES, Value
from reports.report_tables import heading, shown
from reports.wording import day

RULE_FIELDS = {
    "document": "规则依据",
    "issuer": "发文机关",
    "ranked_by": "排名指标",
    "named": "点名个数",
    "behind_in": "落后的算法",
    "yellow_from": "黄牌标准",
    "yellow_included": "黄牌含本数",
    "red_from": "红牌标准",
    "red_included": "红牌含本数",
    "yellow_months": "黄牌转红牌的月数",
    "expected": "序时进度",
}
LISTS = {"missing": "未计入的街道", "overdue": "逾期清单", "problems": "存在问题", "next_steps": "下月计划"}
STANDING = {"place": "名次", "card": "亮牌", "exempt": "免牌理由"}
CHOICES = {"card": Card, "ranked_by": RankedBy, "behind_in": BehindIn}


@dataclass(frozen=True)
class Difference:
    where: str
    what: str
    before: str
    after: str


def differences(before: MonthFacts, after: MonthFacts) -> list[Difference]:
    """Figures, places, rule and lists that are not the same; the moment itself is not compared."""
    return [
        *_words("", {"as_at": "数据截至", "contradictions": "矛盾数据（条）"}, before, after),
        *_words("规则", RULE_FIELDS, before.rule, after.rule),
        *_figures("合计", before.total, after.total),
        *_figures("上月合计", before.last_total, after.last_total),
        *_rows(before, after),
        *_lists(before, after),
    ]


def _words(where: str, fields: Mapping[str, str], before: Any, after: Any) -> Iterator[Difference]:
    for key, label in fields.items():
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield Difference(where, label, _said(key, old), _said(key, new))


def _figures(where: str, before: Mapping[str, Value], after: Mapping[str, Value]) -> Iterator[Difference]:
    for key in MEASURES:
        if before.get(key) != after.get(key):
            yield Difference(where, heading(key), shown(key, before.get(key)), shown(key, after.get(key)))


def _rows(before: MonthFacts, after: MonthFacts) -> Iterator[Difference]:
    old, new = ({row.code: row for row in facts.rows} for facts in (before, after))
    for code in sorted(old.keys() | new.keys()):
        if code not in old or code not in new:
            row = old.get(code) or new[code]
            yield Difference(row.name, "列入排名", "是" if code in old else "否", "是" if code in new else "否")
            continue
        yield from _words(new[code].name, STANDING, old[code], new[code])
        yield from _figures(new[code].name, old[code].figures, new[code].figures)


def _lists(before: MonthFacts, after: MonthFacts) -> Iterator[Difference]:
    for key, label in LISTS.items():
        old, new = ({_line(each) for each in getattr(facts, key)} for facts in (before, after))
        yield from (Difference(label, line, "有", "无") for line in sorted(old - new))
        yield from (Difference(label, line, "无", "有") for line in sorted(new - old))


def _line(each: Any) -> str:
    return " ".join(_said(key, value) for key, value in asdict(each).items() if value not in (None, ""))


def _said(key: str, value: Any) -> str:
    """A value as people read it: words for choices, months and days in Chinese."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if value in (None, ""):
        return "无"
    if key in CHOICES:
        return str(CHOICES[key](value).label)
    if key == "month_counted":
        return f"{value.year}年{value.month}月"
    return day(value) if isinstance(value, date) else str(value)
