"""What came, is allotted and paid: sums over entries as at any date, for a district, its prefecture and its streets."""

from datetime import date

import pytest
from django.db.models import Sum

from funding.models import Allotment
from funding.selectors import sums
from funding.selectors.sums import Sums
from projects.choices import Source
from tests.funding.books import AT_MONTH_END, LAST, Books, asked, books  # noqa: F401
from tests.funding.stories import yuan

pytestmark = pytest.mark.django_db


def totals(books: Books, **facts) -> Sums:  # noqa: F811
    this = asked(books, **facts)
    return sums.total(this.entries, prefix=this.prefix, as_at=this.as_at, since=this.since)


def test_a_district_s_sums(books):  # noqa: F811
    found = totals(books)

    assert (found.received, found.allotted, found.paid) == (yuan("1116.84"), yuan("370.25"), yuan("60.35"))


def test_in_the_span_only_what_is_dated_in_it(books):  # noqa: F811
    found = totals(books)

    assert (found.received_in, found.allotted_in, found.paid_in) == (yuan("1066.83"), yuan("350.25"), yuan("55.35"))


def test_today_s_sums_are_the_balances(books):  # noqa: F811
    found = totals(books)
    roots = Allotment.objects.filter(parent=None).aggregate(came=Sum("received"))["came"]
    projects = Allotment.objects.filter(project__isnull=False).aggregate(got=Sum("received"))["got"]
    paid = Allotment.objects.aggregate(paid=Sum("paid"))["paid"]

    assert (found.received, found.allotted, found.paid) == (roots, projects, paid)


def test_a_past_day_does_not_know_what_was_reversed_later(books):  # noqa: F811
    found = totals(books, as_at=AT_MONTH_END)

    assert found.paid == yuan(5 + 3 + 30)


def test_what_was_taken_back_counts_from_its_own_day(books):  # noqa: F811
    assert totals(books, as_at=date(2023, 4, 30)).allotted == yuan("380.25")
    assert totals(books, as_at=date(2023, 5, 1)).allotted == yuan("370.25")


def test_last_year_can_be_made_again(books):  # noqa: F811
    found = totals(books, since=date(2022, 1, 1), as_at=date(2022, 12, 31))

    assert (found.received, found.allotted, found.paid) == (yuan("50.01"), yuan(20), yuan(5))


def test_a_prefecture_has_the_sums_of_its_counties(books, prefecture, divisions):  # noqa: F811
    found = totals(books, user=prefecture, division=divisions["新乡市"])

    assert found == totals(books)


def test_a_street_receives_what_is_allotted_to_it_and_its_projects(books, clerk, divisions):  # noqa: F811
    """200 and 20 straight to its project, 80 to itself, of which it gave the project 60.25."""
    found = totals(books, user=clerk, division=divisions["南桥街道"])

    assert (found.received, found.allotted, found.paid) == (yuan(300), yuan("280.25"), yuan("20.34"))


def test_the_district_sees_a_street_as_the_street_does(books, clerk, divisions):  # noqa: F811
    street = divisions["南桥街道"]

    assert totals(books, division=street) == totals(books, user=clerk, division=street)


def test_the_streets_side_by_side(books):  # noqa: F811
    this = asked(books)

    found = sums.sums_below(this.entries, prefix=this.prefix, as_at=LAST)

    assert {unit: (each.received, each.paid) for unit, each in found.items() if unit != "410703000"} == {
        "410703008": (yuan(300), yuan("20.34")),
        "410703004": (yuan(90), yuan("40.01")),
    }


def test_the_counties_of_a_prefecture_side_by_side(books, prefecture, divisions):  # noqa: F811
    this = asked(books, user=prefecture, division=divisions["新乡市"])

    found = sums.sums_below(this.entries, prefix=this.prefix, as_at=LAST)

    assert {unit: each.received for unit, each in found.items()} == {"410703": yuan("1116.84")}


def test_by_source(books):  # noqa: F811
    found = asked(books).sums("source")

    assert {source: each.left for (source,), each in found.items()} == {
        Source.CENTRAL_SUBSIDY: yuan("906.32"),
        Source.PROVINCE: yuan("108.16"),
        Source.DISTRICT: yuan("42.01"),
    }


def test_of_one_budget_year(books):  # noqa: F811
    assert totals(books, year=2022).received == yuan("50.01")


def test_another_district_s_money_is_not_counted(books, outsider, divisions):  # noqa: F811
    assert totals(books, user=outsider, division=divisions["湛河区"]) == Sums()
    assert totals(books, user=outsider, division=divisions["卫滨区"]) == Sums()


def test_one_question_however_many_lines(books, counted):  # noqa: F811
    this = asked(books)
    with counted() as queries:
        this.sums("source", "document_id", "project_id")

    assert len(queries) == 1
