"""One investment shared out among compounds, exact to the cent (Z四(二)(三), B四(六))."""

import random
from decimal import Decimal

import pytest

from core.errors import DomainError
from projects.services.investments import split


def amounts(*figures):
    return [Decimal(figure) for figure in figures]


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        ("5033800", (76, 121), ("1941973.60", "3091826.40")),
        ("100", (1, 1, 1), ("33.33", "33.33", "33.34")),
        ("100", (2, 1), ("66.67", "33.33")),
        ("100", (1, 0), ("100", "0")),
        ("0.03", (1, 1, 1, 1, 1), ("0.01", "0.01", "0.01", "0", "0")),
        ("0", (3, 4), ("0", "0")),
    ],
)
def test_an_investment_is_shared_in_proportion(total, weights, shares):
    assert split(Decimal(total), amounts(*weights)) == amounts(*shares)


@pytest.mark.parametrize("seed", range(200))
def test_shares_add_up_to_the_cent_and_none_is_negative(seed):
    chance = random.Random(seed)
    total = Decimal(chance.randrange(0, 10**10)) / 100
    weights = [Decimal(chance.randrange(0, 500)) / chance.choice([1, 7, 100]) for _ in range(chance.randint(1, 40))]
    weights[0] += 1

    shares = split(total, weights)

    assert sum(shares) == total
    assert min(shares) >= 0
    assert all(share == share.quantize(Decimal("0.01")) for share in shares)
    assert all(not share for share, weight in zip(shares, weights, strict=True) if not weight)


@pytest.mark.parametrize("weights", [(0, 0), (), (3, -1)])
def test_without_a_basis_nothing_is_shared(weights):
    with pytest.raises(DomainError, match="不能分摊"):
        split(Decimal(100), amounts(*weights))
