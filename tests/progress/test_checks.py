"""What is missing, wrong or doubtful in a line before the return is submitted."""

from datetime import date
from decimal import Decimal

import pytest

from progress import checks
from progress.models import ReturnLine, Tally
from tests.progress.stories import fill

MAY_3, MAY_20 = date(2023, 5, 3), date(2023, 5, 20)
FULL = Decimal(100)


def found(
    *, last=None, total=None, paid_total=None, explained=(), categories="basic,improvement", **figures
) -> dict[str, bool]:
    """Figures of a line about which something is said, and whether it blocks."""
    line = ReturnLine(categories=categories, **figures)
    before = ReturnLine(**last) if last else None
    sums = Tally(invested=total, paid=paid_total)
    return {each.figure: each.blocks for each in checks.problems(line, before, sums, explained)}


def test_a_site_that_has_not_begun_owes_nothing():
    assert found() == {}


def test_a_running_site_says_how_far_it_is_and_what_was_invested():
    assert found(started_on=MAY_3) == {"basic": True, "improvement": True, "invested": True}


def test_nothing_done_is_filled_in_as_zero():
    zero = Decimal(0)

    assert found(started_on=MAY_3, basic=zero, improvement=zero, invested=zero) == {}


def test_a_site_whose_categories_are_not_known_fills_in_any():
    assert found(categories="", started_on=MAY_3, invested=Decimal(0)) == {"basic": True}
    assert found(categories="", started_on=MAY_3, invested=Decimal(0), upgrade=Decimal(10)) == {}


@pytest.mark.parametrize("figure", ["basic", "invested", "water_km", "lifts"])
def test_what_is_built_was_begun(figure):
    assert found(**{figure: 1}) == {"started_on": True}


def test_money_may_be_paid_before_the_works_begin_and_is_asked_about():
    assert found(paid=Decimal(10_000), paid_total=Decimal(10_000)) == {"paid": False}


def test_more_paid_than_built_or_planned_is_doubtful():
    line = ReturnLine(investment=Decimal(1_000_000))

    def said(invested, paid) -> list[str]:
        total = Tally(invested=Decimal(invested), paid=Decimal(paid))
        return [each.sentence for each in checks.problems(line, None, total)]

    assert said(600_000, 600_000) == []
    assert said(600_000, 610_000) == ["累计拨付资金 61.00万元，多于累计完成投资 60.00万元，请核对。"]
    assert said(1_000_000, 1_100_000)[-1].startswith("累计拨付资金 110.00万元，超过计划投资 100.00万元，多于")


def test_a_completed_site_is_complete_in_all_its_categories():
    assert found(started_on=MAY_3, completed_on=MAY_20, basic=FULL, improvement=Decimal(90), total=FULL) == {
        "improvement": True
    }
    assert found(started_on=MAY_3, completed_on=MAY_20, basic=FULL, improvement=FULL, total=FULL) == {}


def test_a_completed_site_without_any_investment_is_doubtful():
    assert found(started_on=MAY_3, completed_on=MAY_20, basic=FULL, improvement=FULL) == {"invested": False}


def test_a_complete_site_without_its_day_is_doubtful():
    done = {"basic": FULL, "improvement": FULL, "physical": FULL, "invested": Decimal(0)}

    assert found(started_on=MAY_3, **done) == {"completed_on": False}


def test_more_than_the_plan_is_doubtful():
    assert found(investment=Decimal(100), total=Decimal("100.01")) == {"invested": False}
    assert found(investment=Decimal(100), total=Decimal(100)) == {}


def test_metres_typed_as_kilometres_are_asked_about():
    def said(**figures) -> list[str]:
        line = ReturnLine(started_on=MAY_3, completed_on=None, categories="basic", basic=1, invested=1, **figures)
        return [each.sentence for each in checks.problems(line, None, Tally()) if not each.blocks]

    assert said(water_km=Decimal("3.000"), lifts=20, parking=300, workers=500) == []
    assert said(water_km=Decimal("15.000")) == ["供水管道 15 公里，一个小区一个月较多，是不是以米填写的？请核对。"]
    assert said(drain_km=Decimal("-3.5")) == ["排水管道 -3.5 公里，一个小区一个月较多，是不是以米填写的？请核对。"]
    assert said(lifts=21, workers=501) == [
        "现场人数 501 人，一个小区较多，请核对。",
        "加装电梯 21 部，一个小区一个月较多，请核对。",
    ]


def test_a_fall_below_last_month_blocks_until_it_is_explained():
    lower = {"started_on": MAY_3, "basic": Decimal(50), "improvement": Decimal(0), "invested": Decimal(0)}
    last = {"started_on": MAY_3, "basic": Decimal(60)}

    assert found(last=last, **lower) == {"basic": True}
    assert found(last=last, explained=["basic"], **lower) == {}


@pytest.mark.django_db
def test_the_findings_of_a_return_name_the_site(nanqiao, clerk):
    fill(nanqiao.current, {"新运23号院": {"started_on": "2023-05-03", "basic": "10", "improvement": "0"}}, by=clerk)

    (finding,) = checks.blocking(nanqiao.current)

    assert (finding.line.compound_name, finding.figure) == ("新运23号院", "invested")
    assert finding.sentence == "已开工未完工，请填写本月完成投资，没有完成的填 0。"
