"""What changed between two dates by what was known at the end of each: 自上次例会以来 (users-ask.md, 21)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.utils.timezone import get_current_timezone

from core.units import WAN_YUAN, rounded
from divisions.models import Division
from progress.choices import Span as Tallied
from progress.models import ReturnLine, Tally
from reports.measures import Value
from reports.selectors import sums
from reports.selectors.month_facts import row_level
from reports.selectors.names import names_at
from reports.selectors.span import span_of
from reports.selectors.working_out import Row, worked_out

GROUPS = {  # each as wide as a sheet of A4 across
    "工程进展": ("started", "finished", "start_rate", "finish_rate", "physical", "problems"),
    "资金": ("invested_total", "paid_total", "investment_rate"),
}
KEYS = tuple(key for keys in GROUPS.values() for key in keys)


@dataclass(frozen=True, kw_only=True)
class Changed:
    """One street (county) at both dates. `difference` is None where one of the two has no figure."""

    name: str
    before: Mapping[str, Value]
    after: Mapping[str, Value]

    def difference(self, key: str) -> Value:
        old, new = self.before.get(key), self.after.get(key)
        return None if old is None or new is None else new - old

    @property
    def any(self) -> bool:
        return any(self.before.get(key) != self.after.get(key) for key in KEYS)


@dataclass(frozen=True, kw_only=True)
class SiteChanged:
    street: str
    compound: str
    project: str
    what: str


def end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, get_current_timezone())


def changes(*, division: Division, first: date, second: date) -> tuple[list[Changed], Changed]:
    """Each street (above a county each county), and the whole."""
    level = row_level(division)
    worked = [
        worked_out(division=division, month=day.replace(day=1), known_at=end_of(day), level=level)
        for day in (first, second)
    ]
    before, after = ({row.code: row for row in each.rows} for each in worked)
    rows = [_changed(before.get(code), after.get(code)) for code in sorted(before.keys() | after.keys())]
    return rows, _changed(worked[0].total, worked[1].total)


def _changed(before: Row | None, after: Row | None) -> Changed:
    named = after or before
    return Changed(
        name=named.name if named else "",
        before=before.values if before else {},
        after=after.values if after else {},
    )


def site_changes(*, division: Division, first: date, second: date) -> list[SiteChanged]:
    """The sites whose start, finish, progress, investment or payment is said otherwise, street by street.

    A street whose counted version is the same on both dates is not read.
    """
    spans = [span_of(division=division, month=day.replace(day=1), known_at=end_of(day)) for day in (first, second)]
    old, new = (dict(sums.counted(span).values_list("division_id", "pk")) for span in spans)
    moved = [code for code in old.keys() | new.keys() if old.get(code) != new.get(code)]
    before, after = (_sites([versions[code] for code in moved if code in versions]) for versions in (old, new))
    names = names_at(moved, on=second)
    found = [(after.get(pk) or before[pk], _what(before.get(pk), after.get(pk))) for pk in before.keys() | after.keys()]
    made = [
        (
            site[sums.STREET],
            site["position"],
            SiteChanged(
                street=names.get(site[sums.STREET], ""),
                compound=site["compound_name"],
                project=site["project_name"],
                what=what,
            ),
        )
        for site, what in found
        if what
    ]
    return [each for _, _, each in sorted(made, key=lambda item: (item[0], item[1], item[2].compound))]


def _sites(versions: list[int]) -> dict[int, dict[str, Any]]:
    keys = (
        "site_id",
        sums.STREET,
        "position",
        "compound_name",
        "project_name",
        "started_on",
        "completed_on",
        "physical",
    )
    lines = {row["site_id"]: row for row in ReturnLine.objects.filter(version__in=versions).order_by().values(*keys)}
    totals = Tally.objects.filter(line__version__in=versions, span=Tallied.TOTAL)
    for site, invested, paid in totals.order_by().values_list("line__site_id", "invested", "paid"):
        lines[site] |= {"invested": invested or Decimal(0), "paid": paid or Decimal(0)}
    return lines


def _what(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """In a line: 开工（2023-05-10）；形象进度 30% → 45%；累计完成投资 +12.00万元."""
    if after is None:
        return "不再填报"
    old = before or {}
    said = [] if before else ["新列入填报"]
    said += _day("开工", old.get("started_on"), after["started_on"])
    said += _day("完工", old.get("completed_on"), after["completed_on"])
    if old.get("physical") != after["physical"]:
        said.append(f"形象进度 {_percent(old.get('physical'))} → {_percent(after['physical'])}")
    said += _money("累计完成投资", old.get("invested"), after.get("invested"))
    said += _money("累计拨付资金", old.get("paid"), after.get("paid"))
    return "；".join(said)


def _day(word: str, old: date | None, new: date | None) -> list[str]:
    if old == new:
        return []
    if old is None:
        return [f"{word}（{new}）"]
    return [f"{word}日期 {old} → {new or '取消'}"]


def _money(word: str, old: Decimal | None, new: Decimal | None) -> list[str]:
    added = (new or Decimal(0)) - (old or Decimal(0))
    return [f"{word} {rounded(WAN_YUAN.from_base(added)):+,f}万元"] if added else []


def _percent(value: Decimal | None) -> str:
    return "未填" if value is None else f"{value:f}%"
