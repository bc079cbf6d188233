"""Making projects out of a programme's compounds: single ones, clusters, some buildings, two hundred at once (F17)."""

from datetime import date
from decimal import Decimal

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from projects.choices import SplitRule
from projects.models import Project
from projects.selectors.projects import sites_shown
from projects.services import entries, programmes, projects
from projects.services.projects import SiteFigures
from tests.projects.conftest import NANQIAO

DAY = date(2023, 3, 6)


def make(programme, listed, *names, by, **facts):
    chosen = [listed[name] for name in names]
    return projects.create(
        programme=programme, entries=chosen, name=facts.pop("name", "示例片区"), by=by, today=DAY, **facts
    )


def facts_of(project, **changed):
    kept = ("name", "investment", "split_rule", "implementer", "assigned_to", "batch")
    return {key: getattr(project, key) for key in kept} | changed


def shares(project):
    return {str(site): site.investment for site in project.sites.select_related("compound")}


def test_one_compound_becomes_a_project_of_its_street(programme, listed, street_office, office):
    project = make(programme, listed, "中州小区", by=office)

    assert (project.number, project.division_id) == ("2023-410703-001", NANQIAO)
    assert project.implementer == street_office
    assert shares(project) == {"中州小区": Decimal("1887700")}
    assert project.sites.get().households == 76
    assert AuditEntry.objects.filter(action="立项", subject_id=str(project.pk)).count() == 1


def test_numbers_run_on_past_a_thousand(programme, listed, office):
    first = make(programme, listed, "中州小区", by=office)
    Project.objects.filter(pk=first.pk).update(number="2023-410703-1000")

    assert make(programme, listed, "新运23号院", by=office).number == "2023-410703-1001"


def test_a_cluster_shares_one_investment_by_households(programme, listed, office):
    project = make(programme, listed, "中州小区", "新运23号院", by=office)

    assert project.investment == Decimal("5033800")
    assert shares(project) == {"中州小区": Decimal("1941973.60"), "新运23号院": Decimal("3091826.40")}
    assert [site.working for site in sites_shown(project)] == ["76 / 197 × 503.38 万元", "121 / 197 × 503.38 万元"]


def test_a_cluster_across_two_streets_lies_in_the_district_and_has_no_street_as_implementer(programme, listed, office):
    project = make(programme, listed, "中州小区", "健康路195号院", by=office)

    assert project.division_id == programme.division_id
    assert project.implementer is None


def test_who_sees_one_site_sees_the_cluster(programme, listed, office, clerk, neighbour):
    cluster = make(programme, listed, "中州小区", "健康路195号院", by=office)
    own = make(programme, listed, "新运23号院", by=office)

    assert set(Project.objects.for_user(clerk)) == {cluster, own}
    assert set(Project.objects.for_user(neighbour)) == {cluster}


def test_a_share_cannot_be_worked_out_from_a_figure_that_is_missing(programme, listed, office):
    with pytest.raises(DomainError, match="“中州小区”没有建筑面积，不能按建筑面积分摊。请补填建筑面积"):
        make(programme, listed, "中州小区", "新运23号院", by=office, split_rule=SplitRule.FLOOR_AREA)


def test_shares_by_hand_must_add_up(programme, listed, office):
    given = {listed["中州小区"].pk: Decimal("2000000"), listed["新运23号院"].pk: Decimal("3033800.50")}

    with pytest.raises(DomainError, match=r"之和比计划投资多 0\.50 元"):
        make(programme, listed, *listed.keys() - {"健康路195号院"}, by=office, split_rule="by_hand", amounts=given)


def test_by_hand_the_programmes_own_figures_are_the_first_proposal(programme, listed, office):
    project = make(programme, listed, "中州小区", "新运23号院", by=office, split_rule=SplitRule.BY_HAND)

    assert shares(project) == {"中州小区": Decimal("1887700"), "新运23号院": Decimal("3146100")}


def test_a_compound_is_in_one_project_at_a_time(programme, listed, office):
    make(programme, listed, "中州小区", by=office, name="中州项目")

    with pytest.raises(DomainError, match="中州小区已在《中州项目》2023-410703-001中，不能重复立项"):
        make(programme, listed, "中州小区", "新运23号院", by=office)


def test_the_buildings_of_one_compound_may_be_two_projects(programme, compound, office):
    made = compound("三栋院", buildings=("1号楼", "2号楼", "3号楼"))
    one, two, three = made.buildings.all()
    entry = entries.add(programme=programme, compound=made, households=90, by=office)

    first = make(programme, {"三栋院": entry}, "三栋院", by=office, buildings={entry.pk: [one, two]})
    second = make(programme, {"三栋院": entry}, "三栋院", by=office, buildings={entry.pk: [three]})

    assert [p.sites.get().buildings for p in (first, second)] == [2, 1]
    assert first.investment is None
    with pytest.raises(DomainError, match="三栋院已在《示例片区》2023-410703-001（1号楼、2号楼）中"):
        make(programme, {"三栋院": entry}, "三栋院", by=office, buildings={entry.pk: [one]})


def test_a_removed_compound_makes_no_project(programme, listed, office):
    entry = listed["中州小区"]
    entry.compound.status = "removed"

    with pytest.raises(DomainError, match="中州小区已从小区台账移除"):
        make(programme, listed, "中州小区", by=office)


