"""Applying a template: dates moved by years and batches, nothing finished moved, gates due by the calendar."""

from datetime import date

import pytest

from core.errors import DomainError, NotAllowed
from core.models import AuditEntry, CalendarYear, Job
from deadlines.choices import Outcome
from deadlines.models import Deadline
from projects.choices import ProjectStatus
from projects.models import Gate, Phase, Project
from projects.services import applying, batches, entries, gates, phases, standing
from projects.services.batches import Window
from projects.services.gate_days import moved
from projects.services.templates import GateLine, PhaseLine
from tests.projects.conftest import a_project
from tests.projects.templates import weibin

TODAY = date(2023, 3, 10)


@pytest.fixture
def projects(listed, street_office, office) -> list[Project]:
    """Three projects, one per compound."""
    return [a_project(entry, implementer=street_office, by=office) for entry in listed.values()]


def apply(template, projects, by):
    return applying.apply(template=template, projects=[each.pk for each in projects], by=by, today=TODAY)


def test_one_act_gives_all_projects_their_phases(projects, divisions, office):
    applied = apply(weibin(divisions), projects, office)

    assert (applied.projects, applied.moved, Phase.objects.count(), Gate.objects.count()) == (3, 12, 12, 18)
    assert AuditEntry.objects.filter(action="套用阶段模板").count() == 1


def test_all_that_is_due_is_in_the_table(projects, divisions, office):
    apply(weibin(divisions), projects[:1], office)

    dues = dict(Deadline.objects.open().values_list("title", "due_on"))
    assert dues["中州小区改造项目：完成“前期准备”"] == date(2023, 3, 31)
    assert dues["中州小区改造项目：改造方案制定"] == date(2023, 3, 20)
    assert len(dues) == 9


def test_a_deadline_says_by_which_document(projects, divisions, office):
    apply(weibin(divisions), projects[:1], office)

    assert Deadline.objects.get(title="中州小区改造项目：完成“前期准备”").basis == "卫政办〔2023〕2号 三（一）"


def test_dates_of_another_year_move_by_whole_years(projects, divisions, office):
    apply(weibin(divisions, year=2022), projects[:1], office)

    assert projects[0].phases.get(name="前期准备").planned_end == date(2024, 3, 31)


@pytest.mark.parametrize(("years", "day"), [(1, date(2025, 2, 28)), (4, date(2028, 2, 29)), (-1, date(2023, 2, 28))])
def test_29_february_finds_its_day(years, day):
    assert moved(date(2024, 2, 29), years) == day


def test_a_batchs_own_dates_go_first(projects, programme, divisions, office):
    windows = [Window("前期准备", date(2023, 2, 1), date(2023, 2, 28))]
    batch = batches.add(programme=programme, number=1, name="第一期", windows=windows, by=office)
    projects[0].batch = batch
    projects[0].save()

    apply(weibin(divisions), projects[:1], office)

    phase = projects[0].phases.get(name="前期准备")
    assert (phase.planned_start, phase.planned_end) == (date(2023, 2, 1), date(2023, 2, 28))
    assert phase.gates.get(name="改造方案制定").due_on == date(2023, 2, 28)


def finish_first(project, by):
    for gate in project.phases.first().gates.all():
        gates.satisfy(project=project, gate=gate, evidence="纪要1号", by=by, on=TODAY)
    first = phases.start(phase=project.phases.first(), on=date(2023, 3, 1), by=by, today=TODAY)
    return phases.finish(phase=first, on=TODAY, by=by, today=TODAY)


def later(divisions, **changed):
    """The next version: all a year later, with 验收 instead of 督导验收."""
    lines = [
        PhaseLine(name=n, duty="works", status="completed", ends_on=date(2024, 6, 30)) for n in ("工程实施", "验收")
    ]
    return weibin(divisions, since=date(2023, 3, 5), phases=lines, **changed)


def test_no_finished_phase_moves(projects, divisions, office):
    apply(weibin(divisions), projects[:1], office)
    finished = finish_first(projects[0], office)

    applied = apply(later(divisions), projects[:1], office)

    after = Phase.objects.get(pk=finished.pk)
    assert (after.planned_end, after.actual_end, applied.kept) == (date(2023, 3, 31), TODAY, 1)
    assert after.gates.count() == 2


