"""Payments out of the ledger: once, in full, with a voucher; and taken back by an act that names them."""

from datetime import date
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from funding.choices import RequestStatus
from funding.models import ClosedYear, Contract, FundAct, FundEntry, ProjectAccount
from funding.selectors.ceilings import Exceeded
from funding.services import payments, requests
from tests.funding.paying import draft, drawn, granted, paid, source_rule, submitted, through  # noqa: F401
from tests.funding.stories import TODAY, yuan

pytestmark = pytest.mark.django_db


def reverse(request, *, by, **facts) -> FundAct:
    facts = {"reason": "收款账户有误", "on": TODAY, "key": uuid4()} | facts
    return payments.reverse(request=request, by=by, today=TODAY, **facts)


def test_what_was_granted_is_paid_in_full(granted, part, pot, finance):  # noqa: F811
    act = paid(granted, by=finance)

    for row in (granted, part, pot):
        row.refresh_from_db()
    assert (granted.status, part.paid, pot.paid) == (RequestStatus.PAID, yuan(30), yuan(30))
    assert (act.voucher, act.entries.get().amount) == ("记-001", yuan(30))


def test_the_same_click_twice_is_one_payment(granted, finance):  # noqa: F811
    key = uuid4()

    first, again = (paid(granted, by=finance, key=key) for _ in range(2))

    assert first == again
    assert FundEntry.objects.filter(request=granted).count() == 1


def test_the_second_officer_is_told(granted, person, finance):  # noqa: F811
    paid(granted, by=finance)

    with pytest.raises(Conflict, match="目前是“已拨付”"):
        paid(granted, by=person("finance", "卫滨区", "second"))


def test_the_same_key_with_another_voucher_is_noticed(granted, finance):  # noqa: F811
    key = uuid4()
    paid(granted, by=finance, key=key)

    with pytest.raises(Conflict, match="已经登记过"):
        paid(granted, by=finance, key=key, voucher="记-002")


def test_the_street_pays_nothing(granted, clerk):  # noqa: F811
    with pytest.raises(NotAllowed):
        paid(granted, by=clerk)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"voucher": "  "}, "请填写凭证号"),
        ({"voucher": "记" * 61}, "不超过 60 个字"),
        ({"on": date(2023, 7, 1)}, "晚于今天"),
        ({"on": date(2023, 6, 29)}, "早于审核日期"),
        ({"on": date(2023, 2, 28)}, "早于"),
    ],
)
def test_a_payment_that_its_paper_contradicts_is_refused(granted, finance, facts, said):  # noqa: F811
    with pytest.raises(DomainError, match=said):
        paid(granted, by=finance, **facts)


def test_nothing_is_paid_before_the_contract_is_signed(granted, finance):  # noqa: F811
    """The approval was dated before the contract was."""
    Contract.objects.update(signed_on=date(2023, 7, 3))

    with pytest.raises(DomainError, match="拨付日期 2023-06-30 早于合同签订日期 2023-07-03"):
        paid(granted, by=finance)


def test_nothing_is_paid_in_a_closed_year(granted, finance, divisions):  # noqa: F811
    ClosedYear.objects.create(division=divisions["卫滨区"], year=2023, closed_by=finance)

    with pytest.raises(DomainError, match="2023 年已经关账"):
        paid(granted, by=finance)


def test_ceilings_are_compared_once_more_when_it_is_paid(granted, finance):  # noqa: F811
    """The budget was cut after the approval."""
    ProjectAccount.objects.update(approved=yuan(29))

    with pytest.raises(Exceeded, match="批复预算余额"):
        paid(granted, by=finance)


def test_a_refused_payment_leaves_nothing_behind(granted, finance):  # noqa: F811
    with pytest.raises(DomainError):
        paid(granted, by=finance, on=date(2023, 7, 1))

    granted.refresh_from_db()
    assert granted.status == RequestStatus.APPROVED
    assert not FundEntry.objects.filter(request=granted).exists()


def test_a_payment_is_reversed_by_an_act_that_names_it(granted, part, pot, finance):  # noqa: F811
    first = paid(granted, by=finance)

    back = reverse(granted, by=finance)

    for row in (granted, part, pot):
        row.refresh_from_db()
    assert (granted.status, part.paid, pot.left) == (RequestStatus.REVERSED, 0, yuan(200))
    assert back.entries.get().reverses == first.entries.get()


def test_a_reversed_payment_is_not_reversed_again(granted, finance):  # noqa: F811
    paid(granted, by=finance)
    reverse(granted, by=finance)

    with pytest.raises(Conflict, match="拨付已冲销"):
        reverse(granted, by=finance)


def test_the_same_click_twice_is_one_reversal(granted, finance):  # noqa: F811
    paid(granted, by=finance)
    key = uuid4()

    first, again = (reverse(granted, by=finance, key=key) for _ in range(2))

    assert first == again
    assert FundEntry.objects.filter(request=granted).count() == 2


@pytest.mark.parametrize("reason", ["", "误"])
def test_a_reversal_says_why(granted, finance, reason):  # noqa: F811
    paid(granted, by=finance)

    with pytest.raises(DomainError, match="请写明冲销原因"):
        reverse(granted, by=finance, reason=reason)


def test_what_was_reversed_may_be_asked_for_anew(granted, part, pot, clerk, finance):  # noqa: F811
    paid(granted, by=finance)
    reverse(granted, by=finance)

    again = drawn(part, pot, by=clerk)
    through(again, by=clerk, reviewer=finance)
    paid(again, by=finance, voucher="记-002")

    part.refresh_from_db()
    assert part.paid == yuan(30)


def test_a_paid_request_is_not_recalled(granted, finance):  # noqa: F811
    paid(granted, by=finance)

    with pytest.raises(Conflict):
        requests.recall(request=granted, reason="金额待核实", by=finance, today=TODAY)
