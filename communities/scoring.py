"""How urgent is this compound? Points of a hundred, line by line (F12; B四(六), X三(四)).

Pure. Each factor has one measure from 0 to 1; its points are measure × weight. What nobody has recorded brings no
points, and the line says so.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from communities.choices import Factor
from communities.facts import Facts, percent
from communities.models import PriorityWeight
from core.units import rounded

# Design working life of an ordinary building (GB 50068): from here on older is not more urgent.
FULL_AGE = 50
# So many hazards found in one compound are as urgent as it gets.
FULL_HAZARDS = 10

Reading = tuple[str, Decimal | None]  # the fact in words, and the measure 0-1 (None: not on file)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One factor's share of the score."""

    factor: Factor
    fact: str
    measure: Decimal
    weight: int

    @property
    def points(self) -> Decimal:
        return rounded(self.measure * self.weight)

    def as_json(self) -> dict[str, str | int]:
        return {
            "factor": self.factor.label,
            "fact": self.fact,
            "measure": str(self.measure),
            "weight": self.weight,
            "points": str(self.points),
        }


def working(*, weights: Iterable[PriorityWeight], facts: Facts, on: date) -> list[Line]:
    """The score's working, in the order of the rule."""
    return [_line(weight, facts, on) for weight in weights]


def total(lines: Iterable[Line]) -> Decimal:
    """The score: exactly the sum of the points shown."""
    return sum((line.points for line in lines), Decimal("0.00"))


def _line(weight: PriorityWeight, facts: Facts, on: date) -> Line:
    factor = Factor(weight.factor)
    fact, measure = MEASURES[factor](facts, on)
    return Line(
        factor=factor,
        fact=fact,
        measure=rounded(min(Decimal(1), max(Decimal(0), measure or Decimal(0))), 4),
        weight=weight.weight,
    )


def _age(facts: Facts, on: date) -> Reading:
    if facts.built_year is None:
        return "建成年份未填报", None
    years = on.year - facts.built_year
    return f"{facts.built_year}年建成，{years}年（满{FULL_AGE}年计满分）", Decimal(years) / FULL_AGE


def _willingness(facts: Facts, on: date) -> Reading:
    if facts.willingness is None:
        return "居民改造意愿未调查", None
    return facts.willingness_in_words, facts.willingness / 100


def _elderly(facts: Facts, on: date) -> Reading:
    if facts.elderly_share is None:
        return "老年人比例未调查", None
    return f"老年人占{percent(facts.elderly_share)}", facts.elderly_share / 100


def _hazards(facts: Facts, on: date) -> Reading:
    if facts.hazards_count is None:
        return "安全隐患未调查", None
    return f"安全隐患{facts.hazards_count}处（{FULL_HAZARDS}处计满分）", Decimal(facts.hazards_count) / FULL_HAZARDS


def _facilities(facts: Facts, on: date) -> Reading:
    if not facts.facilities_seen:
        return "设施现状未调查", None
    return facts.facilities_in_words, Decimal(facts.facilities_poor) / facts.facilities_seen


def _near_centre(facts: Facts, on: date) -> Reading:
    if facts.near_centre is None:
        return "是否位于中心城区未填报", None
    return ("位于中心城区", Decimal(1)) if facts.near_centre else ("不在中心城区", Decimal(0))


MEASURES: dict[Factor, Callable[[Facts, date], Reading]] = {
    Factor.AGE: _age,
    Factor.WILLINGNESS: _willingness,
    Factor.ELDERLY: _elderly,
    Factor.HAZARDS: _hazards,
    Factor.FACILITIES: _facilities,
    Factor.NEAR_CENTRE: _near_centre,
}
