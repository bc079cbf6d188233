"""Merging, splitting up, suspending, deferring and cancelling projects; their history is kept (F17)."""

from datetime import date
from decimal import Decimal

import pytest

from communities.services import removals
from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from projects.choices import ProjectStatus, SchemeStatus
from projects.life import Interruption
from projects.models import Gate, Phase, Project, Scheme
from projects.selectors.project_history import revisions_of
from projects.services import entries, projects, regrouping
from projects.services.interruptions import interrupt

DAY, LATER = date(2023, 3, 6), date(2023, 4, 6)


@pytest.fixture
def single(programme, listed, office):
    """One project for each of the three compounds, by the compound's name."""
    made = projects.create_many(programme=programme, entries=list(listed.values()), by=office, today=DAY)
    return dict(zip(listed, made.projects, strict=True))


@pytest.fixture
def cluster(programme, listed, office):
    """中州小区 and 新运23号院 as one project."""
    chosen = [listed["中州小区"], listed["新运23号院"]]
    return projects.create(programme=programme, entries=chosen, name="示例片区", by=office, today=DAY)


def merge(*found, by, **facts):
    told = {"name": "示例片区", "split_rule": "households", "reason": "相邻", "today": LATER} | facts
    return regrouping.merge(projects=found, by=by, **told)


def split_off(project, *names, by, name="示例项目"):
    sites = [site for site in project.sites.select_related("compound") if str(site) in names]
    return regrouping.split_off(project=project, sites=sites, name=name, reason="分开招标", by=by, today=LATER)


def decide(project, action, by, on=LATER, today=LATER, reason="资金未到位"):
    return interrupt(project=project, action=action, reason=reason, by=by, on=on, today=today)


def test_the_first_project_takes_the_sites_and_the_money_of_the_others(single, office):
    first, second, third = single.values()

    merged = merge(first, second, third, by=office)

    second.refresh_from_db()
    assert merged.pk == first.pk
    assert [str(site) for site in merged.sites.all()] == ["中州小区", "新运23号院", "健康路195号院"]
    assert merged.investment == sum(site.investment for site in merged.sites.all()) == Decimal("7624600")
    assert merged.division_id == "410703000000"
    assert (second.status, second.merged_into) == (ProjectStatus.CANCELLED, first)
    assert second.status_reason == "并入《示例片区》：相邻"


def test_a_project_split_off_needs_a_name_of_its_own(cluster, office):
    with pytest.raises(DomainError, match="新项目与原项目同名（示例片区），请另起名称"):
        split_off(cluster, "中州小区", name="示例片区 ", by=office)


def test_history_tells_from_which_project_a_site_came(single, office):
    first, second, _ = single.values()

    merged = merge(first, second, by=office)

    moves = [r for r in revisions_of(merged) if r.subject == "小区 新运23号院" and "并入" in r.reason]
    assert [(c.label, c.before, c.after) for c in moves[0].changes] == [("项目", "新运23号院改造项目", "示例片区")]
    assert AuditEntry.objects.get(action="合并项目").details == {"并入的项目": ["2023-410703-002 新运23号院改造项目"]}


@pytest.mark.parametrize("status", ["under_construction", "accepted", "suspended", "cancelled"])
def test_only_projects_before_the_works_are_merged(single, office, status):
    first, second, _ = single.values()
    Project.objects.filter(pk=second.pk).update(status=status)

    with pytest.raises(DomainError, match=f"《新运23号院改造项目》{ProjectStatus(status).label}"):
        merge(first, second, by=office)


def test_a_project_with_an_approved_scheme_is_not_merged(single, office):
    first, second, _ = single.values()
    Scheme.objects.create(project=second, number=1, status=SchemeStatus.APPROVED, created_by=office)

    with pytest.raises(DomainError, match="《新运23号院改造项目》的改造方案已批准"):
        merge(first, second, by=office)


def test_an_unknown_investment_is_filled_in_before_merging(single, office):
    first, second, _ = single.values()
    Project.objects.filter(pk=second.pk).update(investment=None)

    with pytest.raises(DomainError, match="《新运23号院改造项目》没有计划投资"):
        merge(first, second, by=office)


def test_two_halves_of_one_compound_become_whole_again(programme, compound, office):
    made = compound("三栋院", buildings=("1号楼", "2号楼", "3号楼"))
    entry = entries.add(programme=programme, compound=made, by=office)
    halves = [
        projects.create(
            programme=programme, entries=[entry], name=f"第{n}段", by=office, today=DAY, buildings={entry.pk: part}
        )
        for n, part in enumerate([made.buildings.all()[:2], made.buildings.all()[2:]], start=1)
    ]

    site = merge(*halves, by=office).sites.get()

    assert site.buildings == 3
    assert site.only_buildings.count() == 3


