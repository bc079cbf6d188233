"""Several requests approved at once: what goes through goes, the rest is told with its reason."""

import pytest
from django.urls import reverse
from django.utils import timezone

from funding.choices import RequestStatus
from funding.models import PaymentRequest
from funding.services import requests
from tests.funding.paying import NOW, draft, drawn, source_rule, submitted  # noqa: F401

pytestmark = pytest.mark.django_db
ALL = "funding:request_approve_all"


@pytest.fixture
def two(part, pot, source_rule, clerk) -> list[PaymentRequest]:  # noqa: F811
    """Each fits alone, together they are above what the works done allow."""
    made = [drawn(part, pot, by=clerk) for _ in range(2)]
    return [requests.submit(request=each, by=clerk, now=NOW) for each in made]


def send(browser, ticked) -> object:
    return browser.post(
        reverse(ALL), {"on": str(timezone.localdate()), "request": [each.pk for each in ticked]}, follow=True
    )


def test_what_fits_goes_through_and_the_rest_is_named(signed_in, finance, two):
    page = send(signed_in(finance), two).content.decode()

    assert set(PaymentRequest.objects.values_list("number", "status")) == {
        (two[0].number, RequestStatus.APPROVED),
        (two[1].number, RequestStatus.SUBMITTED),
    }
    assert "已审核通过 1 份支付申请。" in page
    assert f"{two[1].number}（中州小区改造项目）没有通过：金额 300,000.00 元超过“进度款上限”" in page


def test_the_list_says_which_have_no_papers(signed_in, finance, two):
    assert signed_in(finance).get(reverse(ALL)).content.decode().count("没有附件") == 2


def test_only_what_is_ticked_is_approved(signed_in, finance, two):
    send(signed_in(finance), two[1:])

    assert list(PaymentRequest.objects.pending()) == [two[1]]


def test_nothing_ticked_is_told(signed_in, finance, two):
    response = send(signed_in(finance), [])

    assert response.status_code == 422
    assert "没有勾选待审核的支付申请" in response.content.decode()


def test_the_page_asks_a_fixed_number_of_queries(signed_in, finance, clerk, part, pot, two, counted):
    browser = signed_in(finance)

    def asks() -> int:
        with counted() as queries:
            browser.get(reverse(ALL))
        return len(queries)

    asks()
    with_two = asks()
    for _ in range(18):
        requests.submit(request=drawn(part, pot, by=clerk), by=clerk, now=NOW)
    assert asks() == with_two
