"""The months of a property-fee subsidy by calendar year: pure arithmetic, no database (Z五).

㎡ × 元/㎡·月 × months, rounded half up to the cent; the last year takes what is left of the whole.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.units import rounded

YEAR = 12


@dataclass(frozen=True)
class Part:
    year: int
    months: int
    amount: Decimal


def schedule(*, floor_area: Decimal, rate: Decimal, first_month: date, months: int) -> list[Part]:
    """One part per calendar year; their sum is the whole subsidy to the cent, 元."""
    left, parts = rounded(floor_area * rate * months), []
    years = list(_years(first_month, months))
    for year, count in years[:-1]:
        amount = min(rounded(floor_area * rate * count), left)
        parts.append(Part(year, count, amount))
        left -= amount
    return [*parts, Part(*years[-1], left)]


def _years(first_month: date, months: int) -> Iterator[tuple[int, int]]:
    year, before = first_month.year, first_month.month - 1
    while months > 0:
        count = min(months, YEAR - before)
        yield year, count
        year, before, months = year + 1, 0, months - count
