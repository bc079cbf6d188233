"""The arithmetic of the tie-out, on plain figures."""

from decimal import Decimal

import pytest

from projects.tie_out import MEASURES_HOUSEHOLDS_IN_WAN, Sums, tie_out

WHOLE = "410703000000"
NAMES = {
    WHOLE: "卫滨区",
    "410703001000": "胜利路街道",
    "410703002000": "解放路街道",
    "410703004000": "健康路街道",
    "410703007000": "自由路街道",
    "410703008000": "南桥街道",
    "410703009000": "铁西街道",
}


def figures(compounds, buildings, households, wan_sqm, wan_yuan):
    return {
        "compounds": compounds,
        "buildings": buildings,
        "households": households,
        "floor_area": Decimal(wan_sqm) * 10_000,
        "investment": Decimal(wan_yuan) * 10_000,
    }


# 卫政办〔2023〕2号 二
WEIBIN = {
    "410703008000": figures(12, 33, 1403, "11.9", "3649.4"),
    "410703004000": figures(6, 25, 930, "6.5", "2418"),
    "410703001000": figures(3, 11, 331, "3.39", "862.43"),
    "410703007000": figures(3, 5, 158, "1.64", "411.59"),
    "410703002000": figures(3, 13, 457, "5.76", "1188.2"),
}
STATED = figures(27, 87, 3279, "29.19", "8529.62")


def weibin(*, changed=None, stated=STATED, **more):
    """The plan's own figures as records, with those of some streets changed."""
    records = {code: Sums({**promised, **(changed or {}).get(code, {})}) for code, promised in WEIBIN.items()}
    return tie_out(targets={**WEIBIN, WHOLE: stated}, sums={**records, **more}, names=NAMES, whole=WHOLE)


def test_the_plan_of_2023_adds_up():
    result = weibin()

    assert result.agrees
    assert result.sentence == (
        "全部一致：小区数 27 个、楼栋数 87 栋、居民户数 3,279 户、建筑面积 29.19 万㎡、计划投资 8,529.62 万元。"
    )


def test_one_household_too_many_is_named_with_its_street():
    result = weibin(changed={"410703004000": {"households": 931}})

    assert result.sentence == "有 2 处不一致：健康路街道居民户数多 1 户；合计居民户数多 1 户。"


def test_a_missing_building_is_named():
    result = weibin(changed={"410703007000": {"buildings": 4}})

    assert "自由路街道楼栋数少 1 栋" in result.differences


@pytest.mark.parametrize(("yuan", "agrees"), [("8624349.99", True), ("8624350.00", False)])
def test_money_is_compared_to_a_hundredth_of_wan_yuan(yuan, agrees):
    result = weibin(changed={"410703001000": {"investment": Decimal(yuan)}})

    assert result.agrees is agrees


def test_area_is_compared_in_the_precision_of_the_document():
    result = weibin(changed={"410703008000": {"floor_area": Decimal("119049.99")}})

    assert result.agrees


def test_a_street_the_plan_does_not_name_is_a_difference():
    result = weibin(**{"410703009000": Sums(figures(1, 1, 20, "0.2", "40"))})

    assert "铁西街道小区数多 1 个" in result.differences


def test_entries_without_a_street_stand_in_a_line_of_their_own():
    result = weibin(**{WHOLE: Sums(figures(1, 1, 20, "0.2", "40"))})

    assert result.lines[-1].name == "卫滨区（未分到下级）"
    assert "卫滨区（未分到下级）居民户数多 20 户" in result.differences


def test_a_document_that_contradicts_itself_is_told_so():
    result = weibin(stated={**STATED, "households": 3280})

    assert result.contradictions == ("文件中各分项居民户数合计 3,279 户，总体任务 3,280 户",)
    assert not result.agrees


def test_a_figure_the_document_does_not_give_is_not_compared():
    """象山's plan promises 87 compounds and nothing else."""
    result = tie_out(
        targets={"450304000000": {"compounds": 87}},
        sums={"450304001000": Sums(figures(87, 200, 4000, "30", "9000"))},
        names={"450304001000": "南门街道"},
        whole="450304000000",
    )

    assert result.agrees
    assert [cell.target for cell in result.lines[0].cells] == [None] * 5


def test_a_plan_without_targets_says_so():
    result = tie_out(targets={}, sums={"410703001000": Sums(figures(1, 1, 1, "1", "1"))}, names=NAMES, whole=WHOLE)

    assert not result.agrees
    assert result.sentence == "还没有填写目标任务，无从核对。"


@pytest.mark.parametrize(("households", "agrees"), [(19_349, False), (19_350, True), (19_449, True), (19_450, False)])
def test_households_given_in_ten_thousands_are_compared_in_ten_thousands(households, agrees):
    """巴州 2020: 1.94万户."""
    result = tie_out(
        targets={"652800000000": {"compounds": 156, "households": 19_400}},
        sums={"652801000000": Sums({"compounds": 156, "households": households})},
        names={"652801000000": "库尔勒市"},
        whole="652800000000",
        measures=MEASURES_HOUSEHOLDS_IN_WAN,
    )

    assert result.agrees is agrees


def test_a_street_that_sees_only_itself_gets_no_total():
    street = "410703008000"
    result = tie_out(
        targets={street: WEIBIN[street]},
        sums={street: Sums(WEIBIN[street])},
        names=NAMES,
        whole=WHOLE,
        show_total=False,
    )

    assert result.total is None
    assert result.sentence.startswith("全部一致：小区数 12 个、楼栋数 33 栋、居民户数 1,403 户")


def test_records_that_give_no_figure_are_counted():
    sums = Sums({"households": 900, "compounds": 6}, blank={"households": 2})
    result = tie_out(
        targets={"410703004000": {"households": 930}}, sums={"410703004000": sums}, names=NAMES, whole=WHOLE
    )

    households = result.lines[0].cells[2]
    assert (households.words, households.blank) == ("少 30 户", 2)
