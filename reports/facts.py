"""What a month's report says in figures, frozen: the same facts always become the same bytes (features.md, F35)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from reports.measures import Value


@dataclass(frozen=True, kw_only=True)
class RuleUsed:
    """The report rule as it stood on the as-at date; `expected` is the pace of the month, None where none is set."""

    document: str
    issuer: str
    ranked_by: str  # a key of MEASURES
    named: int
    behind_in: str
    yellow_from: Decimal
    yellow_included: bool
    red_from: Decimal
    red_included: bool
    yellow_months: int
    expected: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Ranked:
    """One street (county). `place` is None without data of this month or without a plan; equal figures share one.

    `behind`: by how much below the pace, as the rule counts it, never below 0. `running`: months with a card without
    a break, this one included, and `since` the first of them. `why` says the card in a sentence.
    """

    place: int | None
    code: str
    name: str
    value: Decimal | None
    card: str
    behind: Decimal | None
    running: int
    since: date | None
    why: str
    exempt: str  # the reason
    reported: bool
    month_counted: date | None
    figures: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True)
class Missing:
    """A street without accepted figures of the month. `standing` is a word: 未上报, 待审核, 已退回."""

    name: str
    standing: str
    month_counted: date | None  # whose figures stand in for it


@dataclass(frozen=True, kw_only=True)
class Overdue:
    """A site that has not started, or not finished, by its planned date."""

    street: str
    compound: str
    project: str
    what: str  # 未开工, 未完工
    planned: date
    days: int  # up to the as-at date


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a street wrote about a site."""

    street: str
    compound: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MonthFacts:
    """Money in 元, area in ㎡, lengths in 公里, rates in per cent; keys of figures are those of reports.measures."""

    division: str  # its code
    division_name: str
    month: date
    as_at: date
    last_as_at: date
    known_at: datetime
    rule: RuleUsed
    rows: tuple[Ranked, ...]  # in the order of the ranking, those without a place last
    missing: tuple[Missing, ...] = ()
    overdue: tuple[Overdue, ...] = ()
    problems: tuple[Said, ...] = ()
    next_steps: tuple[Said, ...] = ()
    contradictions: int = 0
    total: Mapping[str, Value] = field(default_factory=dict)
    last_total: Mapping[str, Value] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        """No street's figures of this month count; older ones may stand in for them."""
        return not any(row.month_counted == self.month for row in self.rows)


def dump(facts: MonthFacts) -> str:
    """Canonical JSON: sorted keys, no spaces, decimals as text with all their places, the moment in UTC."""
    return json.dumps(_plain(facts), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def load(text: str) -> MonthFacts:
    return _built(MonthFacts, json.loads(text))


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:f}"
        case tuple() | list():
            return [_plain(each) for each in value]
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case None | bool() | int() | str():
            return value
    return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}


def _built(kind: Any, value: Any) -> Any:
    """The value as this type. A figure that is text in JSON was a decimal."""
    if value is None:
        return None
    if kind == Mapping[str, Value]:
        return {key: Decimal(each) if isinstance(each, str) else each for key, each in value.items()}
    if get_origin(kind) is tuple:
        return tuple(_built(get_args(kind)[0], each) for each in value)
    if get_origin(kind) is UnionType:
        return _built(next(each for each in get_args(kind) if each is not type(None)), value)
    if kind in (date, datetime):
        return kind.fromisoformat(value)
    if kind is Decimal:
        return Decimal(value)
    if kind in (str, int, bool):
        return value
    return kind(**{name: _built(hint, value[name]) for name, hint in get_type_hints(kind).items()})
