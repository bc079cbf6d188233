"""Compounds are entered, changed, moved, removed and restored; every change says before, after, who and why."""

from decimal import Decimal

import pytest

from communities.choices import CompoundStatus
from communities.models import Building, Compound, EligibilityOutcome, Unit
from communities.selectors.changes import revisions_of
from communities.services import compounds, duplicates, removals
from communities.services.versions import ChangedMeanwhile
from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from tests.communities.factories import EXAMPLE_COMMUNITY, JIANKANG, NANQIAO, a_building, a_compound, a_unit

pytestmark = pytest.mark.django_db


def test_a_new_compound_is_kept_with_its_keys_and_its_entry_in_the_log(clerk):
    compound = a_compound(clerk, name="新运十号院", former_names="棉纺小区")

    assert (compound.name_key, compound.name_stem, compound.address_key) == ("新运10号", "新运10", "新运路23号")
    assert "xy10hy" in compound.search_text
    entry = AuditEntry.objects.get(action="新增小区")
    assert (entry.by, entry.subject_label, entry.division_id) == (clerk, "新运十号院", NANQIAO)


def test_a_name_stands_once_in_a_street(clerk):
    a_compound(clerk)

    with pytest.raises(DomainError, match="南桥街道已有“新运23号院”"):
        a_compound(clerk)


def test_the_next_street_may_have_the_same_name(clerk, neighbour):
    a_compound(clerk)

    a_compound(neighbour, street=JIANKANG)

    assert Compound.objects.filter(name="新运23号院").count() == 2


def test_a_clerk_enters_nothing_next_door(clerk):
    with pytest.raises(NotAllowed, match="不在您的管辖范围内"):
        a_compound(clerk, street=JIANKANG)


def test_a_leader_only_reads(leader):
    with pytest.raises(NotAllowed, match="新增、修改小区和楼栋"):
        a_compound(leader)


def test_a_compound_lies_in_a_street_and_not_in_a_whole_district(office):
    with pytest.raises(DomainError, match="“卫滨区”不是街道或社区"):
        a_compound(office, street="410703000000")


def test_a_change_is_told_with_before_after_who_and_why(clerk):
    compound = a_compound(clerk)

    compounds.change(compound=compound, facts={"households": 121}, by=clerk, reason="入户核对")

    newest, first = revisions_of(compound)
    (change,) = newest.changes
    assert (change.label, change.before, change.after) == ("居民户数", "120", "121")
    assert (newest.who, newest.kind, newest.reason) == ("示例街道经办", "修改", "入户核对")
    assert (first.kind, first.reason) == ("新增", "新增小区")


def test_choices_and_places_are_told_in_words(office):
    compound = a_compound(office)

    compounds.change(compound=compound, facts={"division_id": JIANKANG, "safety": "safe"}, by=office, reason="区划勘误")

    told = {change.label: (change.before, change.after) for change in revisions_of(compound)[0].changes}
    assert told == {"街道（社区）": ("南桥街道", "健康路街道"), "结构安全": ("（空）", "安全较好")}


def test_saving_what_is_there_already_changes_nothing(clerk):
    compound = a_compound(clerk)

    compounds.change(
        compound=compound, facts={"households": 120, "floor_area": Decimal("9000.00")}, by=clerk, reason=""
    )

    compound.refresh_from_db()
    assert compound.version == 1
    assert len(revisions_of(compound)) == 1


def test_the_second_of_two_editors_is_told_what_the_first_changed(clerk, office):
    compound = a_compound(clerk)
    seen = compound.version
    compounds.change(compound=compound, facts={"households": 125}, by=office, reason="复核")

    with pytest.raises(ChangedMeanwhile) as refusal:
        compounds.change(compound=compound, facts={"households": 130}, by=clerk, reason="入户", version=seen)

    assert "示例领导小组办公室已将居民户数由“120”改为“125”" in str(refusal.value)
    assert [(change.field, change.after) for change in refusal.value.theirs] == [("households", "125")]
    compound.refresh_from_db()
    assert compound.households == 125


def test_a_renamed_compound_is_found_by_its_new_name(clerk):
    compound = a_compound(clerk)

    compounds.change(
        compound=compound, facts={"name": "新运家园", "former_names": "新运23号院"}, by=clerk, reason="更名"
    )

    compound.refresh_from_db()
    assert (compound.name_key, "xyjy" in compound.search_text) == ("新运家园", True)


