"""Buildings and units are entered, changed and taken off; the history of the compound tells it."""

import pytest

from communities.models import Building, Unit
from communities.selectors.changes import revisions_of
from communities.services import buildings
from communities.services.versions import ChangedMeanwhile
from core.errors import DomainError, NotAllowed
from tests.communities.factories import a_building, a_compound, a_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def compound(clerk):
    return a_compound(clerk)


def test_a_number_stands_once_in_a_compound(compound, clerk):
    a_building(compound, clerk)

    with pytest.raises(DomainError, match="“新运23号院”已有“1号楼”"):
        a_building(compound, clerk)


def test_a_unit_stands_once_in_a_building(compound, clerk):
    building = a_building(compound, clerk)
    a_unit(building, clerk)

    with pytest.raises(DomainError, match="“1号楼”已有“1单元”"):
        a_unit(building, clerk)


def test_nobody_enters_buildings_next_door(compound, neighbour):
    with pytest.raises(NotAllowed):
        a_building(compound, neighbour)


def test_the_second_of_two_editors_is_told(compound, clerk, office):
    building = a_building(compound, clerk)
    buildings.change(building=building, facts={"households": 41}, by=office, reason="核对")

    with pytest.raises(ChangedMeanwhile, match="已将户数由“40”改为“41”"):
        buildings.change(building=building, facts={"households": 42}, by=clerk, reason="核对", version=1)


def test_a_building_entered_by_mistake_goes_with_its_units_and_stays_in_the_history(compound, clerk):
    building = a_building(compound, clerk)
    a_unit(building, clerk)

    buildings.remove(building=building, by=clerk, reason="不属于本小区")

    assert not Building.objects.exists()
    assert not Unit.objects.exists()
    told = [(revision.subject, revision.kind, revision.reason) for revision in revisions_of(compound)]
    assert told[:2] == [("楼栋 1号楼", "删除", "不属于本小区"), ("单元 1号楼1单元", "删除", "不属于本小区")]


def test_the_history_of_a_compound_tells_of_its_buildings(compound, clerk):
    building = a_building(compound, clerk)
    buildings.change(building=building, facts={"households": 44}, by=clerk, reason="入户核对")

    newest = revisions_of(compound)[0]

    assert (newest.subject, newest.who, newest.reason) == ("楼栋 1号楼", "示例街道经办", "入户核对")
    assert [(change.label, change.before, change.after) for change in newest.changes] == [("户数", "40", "44")]


def test_units_are_changed_and_taken_off(compound, clerk):
    unit = a_unit(a_building(compound, clerk), clerk)

    buildings.change_unit(unit=unit, facts={"households": 14}, by=clerk, reason="核对")
    buildings.remove_unit(unit=unit, by=clerk, reason="重复")

    told = [(revision.subject, revision.kind) for revision in revisions_of(compound)]
    assert told[:2] == [("单元 1号楼1单元", "删除"), ("单元 1号楼1单元", "修改")]
