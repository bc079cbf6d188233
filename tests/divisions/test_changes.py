"""The map changes; nothing is lost, and the old name and code lead to the new one (F01)."""

from datetime import date

import pytest

from accounts.models import Organisation, OrganisationKind, User
from communities.models import Compound, EligibilityRule
from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from divisions.models import Division, Level
from divisions.selectors import line_of, successor_of
from divisions.services import changes, pointers
from divisions.services.pointers import Clash
from projects.models import Programme, Target

pytestmark = pytest.mark.django_db
ON, DOCUMENT = date(2023, 7, 1), "豫民行批〔2023〕示例号"
CHANGE = {"on": ON, "document": DOCUMENT}


@pytest.fixture
def nanqiao(divisions) -> Division:
    return divisions["南桥街道"]


@pytest.fixture
def tiexi(divisions) -> Division:
    """铁西街道 with two communities; the first has the number that 南桥's 示例社区 has."""
    district = divisions["卫滨区"]
    street = Division.objects.create(code="410703009000", name="铁西街道", level=Level.STREET, parent=district)
    for code, name in (("410703009001", "示例铁西社区"), ("410703009005", "示例车站社区")):
        Division.objects.create(code=code, name=name, level=Level.COMMUNITY, parent=street)
    return street


def compound_in(code: str, name: str = "示例小区") -> Compound:
    return Compound.objects.create(division_id=code, name=name)


def last_act() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_a_development_zone_is_entered_under_its_prefecture(prefecture, person, divisions):
    admin = person("system_admin", "新乡市")

    zone = changes.add(code="410771000000", name="示例开发区", since=ON, document=DOCUMENT, by=admin)

    assert (zone.level, zone.parent) == (Level.COUNTY, divisions["新乡市"])


def test_a_code_is_given_once(nanqiao, system_admin):
    with pytest.raises(DomainError, match="已被使用"):
        changes.add(code=nanqiao.code, name="另一街道", since=ON, document=DOCUMENT, by=system_admin)


def test_a_name_stands_once_under_a_parent(nanqiao, system_admin):
    with pytest.raises(DomainError, match="已有“南桥街道”"):
        changes.add(code="410703011000", name="南桥街道", since=ON, document=DOCUMENT, by=system_admin)


@pytest.mark.parametrize("code", ["410411010000", "4107030", "41070300800x", "４１０７０３０１１０００"])
def test_a_code_outside_the_territory_or_no_code_at_all_is_refused(code, divisions, system_admin):
    with pytest.raises(DomainError):
        changes.add(code=code, name="示例街道", since=ON, document=DOCUMENT, by=system_admin)


def test_the_map_is_changed_by_the_system_administrator_alone(nanqiao, office):
    with pytest.raises(NotAllowed):
        changes.rename(division=nanqiao, name="新桥街道", by=office, **CHANGE)


def test_a_renamed_street_keeps_its_old_name_for_ledgers(nanqiao, system_admin):
    changes.rename(division=nanqiao, name="新桥街道", by=system_admin, **CHANGE)

    (former,) = nanqiao.former_names.all()
    assert (former.name, former.until, former.document) == ("南桥街道", ON, DOCUMENT)
    assert Division.objects.search("nqjd").get().name == "新桥街道"


def test_a_change_is_one_act_of_one_person_with_its_document(nanqiao, system_admin):
    changes.rename(division=nanqiao, name="新桥街道", by=system_admin, **CHANGE)

    act = last_act()
    assert (act.by, act.action, act.reason) == (system_admin, "区划更名", DOCUMENT)
    assert act.in_words == "原名：南桥街道；新名：新桥街道；生效日期：2023-07-01"


def test_a_renumbered_street_takes_its_communities_and_records_along(nanqiao, clerk, system_admin):
    compound = compound_in("410703008001")

    changes.renumber(division=nanqiao, code="410703018000", by=system_admin, **CHANGE)

    compound.refresh_from_db()
    assert compound.division_id == "410703018001"
    assert Organisation.objects.get(pk=clerk.organisation_id).division_id == "410703018000"
    assert Division.objects.get(pk="410703018001").parent_id == "410703018000"


def test_the_old_code_stays_as_a_row_that_leads_to_the_new_one(nanqiao, system_admin):
    changes.renumber(division=nanqiao, code="410703018000", by=system_admin, **CHANGE)

    old = Division.objects.get(pk="410703008000")
    assert (old.until, successor_of(old).code) == (ON, "410703018000")
    assert [division.code for division in line_of(old.successor)] == ["410703018000", "410703008000"]


def test_people_of_a_renumbered_street_see_the_same_as_before(nanqiao, clerk, system_admin):
    compound_in(nanqiao.code)

    changes.renumber(division=nanqiao, code="410703018000", by=system_admin, **CHANGE)

    assert Compound.objects.for_user(User.objects.get(pk=clerk.pk)).count() == 1


def test_a_street_moves_to_another_county_by_its_code(divisions, nanqiao, person):
    admin = person("system_admin", "河南省")

    changes.renumber(division=nanqiao, code="410411018000", by=admin, **CHANGE)

    assert Division.objects.get(pk="410411018000").parent == divisions["湛河区"]