def test_what_has_begun_keeps_its_start_and_its_planned_end(projects, divisions, office):
    apply(weibin(divisions), projects[:1], office)
    finish_first(projects[0], office)
    begun = phases.start(phase=projects[0].phases.get(name="工程实施"), on=TODAY, by=office, today=TODAY)

    apply(later(divisions), projects[:1], office)

    after = Phase.objects.get(pk=begun.pk)
    assert (after.actual_start, after.planned_end) == (TODAY, date(2023, 10, 31))


def test_what_never_began_and_is_no_longer_asked_for_goes(projects, divisions, office):
    apply(weibin(divisions), projects[:1], office)

    apply(later(divisions), projects[:1], office)

    assert [str(each) for each in projects[0].phases.all()] == ["工程实施", "验收"]
    withdrawn = Deadline.objects.get(title="中州小区改造项目：完成“督导验收”")
    assert withdrawn.outcome == Outcome.WITHDRAWN


def test_applying_twice_changes_nothing(projects, divisions, office):
    template = weibin(divisions)
    apply(template, projects, office)
    before = list(Phase.objects.values_list()), list(Gate.objects.values_list())

    applied = apply(template, projects, office)

    assert (list(Phase.objects.values_list()), list(Gate.objects.values_list())) == before
    assert applied.moved == 0


def test_the_preview_says_what_applying_does_and_does_nothing(projects, divisions, office):
    template = weibin(divisions)
    ids = [each.pk for each in projects]

    foreseen = applying.preview(template=template, projects=ids, today=TODAY)

    assert not Phase.objects.exists()
    assert foreseen == apply(template, projects, office)


def test_projects_that_do_not_run_are_left_out_and_counted(projects, divisions, office):
    projects[0].status = ProjectStatus.SUSPENDED
    projects[0].save()

    applied = apply(weibin(divisions), projects, office)

    assert (applied.projects, applied.idle) == (2, 1)
    assert "1 个项目不在实施状态" in str(applied)


def test_another_districts_template_is_refused(projects, divisions, office):
    foreign = weibin(divisions, division=divisions["湛河区"])

    with pytest.raises(DomainError, match="属于湛河区，不能用于“中州小区改造项目”"):
        apply(foreign, projects, office)


def test_another_districts_office_applies_nothing(projects, divisions, outsider):
    with pytest.raises(NotAllowed):
        apply(weibin(divisions), projects, outsider)


def test_a_clerk_applies_nothing(projects, divisions, clerk):
    with pytest.raises(NotAllowed):
        apply(weibin(divisions), projects, clerk)


def a_notice(divisions, year=2023):
    """公示, 14 working days from the day the phase begins."""
    gate = GateLine(name="公示不少于14个工作日", duty="notice", working_days=14)
    line = PhaseLine(name="方案制定", duty="scheme", status="preparing", starts_on=date(year, 9, 20), gates=(gate,))
    return weibin(divisions, year=year, phases=[line])


def test_working_days_of_a_year_not_announced_are_marked(projects, divisions, office):
    apply(a_notice(divisions), projects[:1], office)

    gate = Gate.objects.get(project=projects[0])
    assert (gate.due_on, gate.estimated) == (date(2023, 10, 12), True)


def test_a_notice_counts_from_the_day_it_really_begins(projects, divisions, office):
    apply(a_notice(divisions), projects[:1], office)

    phases.start(phase=projects[0].phases.get(), on=date(2023, 3, 1), by=office, today=TODAY)

    assert Gate.objects.get(project=projects[0]).due_on == date(2023, 3, 21)


def test_a_changed_calendar_moves_the_gates_that_count_working_days(projects, divisions, office):
    apply(a_notice(divisions), projects[:1], office)
    year = CalendarYear.objects.create(year=2023, document="国办发明电〔2022〕16号")
    for day in (29,):
        year.days.create(day=date(2023, 9, day), is_working=False, name="中秋节")
    for day in range(2, 7):
        year.days.create(day=date(2023, 10, day), is_working=False, name="国庆节")
    for day in (7, 8):
        year.days.create(day=date(2023, 10, day), is_working=True)

    phases.reckon_gates(today=TODAY)

    gate = Gate.objects.get(project=projects[0])
    assert (gate.due_on, gate.estimated) == (date(2023, 10, 16), False)
    assert Deadline.objects.get(kind=standing.GATE, subject_id=gate.pk).due_on == gate.due_on


