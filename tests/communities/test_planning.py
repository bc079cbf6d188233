"""Years filled by rank: never above the budget, never against the order without need."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from communities.planning import Candidate, fill, why_not_placed

WAN = 10_000
MONEY = st.decimals(min_value="0.01", max_value=10**7, places=2)
CANDIDATES = st.lists(st.none() | MONEY, max_size=40).map(
    lambda costs: [Candidate(number, cost) for number, cost in enumerate(costs)]
)
BUDGETS = st.lists(st.decimals(min_value=0, max_value=10**8, places=2), min_size=5, max_size=5).map(
    lambda budgets: dict(zip(range(2026, 2031), budgets, strict=True))
)


def test_the_first_year_takes_the_first_of_the_ranking():
    ranked = [Candidate(1, Decimal(60 * WAN)), Candidate(2, Decimal(50 * WAN)), Candidate(3, Decimal(40 * WAN))]

    placed = fill(ranked, left={2026: Decimal(100 * WAN), 2027: Decimal(100 * WAN)})

    assert placed == {1: 2026, 2: 2027, 3: 2026}


def test_a_compound_bigger_than_any_year_is_left_over_and_does_not_stop_the_next():
    ranked = [Candidate(1, Decimal(500 * WAN)), Candidate(2, Decimal(50 * WAN))]

    placed = fill(ranked, left={2026: Decimal(100 * WAN)})

    assert placed == {2: 2026}
    assert why_not_placed(Decimal(500 * WAN), left=[Decimal(50 * WAN)]) == "大于任何一年的剩余预算"


def test_a_compound_without_an_estimate_is_left_over():
    assert fill([Candidate(1, None)], left={2026: Decimal(WAN)}) == {}
    assert why_not_placed(None, left=[]).startswith("没有估算投资")


def test_a_year_that_is_already_over_its_budget_takes_nobody():
    assert fill([Candidate(1, Decimal(1))], left={2026: Decimal(-5), 2027: Decimal(1)}) == {1: 2027}


@given(CANDIDATES, BUDGETS)
def test_no_year_ever_costs_more_than_its_budget(candidates, budgets):
    placed = fill(candidates, left=budgets)

    costs = {candidate.id: candidate.cost for candidate in candidates}
    for year, budget in budgets.items():
        assert sum((costs[pk] for pk, chosen in placed.items() if chosen == year), Decimal(0)) <= budget


@given(CANDIDATES, BUDGETS)
def test_who_ranks_higher_never_waits_for_who_ranks_lower(candidates, budgets):
    """At its turn each took the first year that could pay: no earlier year had room left by those before it."""
    placed = fill(candidates, left=budgets)

    purse = dict(budgets)
    for candidate in candidates:
        affordable = [year for year, left in purse.items() if candidate.cost is not None and candidate.cost <= left]
        assert placed.get(candidate.id) == (affordable[0] if affordable else None)
        if affordable:
            purse[affordable[0]] -= candidate.cost


@given(CANDIDATES, BUDGETS)
def test_filling_what_is_left_over_again_changes_nothing(candidates, budgets):
    placed = fill(candidates, left=budgets)
    left = {
        year: budget - sum((c.cost for c in candidates if placed.get(c.id) == year), Decimal(0))
        for year, budget in budgets.items()
    }

    assert fill([c for c in candidates if c.id not in placed], left=left) == {}
