"""Mistakes are reversed, never edited: what may be, what may not any more, and what both acts look like afterwards."""

from datetime import date
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import ActKind, EntryKind
from funding.models import ContractPart, FundAct, FundEntry, ProjectAccount
from funding.services import allocations, reversals, years
from funding.services.ledger import Line
from tests.funding import stories
from tests.funding.stories import ISSUED_ON, TODAY, yuan

pytestmark = pytest.mark.django_db


def reverse(act: FundAct, by, **changes) -> FundAct:
    facts = {"reason": "登记有误", "key": uuid4(), "on": TODAY, "by": by, "today": TODAY}
    return reversals.reverse(act=act, **facts | changes)


@pytest.fixture
def receipt(root) -> FundAct:
    return root.entries.get().act


@pytest.fixture
def allocation(pot) -> FundAct:
    return pot.entries.get().act


@pytest.fixture
def payment(approved, finance) -> FundAct:
    return stories.paid(approved, by=finance)


def test_an_allocation_is_undone_to_the_cent(allocation, pot, root, finance):
    made = reverse(allocation, finance)

    pot.refresh_from_db()
    root.refresh_from_db()
    assert (pot.received, root.passed, root.left) == (0, 0, yuan("946.33"))
    assert made.entries.get().reverses == allocation.entries.get()
    assert made.kind == ActKind.REVERSE


def test_a_reversal_is_on_record_with_its_reason(allocation, finance):
    reverse(allocation, finance, reason="项目选错")

    assert AuditEntry.objects.get(action="资金冲销").reason == "项目选错"


def test_a_payment_goes_back_to_allotment_contract_and_account(payment, pot, part, project, finance):
    reverse(payment, finance)

    for row in (pot, part):
        row.refresh_from_db()
    assert (pot.paid, part.paid, ProjectAccount.objects.get(project=project).paid) == (0, 0, 0)


def test_nothing_is_reversed_twice(allocation, finance):
    first = reverse(allocation, finance)

    with pytest.raises(DomainError, match=rf"已于 2023-06-30 冲销（第 {first.pk} 号业务），不能再次冲销"):
        reverse(allocation, finance)


def test_a_reversal_is_not_reversed(allocation, finance):
    with pytest.raises(DomainError, match="冲销业务不能再冲销"):
        reverse(reverse(allocation, finance), finance)


def test_a_repeated_click_is_one_reversal(allocation, finance):
    key = uuid4()

    assert reverse(allocation, finance, key=key) == reverse(allocation, finance, key=key)

    assert FundEntry.objects.filter(reverses__isnull=False).count() == 1


def test_the_same_key_with_another_reason_is_noticed(allocation, finance):
    key = uuid4()
    reverse(allocation, finance, key=key)

    with pytest.raises(Conflict, match="已经登记过"):
        reverse(allocation, finance, key=key, reason="另有原因")


def test_a_receipt_stays_while_its_money_is_allotted(receipt, pot, finance):
    with pytest.raises(DomainError, match=r"已分配 2,000,000.00 元，可退回 7,463,300.00 元，不够冲销 9,463,300.00 元"):
        reverse(receipt, finance)


def test_what_was_taken_back_is_part_of_the_arithmetic(allocation, pot, finance):
    facts = {"reason": "示例：价款减少", "key": uuid4(), "on": TODAY, "by": finance, "today": TODAY}
    allocations.take_back(allotment=pot, amount=yuan(150), **facts)

    with pytest.raises(
        DomainError,
        match=r"中收到 2,000,000.00 元、已收回、调出 1,500,000.00 元，可退回 500,000.00 元，不够冲销 2,000,000.00 元",
    ):
        reverse(allocation, finance)


def test_an_allocation_stays_while_its_money_is_paid(allocation, payment, finance):
    with pytest.raises(DomainError, match=r"已拨付 300,000.00 元"):
        reverse(allocation, finance)


def test_an_allocation_stays_while_an_approved_request_waits_for_it(allocation, approved, finance):
    with pytest.raises(DomainError, match=r"已审核待拨付 300,000.00 元"):
        reverse(allocation, finance)


def test_a_move_is_undone_even_where_nothing_else_is_left(root, project, divisions, finance):
    here = stories.allotted(root, to=divisions["南桥街道"], wan="900", by=finance)
    there = stories.allotted(root, to=divisions["健康路街道"], wan="46.33", by=finance)
    lines = [
        Line(kind=EntryKind.ALLOCATION, allotment=here, giver=root, amount=-yuan(900)),
        Line(kind=EntryKind.ALLOCATION, allotment=there, giver=root, amount=yuan(900)),
    ]
    moved = stories.posted(ActKind.MOVE, lines, by=finance)

    reverse(moved, finance)

    here.refresh_from_db()
    there.refresh_from_db()
    assert (here.left, there.left) == (yuan(900), yuan("46.33"))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "错"}, "不少于 4 个字"),
        ({"on": date(2023, 2, 1)}, "早于原业务日期"),
        ({"on": date(2023, 7, 1)}, "晚于今天"),
    ],
)
def test_what_a_reversal_must_say(allocation, finance, changes, words):
    with pytest.raises(DomainError, match=words):
        reverse(allocation, finance, **changes)


def test_a_closed_year_takes_no_reversal_but_today_does(root, project, divisions, finance):
    """Seen from 2024: given in December 2023, found wrong after the books were closed."""
    new_year = date(2024, 1, 15)
    act = stories.allotted(root, to=project, wan=10, by=finance).entries.get().act
    years.close(division=divisions["卫滨区"], year=2023, by=finance, today=new_year)

    with pytest.raises(DomainError, match="2023 年已经关账"):
        reverse(act, finance, on=date(2023, 12, 31), today=new_year)
    assert reverse(act, finance, on=new_year, today=new_year).on == new_year


@pytest.mark.parametrize("who", ["clerk", "office", "auditor"])
def test_only_the_finance_bureau_reverses(allocation, who, request):
    with pytest.raises(NotAllowed):
        reverse(allocation, request.getfixturevalue(who))


def test_another_districts_finance_reverses_nothing(allocation, person):
    with pytest.raises(NotAllowed):
        reverse(allocation, person("finance", "湛河区"))


def test_a_street_does_not_reverse_what_the_district_gave(allocation, person):
    with pytest.raises(NotAllowed):
        reverse(allocation, person("finance", "南桥街道"))


def test_the_first_act_stays_as_it_was(payment, finance):
    reverse(payment, finance)

    assert payment.entries.get().amount == yuan(30)
    assert ContractPart.objects.get().paid == 0
    assert FundAct.objects.get(kind=ActKind.RECEIVE).on == ISSUED_ON
