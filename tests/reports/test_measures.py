"""The figures of a small district, worked out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.choices import RowLevel
from reports.measures import rate
from reports.selectors.working_out import worked_out
from tests.reports.conftest import MAY, accept, fill

LATER = datetime(2023, 6, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [(39, 447, "8.72"), (107, 100, "107.00"), (1, 8, "12.50"), (1, 3, "33.33"), (2, 3, "66.67")],
)
def test_rates_are_rounded_half_up_to_two_places(part, whole, expected):
    assert rate(part, whole) == Decimal(expected)


def test_no_plan_gives_no_rate():
    assert rate(3, 0) is None


def test_a_district_adds_up_by_street(nanqiao, jiankang, divisions):
    fill(
        nanqiao,
        {"started_on": date(2023, 5, 10), "invested": 1_000_000, "paid": 400_000, "physical": 30, "workers": 12},
        {"problems": "雨天停工"},
    )
    accept(nanqiao)
    fill(jiankang, {"started_on": date(2023, 4, 1), "completed_on": date(2023, 5, 20), "invested": "250000.50"})
    accept(jiankang)

    worked = worked_out(division=divisions["卫滨区"], month=MAY, known_at=LATER, level=RowLevel.STREET)

    jk, nq = worked.rows
    assert (nq.name, nq.parent_name, nq.reported) == ("南桥街道", "卫滨区", True)
    assert (nq.values["started"], nq.values["start_rate"]) == (1, Decimal("50.00"))
    assert (jk.values["finished"], jk.values["finish_rate"]) == (1, Decimal("50.00"))
    assert worked.total.values["started"] == 2
    assert worked.total.values["started_this_month"] == 1  # after 25 April
    assert worked.total.values["invested_month"] == Decimal("1250000.50")
    assert worked.total.values["invested_total"] == Decimal("1250000.50")
    assert worked.total.values["investment_rate"] == Decimal("12.42")  # 1,250,000.50 of 2 × 5,033,800
    assert worked.total.values["pay_rate"] == Decimal("32.00")
    assert worked.total.values["problems"] == 1
    assert worked.last_total.values["started"] == 0
    assert worked.total.values["workers"] == 12
