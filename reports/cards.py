"""Places and cards (domain.md 4.3): who is behind the pace by how much, pure arithmetic over what was worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.units import rounded
from reports.choices import BehindIn, Card
from reports.facts import Ranked, RuleUsed
from reports.measures import MEASURES, Value
from reports.selectors.working_out import Row

UNITS = {BehindIn.POINTS: "个百分点", BehindIn.PERCENT: "%"}


@dataclass(frozen=True, kw_only=True)
class MonthBefore:
    """The cards that streets had by that month's figures alone, by code; newest first in a history."""

    month: date
    cards: Mapping[str, str]


def behind(value: Decimal | None, rule: RuleUsed) -> Decimal | None:
    """How far below the pace: 20 against 40 is 20 points, or 50 per cent. Never below 0; None without a figure."""
    if value is None or rule.expected is None:
        return None
    gap = max(rule.expected - value, Decimal(0))
    if rule.behind_in == BehindIn.POINTS:
        return rounded(gap)
    return rounded(gap * 100 / rule.expected) if rule.expected else Decimal("0.00")


def card_of(gap: Decimal | None, rule: RuleUsed) -> str:
    """By this month alone. At the threshold itself the rule's 含本数 decides."""
    if gap is None or gap == 0:
        return Card.NONE
    if gap > rule.red_from or (rule.red_included and gap == rule.red_from):
        return Card.RED
    if gap > rule.yellow_from or (rule.yellow_included and gap == rule.yellow_from):
        return Card.YELLOW
    return Card.NONE


def own_cards(rows: Sequence[Row], rule: RuleUsed, exempt: Mapping[str, str]) -> dict[str, str]:
    """The card of each street by one month's figures; none without that month's data or with an exemption."""
    return {
        row.code: Card.NONE if row.code in exempt else card_of(behind(_value(row, rule), rule), rule) for row in rows
    }


def ranked(
    rows: Sequence[Row], rule: RuleUsed, *, month: date, exempt: Mapping[str, str], history: Sequence[MonthBefore] = ()
) -> tuple[Ranked, ...]:
    """Best first; equal figures share a place, and the next place counts them all. Without a figure: last, no place."""
    cards = own_cards(rows, rule, exempt)
    values = {row.code: _value(row, rule) for row in rows}
    better = sorted((value for value in values.values() if value is not None), reverse=True)
    ordered = sorted(rows, key=lambda row: (values[row.code] is None, -(values[row.code] or 0), row.code))
    made = []
    for row in ordered:
        value, run = values[row.code], _running(row.code, cards[row.code], month, history)
        gap = behind(value, rule)
        card = _turned(cards[row.code], len(run), rule)
        made.append(
            Ranked(
                place=None if value is None else better.index(value) + 1,
                code=row.code,
                name=row.name,
                value=value,
                card=card,
                behind=gap,
                running=len(run),
                since=run[-1] if run else None,
                why=_why(value, gap, cards[row.code], card, len(run), rule),
                exempt=exempt.get(row.code, ""),
                reported=row.reported,
                month_counted=row.month_counted,
                figures=row.values,
            )
        )
    return tuple(made)


def _value(row: Row, rule: RuleUsed) -> Decimal | None:
    found: Value = row.values.get(rule.ranked_by) if row.reported else None
    return None if found is None else Decimal(found)


def _running(code: str, card: str, month: date, history: Sequence[MonthBefore]) -> list[date]:
    """The months with a card without a break, this one first."""
    if not card:
        return []
    run = [month]
    for before in history:
        if not before.cards.get(code):
            break
        run.append(before.month)
    return run


def _turned(card: str, running: int, rule: RuleUsed) -> str:
    """Yellow becomes red where it has run for as many months as the rule says."""
    turns = card == Card.YELLOW and rule.yellow_months and running >= rule.yellow_months
    return Card.RED if turns else card


def _why(value: Decimal | None, gap: Decimal | None, own: str, card: str, running: int, rule: RuleUsed) -> str:
    if not own:
        return ""
    label, unit = MEASURES[rule.ranked_by].label, UNITS[BehindIn(rule.behind_in)]
    said = f"{label}{value:f}%，序时进度{rule.expected:f}%，落后{gap:f}{unit}"
    if own == Card.YELLOW and card == Card.RED:
        return f"{said}，达到黄牌标准，连续{running}个月亮牌，转为红牌"
    limit, included = (
        (rule.red_from, rule.red_included) if own == Card.RED else (rule.yellow_from, rule.yellow_included)
    )
    return f"{said}，{'达到' if included else '超过'}{Card(own).label}标准（{limit:f}{unit}）"
