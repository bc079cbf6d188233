"""The five-year plan: filled by rank against the budgets, corrected by hand, and honest about what did not fit."""

from decimal import Decimal

import pytest

from communities.models import FiveYearPlan, PoolEntry
from communities.selectors.plans import board
from communities.services import plans, pool
from core.errors import DomainError, NotAllowed
from tests.communities.pool_stories import TODAY, a_compound, a_rule, weights

WAN = 10_000


@pytest.fixture
def district(divisions):
    a_rule(divisions["卫滨区"])
    weights(divisions["卫滨区"])
    return divisions["卫滨区"]


def budgets(*wan, first=2026):
    return {first + number: Decimal(figure * WAN) for number, figure in enumerate(wan)}


@pytest.fixture
def plan(district, office):
    """100 万元 a year from 2026."""
    return plans.create(division=district, first_year=2026, budgets=budgets(100, 100, 100, 100, 100), by=office)


def pooled(office, name, wan, hazards=5):
    compound = a_compound(office, name=name, hazards_count=hazards, floor_area=None)
    estimate = None if wan is None else Decimal(wan * WAN)
    return pool.enter(compound=compound, reason="符合条件", by=office, on=TODAY, estimate=estimate)


def years(plan):
    return {column.year.year: [str(entry) for entry in column.entries] for column in board(plan).columns}


def test_years_are_filled_by_rank_within_their_budgets(plan, office):
    pooled(office, "急迫", 60, hazards=9)
    pooled(office, "次急", 60, hazards=8)
    pooled(office, "小修", 40, hazards=1)

    assert plans.fill(plan=plan, by=office) == 3

    assert years(plan)[2026] == ["急迫", "小修"]
    assert years(plan)[2027] == ["次急"]


def test_what_fits_no_year_is_left_over_and_named(plan, office):
    pooled(office, "大院", 300)
    pooled(office, "无估算小区", None)

    plans.fill(plan=plan, by=office)

    assert {str(left.entry): left.why for left in board(plan).left_over} == {
        "大院": "大于任何一年的剩余预算",
        "无估算小区": "没有估算投资：请填报估算，或补齐建筑面积",
    }


def test_filling_keeps_what_was_placed_by_hand(plan, office):
    entry = pooled(office, "急迫", 60, hazards=9)
    plans.move(plan=plan, entry=entry, to=plan.years.get(year=2029), by=office)
    pooled(office, "次急", 60)

    plans.fill(plan=plan, by=office)

    assert years(plan)[2029] == ["急迫"]
    assert years(plan)[2026] == ["次急"]


def test_filling_afresh_forgets_what_was_placed_by_hand(plan, office):
    entry = pooled(office, "急迫", 60, hazards=9)
    plans.move(plan=plan, entry=entry, to=plan.years.get(year=2029), by=office)

    plans.fill(plan=plan, by=office, afresh=True)

    assert years(plan)[2026] == ["急迫"]


def test_filling_twice_changes_nothing(plan, office):
    pooled(office, "急迫", 60)
    plans.fill(plan=plan, by=office)

    assert plans.fill(plan=plan, by=office) == 0


def test_a_move_over_the_budget_is_allowed_and_says_by_how_much(plan, office):
    plans.move(plan=plan, entry=pooled(office, "甲小区", 60), to=plan.years.get(year=2026), by=office)

    over = plans.move(plan=plan, entry=pooled(office, "乙小区", 60), to=plan.years.get(year=2026), by=office)

    assert over == Decimal(20 * WAN)
    assert board(plan).columns[0].over == Decimal(20 * WAN)


def test_a_compound_is_taken_out_of_the_plan_again(plan, office):
    entry = pooled(office, "甲小区", 60)
    plans.move(plan=plan, entry=entry, to=plan.years.get(year=2026), by=office)

    plans.move(plan=plan, entry=entry, to=None, by=office)

    assert [str(left.entry) for left in board(plan).left_over] == ["甲小区"]


def test_who_leaves_the_pool_leaves_the_plan(plan, office):
    entry = pooled(office, "甲小区", 60)
    plans.fill(plan=plan, by=office)

    pool.leave(entry=entry, reason="拆迁", by=office, on=TODAY)

    assert board(plan).count == 0
    with pytest.raises(DomainError, match="已经出库"):
        plans.move(plan=plan, entry=entry, to=plan.years.get(year=2026), by=office)


def test_lower_budgets_leave_what_is_placed_and_show_the_excess(plan, office):
    pooled(office, "甲小区", 60)
    plans.fill(plan=plan, by=office)

    plans.set_budgets(plan=plan, budgets=budgets(50, 100, 100, 100, 100), by=office)

    assert board(plan).columns[0].over == Decimal(10 * WAN)


@pytest.mark.parametrize("first_year", [2022, 2026, 2030])
def test_two_plans_of_a_district_do_not_cover_the_same_year(plan, office, first_year):
    with pytest.raises(DomainError, match="2026—2030"):
        plans.create(
            division=plan.division, first_year=first_year, budgets=budgets(1, 1, 1, 1, 1, first=first_year), by=office
        )


def test_the_next_plan_follows_the_present_one(plan, office):
    later = plans.create(division=plan.division, first_year=2031, budgets=budgets(1, 1, 1, 1, 1, first=2031), by=office)

    with pytest.raises(DomainError, match="不属于本规划"):
        plans.move(plan=plan, entry=pooled(office, "甲小区", 60), to=later.years.first(), by=office)


def test_a_plan_is_made_by_its_own_office(district, office, outsider, clerk):
    for person in (outsider, clerk):
        with pytest.raises(NotAllowed):
            plans.create(division=district, first_year=2026, budgets=budgets(1, 1, 1, 1, 1), by=person)


def test_the_page_asks_the_same_number_of_questions_for_2_and_for_20(plan, office, django_assert_num_queries):
    for few in (2, 18):
        for number in range(few):
            pooled(office, f"示例{few}-{number}号院", 5)
        plans.fill(plan=plan, by=office)
        fresh = FiveYearPlan.objects.select_related("division").get(pk=plan.pk)

        with django_assert_num_queries(5):
            board(fresh)


def test_the_board_ties_out_with_the_pool(plan, office):
    for number in range(7):
        pooled(office, f"示例{number}号院", 37 + number)
    plans.fill(plan=plan, by=office)

    placed = PoolEntry.objects.filter(plan_year__plan=plan)
    assert board(plan).cost == sum(entry.estimate for entry in placed)
    assert board(plan).count == placed.count()
