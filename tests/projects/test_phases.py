"""The phases of one project: begun, finished, moved and taken back, never past a shut gate."""

from datetime import date

import pytest

from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from deadlines.models import Deadline
from projects.choices import ProjectStatus
from projects.phase_policies import GatesShut
from projects.services import gates, phases, standing
from tests.projects.templates import weibin

TODAY = date(2023, 3, 10)


@pytest.fixture
def phased(project, divisions, office):
    """中州小区改造 with 卫滨's four phases."""
    phases.apply(template=weibin(divisions), projects=[project.pk], by=office, today=TODAY)
    project.refresh_from_db()
    return project


def named(project, name):
    return project.phases.get(name=name)


def prove_all(project, by, *, on=TODAY):
    for gate in project.gates.shut():
        gates.satisfy(project=project, gate=gate, evidence="纪要〔2023〕1号", by=by, on=on)


def test_beginning_a_phase_takes_the_project_along(phased, clerk):
    phases.start(phase=named(phased, "前期准备"), on=TODAY, by=clerk, today=TODAY)

    phased.refresh_from_db()
    assert (phased.status, str(phased.current_phase)) == (ProjectStatus.PREPARING, "前期准备")


def test_a_phase_begun_before_the_project_was_drawn_up_gives_the_status_its_own_day(phased, clerk):
    phases.start(phase=named(phased, "前期准备"), on=date(2023, 2, 20), by=clerk, today=TODAY)

    phased.refresh_from_db()
    assert phased.status_since == date(2023, 2, 20)


def test_the_next_phase_waits_for_the_gates_before_it(phased, clerk):
    with pytest.raises(GatesShut) as refusal:
        phases.start(phase=named(phased, "工程实施"), on=TODAY, by=clerk, today=TODAY)

    assert "缺 2 项" in str(refusal.value)
    assert "“改造方案制定”（前期准备，南桥街道街道办事处（乡镇），2023-03-20 前）" in str(refusal.value)


def test_with_its_gates_passed_a_phase_may_end_and_the_next_begin(phased, clerk):
    first, second = named(phased, "前期准备"), named(phased, "工程实施")
    phases.start(phase=first, on=TODAY, by=clerk, today=TODAY)
    prove_all(phased, clerk)
    phases.finish(phase=first, on=TODAY, by=clerk, today=TODAY)
    phases.start(phase=second, on=TODAY, by=clerk, today=TODAY)

    phased.refresh_from_db()
    assert (phased.status, phased.current_phase) == (ProjectStatus.UNDER_CONSTRUCTION, second)


def test_a_phase_with_a_shut_gate_cannot_be_finished(phased, clerk):
    phase = phases.start(phase=named(phased, "前期准备"), on=TODAY, by=clerk, today=TODAY)

    with pytest.raises(GatesShut, match="还不能完成，缺 2 项"):
        phases.finish(phase=phase, on=TODAY, by=clerk, today=TODAY)


def test_a_phase_put_on_record_late_counts_as_done_on_its_day(phased, clerk):
    first, put_on_record = named(phased, "前期准备"), date(2023, 4, 20)
    prove_all(phased, clerk)
    phases.start(phase=first, on=TODAY, by=clerk, today=put_on_record)
    phases.finish(phase=first, on=date(2023, 3, 30), by=clerk, today=put_on_record)

    assert Deadline.objects.get(kind=standing.PHASE, subject_id=first.pk).closed_on == date(2023, 3, 30)


def test_phases_may_overlap(phased, clerk):
    """象山's do: the second begins while the first, whose gates are passed, is not finished."""
    phases.start(phase=named(phased, "前期准备"), on=TODAY, by=clerk, today=TODAY)
    prove_all(phased, clerk)

    second = phases.start(phase=named(phased, "工程实施"), on=TODAY, by=clerk, today=TODAY)

    assert second.actual_start == TODAY


def test_nothing_is_put_on_record_for_a_day_to_come(phased, clerk):
    with pytest.raises(DomainError, match="晚于今天"):
        phases.start(phase=named(phased, "前期准备"), on=date(2023, 3, 11), by=clerk, today=TODAY)


