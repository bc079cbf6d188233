"""Divisions come from a list: the shipped one of the four plans, or an office's own."""

import pytest
from django.core.management import CommandError, call_command

from divisions.models import Division, Level
from divisions.services import loading

pytestmark = pytest.mark.django_db


@pytest.fixture
def shipped():
    return loading.load()


@pytest.mark.parametrize(
    ("territory", "streets"),
    [("410703", 8), ("410411", 10), ("450304", 4)],
    ids=["卫滨", "湛河", "象山"],
)
def test_the_streets_and_townships_of_the_plans_are_there(territory, streets, shipped):
    assert Division.objects.within(territory).filter(level=Level.STREET).count() == streets


def test_the_counties_of_bazhou_and_its_development_zone_are_there(shipped):
    counties = Division.objects.get(name="巴音郭楞蒙古自治州").children.all()

    assert counties.count() == 10
    assert Division.objects.get(name="库尔勒经济技术开发区") in counties


def test_level_and_parent_follow_from_the_code(shipped):
    nanqiao = Division.objects.get(name="南桥街道")

    assert (nanqiao.level, nanqiao.parent.name, nanqiao.parent.parent.name) == (Level.STREET, "卫滨区", "新乡市")


def test_loading_again_changes_nothing(shipped):
    Division.objects.filter(name="南桥街道").update(name="新桥街道")

    assert loading.load() == []
    assert Division.objects.get(pk="410703008000").name == "新桥街道"


def test_a_loaded_division_is_found_by_its_initials_and_has_a_history(shipped):
    nanqiao = Division.objects.search("nqjd").get()

    assert nanqiao.history.count() == 1


def test_an_office_brings_its_own_list(tmp_path, shipped):
    own = tmp_path / "own.csv"
    own.write_text("code,name\n410703008001,示例社区\n", encoding="utf-8-sig")

    call_command("load_divisions", own, verbosity=0)

    assert Division.objects.get(pk="410703008001").parent.name == "南桥街道"


def test_a_county_directly_under_its_province_needs_no_prefecture(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("code,name\n410000000000,河南省\n419001000000,济源市\n", encoding="utf-8")

    loading.load(path=own)

    assert Division.objects.get(name="济源市").parent.name == "河南省"


def test_a_code_that_is_none_is_refused_and_nothing_is_loaded(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("code,name\n410000000000,河南省\n4107,新乡市\n", encoding="utf-8")

    with pytest.raises(CommandError, match="4107"):
        call_command("load_divisions", own)

    assert not Division.objects.exists()
