"""The figures of a small district, worked out by hand."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from divisions.models import Division
from reports.choices import RowLevel
from reports.measures import rate
from reports.selectors.working_out import worked_out
from tests.progress.conftest import a_return
from tests.reports.conftest import MAY, accept, fill
from tests.reports.stories import a_month

LATER = datetime(2023, 6, 3, tzinfo=UTC)
AUTUMN = datetime(2023, 9, 1, tzinfo=UTC)


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


def test_a_site_of_a_community_counts_with_its_street(nanqiao, divisions):
    line, _ = fill(nanqiao, {"started_on": date(2023, 4, 10), "invested": 1_000_000, "problems": "雨天停工"}, {})
    line.division = divisions["示例社区"]
    line.save(update_fields=["division"])
    accept(nanqiao)

    worked = worked_out(division=divisions["卫滨区"], month=MAY, known_at=LATER, level=RowLevel.STREET)

    assert (worked.rows[0].name, worked.rows[0].values["sites"]) == ("南桥街道", 2)
    assert worked.total.values["invested_total"] == Decimal("1000000.00")


def test_a_prefecture_counts_its_counties(nanqiao, jiankang, divisions):
    fill(nanqiao, {"started_on": date(2023, 5, 10)})
    accept(nanqiao)

    worked = worked_out(division=divisions["新乡市"], month=MAY, known_at=LATER, level=RowLevel.COUNTY)

    (county,) = worked.rows
    assert (county.name, county.parent_name, county.reported) == ("卫滨区", "新乡市", False)
    assert (county.values["started"], county.values["planned_compounds"]) == (1, 4)
    assert county.values["start_rate"] == Decimal("25.00")


def test_a_row_per_site_comes_in_pages(nanqiao, divisions):
    fill(nanqiao, {"invested": 1_000}, {"invested": 2_000})
    accept(nanqiao)

    worked = worked_out(division=divisions["卫滨区"], month=MAY, known_at=LATER, level=RowLevel.SITE, offset=1, limit=1)

    (site,) = worked.rows
    assert (site.parent_name, site.values["invested_total"]) == ("南桥街道", Decimal("2000.00"))
    assert worked.total.values["invested_total"] == Decimal("3000.00")


def test_a_street_that_is_missing_keeps_its_levels_and_adds_nothing_to_the_month(nanqiao, divisions):
    fill(nanqiao, {"started_on": date(2023, 5, 10), "invested": 1_000, "workers": 7})
    accept(nanqiao)

    june = worked_out(division=divisions["卫滨区"], month=date(2023, 6, 1), known_at=LATER, level=RowLevel.STREET)

    (street,) = june.rows
    assert (street.reported, street.month_counted) == (False, MAY)
    assert (street.values["started"], street.values["invested_year"]) == (1, Decimal("1000.00"))
    assert (street.values["invested_month"], street.values["workers"]) == (Decimal("0.00"), 0)


def test_a_new_year_begins_its_tallies_at_nothing(nanqiao, divisions):
    fill(nanqiao, {"started_on": date(2023, 5, 10), "invested": 1_000})
    accept(nanqiao)

    january = worked_out(division=divisions["卫滨区"], month=date(2024, 1, 1), known_at=LATER, level=RowLevel.STREET)

    values = january.total.values
    assert (values["invested_year"], values["invested_total"]) == (Decimal("0.00"), Decimal("1000.00"))
    assert (values["started"], values["carried_sites"], values["planned_compounds"]) == (0, 2, 0)


def test_what_was_accepted_later_was_not_known(nanqiao, divisions):
    accept(nanqiao, at=datetime(2023, 6, 4, tzinfo=UTC))

    worked = worked_out(division=divisions["卫滨区"], month=MAY, known_at=LATER, level=RowLevel.STREET)

    (street,) = worked.rows
    assert (street.month_counted, street.values["sites"]) == (None, 0)
    assert street.values["planned_compounds"] == 2


def test_a_merged_street_is_not_counted_beside_the_one_it_became(nanqiao, jiankang, may, divisions, office):
    fill(nanqiao, {"invested": 1_000})
    fill(jiankang, {"invested": 500})
    accept(nanqiao)
    accept(jiankang)
    old, new = divisions["健康路街道"], divisions["南桥街道"]
    Division.objects.filter(pk=old.pk).update(until=date(2023, 6, 10), successor=new)

    def invested(month: date):
        worked = worked_out(division=divisions["卫滨区"], month=month, known_at=AUTUMN, level=RowLevel.STREET)
        return worked.total.values["invested_total"], worked.total.values["planned_compounds"]

    june = a_month(divisions["卫滨区"], date(2023, 6, 1), may.rule)
    assert invested(june.month) == (Decimal("1500.00"), 4)  # 南桥 has not reported with its new sites yet
    both = a_return(june, new, by=office)
    fill(both, {"invested": 1_600})
    accept(both, at=datetime(2023, 6, 28, tzinfo=UTC))

    assert invested(MAY) == (Decimal("1500.00"), 4)
    assert invested(june.month) == (Decimal("1600.00"), 2)
