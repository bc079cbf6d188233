"""The pages of contributions: filled in, narrowed, printed; and bad input."""

from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from funding.models import Contribution, ContributionReceipt
from tests.funding.stories import CODE

pytestmark = pytest.mark.django_db


@pytest.fixture
def typed() -> dict[str, str]:
    return {
        "source": "utilities",
        "given_as": "money",
        "giver": "示例供水公司",
        "credit_code": f" {CODE[:9].lower()} {CODE[9:]} ",
        "amount": "50000",
        "unit": "yuan",
        "basis": "共建协议",
    }


@pytest.fixture
def contribution(signed_in, clerk, project, typed) -> Contribution:
    signed_in(clerk).post(reverse("funding:contribution_create", args=[project.pk]), typed)
    return Contribution.objects.get()


@pytest.fixture
def receipt_typed() -> dict[str, str]:
    return {"key": str(uuid4()), "amount": "2", "unit": "wan", "on": "2023-06-01", "number": "收-001", "note": ""}


def test_a_promise_is_kept_as_typed_with_the_code_put_right(contribution):
    assert (contribution.promised, contribution.credit_code) == (Decimal(50_000), CODE)


def test_a_receipt_shows_its_act_and_what_is_left(signed_in, clerk, contribution, receipt_typed):
    client = signed_in(clerk)

    client.post(reverse("funding:receipt_add", args=[contribution.pk]), receipt_typed)
    page = client.get(contribution.get_absolute_url()).content.decode()

    receipt = ContributionReceipt.objects.get()
    assert receipt.act.get_absolute_url() in page
    assert "30,000.00" in page


def test_a_second_click_is_one_receipt(signed_in, clerk, contribution, receipt_typed):
    client = signed_in(clerk)
    for _ in range(2):
        client.post(reverse("funding:receipt_add", args=[contribution.pk]), receipt_typed)

    assert ContributionReceipt.objects.count() == 1


def test_a_receipt_is_taken_back_on_the_page(signed_in, clerk, contribution, receipt_typed):
    client = signed_in(clerk)
    client.post(reverse("funding:receipt_add", args=[contribution.pk]), receipt_typed)
    receipt = ContributionReceipt.objects.get()

    sent = {"key": str(uuid4()), "reason": "重复登记收据", "on": "2023-06-02"}
    client.post(reverse("funding:receipt_reverse", args=[receipt.pk]), sent)

    contribution.refresh_from_db()
    assert contribution.received == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": "0"}, "必须大于 0"),
        ({"amount": "-5"}, "必须大于 0"),
        ({"amount": "0.001"}, "最多到分"),
        ({"amount": "五万"}, "读不出金额"),
        ({"amount": "500", "unit": "wan"}, "单位是否选错"),
        ({"credit_code": "91350100M000100Y44"}, "校验位不对"),
        ({"source": "central_subsidy"}, "central_subsidy"),
        ({"giver": ""}, "必填"),
    ],
)
def test_a_wrong_promise_comes_back_with_the_reason(signed_in, clerk, project, typed, changed, sentence):
    response = signed_in(clerk).post(reverse("funding:contribution_create", args=[project.pk]), typed | changed)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_sum_above_the_project_is_stored_once_she_is_sure(signed_in, clerk, project, typed):
    sent = typed | {"amount": "500", "unit": "wan", "sure": "on"}

    signed_in(clerk).post(reverse("funding:contribution_create", args=[project.pk]), sent)

    assert Contribution.objects.get().promised == Decimal(5_000_000)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": "5.1"}, "超过了议定金额"),
        ({"amount": "50000"}, "单位是否选错"),
        ({"on": "2999-01-01"}, "日期不能晚于今天"),
        ({"key": ""}, "必填"),
    ],
)
def test_a_wrong_receipt_comes_back_with_the_reason(signed_in, clerk, contribution, receipt_typed, changed, sentence):
    address = reverse("funding:receipt_add", args=[contribution.pk])
    response = signed_in(clerk).post(address, receipt_typed | changed)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_the_list_is_narrowed_and_offers_what_is_entered_for_a_project(signed_in, clerk, contribution, project):
    page = signed_in(clerk).get(reverse("funding:contribution_list"), {"project": project.pk, "outstanding": "true"})

    assert "示例供水公司" in page.content.decode()
    assert reverse("funding:share_plan_create", args=[project.pk]) in page.content.decode()


def test_an_absurd_project_in_the_address_shows_an_empty_list(signed_in, clerk):
    page = signed_in(clerk).get(reverse("funding:contribution_list"), {"project": "9" * 30})

    assert page.status_code == 200


def test_the_list_asks_as_often_for_twenty_as_for_two(signed_in, finance, contribution, clerk, counted):
    client = signed_in(finance)

    def asked() -> int:
        with counted() as queries:
            client.get(reverse("funding:contribution_list"), {"part": "totals"}, headers={"hx-request": "true"})
        return len(queries)

    def copies(count: int) -> None:
        facts = {
            field.attname: getattr(contribution, field.attname)
            for field in Contribution._meta.fields
            if field.name not in ("id", "received", "giver")
        }
        rows = [Contribution(giver=f"示例单位{number}", **facts) for number in range(count)]
        Contribution.objects.bulk_create(rows)

    copies(1)
    asked()
    few = asked()
    copies(18)
    assert asked() == few


def test_a_contribution_of_many_receipts_asks_as_often_as_one_of_few(
    signed_in, clerk, finance, contribution, receipt_typed, counted
):
    def receive(count: int) -> None:
        for _ in range(count):
            sent = receipt_typed | {"key": str(uuid4()), "amount": "0.01"}
            signed_in(clerk).post(reverse("funding:receipt_add", args=[contribution.pk]), sent)

    def asked() -> int:
        client = signed_in(finance)
        client.get(contribution.get_absolute_url())  # the first page of a session asks more
        with counted() as queries:
            client.get(contribution.get_absolute_url())
        return len(queries)

    receive(2)
    few = asked()
    receive(18)
    assert asked() == few
