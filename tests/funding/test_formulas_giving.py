"""The arithmetic of shares, rewards and fee subsidies, held against figures reckoned by hand."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from funding.choices import ShareMethod
from funding.fee_formula import schedule
from funding.reward_formula import Spending, Working, working_of
from funding.share_formula import Weighing, check_method, share_out, usual_coefficient

CENTS = st.integers(1, 10**9).map(lambda cents: Decimal(cents) / 100)
GROUPS = st.lists(
    st.builds(Weighing, st.integers(0, 60), st.integers(0, 3_000).map(lambda thousandths: Decimal(thousandths) / 1000)),
    min_size=1,
    max_size=30,
).filter(lambda groups: any(group.weight for group in groups))


def groups(*pairs: tuple[int, str]) -> list[Weighing]:
    return [Weighing(households, Decimal(coefficient)) for households, coefficient in pairs]


@given(total=CENTS, of=GROUPS)
def test_shares_make_the_total_and_nobody_is_paid(total, of):
    shares = share_out(total, of)

    assert sum(share.amount for share in shares) == total
    assert all(share.each >= 0 and 0 <= share.more <= share.weighing.households for share in shares)


@given(total=CENTS, of=GROUPS)
def test_equal_households_differ_by_a_cent_at_most(total, of):
    paid: dict[Decimal, set[Decimal]] = {}
    for share in share_out(total, of):
        amounts = {share.each, share.each + Decimal("0.01") * bool(share.more)}
        paid.setdefault(share.weighing.coefficient, set()).update(amounts)

    assert all(max(amounts) - min(amounts) <= Decimal("0.01") for amounts in paid.values())


@given(total=CENTS, of=GROUPS)
def test_who_pays_nothing_pays_no_cent_either(total, of):
    shares = share_out(total, of)

    assert all(share.amount == 0 for share in shares if not share.weighing.weight)


def test_a_lift_for_six_floors_of_two_households():
    """45 万元; 系数 0 0 1 1.2 1.4 1.6, 2 户 each: Σ 10.4; 3 层 43,269.23 a household."""
    of = groups(*((2, str(usual_coefficient(floor))) for floor in range(1, 7)))

    shares = share_out(Decimal(450_000), of)

    assert [str(share.each) for share in shares] == ["0.00", "0.00", "43269.23", "51923.08", "60576.92", "69230.77"]
    assert [share.more for share in shares] == [0, 0, 0, 0, 0, 0]


def test_it_is_known_how_many_households_pay_a_cent_more():
    """100 万元 by 1,410 households: 709.21 each leaves 13.90, a cent from each of the first 1,390."""
    [share] = share_out(Decimal(1_000_000), groups((1_410, "1")))

    assert (str(share.each), share.more, share.amount) == ("709.21", 1_390, Decimal(1_000_000))


def test_a_hundred_yuan_shared_by_three_evenly():
    shares = share_out(Decimal(100), groups((1, "1"), (1, "1"), (1, "1")))

    assert [str(share.amount) for share in shares] == ["33.34", "33.33", "33.33"]


def test_a_last_group_that_pays_nothing_takes_no_rounding():
    shares = share_out(Decimal(100), groups((3, "1"), (5, "0")))

    assert [str(share.amount) for share in shares] == ["100.00", "0.00"]


@pytest.mark.parametrize(
    ("total", "of", "sentence"),
    [
        ("0", groups((1, "1")), "必须大于 0"),
        ("-1", groups((1, "1")), "必须大于 0"),
        ("100", groups((-1, "1"), (2, "1")), "不能是负数"),
        ("100", groups((1, "-1"), (2, "1")), "不能是负数"),
        ("100", groups((0, "1"), (2, "0")), "没有人分摊"),
    ],
)
def test_what_cannot_be_shared_is_refused(total, of, sentence):
    with pytest.raises(DomainError, match=sentence):
        share_out(Decimal(total), of)


@pytest.mark.parametrize(
    ("method", "of", "sentence"),
    [
        (ShareMethod.SINGLE, groups((1, "1"), (1, "1")), "只能有一组"),
        (ShareMethod.EVEN, groups((1, "1"), (1, "1.2")), "只有按楼层梯次分摊才有不同的系数"),
        (ShareMethod.EVEN, [], "至少填写一组"),
    ],
)
def test_a_method_says_which_groups_it_takes(method, of, sentence):
    with pytest.raises(DomainError, match=sentence):
        check_method(method, of)


def spending(source: str, spent: str, beyond: str = "0", project: int = 1) -> Spending:
    amount = Decimal(spent)
    return Spending(
        project=project,
        number="2023-1",
        name="中州小区",
        source=source,
        paid=amount,
        spent=amount,
        out_of_scope=Decimal(beyond),
    )


def test_the_worked_example_of_a_reward():
    """By hand: 100 万元 of others and 60 of the street, 10 of each beyond scope: 160 − 20 − 90 = 50 borne; 30% = 15."""
    lines = (
        spending("central_subsidy", "600000.00"),
        spending("district", "300000.00"),
        spending("residents", "100000.00", "100000.00"),
        spending("street", "600000.00", "100000.00"),
    )

    working = Working(lines, Decimal(30))

    assert (working.spent, working.out_of_scope, working.others) == (1_600_000, 200_000, 900_000)
    assert (working.borne, working.amount) == (500_000, 150_000)


def test_a_reward_is_rounded_half_up_to_the_cent():
    working = Working((spending("street", "0.10"),), Decimal("25.00"))

    assert str(working.amount) == "0.03"


def test_a_working_reads_back_as_it_was_kept():
    working = Working((spending("street", "12345.67", "0.60"),), Decimal(30))

    assert working_of([line.kept() for line in working.lines], Decimal(30)) == working


def test_three_years_from_august_are_four_instalments():
    """1,234.56 ㎡ × 0.30 × 36 = 13,333.248 → 13,333.25; 5, 12, 12, 7 months."""
    parts = schedule(floor_area=Decimal("1234.56"), rate=Decimal("0.30"), first_month=date(2023, 8, 1), months=36)

    assert [(part.year, part.months) for part in parts] == [(2023, 5), (2024, 12), (2025, 12), (2026, 7)]
    assert [str(part.amount) for part in parts] == ["1851.84", "4444.42", "4444.42", "2592.57"]
    assert str(sum(part.amount for part in parts)) == "13333.25"


@given(
    area=st.integers(1, 10**7).map(lambda figure: Decimal(figure) / 100),
    rate=st.integers(1, 1_000).map(lambda figure: Decimal(figure) / 100),
    month=st.integers(1, 12),
    months=st.integers(1, 120),
)
def test_instalments_make_the_whole(area, rate, month, months):
    parts = schedule(floor_area=area, rate=rate, first_month=date(2023, month, 1), months=months)

    assert sum(part.months for part in parts) == months
    assert sum(part.amount for part in parts) == (area * rate * months).quantize(Decimal("0.01"), "ROUND_HALF_UP")
    assert all(part.amount >= 0 for part in parts)
