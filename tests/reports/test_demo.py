"""The month on stage: every way a return can go, and a report of each kind."""

from collections import Counter
from datetime import date

import pytest
from django.db import transaction

from progress.choices import ContradictionRule, Punctuality, ReturnStatus
from progress.models import Contradiction, MonthlyReturn, ReportingMonth, SealedScan
from progress.punctuality import judged
from projects import demo
from reports import facts
from reports.models import MonthlyReport, StatTable
from reports.selectors.month_facts import facts_of
from tests.progress.stories import at

TODAY = date(2026, 11, 21)
SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Loaded once for all these tests, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(today=TODAY)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def returns(month: date) -> dict[str, MonthlyReturn]:
    found = MonthlyReturn.objects.filter(month=month).select_related("division", "current", "reporting_month")
    return {each.division.name: each for each in found}


def test_three_months_are_open_in_卫滨():
    months = ReportingMonth.objects.filter(division__name="卫滨区").order_by("month")

    assert [each.month for each in months] == [SEPTEMBER, OCTOBER, NOVEMBER]


def test_september_went_through_everywhere():
    assert Counter(each.current.status for each in returns(SEPTEMBER).values()) == {ReturnStatus.ACCEPTED: 5}


def test_october_went_every_way():
    october = returns(OCTOBER)

    assert {name: judged(each, at(TODAY, 9)).kind for name, each in october.items()} == {
        "南桥街道": Punctuality.ON_TIME,
        "健康路街道": Punctuality.LATE,
        "胜利路街道": Punctuality.ON_TIME,
        "自由路街道": Punctuality.MISSING,
        "解放路街道": Punctuality.MISSING,
    }
    assert (october["南桥街道"].current.number, october["胜利路街道"].current.status) == (2, ReturnStatus.SEALED)


def test_sealed_sheets_found_their_returns_by_their_code():
    assert set(SealedScan.objects.values_list("found_by", flat=True)) == {"qr"}


def test_november_is_half_filled():
    lines = returns(NOVEMBER)["南桥街道"].current.lines

    assert lines.exclude(invested=None).count() == 2
    assert lines.count() == 5


def test_a_stalled_site_is_remarked():
    assert ContradictionRule.AHEAD in set(Contradiction.objects.values_list("rule", flat=True))


def test_september_is_issued_and_is_worked_out_the_same_again():
    report = MonthlyReport.objects.get(month=SEPTEMBER)

    assert report.document.endswith("〔2026〕1号")
    again = facts_of(division=report.division, month=report.month, known_at=report.known_at)
    assert facts.dump(again) == report.figures


def test_october_waits_for_the_office_and_names_who_is_missing():
    report = MonthlyReport.objects.get(month=OCTOBER)

    assert report.is_draft
    missing = {each.name for each in facts.load(report.figures).missing}
    assert missing == {"胜利路街道", "自由路街道", "解放路街道"}


def test_tables_are_there_to_be_filled():
    assert StatTable.objects.count() == 6
