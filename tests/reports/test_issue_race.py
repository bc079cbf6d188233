"""Two people issue at the same moment: every number goes out once. Only PostgreSQL locks rows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection, connections

from core.errors import DomainError
from reports.models import MonthlyReport
from tests.reports.stories import a_month, a_rule
from tests.reports.test_monthly import issue, made

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite locks the whole file"),
]
APRIL = date(2023, 4, 1)


@pytest.fixture
def drafts(may, divisions, office) -> list[MonthlyReport]:
    a_rule(divisions["卫滨区"])
    a_month(divisions["卫滨区"], APRIL, may.rule)
    return [made(divisions, office), made(divisions, office, month=APRIL)]


def together(*acts) -> list[object]:
    """What each act gave or refused, when all begin at once."""
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait()
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_the_same_number_goes_out_once(drafts, office):
    results = together(*(lambda each=each: issue(each, office, number=5, although_empty=True) for each in drafts))

    assert sorted(type(each).__name__ for each in results) == ["Conflict", "MonthlyReport"]
    assert list(MonthlyReport.objects.exclude(document="").values_list("document", flat=True)) == [
        "卫旧改办〔2023〕5号"
    ]


def test_next_numbers_differ(drafts, office):
    results = together(*(lambda each=each: issue(each, office, although_empty=True) for each in drafts))

    assert sorted(each.document for each in results) == ["卫旧改办〔2023〕1号", "卫旧改办〔2023〕2号"]


def test_one_report_is_issued_once(drafts, office):
    results = together(*(lambda: issue(drafts[0], office, although_empty=True) for _ in range(2)))

    assert sum(isinstance(each, MonthlyReport) for each in results) == 1