def test_a_compound_of_another_programme_is_refused(programme, listed, office, divisions):
    other = programmes.create(division=divisions["卫滨区"], year=2024, title="2024年计划", by=office)

    with pytest.raises(DomainError, match="中州小区没有列入《2024年计划》"):
        make(other, listed, "中州小区", by=office)


def test_compounds_of_two_districts_are_no_cluster(
    programme, listed, office, prefecture, outsider, compound, divisions
):
    city = programmes.create(division=divisions["新乡市"], year=2023, title="新乡市2023年计划", by=prefecture)
    other = divisions["卫滨区"].__class__.objects.create(
        code="410711000000", name="牧野区", level=6, parent=divisions["新乡市"]
    )
    far = compound("牧野院")
    far.division = other
    far.save()
    found = {
        "牧野院": entries.add(programme=city, compound=far, by=prefecture),
        "卫滨院": entries.add(programme=city, compound=compound("卫滨院"), by=prefecture),
    }

    with pytest.raises(DomainError, match="不在同一个区（县市）"):
        make(city, found, "牧野院", "卫滨院", by=prefecture)


def test_only_the_office_makes_projects(programme, listed, clerk, outsider):
    for person in (clerk, outsider):
        with pytest.raises(NotAllowed):
            make(programme, listed, "中州小区", by=person)


def test_all_compounds_at_once_and_those_in_projects_are_left_out(programme, listed, office):
    make(programme, listed, "中州小区", by=office)

    made = projects.create_many(programme=programme, entries=list(programme.entries.all()), by=office, today=DAY)

    assert [str(project) for project in made.projects] == ["新运23号院改造项目", "健康路195号院改造项目"]
    assert [project.number[-3:] for project in made.projects] == ["002", "003"]
    assert made.left_out == ["中州小区已在《示例片区》2023-410703-001中"]
    assert made.projects[0].sites.get().investment == Decimal("3146100")
    assert made.projects[0].history.get().history_user == office


def test_two_hundred_projects_take_as_many_statements_as_two(programme, compound, office, counted):
    def listed_anew(count, first):
        made = [
            entries.add(programme=programme, compound=compound(f"第{n}院"), households=n, by=office)
            for n in range(first, first + count)
        ]
        return list(
            programme.entries.filter(pk__in=[entry.pk for entry in made]).select_related("compound", "programme")
        )

    few, many = listed_anew(2, 1), listed_anew(30, 100)
    with counted() as for_few:
        projects.create_many(programme=programme, entries=few, by=office, today=DAY)
    with counted() as for_many:
        projects.create_many(programme=programme, entries=many, by=office, today=DAY)

    assert len(for_many) == len(for_few)


def test_a_correction_shares_the_investment_anew(programme, listed, office):
    project = make(programme, listed, "中州小区", "新运23号院", by=office)
    wanted = facts_of(project, investment=Decimal("1970"))

    projects.change(project=project, version=1, by=office, today=DAY, **wanted)

    assert shares(project) == {"中州小区": Decimal("760"), "新运23号院": Decimal("1210")}


def test_the_office_fills_in_the_figure_that_the_rule_needs(programme, listed, office):
    project = make(programme, listed, "中州小区", "新运23号院", by=office)
    figures = {
        site.pk: SiteFigures(buildings=3, households=site.households, floor_area=Decimal(area), investment=None)
        for site, area in zip(project.sites.all(), (1000, 3000), strict=True)
    }

    wanted = facts_of(project, split_rule=SplitRule.FLOOR_AREA, investment=Decimal(400))
    projects.change(project=project, version=1, by=office, today=DAY, sites=figures, **wanted)

    assert list(shares(project).values()) == [Decimal(100), Decimal(300)]


def test_two_offices_change_a_project_and_the_second_is_told_both_values(programme, listed, office, prefecture):
    project = make(programme, listed, "中州小区", by=office)
    projects.change(project=project, version=1, by=prefecture, today=DAY, **facts_of(project, investment=Decimal(200)))

    with pytest.raises(Conflict, match="示例领导小组办公室已将计划投资由“1,887,700 元”改为“200 元”，您填的是“300 元”"):
        projects.change(project=project, version=1, by=office, today=DAY, **facts_of(project, investment=Decimal(300)))


def test_the_person_in_charge_works_for_the_implementer(programme, listed, street_office, office, clerk, neighbour):
    project = make(programme, listed, "中州小区", by=office)

    projects.change(project=project, version=1, by=office, today=DAY, **facts_of(project, assigned_to=clerk))
    with pytest.raises(DomainError, match="不是实施主体的人员"):
        projects.change(project=project, version=2, by=office, today=DAY, **facts_of(project, assigned_to=neighbour))


def test_a_listed_compound_in_a_project_stays_in_the_programme(programme, listed, office):
    make(programme, listed, "中州小区", by=office)

    with pytest.raises(DomainError, match="中州小区已在项目《示例片区》（2023-410703-001）中，请先取消该项目"):
        entries.remove(entry=listed["中州小区"], reason="不改了", by=office)


def test_a_programme_with_projects_stays(programme, listed, office):
    project = make(programme, listed, *listed, by=office)
    Project.objects.filter(pk=project.pk).update(status="cancelled")
    for entry in listed.values():
        entries.remove(entry=entry, reason="不改了", by=office)

    with pytest.raises(DomainError, match="下有项目《示例片区》（已取消），不能删除"):
        programmes.remove(programme=programme, by=office)
