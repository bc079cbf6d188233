"""Printed totals are not loaded but checked: which rows a total covers is found by trying what would fit.

Offices put sub-totals above or below their rows and grand totals first or last, so a total is compared with the block
above it, the block below it, everything, and everything since the last total of the same name; the stretch whose sums
agree in most columns is the one meant. Where none agrees entirely, the difference is named, and the file may still be
applied: the tie-out page shows it again.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import accumulate

Stretch = tuple[int, int]  # indexes into the rows, the end not in it


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A data row: its figures by column key. `unread` are columns whose cell could not be read."""

    number: int
    figures: Mapping[str, Decimal]
    unread: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Printed:
    """A total as it stands in the sheet. `words` is 小计, 合计 and so on; `count` a number of rows it claims (12个)."""

    number: int
    words: str
    figures: Mapping[str, Decimal]
    tolerance: Mapping[str, Decimal] = field(default_factory=dict)
    count: int | None = None


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A total that does not agree with its rows. `key` "" means the number of rows."""

    printed: Printed
    key: str
    stated: Decimal
    summed: Decimal
    rows: int


def differences(totals: Sequence[Printed], rows: Sequence[Counted]) -> Iterator[Difference]:
    """Every printed figure that is not the sum of the rows it covers; totals over unread cells are let pass."""
    numbers = [row.number for row in rows]
    keys = {key for total in totals for key in total.figures}
    sums = {key: _running(row.figures.get(key, Decimal(0)) for row in rows) for key in keys}
    unread = {key: _running(Decimal(key in row.unread) for row in rows) for key in keys}

    for total in totals:
        best: list[Difference] | None = None
        for first, end in _stretches(total, totals, numbers):
            found = []
            if total.count not in (None, end - first):
                found.append(_difference(total, "", Decimal(total.count), Decimal(end - first), end - first))
            for key, stated in total.figures.items():
                summed = sums[key][end] - sums[key][first]
                sure = unread[key][end] == unread[key][first]
                if sure and abs(stated - summed) > total.tolerance.get(key, 0):
                    found.append(_difference(total, key, stated, summed, end - first))
            if best is None or len(found) < len(best):
                best = found
        yield from best or ()


def _difference(total: Printed, key: str, stated: Decimal, summed: Decimal, rows: int) -> Difference:
    return Difference(printed=total, key=key, stated=stated, summed=summed, rows=rows)


def _running(figures: Iterator[Decimal]) -> list[Decimal]:
    return list(accumulate(figures, initial=Decimal(0)))


def _stretches(total: Printed, totals: Sequence[Printed], numbers: Sequence[int]) -> list[Stretch]:
    """The rows a total may mean, likeliest first."""

    def between(after: int, before: int) -> Stretch:
        return bisect_left(numbers, after), bisect_left(numbers, before)

    def beside(others: Sequence[Printed]) -> list[Stretch]:
        above = max((other.number for other in others if other.number < total.number), default=0)
        below = min((other.number for other in others if other.number > total.number), default=2**31)
        return [between(above, total.number), between(total.number, below)]

    block = beside(totals)
    same_name = beside([other for other in totals if other.words == total.words])
    everything = [(0, len(numbers))]
    ordered = [*block, *same_name, *everything] if total.words == "小计" else [*everything, *same_name, *block]
    return [stretch for stretch in ordered if stretch[0] < stretch[1]]
