"""The demo data: four plans on stage, each showing what it is there to show."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from accounts.models import Organisation, User
from accounts.permissions import Role
from communities.choices import Result
from communities.models import Building, Compound, EligibilityOutcome, FiveYearPlan, PoolEntry, Survey
from communities.selectors.duplicates import suspected
from deadlines.models import Deadline, Digest, Reminder, ReminderRun
from projects import demo
from projects.choices import IllegalStatus, ProjectStatus, SchemeStatus, SpotStage
from projects.demo import renewal
from projects.demo.cast import NAMES, NEIGHBOURS, PLACES, STREET_ROLES
from projects.models import (
    Gate,
    IllegalStructure,
    Phase,
    Programme,
    ProgrammeEntry,
    Project,
    ProjectSite,
    Scheme,
    Spot,
    SpotPhoto,
)
from projects.selectors.tie_outs import tie_out_of

TODAY = date(2026, 3, 1)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Loaded once for all these tests, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(today=TODAY)
        yield
        transaction.set_rollback(True)


def sentence(username: str, division: str, year: int) -> str:
    programme = Programme.objects.select_related("division").get(division=division, year=year)
    return tie_out_of(programme, user=User.objects.get(username=username)).sentence


def results(*names: str) -> set[str]:
    return set(EligibilityOutcome.objects.filter(compound__name__in=names).values_list("result", flat=True))


@pytest.mark.parametrize(
    ("username", "division", "year", "said"),
    [
        ("weibin-office", "410703000000", 2023, "小区数 27 个、楼栋数 87 栋、居民户数 3,279 户"),
        ("xiangshan-office", "450304000000", 2020, "小区数 87 个"),
        ("bazhou-office", "652800000000", 2020, "小区数 156 个、居民户数 1.94 万户"),
        ("bazhou-office", "652800000000", 2021, "小区数 192 个、居民户数 2.15 万户"),
    ],
)
def test_every_plan_ties_out(stage, username, division, year, said):
    assert sentence(username, division, year).startswith(f"全部一致：{said}")


def test_xiangshan_has_its_four_batches(stage):
    programme = Programme.objects.get(division="450304000000")

    assert [batch.entries.count() for batch in programme.batches.all()] == [15, 18, 27, 27]


def test_only_the_first_batch_designs_by_the_end_of_june(stage):
    programme = Programme.objects.get(division="450304000000")

    due = [batch.dates.get(stage="方案设计和审查").ends_on for batch in programme.batches.all()]
    assert due == [date(2020, 6, 30), *[date(2020, 8, 31)] * 3]


def test_zhanhe_shows_every_way_to_fail(stage):
    kept_out = (
        "建成较晚小区",
        "郊区小区",
        "设施完好小区",
        "危房家属楼",
        "棚改片区",
        "拆建片区",
        "自建房片区",
        "城中村",
        "三供一业家属院",
    )

    assert results(*(f"示例{name}" for name in kept_out)) == {Result.INELIGIBLE}


def test_zhanhe_shows_what_passes_what_is_excepted_and_what_nobody_knows(stage):
    assert results("示例符合条件家属院") == {Result.ELIGIBLE}
    assert results("示例例外准予小区") == {Result.EXCEPTED}
    assert results("示例年份不详小区", "示例未鉴定小区", "示例未调查小区") == {Result.INCOMPLETE}


def test_zhanhe_has_a_ranked_pool_and_a_plan_that_cannot_pay_for_all(stage):
    plan = FiveYearPlan.objects.get()
    placed = PoolEntry.objects.filter(plan_year__plan=plan).count()

    assert 0 < placed < PoolEntry.objects.current().count()


def test_a_duplicate_waits_to_be_decided(stage):
    pairs = suspected(Compound.objects.within("410411"))

    assert [{pair.one.name, pair.other.name} for pair in pairs] == [{"示例机械厂家属院", "示例机械厂家属楼"}]


def test_there_are_surveys_with_facilities_and_buildings_with_units(stage):
    assert Survey.objects.within("410703").filter(facilities__isnull=False).exists()
    assert Building.objects.filter(compound__name="中州小区", units__isnull=False).distinct().count() == 3


def test_every_place_has_a_person_of_every_role(stage):
    assert User.objects.count() == len(PLACES) * len(NAMES) + len(NEIGHBOURS) * len(STREET_ROLES)
    assert set(NAMES) == set(Role)


def test_every_person_and_every_invented_compound_says_so(stage):
    assert not User.objects.exclude(full_name__startswith="示例").exists()
    invented = Compound.objects.exclude(division__code__startswith="410703")
    assert not invented.exclude(name__contains="示例").exists()


def test_the_department_lists_are_set_up(stage):
    assert Organisation.objects.filter(division="652800000000", function="commerce").exists()
    assert Organisation.objects.filter(name="二塘乡人民政府").exists()


def test_loading_again_does_nothing(stage):
    assert demo.load(today=TODAY) is False
    assert ProgrammeEntry.objects.count() == 27 + 87 + 156 + 192 + 8 + 3


def project(name: str) -> Project:
    return Project.objects.get(sites__compound__name=name)


def this_year():
    return Project.objects.filter(programme__year=TODAY.year).order_by("number")


@pytest.mark.parametrize(
    ("division", "year", "count"), [("410703000000", 2023, 26), ("450304000000", 2020, 87), ("652823000000", 2021, 15)]
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
