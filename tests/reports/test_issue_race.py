"""Two people issue at the same moment: every number goes out once. Only PostgreSQL locks rows."""

from datetime import date

import pytest

from reports.models import MonthlyReport
from tests.races import NEEDS_ROW_LOCKS, at_once
from tests.reports.stories import a_month, a_rule
from tests.reports.test_monthly import issue, made

pytestmark = NEEDS_ROW_LOCKS
APRIL = date(2023, 4, 1)


@pytest.fixture
def drafts(may, divisions, office) -> list[MonthlyReport]:
    a_rule(divisions["卫滨区"])
    a_month(divisions["卫滨区"], APRIL, may.rule)
    return [made(divisions, office), made(divisions, office, month=APRIL)]


def test_the_same_number_goes_out_once(drafts, office):
    results = at_once(*(lambda each=each: issue(each, office, number=5, although_empty=True) for each in drafts))

    assert sorted(type(each).__name__ for each in results) == ["Conflict", "MonthlyReport"]
    assert list(MonthlyReport.objects.exclude(document="").values_list("document", flat=True)) == [
        "卫旧改办〔2023〕5号"
    ]


def test_next_numbers_differ(drafts, office):
    results = at_once(*(lambda each=each: issue(each, office, although_empty=True) for each in drafts))

    assert sorted(each.document for each in results) == ["卫旧改办〔2023〕1号", "卫旧改办〔2023〕2号"]


def test_one_report_is_issued_once(drafts, office):
    results = at_once(*(lambda: issue(drafts[0], office, although_empty=True) for _ in range(2)))

    assert sum(isinstance(each, MonthlyReport) for each in results) == 1
