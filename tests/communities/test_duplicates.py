"""The same compound entered twice is proposed with the reason; 新运23号院 and 新运十号院 are left alone."""

import pytest

from communities.duplicates import Place, likely, pairs, reason_for

WEIBIN = "410703"


def place(name, address="", former_names="", district=WEIBIN, ref=None):
    return Place(ref=ref or name, district=district, name=name, former_names=former_names, address=address)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("新运23号院", "新运２３号院", "名称只有全角、半角之分"),
        ("新运10号院", "新运十号院", "名称只有数字或标点写法之分"),
        ("新运23号院", "新运23号", "名称只有“小区”“号院”等结尾之分"),
        ("中州小区", "中州", "名称只有“小区”“号院”等结尾之分"),
        ("新荣小区48号楼", "新荣小区48号院", "名称去掉“家属院”“号楼”等字后相同"),
        ("轻工局家属院", "轻工局家属楼", "名称去掉“家属院”“号楼”等字后相同"),
        ("华青小区", "华青小区", "名称相同"),
    ],
)
def test_another_spelling_of_the_name_is_proposed(one, other, reason):
    (pair,) = pairs([place(one, ref=1), place(other, ref=2)])

    assert pair.reason == reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("新运23号院", "新运十号院"),
        ("健康路195号院", "健康路197号院"),
        ("新荣小区16号院", "新荣小区48号楼"),
        ("胜利路57号院", "胜利路5号院"),
        ("平川家属院", "卫滨区家属院"),
        ("电业局家属楼", "县技校家属院"),
    ],
)
def test_neighbours_with_other_numbers_or_names_are_left_alone(one, other):
    assert pairs([place(one), place(other)]) == []


def test_the_27_compounds_of_the_weibin_plan_are_27(weibin_names):
    assert pairs(map(place, weibin_names)) == []


def test_an_old_name_is_recognised():
    (pair,) = pairs([place("新运家园", former_names="农机公司家属院、农机二厂宿舍"), place("农机公司家属院")])

    assert pair.reason == "“农机公司家属院”是新运家园的曾用名"


def test_two_compounds_with_the_same_old_name_are_proposed():
    (pair,) = pairs([place("新运家园", former_names="农机公司家属院"), place("农机苑", former_names="农机公司家属楼")])

    assert pair.reason.startswith("曾用名相同")


def test_the_same_address_under_different_names_is_proposed():
    (pair,) = pairs([place("轻工局家属院", address="卫滨区新运路23号"), place("新运家园", address="新运路２３号")])

    assert pair.reason == "坐落相同：卫滨区新运路23号"


def test_a_name_that_is_an_address_meets_the_compound_at_that_address():
    (pair,) = pairs([place("健康路195号院"), place("百货公司家属院", address="健康路195号")])

    assert pair.reason == "百货公司家属院的坐落就是健康路195号院"


def test_a_road_without_a_number_is_nobodys_address():
    assert pairs([place("平川家属院", address="新运路"), place("农机公司家属院", address="新运路")]) == []


def test_the_same_name_in_another_district_is_another_compound():
    assert pairs([place("中州小区"), place("中州小区", district="410411")]) == []


def test_a_ledger_row_meets_what_is_on_file():
    on_file = [place("新运10号院", ref=7), place("新运23号院", ref=8)]

    found = likely([place("新运十号院", ref="E5"), place("平川家属院", ref="E6")], on_file)

    assert [(pair.one.ref, pair.other.ref) for pair in found] == [("E5", 7)]


def test_a_key_shared_by_a_crowd_does_not_become_a_square_of_pairs():
    crowd = [place(f"示例{number}号院", address="示例大道1号") for number in range(2_000)]

    assert len(pairs(crowd)) == 20 * 19 / 2


def test_nothing_in_common_gives_no_reason():
    assert reason_for(place("平川家属院"), place("华青小区")) == ""


@pytest.fixture
def weibin_names():
    """W二(二): the compounds of the plan, taken apart where the text runs together."""
    return [
        "中州小区",
        "新运23号院",
        "轻工局家属院",
        "新运十号院",
        "农机公司家属院",
        "平川家属院",
        "卫滨区家属院",
        "黄河大道51号",
        "县联社院",
        "道清新街74号",
        "88号楼",
        "华青小区",
        "健康路195号院",
        "健康路197号院",
        "健康路229号院",
        "金穗大道58号院",
        "城南庄六巷",
        "健康路3号院",
        "孟营小区",
        "胜南欣苑家属院",
        "县技校家属院",
        "新荣小区16号院",
        "新荣小区48号楼",
        "电业局家属楼",
        "中同街463号院",
        "胜利路57号院",
        "新开街东院",
    ]