def many(listed, implementer, by, count):
    entry = next(iter(listed.values()))
    return Project.objects.bulk_create(
        Project(
            programme=entry.programme,
            division=entry.division,
            number=f"2023-410703-9{number:04}",
            name=f"示例{number}号院改造项目",
            implementer=implementer,
            status_since=date(2023, 3, 1),
            created_by=by,
        )
        for number in range(count)
    )


def test_twenty_projects_take_as_many_statements_as_two(listed, street_office, divisions, office, counted):
    template, rows = weibin(divisions), many(listed, street_office, office, 22)
    with counted() as two:
        apply(template, rows[:2], office)
    with counted() as twenty:
        apply(template, rows[2:], office)

    assert len(twenty) - len(two) <= 4  # SQLite takes 999 values a statement, so inserts come in parts


def test_more_than_two_hundred_projects_run_as_a_job(
    listed, street_office, divisions, office, django_capture_on_commit_callbacks
):
    template, rows = weibin(divisions), many(listed, street_office, office, applying.AT_ONCE + 1)

    with django_capture_on_commit_callbacks(execute=True):
        job = applying.request(template=template, projects=[each.pk for each in rows], by=office, today=TODAY)

    done = Job.objects.get(pk=job.pk)
    assert (done.status, done.done) == ("done", 201)
    assert "201 个项目套用模板" in done.message
    assert Phase.objects.count() == 804


def test_the_page_shows_the_counts_and_then_does_it(projects, programme, divisions, office, signed_in):
    template, client = weibin(divisions), signed_in(office)

    page = client.get(f"/phase-templates/{template.pk}/apply/", {"programme": programme.pk}).content.decode()
    answer = client.post(f"/phase-templates/{template.pk}/apply/", {"programme": programme.pk})

    assert "3 个项目套用模板" in page
    assert "12 个阶段排定新的日期" in page
    assert (answer.status_code, Phase.objects.count()) == (302, 12)


def test_the_page_narrows_to_a_batch(projects, programme, divisions, office, listed, signed_in):
    batch = batches.add(programme=programme, number=1, name="第一期", windows=[], by=office)
    entries.assign(programme=programme, entries=[listed["中州小区"].pk], batch_id=batch.pk, by=office)
    Project.objects.filter(pk=projects[0].pk).update(batch=batch)
    template = weibin(divisions)

    page = signed_in(office).get(
        f"/phase-templates/{template.pk}/apply/", {"programme": programme.pk, "batch": batch.pk}
    )

    assert "1 个项目套用模板" in page.content.decode()


def test_a_gates_day_that_lies_before_its_batchs_window_gives_way_to_the_end(projects, programme, divisions, office):
    windows = [Window("前期准备", date(2023, 8, 19), date(2023, 11, 17))]
    batch = batches.add(programme=programme, number=2, name="第二期", windows=windows, by=office)
    projects[0].batch = batch
    projects[0].save()

    apply(weibin(divisions), projects[:1], office)

    assert projects[0].gates.get(name="改造方案制定").due_on == date(2023, 11, 17)


def test_a_phase_that_has_begun_keeps_its_dates(projects, divisions, office):
    template = weibin(divisions)
    apply(template, projects[:1], office)
    phase = phases.start(phase=projects[0].phases.first(), on=TODAY, by=office, today=TODAY)
    dates = {"planned_start": TODAY, "planned_end": date(2023, 5, 31)}
    phases.change_dates(phase=phase, reason="设计延期", by=office, today=TODAY, **dates)

    applied = apply(template, projects[:1], office)

    phase.refresh_from_db()
    assert (phase.planned_end, applied.begun) == (date(2023, 5, 31), 1)
    assert "1 个已开始的阶段保持原日期" in str(applied)


def test_the_preview_of_a_template_without_dates_says_so(projects, divisions, office, signed_in):
    lines = [PhaseLine(name="前期准备", duty="implementer", status=ProjectStatus.PREPARING)]
    template, programme = weibin(divisions, phases=lines), projects[0].programme_id

    page = signed_in(office).get(f"/phase-templates/{template.pk}/apply/?programme={programme}").content.decode()

    assert "模板没有列日期" in page
