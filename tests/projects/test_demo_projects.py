"""The demo's projects: how three programmes went, and one of this year around today."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from deadlines.models import Deadline, Digest, Reminder, ReminderRun
from projects import demo
from projects.choices import IllegalStatus, ProjectStatus, SchemeStatus, SpotStage
from projects.demo import renewal
from projects.models import Gate, IllegalStructure, Phase, Project, ProjectSite, Scheme, Spot, SpotPhoto

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Loaded once for all these tests, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(today=TODAY)
        yield
        transaction.set_rollback(True)


def project(name: str) -> Project:
    return Project.objects.get(sites__compound__name=name)


def this_year():
    return Project.objects.filter(programme__year=TODAY.year).order_by("number")


@pytest.mark.parametrize(
    ("division", "year", "count"), [("410703000000", 2023, 26), ("450304000000", 2020, 87), ("652801000000", 2021, 60)]
)
def test_every_compound_of_a_programme_is_in_a_project(stage, division, year, count):
    projects = Project.objects.filter(programme__division=division, programme__year=year)

    assert projects.count() == count
    assert not projects.filter(phases=None).exists()


def test_two_compounds_of_one_street_are_one_project(stage):
    cluster = Project.objects.get(name=renewal.CLUSTER)

    shares = list(cluster.sites.values_list("investment", flat=True))
    assert len(shares) == 2
    assert sum(shares) == cluster.investment


def test_xiangshan_went_by_the_dates_of_its_batches(stage):
    design = Phase.objects.filter(project__programme__year=2020, name="方案设计和审查")

    ends = dict(design.values_list("project__batch__name", "planned_end").distinct())
    assert ends == {"第一期": date(2020, 6, 30)} | dict.fromkeys(("第二期", "第三期", "第四期"), date(2020, 8, 31))


def test_of_weibin_2023_one_is_suspended_and_one_still_open(stage):
    assert project(renewal.SUSPENDED).status == ProjectStatus.SUSPENDED
    running = Project.objects.filter(programme__year=2023).running().exclude(next_due_on=None)
    assert list(running) == [project("健康路3号院")]


def test_some_of_weibin_2023_finished_late(stage):
    accepted = Phase.objects.filter(project__programme__year=2023, name="督导验收")

    assert sum(phase.days_late(phase.actual_end) >= 14 for phase in accepted.exclude(actual_end=None)) >= 3


def test_a_leader_overruled_one_gate_and_says_why(stage):
    gate = Gate.objects.exclude(overruled_on=None).get()

    assert (gate.project, gate.overruled_by.username) == (project(renewal.OVERRULED), "weibin-group")
    assert "经领导小组会议研究同意" in gate.overrule_reason


def test_no_phase_is_finished_past_a_shut_gate(stage):
    assert not Gate.objects.shut().filter(phase__actual_end__isnull=False).exists()


def test_schemes_are_shown_in_every_state(stage):
    assert set(Scheme.objects.values_list("status", flat=True)) == {
        SchemeStatus.DRAFT,
        SchemeStatus.SUBMITTED,
        SchemeStatus.APPROVED,
        SchemeStatus.SUPERSEDED,
    }
    assert Scheme.objects.get(number=2, status=SchemeStatus.DRAFT).project in this_year()


def test_spots_show_two_sites_side_by_side(stage):
    assert Spot.objects.values("site").distinct().count() == 2
    finished = SpotPhoto.objects.filter(spot__site__compound__name="中州小区")
    assert set(finished.values_list("stage", flat=True)) == set(SpotStage)


def test_the_ledger_holds_six_of_every_kind_of_end(stage):
    assert IllegalStructure.objects.count() == 6
    assert set(IllegalStructure.objects.values_list("status", flat=True)) == set(IllegalStatus)


def test_this_year_something_is_late_due_this_week_and_in_time(stage):
    due = list(this_year().values_list("next_due_on", flat=True))

    assert sum(day < TODAY for day in due) == 3
    assert sum(TODAY <= day <= TODAY + timedelta(days=7) for day in due) == 3
    assert sum(day > TODAY + timedelta(days=7) for day in due) == 2


def test_nothing_but_one_project_is_due_from_years_ago(stage):
    old = Deadline.objects.open().filter(due_on__lt=date(2025, 1, 1))

    assert {deadline.title.split("：")[0] for deadline in old} == {"健康路3号院改造项目"}


@pytest.mark.parametrize("username", ["weibin-clerk", "weibin-leader", "weibin-office", "weibin-bureau"])
def test_today_they_are_reminded(stage, username):
    digest = Digest.objects.get(person__username=username)

    assert digest.on == TODAY
    assert Reminder.objects.filter(digest=digest).exists()
    assert ReminderRun.objects.get(on=TODAY).finished_at


def test_one_line_names_the_person_in_charge(stage):
    assert Reminder.objects.filter(recipient__username="weibin-clerk", why__contains="您是责任人").exists()


def test_every_site_of_this_year_says_that_it_is_invented(stage):
    sites = ProjectSite.objects.filter(project__in=this_year())

    assert not sites.exclude(compound__name__contains="示例").exists()
