"""Filling the years of a plan against their budgets (B四(四)). Pure; money in 元."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Candidate:
    """A compound of the pool and what it would cost; None when nobody knows."""

    id: int
    cost: Decimal | None


def fill(candidates: Iterable[Candidate], *, left: Mapping[int, Decimal]) -> dict[int, int]:
    """Candidate id → year. In the order given each gets the first year that can still pay for it, or none.

    `left` is what each year still has to spend. A compound too big for every year does not stop smaller ones after it.
    """
    purse = dict(sorted(left.items()))
    placed = {}
    for candidate in candidates:
        cost = candidate.cost
        if cost is None:
            continue
        year = next((year for year, rest in purse.items() if cost <= rest), None)
        if year is not None:
            purse[year] -= cost
            placed[candidate.id] = year
    return placed


def why_not_placed(cost: Decimal | None, *, left: Iterable[Decimal]) -> str:
    """Why a compound stands outside the plan, in a sentence for the plan's page."""
    if cost is None:
        return "没有估算投资：请填报估算，或补齐建筑面积"
    if all(cost > rest for rest in left):
        return "大于任何一年的剩余预算"
    return "尚未安排"
