"""Fund reports that make themselves on a set day."""

from datetime import date

import pytest

from accounts.models import Act
from core.errors import DomainError, NotAllowed
from funding import tasks
from funding.choices import MoneyUnit, ReportTable
from funding.models import FundReport, ReportSchedule
from funding.selectors.schedules import listed
from funding.services import schedules
from funding.services.schedules import due_day

pytestmark = pytest.mark.django_db
SET_ON = date(2023, 5, 3)


@pytest.fixture
def schedule(divisions, finance, settings, tmp_path) -> ReportSchedule:
    """卫滨区's sources on the fifth of each month, since 3 May."""
    settings.MEDIA_ROOT = tmp_path
    return schedules.set_up(
        division=divisions["卫滨区"],
        table=ReportTable.BY_SOURCE,
        unit=MoneyUnit.WAN,
        day=5,
        by=finance,
        today=SET_ON,
    )


@pytest.mark.parametrize(
    ("day", "today", "due"),
    [
        (5, date(2023, 5, 4), None),
        (5, date(2023, 5, 5), date(2023, 5, 5)),
        (5, date(2023, 5, 31), date(2023, 5, 5)),
        (5, date(2023, 6, 1), date(2023, 5, 5)),
        (31, date(2023, 6, 29), date(2023, 5, 31)),
        (31, date(2023, 6, 30), date(2023, 6, 30)),
        (30, date(2024, 2, 29), date(2024, 2, 29)),
        (5, date(2024, 1, 2), date(2023, 12, 5)),
    ],
)
def test_the_last_day_that_has_come(day, today, due):
    assert due_day(ReportSchedule(day=day, set_on=SET_ON), today) == due


def test_it_is_made_as_at_its_day(schedule):
    assert schedules.make_due(today=date(2023, 5, 5)) == 1

    made = FundReport.objects.get()
    assert (made.as_at, made.since, made.made_by) == (date(2023, 5, 5), date(2023, 1, 1), schedule.set_by)
    assert made.name == "卫滨区资金来源汇总表（2023-01-01至2023-05-05，万元）.xlsx"


def test_a_day_on_which_the_machine_was_off_is_made_up_for(schedule):
    schedules.make_due(today=date(2023, 6, 2))

    assert FundReport.objects.get().as_at == date(2023, 5, 5)


def test_the_task_run_twice_makes_it_once(schedule):
    tasks.make_due_reports()
    tasks.make_due_reports()

    assert FundReport.objects.count() == 1


def test_nothing_is_made_once_it_is_stopped(schedule, finance):
    schedules.stop(schedule=schedule, by=finance, today=SET_ON)

    assert schedules.make_due(today=date(2023, 5, 5)) == 0


def test_one_that_fails_says_why_and_does_not_stop_the_others(schedule, divisions, person, finance):
    former = person("finance", "卫滨区", username="former.finance")
    schedules.set_up(
        division=divisions["卫滨区"], table=ReportTable.RANKING, unit="wan", day=5, by=former, today=SET_ON
    )
    former.is_active = False
    former.save()

    assert schedules.make_due(today=date(2023, 5, 5)) == 1

    failures = [each.failure for each in listed(finance, today=date(2023, 5, 6))]
    assert failures[0] == ""
    assert "重新设置" in failures[1]
    assert Act.objects.filter(succeeded=False, reason__contains="重新设置").exists()


def test_all_tables_make_a_zip(divisions, finance, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    schedules.set_up(division=divisions["卫滨区"], table="", unit="yuan", day=5, by=finance, today=SET_ON)

    schedules.make_due(today=date(2023, 5, 5))

    assert FundReport.objects.get().name == "卫滨区资金报表（2023-01-01至2023-05-05，元）.zip"


def test_the_same_table_is_set_up_once(schedule, divisions, finance):
    with pytest.raises(DomainError, match="已经设置"):
        schedules.set_up(
            division=divisions["卫滨区"], table=ReportTable.BY_SOURCE, unit="wan", day=9, by=finance, today=SET_ON
        )


@pytest.mark.parametrize(("table", "day"), [(ReportTable.CARD, 5), (ReportTable.RANKING, 0), (ReportTable.RANKING, 32)])
def test_a_card_and_a_day_that_no_month_has_are_refused(divisions, finance, table, day):
    with pytest.raises(DomainError):
        schedules.set_up(division=divisions["卫滨区"], table=table, unit="wan", day=day, by=finance, today=SET_ON)


def test_only_the_finance_bureau_of_the_territory_sets_one_up(divisions, finance, office):
    with pytest.raises(NotAllowed):
        schedules.set_up(division=divisions["卫滨区"], table="", unit="wan", day=5, by=office, today=SET_ON)
    with pytest.raises(NotAllowed):
        schedules.set_up(division=divisions["湛河区"], table="", unit="wan", day=5, by=finance, today=SET_ON)
