"""The report's text as officials write it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from reports import wording
from reports.facts import Missing, Said
from tests.reports.test_facts import some_facts

TOTAL = {
    "planned_compounds": 20,
    "planned_households": 2107,
    "planned_investment": Decimal("54623600.00"),
    "started": 12,
    "started_households": 1200,
    "start_rate": Decimal("60.00"),
    "start_household_rate": Decimal("56.95"),
    "finished": 4,
    "finish_rate": Decimal("20.00"),
    "plan_invested": Decimal("12000000.00"),
    "investment_rate": Decimal("21.97"),
    "started_this_month": 3,
    "under_construction": 8,
    "water_km_year": Decimal("1.250"),
    "lifts_year": 2,
    "invested_month": Decimal("3000000.00"),
    "invested_year": Decimal("12000000.00"),
    "invested_total": Decimal("12000000.00"),
    "paid_total": Decimal("6000000.00"),
    "pay_rate": Decimal("50.00"),
    "problems": 1,
}
LAST = {"start_rate": Decimal("55.00"), "finish_rate": Decimal("20.00"), "investment_rate": Decimal("22.97")}


def written(**changes) -> dict[str, str]:
    given = {"total": TOTAL, "last_total": LAST, "missing": ()}
    return wording.sections(some_facts(**{**given, **changes}))


def row(code: str, value: str, **changes):
    return replace(some_facts().rows[0], code=code, name=f"示例{code}街道", value=Decimal(value), **changes)


def test_totals_against_the_plan_then_the_change_in_points():
    assert written()["opening"] == (
        "截至2023年5月25日，卫滨区2023年计划改造老旧小区20个，涉及居民2107户，计划投资5,462.36万元。"
        "累计开工小区12个，开工率60.00%；涉及居民1200户，占计划户数的56.95%；"
        "本年计划小区完成投资1,200.00万元，投资完成率21.97%。"
        "与上月相比，开工率提高5.00个百分点，完工率持平，投资完成率下降1.00个百分点。"
    )


def test_one_hundred_per_cent_is_all_started_and_more_is_a_rate():
    assert "已全部开工" in written(total={**TOTAL, "start_rate": Decimal("100.00")})["opening"]
    assert "开工率107.00%" in written(total={**TOTAL, "start_rate": Decimal("107.00")})["opening"]


def test_january_is_not_compared_with_another_years_plan():
    assert "与上月相比" not in written(month=date(2023, 1, 1))["opening"]


def test_missing_returns_are_named():
    missing = (
        Missing(name="健康路街道", standing="未上报", month_counted=None),
        Missing(name="自由路街道", standing="未审核通过", month_counted=date(2023, 4, 1)),
    )

    assert written(missing=missing)["opening"].endswith(
        "本月还有2个街道（乡镇）的月报没有计入："
        "未上报的有健康路街道（无数据）；未审核通过的有自由路街道（沿用2023年4月数据）。"
    )


def test_progress_mentions_only_what_was_built():
    text = written()["progress"]

    assert text == (
        "本月新开工小区3个，新完工小区0个。目前在建小区8个，累计完工小区4个，完工率20.00%。"
        "本年累计改造供水管道1.250公里，加装电梯2部。"
    )


def test_sites_carried_over_are_said_to_count_where_they_do():
    text = written(total={**TOTAL, "carried_sites": 3, "carried_finished": 1})["progress"]

    assert text.endswith("往年续建小区3个，已完工1个，计入在建、施工人员和实物量，不计入开工、完工和形象进度。")


def test_fast_and_slow_are_named_with_their_rates_and_nobody_twice():
    rows = tuple(row(str(number), str(60 - number), place=number) for number in range(1, 6))

    assert (
        "进度较快的是示例1街道（59.00%）、示例2街道（58.00%）、示例3街道（57.00%）；" in written(rows=rows)["ranking"]
    )
    assert "进度较慢的是示例4街道（56.00%）、示例5街道（55.00%）。" in written(rows=rows)["ranking"]


def test_cards_stand_with_their_reason():
    rows = (row("1", "50", place=1), row("2", "5", place=2, card="red", why="落后35.00个百分点"))

    assert "亮红牌的街道（乡镇）1个：示例2街道，落后35.00个百分点。" in written(rows=rows)["ranking"]


def test_money_of_the_month_the_year_and_the_whole():
    assert written()["money"] == (
        "本月完成投资300.00万元，本年累计1,200.00万元，开工以来累计1,200.00万元。"
        "本月拨付资金0.00万元，本年累计0.00万元，开工以来累计600.00万元，占累计完成投资的50.00%。"
    )


def test_problems_are_quoted_and_long_lists_are_cut():
    said = tuple(Said(street="南桥街道", compound=f"示例{n}院", text="雨天停工") for n in range(12))
    text = written(problems=said, total={**TOTAL, "problems": 12})["problems"]

    assert text.split("\n")[:2] == ["12个小区反映存在问题：", "1. 南桥街道示例0院：雨天停工。"]
    assert text.endswith("其余2个小区的情况见月报明细。")


def test_a_quiet_month_says_so():
    quiet = written(problems=(), total={**TOTAL, "problems": 0}, overdue=())

    assert quiet["problems"] == "本月没有小区反映存在问题。"
    assert quiet["next_steps"] == "继续按计划组织实施。"


def test_without_any_data_the_report_says_only_that():
    nothing = replace(some_facts().rows[0], month_counted=None, reported=False, value=None, place=None)
    text = written(rows=(nothing,), total={})

    assert text["opening"] == "截至2023年5月25日，卫滨区还没有审核通过的月报数据。"
    assert text["ranking"] == ""
