"""Ledgers name a street in many ways; all of them mean the same street, and what is unclear is said so."""

from datetime import date

import pytest

from divisions.matching import AmbiguousName
from divisions.models import Division, FormerName, Level
from divisions.selectors import StreetMatcher
from divisions.services import changes

pytestmark = pytest.mark.django_db
DISTRICT, NANQIAO = "410703", "410703008000"


@pytest.fixture
def tiexi(divisions) -> Division:
    """铁西街道 of 卫滨区."""
    return Division.objects.create(code="410703009000", name="铁西街道", level=Level.STREET, parent_id="410703000000")


@pytest.mark.parametrize(
    "text",
    [
        "南桥",
        "南桥街道",
        "南桥办",
        "南桥街道办",
        "南桥办事处",
        "南桥街道办事处",
        " 南 桥 街道 ",
        "南桥街道（含原铁路片）",
        "卫滨区南桥街道办事处",
        "新乡市卫滨区南桥街道",
        "河南省新乡市卫滨区南桥",
        NANQIAO,
        "410703008",
    ],
)
def test_a_street_is_found_by_what_ledgers_call_it(text, divisions):
    assert StreetMatcher(DISTRICT).match(text) == NANQIAO


@pytest.mark.parametrize("text", ["健康", "健康路", "健康办事处", "健康路街道办事处"])
def test_a_street_named_after_a_road_may_lose_its_road(text, divisions):
    assert StreetMatcher(DISTRICT).match(text) == "410703004000"


@pytest.mark.parametrize("text", ["", "街道", "不存在街道", "南桥镇", "南桥乡", "410411001000", "999"])
def test_what_is_no_street_of_the_territory_is_not_found(text, divisions):
    assert StreetMatcher(DISTRICT).match(text) is None


def test_a_street_of_another_district_is_not_found(divisions):
    assert StreetMatcher(DISTRICT).match("马庄街道") is None


def test_a_former_name_leads_to_the_street(divisions):
    FormerName.objects.create(division=divisions["南桥街道"], name="跃进街道", until=date(2001, 1, 1))

    assert StreetMatcher(DISTRICT).match("跃进街道办事处") == NANQIAO


def test_a_merged_street_leads_to_the_one_it_went_up_in(divisions, tiexi, system_admin):
    changes.merge(division=tiexi, into=divisions["南桥街道"], on=date(2023, 7, 1), document="示例", by=system_admin)

    matcher = StreetMatcher(DISTRICT)

    assert [matcher.match(text) for text in ("铁西", "铁西街道办事处", "410703009000")] == [NANQIAO] * 3


def test_a_present_name_goes_before_a_former_one(divisions, tiexi):
    FormerName.objects.create(division=divisions["南桥街道"], name="铁西街道", until=date(2001, 1, 1))

    assert StreetMatcher(DISTRICT).match("铁西") == tiexi.code


def test_an_unclear_name_is_refused_with_those_it_may_mean(divisions):
    for code, name in (("410703100000", "平原镇"), ("410703200000", "平原乡")):
        Division.objects.create(code=code, name=name, level=Level.STREET, parent_id="410703000000")

    with pytest.raises(AmbiguousName, match="平原镇（410703100000）、平原乡"):
        StreetMatcher(DISTRICT).match("平原")


def test_the_kind_of_a_place_makes_its_name_clear(divisions):
    for code, name in (("410703100000", "平原镇"), ("410703200000", "平原乡")):
        Division.objects.create(code=code, name=name, level=Level.STREET, parent_id="410703000000")

    assert StreetMatcher(DISTRICT).match("平原乡人民政府") == "410703200000"


def test_a_county_of_the_prefecture_narrows_the_search(divisions):
    """Both districts have a 马庄街道; the name of the district before it says which is meant."""
    Division.objects.create(code="410703010000", name="马庄街道", level=Level.STREET, parent_id="410703000000")
    matcher = StreetMatcher("41")

    assert matcher.match("湛河区马庄街道") == "410411001000"
    assert matcher.match("马庄", within="410703") == "410703010000"


@pytest.mark.parametrize("text", ["焉耆", "焉耆县", "焉耆回族自治县"])
def test_an_autonomous_county_is_found_by_its_short_name(text, db):
    Division.objects.create(code="652826000000", name="焉耆回族自治县", level=Level.COUNTY)

    assert StreetMatcher("6528", level=Level.COUNTY).match(text) == "652826000000"


def test_a_ledger_of_any_length_takes_one_query(divisions, django_assert_num_queries):
    with django_assert_num_queries(1):
        matcher = StreetMatcher(DISTRICT)
        found = {matcher.match(text) for text in ("南桥", "健康路街道办事处", "没有这条街") * 1000}

    assert found == {NANQIAO, "410703004000", None}