def test_a_phase_does_not_end_before_it_begins(phased, clerk):
    phase = phases.start(phase=named(phased, "前期准备"), on=TODAY, by=clerk, today=TODAY)

    with pytest.raises(DomainError, match="早于“前期准备”的实际开始日期"):
        phases.finish(phase=phase, on=date(2023, 3, 9), by=clerk, today=TODAY)


def test_a_phase_that_has_not_begun_cannot_end(phased, clerk):
    with pytest.raises(DomainError, match="尚未开始"):
        phases.finish(phase=named(phased, "前期准备"), on=TODAY, by=clerk, today=TODAY)


def finished(project, by):
    prove_all(project, by)
    for phase in project.phases.all():
        phases.start(phase=phase, on=TODAY, by=by, today=TODAY)
        phases.finish(phase=phase, on=TODAY, by=by, today=TODAY)
    project.refresh_from_db()
    return project


def test_the_last_phase_closes_the_project(phased, clerk):
    assert finished(phased, clerk).status == ProjectStatus.CLOSED
    assert not Deadline.objects.open().exists()


def test_the_office_takes_back_a_finish_and_the_project_runs_again(phased, clerk, office):
    finished(phased, clerk)

    phases.undo_finish(phase=named(phased, "长效管理"), reason="录入有误，物业尚未进场", by=office, today=TODAY)

    phased.refresh_from_db()
    assert (phased.status, phased.next_due_on) == (ProjectStatus.ACCEPTED, None)
    assert named(phased, "长效管理").actual_end is None


def test_taking_back_the_start_takes_the_project_back_too(phased, clerk, office):
    phase = phases.start(phase=named(phased, "前期准备"), on=TODAY, by=clerk, today=TODAY)

    phases.undo_start(phase=phase, reason="登记错了项目", by=office, today=TODAY)

    phased.refresh_from_db()
    assert phased.status == ProjectStatus.PLANNED


def test_a_clerk_takes_nothing_back(phased, clerk):
    phase = phases.start(phase=named(phased, "前期准备"), on=TODAY, by=clerk, today=TODAY)

    with pytest.raises(NotAllowed):
        phases.undo_start(phase=phase, reason="登记错了项目", by=clerk, today=TODAY)


def test_the_street_next_door_moves_nothing(phased, neighbour):
    with pytest.raises(NotAllowed):
        phases.start(phase=named(phased, "前期准备"), on=TODAY, by=neighbour, today=TODAY)


def test_a_moved_phase_moves_its_deadline_and_keeps_the_reason(phased, clerk):
    phase = named(phased, "前期准备")

    phases.change_dates(
        phase=phase, planned_start=None, planned_end=date(2023, 4, 15), reason="设计单位延期", by=clerk, today=TODAY
    )

    assert Deadline.objects.get(kind=standing.PHASE, subject_id=phase.pk).due_on == date(2023, 4, 15)
    assert AuditEntry.objects.latest("pk").reason == "设计单位延期"


def test_a_gate_is_never_due_after_its_phase(phased, clerk):
    phases.change_dates(
        phase=named(phased, "前期准备"),
        planned_start=None,
        planned_end=date(2023, 3, 15),
        reason="提前进场",
        by=clerk,
        today=TODAY,
    )

    assert phased.gates.get(name="改造方案制定").due_on == date(2023, 3, 15)


def test_a_plan_that_ends_before_it_starts_is_refused(phased, clerk):
    with pytest.raises(DomainError, match="“前期准备”的计划完成（2023-03-01）早于计划开始（2023-03-20）"):
        phases.change_dates(
            phase=named(phased, "前期准备"),
            planned_start=date(2023, 3, 20),
            planned_end=date(2023, 3, 1),
            reason="试填",
            by=clerk,
            today=TODAY,
        )


def test_dates_of_a_finished_phase_stand(phased, clerk):
    finished(phased, clerk)
    phased.status = ProjectStatus.ACCEPTED
    phased.save()

    with pytest.raises(DomainError, match="已完成，计划日期不能再改"):
        phases.change_dates(
            phase=named(phased, "前期准备"), planned_start=None, planned_end=TODAY, reason="补录", by=clerk, today=TODAY
        )