def test_a_compound_moves_with_all_that_belongs_to_it(office):
    compound = a_compound(office)
    a_unit(a_building(compound, office), office)

    compounds.change(compound=compound, facts={"division_id": EXAMPLE_COMMUNITY}, by=office, reason="划入社区")

    places = {model.objects.get().division_id for model in (Compound, Building, Unit, EligibilityOutcome)}
    assert places == {EXAMPLE_COMMUNITY}


def test_a_removed_compound_is_kept_with_its_reason_and_comes_back(clerk):
    compound = a_compound(clerk)
    removals.remove(compound=compound, by=clerk, reason="已拆除")
    compound.refresh_from_db()
    assert (compound.status, compound.removed_reason) == (CompoundStatus.REMOVED, "已拆除")

    removals.restore(compound=compound, by=clerk, reason="误删")

    compound.refresh_from_db()
    assert (compound.status, compound.removed_reason) == (CompoundStatus.ACTIVE, "")
    assert [revision.reason for revision in revisions_of(compound)] == ["恢复：误删", "移除：已拆除", "新增小区"]


def test_a_removed_compound_is_not_changed(clerk):
    compound = a_compound(clerk)
    removals.remove(compound=compound, by=clerk, reason="已拆除")

    with pytest.raises(DomainError, match="已移除（已拆除），请先恢复"):
        compounds.change(compound=compound, facts={"households": 1}, by=clerk, reason="核对")


def test_a_removed_compound_does_not_take_back_a_name_that_was_given_away(clerk):
    compound = a_compound(clerk)
    removals.remove(compound=compound, by=clerk, reason="录错")
    a_compound(clerk)

    with pytest.raises(DomainError, match="南桥街道已有“新运23号院”"):
        removals.restore(compound=compound, by=clerk, reason="误删")


def test_a_duplicate_is_folded_into_the_one_that_stays(clerk):
    into = a_compound(clerk, name="新运十号院", population=None)
    duplicate = a_compound(clerk, name="新运10号楼院", former_names="棉纺小区", population=320)
    a_building(duplicate, clerk, name="2号楼")

    removals.merge_into(duplicate=duplicate, into=into, by=clerk, reason="现场核实为同一院落")

    into.refresh_from_db()
    duplicate.refresh_from_db()
    assert (into.former_names, into.population) == ("新运10号楼院、棉纺小区", 320)
    assert [building.name for building in into.buildings.all()] == ["2号楼"]
    assert (duplicate.status, duplicate.removed_reason) == (
        CompoundStatus.REMOVED,
        "并入“新运十号院”：现场核实为同一院落",
    )


def test_a_building_that_both_have_stays_as_it_is_where_it_stays(clerk):
    into, duplicate = a_compound(clerk, name="新运十号院"), a_compound(clerk, name="新运10号")
    a_building(into, clerk, households=40)
    a_building(duplicate, clerk, households=41)

    removals.merge_into(duplicate=duplicate, into=into, by=clerk, reason="同一院落")

    assert [building.households for building in into.buildings.all()] == [40]


def test_only_who_may_decide_duplicates_merges(community_worker, clerk):
    into, duplicate = a_compound(clerk, name="新运十号院"), a_compound(clerk, name="新运10号")

    with pytest.raises(NotAllowed, match="处理疑似重复"):
        removals.merge_into(duplicate=duplicate, into=into, by=community_worker, reason="同一院落")


def test_an_import_that_is_undone_deletes_what_it_brought(clerk):
    other, compound = a_compound(clerk, name="新运23号楼"), a_compound(clerk)
    duplicates.keep_apart(pair=(other, compound), reason="一院一楼", by=clerk)

    removals.delete_new(places={compound.pk: "表第2行“新运23号院”"}, by=clerk, reason="撤销导入")

    assert [row.name for row in Compound.objects.all()] == ["新运23号楼"]
    gone = Compound.history.get(history_type="-")
    assert (gone.history_user, gone.history_change_reason) == (clerk, "撤销导入")


def test_what_has_been_worked_on_since_is_not_deleted(clerk):
    compound = a_compound(clerk)
    a_building(compound, clerk)

    with pytest.raises(Conflict, match="表第2行“新运23号院”已有楼栋，不能撤销"):
        removals.delete_new(places={compound.pk: "表第2行“新运23号院”"}, by=clerk, reason="撤销导入")
