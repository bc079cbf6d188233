"""Invented figures that add up to a given sum."""

from decimal import Decimal
from itertools import accumulate, pairwise


def spread(total: int, parts: int) -> list[int]:
    """Uneven shares of a whole number; the same ones every time."""
    weights = [5 + (7 * n) % 11 for n in range(parts)]
    upto = [total * part // sum(weights) for part in accumulate(weights, initial=0)]
    return [after - before for before, after in pairwise(upto)]


def area_of(households: int) -> Decimal:
    """What so many households may live in, ㎡."""
    return Decimal(households * 82)
