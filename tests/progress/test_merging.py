"""Two streets become one: what was reported stays readable, what is in work goes on, no compound counts twice."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from divisions.services import changes
from progress.models import MonthlyReturn, ReportingMonth
from progress.selectors.counted import counted_versions
from progress.selectors.sites import lacking
from progress.services import due
from projects.models import ProjectSite
from tests.progress.stories import accepted, at, fill

pytestmark = pytest.mark.django_db
DONE = {"健康路195号院": {"started_on": "2023-4-1", "invested": "8", "basic": "20", "improvement": "5"}}


@pytest.fixture
def merge(divisions, system_admin):
    """健康路街道 goes up in 南桥街道."""

    def done(on: date = date(2023, 6, 10)) -> None:
        old, new = divisions["健康路街道"], divisions["南桥街道"]
        changes.merge(division=old, into=new, on=on, document="豫民行批〔2023〕示例号", by=system_admin)

    return done


@pytest.fixture
def still_open(may) -> ReportingMonth:
    """The office has moved the lock, so that the streets can fill in today."""
    until = timezone.localdate() + timedelta(days=3)
    ReportingMonth.objects.update(lock_on=until)
    return may


def keep_open() -> None:
    MonthlyReturn.objects.update(open_until=timezone.localdate() + timedelta(days=3))


def test_what_a_street_reported_stays_under_its_name(nanqiao, jiankang, neighbour, merge, office, signed_in):
    fill(jiankang.current, DONE, by=neighbour)
    accepted(jiankang)

    merge()

    jiankang.refresh_from_db()
    assert jiankang.division.name == "健康路街道"
    assert signed_in(office).get(jiankang.get_absolute_url()).status_code == 200


def test_what_it_missed_stays_on_its_record(nanqiao, jiankang, merge, office, signed_in):
    merge()

    page = signed_in(office).get(reverse("progress:record") + "?year=2023").content.decode()
    assert "健康路街道" in page


def test_a_return_in_work_joins_the_other_with_what_was_typed(still_open, nanqiao, jiankang, neighbour, merge):
    fill(jiankang.current, DONE, by=neighbour)
    due.refresh(returns=[jiankang.pk], today=timezone.localdate())
    keep_open()

    merge()

    lines = {line.compound_name: line.invested for line in nanqiao.current.lines.all()}
    assert lines["健康路195号院"] == 80_000
    assert len(lines) == 3
    assert not MonthlyReturn.objects.filter(pk=jiankang.pk).exists()


def test_a_return_in_work_becomes_that_of_a_street_that_had_none(still_open, jiankang, divisions, clerk, merge):
    keep_open()

    merge()

    jiankang.refresh_from_db()
    assert (jiankang.division, jiankang.organisation) == (divisions["南桥街道"], clerk.organisation)


def test_a_compound_that_came_over_stays_on_the_months_return_it_is_on(nanqiao, jiankang, merge):
    merge()

    assert ProjectSite.objects.filter(division="410703008000").count() == 3
    assert not lacking(nanqiao.current).exists()


def test_its_figures_count_until_the_other_has_reported_on_its_compounds(nanqiao, jiankang, neighbour, clerk, merge):
    fill(jiankang.current, DONE, by=neighbour)
    accepted(jiankang)
    merge()
    june = {"prefix": "410703", "month": date(2023, 6, 1), "known_at": at(date(2023, 7, 31), 12)}
    assert [each.division_id for each in counted_versions(**june)] == [jiankang.division_id]

    nanqiao.versions.update(
        status="accepted", month=date(2023, 7, 1), sealed_at=june["known_at"], accepted_at=june["known_at"]
    )

    july = june | {"month": date(2023, 7, 1)}
    assert [each.division_id for each in counted_versions(**july)] == ["410703008000"]
