"""Books are closed by year: what is refused then, who may close, and opening them again."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.urls import reverse

from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from funding.models import ClosedYear
from funding.services import documents, years
from tests.funding import stories

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2024, 1, 15)
NOW = datetime(2024, 1, 20, tzinfo=UTC)


@pytest.fixture
def closed(divisions, finance) -> ClosedYear:
    """卫滨区's books of 2023."""
    return years.close(division=divisions["卫滨区"], year=2023, by=finance, today=NEW_YEAR)


@pytest.mark.parametrize("year", [2024, 2025])
def test_a_year_that_is_not_over_stays_open(divisions, finance, year):
    with pytest.raises(DomainError, match="还没有结束"):
        years.close(division=divisions["卫滨区"], year=year, by=finance, today=NEW_YEAR)


def test_a_year_is_closed_once(closed, divisions, finance):
    with pytest.raises(DomainError, match=r"2023年已于 .* 关账"):
        years.close(division=divisions["卫滨区"], year=2023, by=finance, today=NEW_YEAR)


def test_closing_is_on_record(closed, finance):
    assert AuditEntry.objects.get(action="年度关账").by == finance


def test_the_streets_own_money_is_closed_with_the_county(closed, divisions, finance):
    facts = {"kind": "transfer", "source": "street", "year": 2023, "amount": stories.yuan(1), "key": uuid4()}

    with pytest.raises(DomainError, match="2023 年已经关账"):
        documents.register(
            division=divisions["南桥街道"],
            number="南桥办〔2023〕1号",
            issued_on=date(2023, 5, 1),
            by=finance,
            today=NEW_YEAR,
            **facts,
        )


def test_a_year_is_opened_again_with_a_reason_and_the_row_stays(closed, divisions, finance):
    years.reopen(closed=closed, reason="补记一笔拨付", by=finance, now=NOW)

    again = years.close(division=divisions["卫滨区"], year=2023, by=finance, today=NEW_YEAR)

    closed.refresh_from_db()
    assert (closed.reopened_by, closed.reason) == (finance, "补记一笔拨付")
    assert again.pk != closed.pk


def test_opening_needs_a_reason(closed, finance):
    with pytest.raises(DomainError, match="不少于 4 个字"):
        years.reopen(closed=closed, reason="补", by=finance, now=NOW)


def test_a_year_is_opened_once(closed, finance):
    years.reopen(closed=closed, reason="补记一笔拨付", by=finance, now=NOW)

    with pytest.raises(DomainError, match="已由示例财政局重开"):
        years.reopen(closed=closed, reason="再补记一笔", by=finance, now=NOW)


@pytest.mark.parametrize("who", ["clerk", "office", "auditor"])
def test_only_the_finance_bureau_closes(divisions, who, request):
    with pytest.raises(NotAllowed):
        years.close(division=divisions["卫滨区"], year=2023, by=request.getfixturevalue(who), today=NEW_YEAR)


def test_what_is_approved_and_unpaid_is_named_before_closing(approved, finance, signed_in):
    page = signed_in(finance).get(reverse("funding:year_close")).content.decode()

    assert str(approved) in page
    assert "还没有拨付" in page


def test_a_year_is_closed_and_opened_on_its_pages(divisions, finance, signed_in):
    client = signed_in(finance)
    client.post(reverse("funding:year_close"), {"year": "2022"})
    closed = ClosedYear.objects.get()

    client.post(reverse("funding:year_reopen", args=[closed.pk]), {"reason": "补记一笔拨付"})

    page = client.get(reverse("funding:year_list")).content.decode()
    assert "已重开" in page
    assert "补记一笔拨付" in page
