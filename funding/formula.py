"""Sharing a sum out by weighted factors, as 财综〔2019〕31号 does: exact arithmetic, no database.

share_d = Σ_f w_f · (x_fd · k_d) / Σ_i (x_fi · k_i) + w_p · p_d / Σ_i p_i, with f over area, households, buildings and
compounds, k the coefficient of difficulty and p the result of the performance evaluation; amount = share × the sum.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from core.errors import DomainError
from funding.choices import Factor

HUNDRED = Decimal(100)
CENT, HALF = Fraction(1, 100), Fraction(1, 2)


@dataclass(frozen=True)
class Figures:
    """What counts for one recipient: x by factor (㎡, 户, 栋, 个), performance among them, and k."""

    factors: Mapping[Factor, Decimal]
    difficulty: Decimal = Decimal(1)

    def counted(self, factor: Factor) -> Fraction:
        """x·k; the performance is p alone."""
        figure = Fraction(self.factors.get(factor, Decimal(0)))
        return figure if factor == Factor.PERFORMANCE else figure * Fraction(self.difficulty)


@dataclass(frozen=True)
class Term:
    """One factor of one recipient: w · counted / total, as a fraction of the whole sum."""

    factor: Factor
    weight: Decimal
    counted: Fraction
    total: Fraction

    @property
    def share(self) -> Fraction:
        return Fraction(self.weight) / 100 * self.counted / self.total


@dataclass(frozen=True)
class Part:
    """What one recipient gets, 元: its terms, what they come to before rounding, and the amount to the cent."""

    terms: tuple[Term, ...]
    exact: Fraction
    amount: Decimal

    @property
    def share(self) -> Fraction:
        return sum((term.share for term in self.terms), Fraction(0))


def share_out(*, amount: Decimal, weights: Mapping[Factor, Decimal], figures: Sequence[Figures]) -> list[Part]:
    """Share `amount`, 元, out among the recipients in their order; the parts together are `amount` to the cent.

    Weights in per cent. Refused: nobody to share among, weights that do not make 100 or are negative, a factor that
    counts and whose total is nothing, a negative figure.
    """
    counting = {factor: weight for factor, weight in weights.items() if weight}
    _check(counting, figures)
    totals = {factor: sum((each.counted(factor) for each in figures), Fraction(0)) for factor in counting}
    for factor, total in totals.items():
        if total == 0:
            raise DomainError(f"“{factor.label}”合计为 0，无法按它分配，请先补充数据，或改用不含它的权重。")
    terms = [
        tuple(Term(factor, weight, each.counted(factor), totals[factor]) for factor, weight in counting.items())
        for each in figures
    ]
    exact = [Fraction(amount) * sum((term.share for term in own), Fraction(0)) for own in terms]
    amounts = to_the_cent(amount, exact)
    return [Part(own, before, part) for own, before, part in zip(terms, exact, amounts, strict=True)]


def to_the_cent(amount: Decimal, exact: Sequence[Fraction]) -> list[Decimal]:
    """Each rounded half up, the last takes what remains. Where others were rounded up by more than the last one's part,
    it gets nothing and the one before it bears the rest, so that nobody is below nothing."""
    cents = [math.floor(part / CENT + HALF) for part in exact]
    cents[-1] = int(amount * 100) - sum(cents[:-1])
    for place in range(len(cents) - 1, 0, -1):
        if cents[place] < 0:
            cents[place - 1] += cents[place]
            cents[place] = 0
    return [(Decimal(each) / 100).quantize(Decimal("0.01")) for each in cents]


def _check(weights: Mapping[Factor, Decimal], figures: Sequence[Figures]) -> None:
    if not figures:
        raise DomainError("没有参加分配的街道或项目，请先选择。")
    if any(weight < 0 for weight in weights.values()) or sum(weights.values()) != HUNDRED:
        total = sum(weights.values())
        raise DomainError(f"各因素权重合计应为 100%，现在是 {total}%，请更正权重。")
    if any(each.difficulty <= 0 for each in figures):
        raise DomainError("财政困难系数必须大于 0。")
    if any(figure < 0 for each in figures for figure in each.factors.values()):
        raise DomainError("分配因素的数值不能为负数。")
