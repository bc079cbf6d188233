"""The demo data: four plans on stage, each showing what it is there to show."""

from datetime import date

import pytest
from django.db import transaction

from accounts.models import Organisation, User
from accounts.permissions import Role
from communities.choices import Result
from communities.models import Building, Compound, EligibilityOutcome, FiveYearPlan, PoolEntry, Survey
from communities.selectors.duplicates import suspected
from projects import demo
from projects.demo.cast import NAMES, PLACES
from projects.models import Programme, ProgrammeEntry
from projects.selectors.tie_outs import tie_out_of


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Loaded once for all these tests, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(today=date(2026, 3, 1))
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
    assert User.objects.count() == len(PLACES) * len(NAMES)
    assert set(NAMES) == set(Role)


def test_every_person_and_every_invented_compound_says_so(stage):
    assert not User.objects.exclude(full_name__startswith="示例").exists()
    invented = Compound.objects.exclude(division__code__startswith="410703")
    assert not invented.exclude(name__contains="示例").exists()


def test_the_department_lists_are_set_up(stage):
    assert Organisation.objects.filter(division="652800000000", function="commerce").exists()
    assert Organisation.objects.filter(name="二塘乡人民政府").exists()


def test_loading_again_does_nothing(stage):
    assert demo.load(today=date(2026, 3, 1)) is False
    assert ProgrammeEntry.objects.count() == 27 + 87 + 156 + 192 + 8
