"""The formula of 财综〔2019〕31号: exact to the cent, nobody below nothing, refused in words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from funding.choices import Factor
from funding.formula import Figures, share_out, to_the_cent

WEIGHTS_2019 = {
    Factor.AREA: Decimal(40),
    Factor.HOUSEHOLDS: Decimal(40),
    Factor.BUILDINGS: Decimal(10),
    Factor.COMPOUNDS: Decimal(10),
}
WEIGHTS_LATER = WEIGHTS_2019 | {Factor.HOUSEHOLDS: Decimal(30), Factor.PERFORMANCE: Decimal(10)}


def of(area=0, households=0, buildings=0, compounds=0, performance=0, k=1) -> Figures:
    figures = (area, households, buildings, compounds, performance)
    return Figures({f: Decimal(str(x)) for f, x in zip(Factor, figures, strict=True)}, Decimal(str(k)))


figures = st.builds(
    of,
    area=st.decimals(0, 500_000, places=2),
    households=st.integers(1, 9_999),
    buildings=st.integers(1, 500),
    compounds=st.integers(1, 99),
    performance=st.decimals(1, 100, places=2),
    k=st.decimals("0.5", 3, places=3),
)
amounts = st.decimals("0.01", 1_000_000_000, places=2)


def test_two_streets_by_hand():
    """南桥 has three quarters of the area, half of the households, and so on: 30 + 20 + 6 + 5 of a hundred."""
    parts = share_out(
        amount=Decimal(1000),
        weights=WEIGHTS_2019,
        figures=[of(75, 50, 3, 1), of(25, 50, 2, 1)],
    )

    assert [part.amount for part in parts] == [Decimal(610), Decimal(390)]
    assert [term.share for term in parts[0].terms] == [
        Fraction(30, 100),
        Fraction(20, 100),
        Fraction(6, 100),
        Fraction(5, 100),
    ]


def test_difficulty_counts_for_every_factor_but_performance():
    parts = share_out(
        amount=Decimal(100),
        weights=WEIGHTS_LATER,
        figures=[of(10, 10, 10, 10, 80, k=3), of(10, 10, 10, 10, 80, k=1)],
    )

    assert [part.amount for part in parts] == [Decimal("72.50"), Decimal("27.50")]


def test_the_last_takes_the_remainder():
    parts = share_out(amount=Decimal(100), weights={Factor.AREA: Decimal(100)}, figures=[of(1)] * 3)

    assert [part.amount for part in parts] == [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")]


def test_half_a_cent_is_rounded_up():
    assert to_the_cent(Decimal("0.03"), [Fraction(1, 200), Fraction(5, 200)]) == [Decimal("0.01"), Decimal("0.02")]


def test_nobody_is_below_nothing_when_many_are_rounded_up():
    parts = share_out(amount=Decimal("0.05"), weights={Factor.AREA: Decimal(100)}, figures=[of(1)] * 7)

    assert [part.amount for part in parts] == [Decimal("0.01")] * 5 + [Decimal(0)] * 2


@pytest.mark.parametrize(
    ("weights", "message"),
    [
        ({Factor.AREA: Decimal(90)}, "现在是 90%"),
        ({Factor.AREA: Decimal(60), Factor.HOUSEHOLDS: Decimal(60)}, "现在是 120%"),
        ({Factor.AREA: Decimal(110), Factor.HOUSEHOLDS: Decimal(-10)}, "权重合计应为 100%"),
        ({}, "现在是 0%"),
    ],
)
def test_weights_that_do_not_make_a_hundred_are_refused(weights, message):
    with pytest.raises(DomainError, match=message):
        share_out(amount=Decimal(100), weights=weights, figures=[of(1, 1)])


def test_a_factor_without_figures_is_refused_by_name():
    with pytest.raises(DomainError, match="“绩效评价”合计为 0"):
        share_out(amount=Decimal(100), weights=WEIGHTS_LATER, figures=[of(1, 1, 1, 1)])


def test_a_factor_that_does_not_count_may_be_unknown():
    assert share_out(amount=Decimal(100), weights={Factor.AREA: Decimal(100)}, figures=[of(1)])[0].amount == 100


@pytest.mark.parametrize(
    ("figures", "message"),
    [([], "没有参加分配"), ([of(-1, 1), of(2, 1)], "不能为负数"), ([of(1, k=0)], "系数必须大于 0")],
)
def test_figures_that_cannot_be_are_refused(figures, message):
    with pytest.raises(DomainError, match=message):
        share_out(amount=Decimal(100), weights={Factor.AREA: Decimal(100)}, figures=figures)


@given(amount=amounts, those=st.lists(figures, min_size=1, max_size=40))
def test_the_sum_is_exact_and_nobody_is_below_nothing(amount, those):
    parts = share_out(
        amount=amount, weights=WEIGHTS_LATER | {Factor.AREA: Decimal(0), Factor.HOUSEHOLDS: Decimal(70)}, figures=those
    )

    assert sum(part.amount for part in parts) == amount
    assert min(part.amount for part in parts) >= 0
    assert sum(part.exact for part in parts) == Fraction(amount)


@given(amount=st.decimals(1_000, 1_000_000_000, places=2), those=st.lists(figures, min_size=2, max_size=40))
def test_whoever_has_the_larger_share_gets_no_less(amount, those):
    """The last one apart, who takes the remainder: at most half a cent of each."""
    *parts, last = share_out(amount=amount, weights={Factor.HOUSEHOLDS: Decimal(100)}, figures=those)

    in_order = sorted(parts, key=lambda part: part.exact)

    assert [part.amount for part in in_order] == sorted(part.amount for part in parts)
    assert abs(Fraction(last.amount) - last.exact) <= Fraction(len(parts), 200) or last.amount == 0


@given(amount=amounts, those=st.lists(figures, min_size=1, max_size=12), factor=st.integers(2, 9))
def test_only_the_relation_of_difficulties_counts(amount, those, factor):
    harder = [Figures(each.factors, each.difficulty * factor) for each in those]
    weights = {Factor.HOUSEHOLDS: Decimal(50), Factor.COMPOUNDS: Decimal(50)}

    plain, scaled = (share_out(amount=amount, weights=weights, figures=group) for group in (those, harder))

    assert [part.amount for part in plain] == [part.amount for part in scaled]