def test_a_new_code_is_of_the_same_level(nanqiao, system_admin):
    with pytest.raises(DomainError, match="同级"):
        changes.renumber(division=nanqiao, code="410703018001", by=system_admin, **CHANGE)


def test_a_code_given_by_mistake_can_be_taken_back(nanqiao, system_admin):
    compound = compound_in("410703008001")
    wrong = changes.renumber(division=nanqiao, code="410703081000", by=system_admin, **CHANGE)

    changes.renumber(division=wrong, code="410703008000", by=system_admin, **CHANGE)

    compound.refresh_from_db()
    assert compound.division_id == "410703008001"
    assert Division.objects.get(pk="410703008000").until is None
    assert successor_of(Division.objects.get(pk="410703081000")).code == "410703008000"


def test_a_code_that_another_division_had_is_not_given_again(divisions, nanqiao, tiexi, system_admin):
    changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    with pytest.raises(DomainError, match="已被铁西街道使用"):
        changes.renumber(division=divisions["健康路街道"], code=tiexi.code, by=system_admin, **CHANGE)


def test_a_merged_street_leaves_everything_to_the_other(nanqiao, tiexi, person, divisions, system_admin):
    divisions["铁西街道"] = tiexi
    clerk_of_tiexi = person("street_clerk", "铁西街道")
    compound = compound_in(tiexi.code)

    changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    compound.refresh_from_db()
    assert compound.division == nanqiao
    assert Compound.objects.for_user(User.objects.get(pk=clerk_of_tiexi.pk)).get() == compound


def test_a_community_keeps_its_number_or_takes_the_next_free_one(nanqiao, tiexi, system_admin):
    changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    communities = dict(nanqiao.children.in_force().values_list("name", "code"))
    assert communities == {
        "示例社区": "410703008001",
        "示例铁西社区": "410703008002",
        "示例车站社区": "410703008005",
    }


def test_a_merger_is_one_act_that_counts_what_moved(nanqiao, tiexi, system_admin):
    compound_in(tiexi.code)
    compound_in("410703009001", "示例二小区")

    changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    act = last_act()
    assert (act.action, act.subject_label) == ("合并区划", "南桥街道")
    assert act.details["随之变动"] == {"小区": 2}


def test_the_history_of_a_record_keeps_the_old_code_and_its_name_can_be_read(nanqiao, tiexi, system_admin):
    compound = compound_in(tiexi.code)

    changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    assert compound.history.first().division.name == "铁西街道"


def test_two_records_that_would_become_one_stop_the_merger_and_are_named(nanqiao, tiexi, system_admin):
    for street in (nanqiao, tiexi):
        compound_in(street.code, "示例向阳小区")

    with pytest.raises(Clash, match="相同的小区（示例向阳小区，共 1 项）"):
        changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    assert Division.objects.get(pk=tiexi.code).until is None


def test_the_targets_of_two_streets_that_become_one_are_added_up(nanqiao, tiexi, divisions, office, system_admin):
    programme = Programme.objects.create(division=divisions["卫滨区"], year=2023, title="示例计划", created_by=office)
    for street, compounds, households in ((nanqiao, 12, 1403), (tiexi, 3, None)):
        Target.objects.create(programme=programme, division=street, compounds=compounds, households=households)

    changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    figures = programme.targets.values_list("division_id", "compounds", "households", "buildings")
    assert list(figures) == [(nanqiao.code, 15, 1403, None)]


@pytest.mark.parametrize("into", ["铁西街道", "示例社区", "卫滨区"])
def test_a_street_is_merged_into_another_street_only(into, divisions, tiexi, system_admin):
    divisions["铁西街道"] = tiexi

    with pytest.raises(DomainError):
        changes.merge(division=tiexi, into=divisions[into], by=system_admin, **CHANGE)


def test_a_division_that_has_ended_does_not_change_again(nanqiao, tiexi, system_admin):
    changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    with pytest.raises(DomainError, match="停用"):
        changes.rename(division=tiexi, name="新铁西街道", by=system_admin, **CHANGE)


def test_every_table_with_a_division_moves_but_history():
    """A room that adds a model needs to add nothing here."""
    tables = {pointer.model.__name__ for pointer in pointers.pointers()}

    assert {"Compound", "Building", "Unit", "Organisation", "Programme", "AuditEntry", "EligibilityRule"} <= tables
    assert not any(name.startswith("Historical") for name in tables)


def test_a_merged_divisions_own_rules_do_not_begin_to_bind_the_other(nanqiao, tiexi, system_admin):
    rule = EligibilityRule.objects.create(division=tiexi, since=date(2020, 1, 1), document="示例规则")

    changes.merge(division=tiexi, into=nanqiao, by=system_admin, **CHANGE)

    rule.refresh_from_db()
    assert rule.division == tiexi


def test_a_bureau_that_both_had_is_named_when_counties_are_merged(divisions, person):
    admin = person("system_admin", "河南省")
    for county in ("卫滨区", "湛河区"):
        Organisation.objects.create(name="示例局", kind=OrganisationKind.BUREAU, division=divisions[county])

    with pytest.raises(Clash, match="相同的机构（示例局"):
        changes.merge(division=divisions["湛河区"], into=divisions["卫滨区"], by=admin, **CHANGE)
