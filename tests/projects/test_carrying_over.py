"""Projects that this year's money does not reach go on in next year's programme (F53)."""

from datetime import date

import pytest

from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from projects.choices import ProjectStatus
from projects.life import Interruption
from projects.models import Programme, ProgrammeEntry, Project
from projects.selectors.project_history import revisions_of
from projects.selectors.tie_outs import tie_out_of
from projects.services import bars, carrying_over, entries, programmes, projects
from projects.services.interruptions import interrupt

pytestmark = pytest.mark.django_db
DAY, LATER = date(2023, 3, 6), date(2023, 11, 6)
REASON = "2023年资金不足"


@pytest.fixture
def single(programme, listed, office):
    """One project for each of the three compounds, by the compound's name."""
    made = projects.create_many(programme=programme, entries=list(listed.values()), by=office, today=DAY)
    return dict(zip(listed, made.projects, strict=True))


@pytest.fixture
def barred(monkeypatch):
    """A room above says this of every project."""

    def say(act: bars.Act, why: str) -> None:
        monkeypatch.setitem(bars._bars, act, [lambda ids: dict.fromkeys(ids, why)])

    return say


def carried(*found, by, year=2024, reason=REASON):
    return carrying_over.carry_over(projects=found, year=year, reason=reason, by=by, today=LATER)


def test_next_years_programme_is_begun_as_a_draft(single, office):
    target = carried(single["中州小区"], by=office)

    assert (target.year, target.status, target.title) == (2024, "draft", "2024年卫滨区城镇老旧小区改造计划")


def test_the_project_keeps_its_number_and_goes_on_there(single, office):
    project = single["中州小区"]
    number = project.number

    target = carried(project, by=office)

    project.refresh_from_db()
    assert (project.programme, project.number, project.status) == (target, number, ProjectStatus.PLANNED)


def test_its_compound_is_listed_there_with_the_reason(single, listed, office):
    target = carried(single["中州小区"], by=office)

    entry = target.entries.get()
    assert (entry.compound, entry.households, entry.investment) == (listed["中州小区"].compound, 76, 1_887_700)
    assert entry.justification == "2023年转入2024年：2023年资金不足"
    assert single["中州小区"].sites.get().entry == entry


def test_the_old_document_still_lists_it_and_says_where_it_went(single, listed, office, programme):
    before = tie_out_of(programme, user=office).sentence

    carried(single["中州小区"], by=office)

    listed["中州小区"].refresh_from_db()
    assert listed["中州小区"].remarks == listed["中州小区"].carried_over == "转入2024年度计划"
    assert tie_out_of(programme, user=office).sentence == before


def test_no_second_project_is_made_of_the_old_listing(single, listed, office, programme):
    carried(single["中州小区"], by=office)

    made = projects.create_many(programme=programme, entries=[listed["中州小区"]], by=office, today=LATER)

    assert made.projects == []


def test_history_tells_the_move_and_why(single, office):
    carried(single["中州小区"], by=office)

    told = [r for r in revisions_of(single["中州小区"]) if "转入2024年" in r.reason]
    changes = [(c.label, c.before, c.after) for revision in told for c in revision.changes]
    assert ("年度计划", "2023年卫滨区老旧小区改造计划", "2024年卫滨区城镇老旧小区改造计划") in changes
    assert AuditEntry.objects.get(action="项目转入下一年度").reason == REASON


def test_several_go_together_and_numbers_run_on(single, office):
    target = carried(single["中州小区"], by=office)
    carried(single["新运23号院"], single["健康路195号院"], by=office)

    assert list(target.entries.values_list("number", flat=True)) == [1, 2, 3]


def test_it_leaves_its_batch(single, programme, office):
    batch = programme.batches.create(number=1, name="第一批", division=programme.division)
    Project.objects.filter(pk=single["中州小区"].pk).update(batch=batch)

    carried(single["中州小区"], by=office)

    single["中州小区"].refresh_from_db()
    assert single["中州小区"].batch is None


def test_a_deferred_project_runs_again(single, office):
    project = single["中州小区"]
    interrupt(project=project, action=Interruption.DEFER, reason=REASON, by=office, on=LATER, today=LATER)

    carried(project, by=office)

    project.refresh_from_db()
    assert (project.status, project.resumes_as, project.status_reason) == (ProjectStatus.PLANNED, "", "")


def test_a_compound_that_next_year_lists_already_takes_the_project_up(single, listed, office):
    target = programmes.create(division=single["中州小区"].programme.division, year=2024, title="2024年计划", by=office)
    compound = listed["中州小区"].compound
    there = entries.add(programme=target, compound=compound, justification="续建", by=office)

    carried(single["中州小区"], by=office)

    assert single["中州小区"].sites.get().entry == there


def test_only_the_buildings_that_were_to_be_done_are_listed(programme, compound, office):
    made = compound("三栋院", buildings=("1号楼", "2号楼", "3号楼"))
    entry = entries.add(programme=programme, compound=made, by=office)
    half = projects.create(
        programme=programme,
        entries=[entry],
        name="前两栋",
        by=office,
        today=DAY,
        buildings={entry.pk: made.buildings.all()[:2]},
    )

    target = carried(half, by=office)

    assert [str(building) for building in target.entries.get().only_buildings.all()] == ["1号楼", "2号楼"]


@pytest.mark.parametrize("status", ["under_construction", "completed", "cancelled", "closed"])
def test_works_that_have_begun_stay_in_their_year(single, office, status):
    Project.objects.filter(pk=single["中州小区"].pk).update(status=status)

    with pytest.raises(DomainError, match=f"《中州小区改造项目》{ProjectStatus(status).label}，不能转入下一年度"):
        carried(single["中州小区"], by=office)


def test_what_a_room_above_says_bars_it_and_nothing_is_half_done(single, office, barred):
    barred(bars.Act.CARRY_OVER, "已拨付 30.00 万元")

    with pytest.raises(DomainError, match=r"《中州小区改造项目》已拨付 30\.00 万元，不能转入下一年度"):
        carried(single["中州小区"], by=office)

    assert not Programme.objects.filter(year=2024).exists()
    assert ProgrammeEntry.objects.count() == 3


def test_moved_twice_at_once_is_moved_once(single, office):
    stale = Project.objects.get(pk=single["中州小区"].pk)
    carried(single["中州小区"], by=office)

    with pytest.raises(DomainError, match="2024年不晚于"):
        carried(stale, by=office)


@pytest.mark.parametrize(("year", "reason", "words"), [(2023, REASON, "以后的年度"), (2024, " ", "请写明")])
def test_an_earlier_year_or_no_reason_is_refused(single, office, year, reason, words):
    with pytest.raises(DomainError, match=words):
        carried(single["中州小区"], by=office, year=year, reason=reason)


def test_nothing_ticked_is_refused(office):
    with pytest.raises(DomainError, match="请先勾选"):
        carried(by=office)


def test_the_clerk_moves_nothing(single, clerk):
    with pytest.raises(NotAllowed):
        carried(single["中州小区"], by=clerk)


def test_a_project_with_money_is_not_cancelled(single, office, barred):
    barred(bars.Act.CANCEL, "有资金 200.00 万元")

    with pytest.raises(DomainError, match=r"《中州小区改造项目》有资金 200\.00 万元，不能取消"):
        interrupt(
            project=single["中州小区"],
            action=Interruption.CANCEL,
            reason="停",
            by=office,
            on=LATER,
            today=LATER,
        )
