"""When two ways of writing mean one compound, and when they do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.naming import address_key, name_key, name_stem, search_text_of, spelling, split_names

SAME_NAME = [
    ("新运10号院", "新运十号院"),
    ("新运10号院", "新运１０号院"),
    ("新运10号院", "新运 10# 院"),
    ("新运10号院", "新运10号"),
    ("新运010号院", "新运10院"),
    ("新运二十三号院", "新运23号院"),
    ("新运一百零五号院", "新运105号"),
    ("新运一百二十号院", "新运120号"),
    ("荣校路一〇一号院", "荣校路101号院"),
    ("中州小区", "中州"),
    ("中州小区", "中州住宅小区"),
    ("中州小区", "中州（小区）"),
    ("轻工局家属院", "轻工局家属区"),
    ("Ａ区家属院", "a区家属院"),
    ("幸福里3幢", "幸福里三栋"),
]
OTHER_NAME = [
    ("新运23号院", "新运十号院"),
    ("新运3-5号院", "新运35号院"),
    ("新运10号院", "新运10号楼"),
    ("五一小区", "五十一小区"),
    ("八一院", "81院"),
    ("轻工局家属院", "轻工局小区"),
    ("市医院", "市医"),
    ("中州小区", "中州二期"),
    ("小区", "院"),
]


@pytest.mark.parametrize(("one", "other"), SAME_NAME)
def test_one_name_in_two_spellings(one, other):
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), OTHER_NAME)
def test_names_that_only_look_alike(one, other):
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("轻工局家属院", "轻工局家属楼"),
        ("轻工局家属院", "轻工局小区"),
        ("轻工局职工宿舍", "轻工局大院"),
        ("新运23号院", "新运23号楼"),
        ("新运十号院", "新运10栋"),
    ],
)
def test_mixed_up_kinds_of_place_share_a_stem(one, other):
    assert name_stem(one) == name_stem(other)


@pytest.mark.parametrize(
    ("one", "other"), [("新运23号院", "新运十号院"), ("第三医院家属院", "第三学院家属院"), ("3号楼", "5号楼")]
)
def test_a_stem_keeps_what_tells_places_apart(one, other):
    assert name_stem(one) != name_stem(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("河南省新乡市卫滨区南桥街道解放路12号", "解放路１２号院"),
        ("卫滨区解放大道十二号", "解放大道 12 号"),
        ("巴音郭楞蒙古自治州库尔勒市人民路3号", "人民路3号"),
    ],
)
def test_one_address_in_two_spellings(one, other):
    assert address_key(one) == address_key(other) != ""


@pytest.mark.parametrize("address", ["", "解放路", "卫滨区解放大道", "解放路中段", "卫滨区南桥街道"])
def test_a_whole_road_is_nobodys_address(address):
    assert address_key(address) == ""


def test_two_numbers_on_one_road_are_two_addresses():
    assert address_key("解放路12号") != address_key("解放路112号")


def test_former_names_are_typed_one_after_the_other():
    assert split_names("纺织一村、棉纺小区;老纺院 ") == ["纺织一村", "棉纺小区", "老纺院"]


def test_a_compound_is_found_by_every_way_of_naming_it():
    text = search_text_of(name="新运十号院", former_names="棉纺小区", address="解放路１２号")

    for typed in ("新运十", "新运10号", "棉纺", "解放路12号", "xinyunshi", "xysh", "xy10hy", "mfxq"):
        assert typed in text


def test_pinyin_knows_words_of_several_readings():
    assert "chongqing" in search_text_of(name="重庆小区")


@given(st.text(max_size=40))
def test_spelling_settles(text):
    assert spelling(spelling(text)) == spelling(text)
