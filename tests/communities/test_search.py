"""A compound is found by name, former name, address, pinyin and initials, on every database."""

import pytest

from communities.models import Compound
from communities.search import grams_for, grams_of, search
from tests.communities.factories import a_compound

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "typed",
    [
        "新运十号院",
        "新运10号",
        "１０号院",
        "棉纺",
        "运",
        "解放路12号",
        "解放 新运",
        "xinyunshi",
        "XYSHY",
        "xy",
        "mfxq",
        "路12",
    ],
)
def test_typed_this_way_it_is_found(clerk, typed):
    a_compound(clerk, name="新运十号院", former_names="棉纺小区", address="解放路12号")
    a_compound(clerk, name="中州家属院", address="平原路5号")

    assert [row.name for row in search(Compound.objects.all(), typed)] == ["新运十号院"]


@pytest.mark.parametrize("typed", ["新运23号院", "院号", "xyz", "新运 平原", "100%", "_"])
def test_typed_this_way_it_is_not_found(clerk, typed):
    a_compound(clerk, name="新运十号院", address="解放路12号")

    assert not search(Compound.objects.all(), typed).exists()


def test_pieces_of_a_word_are_pieces_of_every_text_that_holds_it():
    text = "新运十号院 解放路12号 xinyunshihaoyuan"

    for term in ("新", "新运", "运十号", "路12", "12", "yunshi", "xi"):
        assert set(grams_for(term).split()) <= set(grams_of(text).split()), term


def test_a_single_letter_has_no_pieces():
    assert grams_for("x") == grams_for("1") == ""