def test_one_project_alone_is_not_merged(single, office):
    with pytest.raises(DomainError, match="至少勾选两个"):
        merge(single["中州小区"], by=office)


def test_only_the_office_merges(single, clerk):
    with pytest.raises(NotAllowed):
        merge(*single.values(), by=clerk)


def test_a_site_leaves_with_its_share(cluster, office):
    made = split_off(cluster, "新运23号院", by=office)

    cluster.refresh_from_db()
    assert (cluster.investment, made.investment) == (Decimal("1941973.60"), Decimal("3091826.40"))
    assert [str(site) for site in made.sites.all()] == ["新运23号院"]
    assert made.sites.get().investment == made.investment
    assert made.number == "2023-410703-002"


def test_what_is_split_off_stands_where_the_whole_stood(cluster, office):
    facts = {"duty": "survey", "status": "preparing"}
    phase = Phase.objects.create(project=cluster, position=1, name="摸底", actual_start=DAY, actual_end=DAY, **facts)
    Gate.objects.create(
        project=cluster, phase=phase, position=1, name="表决", duty="consent",
        satisfied_on=DAY, satisfied_by=office, evidence="表决单",
    )  # fmt: skip

    made = split_off(cluster, "新运23号院", by=office)

    assert [(p.name, p.actual_end) for p in made.phases.all()] == [("摸底", DAY)]
    assert [(g.phase.project_id, g.evidence) for g in made.gates.all()] == [(made.pk, "表决单")]
    assert cluster.phases.count() == 1


@pytest.mark.parametrize("names", [(), ("中州小区", "新运23号院")])
def test_at_least_one_site_leaves_and_one_stays(cluster, office, names):
    with pytest.raises(DomainError, match="至少留下一个"):
        split_off(cluster, *names, by=office)


def test_merging_after_splitting_gives_the_same_money(cluster, office):
    made = split_off(cluster, "新运23号院", by=office)

    merged = merge(Project.objects.get(pk=cluster.pk), made, by=office)

    assert merged.investment == Decimal("5033800")


def test_a_suspended_project_is_taken_up_where_it_was(single, office):
    project = single["中州小区"]
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.TENDERING)

    suspended = decide(project, Interruption.SUSPEND, office)
    deferred = decide(project, Interruption.DEFER, office)
    resumed = decide(project, Interruption.RESUME, office, reason="资金到位")

    assert [p.status for p in (suspended, deferred, resumed)] == ["suspended", "deferred", "tendering"]
    assert (resumed.status_reason, resumed.resumes_as) == ("", "")


def test_nothing_of_a_suspended_project_is_due(single, office):
    from deadlines.models import Deadline
    from projects.services import standing

    project = single["中州小区"]
    Phase.objects.create(
        project=project, position=1, name="前期", duty="survey", status="preparing", planned_end=date(2023, 5, 1)
    )
    standing.refresh(projects=[project.pk], today=DAY)
    due = [Deadline.objects.open().count()]

    decide(project, Interruption.SUSPEND, office)
    due.append(Deadline.objects.open().count())
    decide(project, Interruption.RESUME, office, reason="资金到位")
    due.append(Deadline.objects.open().count())

    assert due == [1, 0, 1]


def test_a_cancelled_project_frees_its_compounds(programme, listed, single, office):
    decide(single["中州小区"], Interruption.CANCEL, office, reason="纳入棚改")

    again = projects.create_many(programme=programme, entries=list(listed.values()), by=office, today=LATER)

    assert [str(project) for project in again.projects] == ["中州小区改造项目"]


def test_a_compound_stays_on_the_register_while_its_project_runs(programme, compound, office):
    made = compound("示例院")
    entry = entries.add(programme=programme, compound=made, by=office)
    project = projects.create(programme=programme, entries=[entry], name="示例项目", by=office, today=DAY)
    entry.delete()

    with pytest.raises(DomainError, match="“示例院”还有1 条项目小区，请先移出或取消"):
        removals.remove(compound=made, by=office, reason="录入错误")
    decide(project, Interruption.CANCEL, office)
    removals.remove(compound=made, by=office, reason="录入错误")

    made.refresh_from_db()
    assert made.status == "removed"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"reason": " "}, "请写明暂停项目的原因"),
        ({"on": date(2023, 3, 5)}, "日期须在 2023-03-06"),
        ({"on": date(2023, 4, 7)}, "和今天之间"),
    ],
)
def test_a_decision_needs_a_reason_and_a_day(single, office, facts, refusal):
    with pytest.raises(DomainError, match=refusal):
        decide(single["中州小区"], Interruption.SUSPEND, office, **facts)


def test_what_is_not_suspended_is_not_resumed(single, office):
    with pytest.raises(DomainError, match="项目目前是“已列计划”，不能这样调整"):
        decide(single["中州小区"], Interruption.RESUME, office)