def test_a_suspended_project_owes_nothing_until_it_is_resumed(phased):
    phased.status = ProjectStatus.SUSPENDED
    phased.save()
    standing.refresh(projects=[phased.pk], today=TODAY)
    suspended = Deadline.objects.open().count()

    phased.status = ProjectStatus.PLANNED
    phased.save()
    standing.refresh(projects=[phased.pk], today=TODAY)

    assert (suspended, Deadline.objects.open().count()) == (0, 9)


def test_refreshing_many_projects_takes_as_many_statements_as_few(phased, listed, street_office, office, counted):
    from tests.projects.conftest import a_project

    few, many = [phased.pk], [phased.pk]
    for entry in list(listed.values())[1:]:
        project = a_project(entry, implementer=street_office, by=office)
        phases.apply(template=phased.template, projects=[project.pk], by=office, today=TODAY)
        many.append(project.pk)

    with counted() as one:
        standing.refresh(projects=few, today=TODAY)
    with counted() as three:
        standing.refresh(projects=many, today=TODAY)

    assert len(three) == len(one)


def move(project, by, *, start=None, end=None, today=TODAY):
    phase = named(project, "前期准备")
    return phases.change_dates(phase=phase, planned_start=start, planned_end=end, reason="设计延期", by=by, today=today)


def test_a_planned_end_is_moved_but_never_emptied(phased, office):
    with pytest.raises(DomainError, match="不能清空"):
        move(phased, office)


def test_the_street_asks_the_office_to_move_an_end_that_is_past(phased, clerk):
    with pytest.raises(DomainError, match="报领导小组办公室调整"):
        move(phased, clerk, end=date(2023, 5, 1), today=date(2023, 4, 10))


def test_the_office_moves_an_end_that_is_past(phased, office):
    assert move(phased, office, end=date(2023, 5, 1), today=date(2023, 4, 10)).planned_end == date(2023, 5, 1)


@pytest.mark.parametrize("day", [date(2020, 12, 31), date(2034, 1, 1)])
def test_a_plan_in_an_impossible_year_is_refused(phased, office, day):
    with pytest.raises(DomainError, match="2021 年至 2033 年之间"):
        move(phased, office, start=min(day, TODAY), end=max(day, TODAY))


def test_nothing_began_long_before_the_programme(phased, clerk):
    with pytest.raises(DomainError, match="早于 2021 年"):
        phases.start(phase=named(phased, "前期准备"), on=date(2002, 3, 10), by=clerk, today=TODAY)


def test_no_phase_begins_before_an_earlier_one_did(phased, clerk):
    phases.start(phase=named(phased, "前期准备"), on=TODAY, by=clerk, today=TODAY)
    prove_all(phased, clerk)

    with pytest.raises(DomainError, match="早于前面的阶段“前期准备”"):
        phases.start(phase=named(phased, "工程实施"), on=date(2023, 3, 9), by=clerk, today=TODAY)


def test_the_history_shows_old_and_new_dates_with_the_reason(phased, clerk, signed_in):
    move(phased, clerk, end=date(2023, 4, 15))

    page = signed_in(clerk).get(f"/projects/{phased.pk}/history/").content.decode()

    assert "2023-03-31 → " in page
    assert "至 2023-04-15" in page
    assert "设计延期" in page


def test_the_history_tells_of_the_schemes_too(approved, clerk, signed_in):
    page = signed_in(clerk).get(f"/projects/{approved.project_id}/history/").content.decode()

    assert "批准改造方案" in page


def test_nothing_to_take_back_is_said_in_words(phased, office, signed_in):
    answer = signed_in(office).get(f"/phases/{named(phased, '前期准备').pk}/undo/", follow=True)

    assert "尚未开始，无须撤销" in answer.content.decode()


def test_plans_out_of_order_are_remarked(phased, office, signed_in):
    move(phased, office, start=date(2023, 12, 1), end=date(2023, 12, 31))

    page = signed_in(office).get(f"/projects/{phased.pk}/phases/").content.decode()

    assert "早于前面的“前期准备”（2023-12-01）" in page


def test_a_gate_due_before_its_phase_begins_gives_way_to_the_end(phased, office):
    move(phased, office, start=date(2023, 11, 27), end=date(2023, 12, 31))

    assert phased.gates.get(name="改造方案制定").due_on == date(2023, 12, 31)
