"""A payment request on its way: drawn up by the street, returned or approved by the bureau (funding/flow.py)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from uuid import uuid4

import pytest
from django.db import transaction

from accounts.models import Organisation
from accounts.models.organisations import Function
from accounts.permissions import Role
from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from deadlines.models import Deadline
from funding.choices import RequestKind, RequestStatus, Use
from funding.flow import FLOW, Action
from funding.models import PaymentRequest
from funding.selectors.ceilings import Exceeded
from funding.services import payments, requests
from tests.funding import stories
from tests.funding.paying import NOW, draft, drawn, granted, paid, source_rule, submitted, through  # noqa: F401
from tests.funding.stories import TODAY, yuan

pytestmark = pytest.mark.django_db

UNIT = {Action.SUBMIT, Action.WITHDRAW, Action.CANCEL}
MAY = {
    **{action: {Role.STREET_CLERK} for action in UNIT},  # whose street drew it up
    **{action: {Role.FINANCE} for action in set(Action) - UNIT},
}


def act(action: Action, request: PaymentRequest, *, by) -> None:
    """One step, with whatever it asks for."""
    common = {"request": request, "by": by, "today": TODAY}
    match action:
        case Action.SUBMIT:
            requests.submit(request=request, by=by, now=NOW)
        case Action.WITHDRAW:
            requests.withdraw(**common)
        case Action.CANCEL:
            requests.cancel(**common)
        case Action.RETURN:
            requests.send_back(reason="缺少计量单", on=TODAY, **common)
        case Action.APPROVE:
            requests.approve(granted=request.amount, on=TODAY, **common)
        case Action.RECALL:
            requests.recall(reason="金额待核实", **common)
        case Action.PAY:
            payments.pay(voucher="记-001", on=TODAY, key=uuid4(), **common)
        case Action.REVERSE:
            payments.reverse(reason="收款账户有误", on=TODAY, key=uuid4(), **common)


WAYS = {
    RequestStatus.DRAFT: (),
    RequestStatus.SUBMITTED: (Action.SUBMIT,),
    RequestStatus.RETURNED: (Action.SUBMIT, Action.RETURN),
    RequestStatus.APPROVED: (Action.SUBMIT, Action.APPROVE),
    RequestStatus.PAID: (Action.SUBMIT, Action.APPROVE, Action.PAY),
    RequestStatus.REVERSED: (Action.SUBMIT, Action.APPROVE, Action.PAY, Action.REVERSE),
    RequestStatus.CANCELLED: (Action.CANCEL,),
}


@pytest.mark.parametrize("status", RequestStatus)
def test_each_step_is_for_some_and_where_the_table_is_silent_for_nobody(status, draft, person, clerk, finance):  # noqa: F811
    cast = {role: person(role, "卫滨区", f"cast.{role}") for role in Role if role != Role.COMMUNITY_WORKER}
    cast[Role.STREET_CLERK] = clerk
    for step in WAYS[status]:
        act(step, draft, by=clerk if step in UNIT else finance)
    draft.refresh_from_db()
    assert draft.status == status

    went = set()
    for action, (role, by) in product(Action, cast.items()):
        with transaction.atomic():
            try:
                with transaction.atomic():
                    act(action, draft, by=by)
                    went.add((action, role))
            except DomainError:
                pass
            transaction.set_rollback(True)

    assert went == {(action, role) for action in Action if (status, action) in FLOW for role in MAY[action]}


def test_a_request_has_its_number_by_year_and_county(draft, part, pot, clerk):  # noqa: F811
    second = drawn(part, pot, by=clerk)

    assert (draft.number, second.number) == ("ZF2023-410703-0001", "ZF2023-410703-0002")


def test_the_same_click_twice_is_one_request(part, pot, source_rule, clerk):  # noqa: F811
    key = uuid4()

    first, again = (drawn(part, pot, by=clerk, key=key) for _ in range(2))

    assert first == again
    assert PaymentRequest.objects.count() == 1


def test_the_same_form_with_other_figures_is_refused(part, pot, source_rule, clerk):  # noqa: F811
    key = uuid4()
    drawn(part, pot, by=clerk, key=key)

    with pytest.raises(Conflict, match="改动没有保存"):
        drawn(part, pot, by=clerk, key=key, wan="31")


def test_money_of_another_project_is_refused(part, pot, root, clerk):
    with pytest.raises(DomainError, match="不是“中州小区改造项目”的资金"):
        drawn(part, root, by=clerk)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"wan": "0"}, "必须大于 0"),
        ({"wan": "-1"}, "必须大于 0"),
        ({"wan": "0.0000005"}, "必须大于 0"),
        ({"out_of_scope": yuan(31)}, "不能超过申请金额"),
        ({"out_of_scope": Decimal("0.001")}, "整分"),
        ({"physical": Decimal(101)}, "0 到 100"),
        ({"done": None}, "须填写累计完成产值"),
    ],
)
def test_figures_that_contradict_each_other_are_refused(part, pot, clerk, facts, said):
    with pytest.raises(DomainError, match=said):
        drawn(part, pot, by=clerk, **facts)


def test_an_amount_finer_than_the_cent_is_refused(part, pot, clerk):
    with pytest.raises(DomainError, match="不是整分"):
        requests.draw_up(
            part=part,
            allotment=pot,
            kind=RequestKind.ADVANCE,
            use=Use.BUILDING,
            amount=Decimal("1.005"),
            key=uuid4(),
            by=clerk,
            today=TODAY,
        )


def test_the_street_next_door_draws_nothing_up(part, pot, neighbour):
    with pytest.raises(NotAllowed):
        drawn(part, pot, by=neighbour)


def test_a_draft_above_a_ceiling_is_kept_and_not_handed_in(part, pot, source_rule, clerk):  # noqa: F811
    request = drawn(part, pot, by=clerk, wan="49")

    with pytest.raises(Exceeded, match=r"490,000.00 元超过“进度款上限”还可支付的 480,000.00 元"):
        requests.submit(request=request, by=clerk, now=NOW)


def facts_of(request: PaymentRequest, **changes) -> dict:
    return {name: getattr(request, name) for name in requests.TYPED} | changes


def test_a_draft_is_corrected(draft, clerk):  # noqa: F811
    facts = facts_of(draft, amount=yuan(20), note="更正")

    requests.change(request=draft, version=draft.version, by=clerk, today=TODAY, **facts)

    draft.refresh_from_db()
    assert (draft.amount, draft.note, draft.version) == (yuan(20), "更正", 2)


def test_of_two_who_correct_the_second_sees_both_values(draft, clerk):  # noqa: F811
    requests.change(request=draft, version=1, by=clerk, today=TODAY, **facts_of(draft, amount=yuan(20)))

    with pytest.raises(Conflict, match=r"申请金额现为“200,000.00”，您填的是“250,000.00”"):
        requests.change(request=draft, version=1, by=clerk, today=TODAY, **facts_of(draft, amount=yuan(25)))


def test_what_is_handed_in_is_not_corrected(submitted, clerk):  # noqa: F811
    with pytest.raises(Conflict, match="目前是“待审核”，不能修改"):
        requests.change(request=submitted, version=2, by=clerk, today=TODAY, **facts_of(submitted))


def test_the_bureau_may_grant_less(submitted, finance):  # noqa: F811
    requests.approve(request=submitted, granted=yuan(25), on=TODAY, by=finance, today=TODAY)

    submitted.refresh_from_db()
    assert (submitted.amount, submitted.granted) == (yuan(30), yuan(25))


@pytest.mark.parametrize("granted", ["300000.01", "0", "-1"])
def test_the_bureau_grants_no_more_than_was_asked(submitted, finance, granted):  # noqa: F811
    with pytest.raises(DomainError, match=r"不超过申请金额 300,000.00 元"):
        requests.approve(request=submitted, granted=Decimal(granted), on=TODAY, by=finance, today=TODAY)


def test_no_less_is_granted_than_lies_out_of_scope(part, pot, source_rule, clerk, finance):  # noqa: F811
    source_rule.out_of_scope = True
    source_rule.save()
    request = drawn(part, pot, by=clerk, out_of_scope=yuan(10))
    requests.submit(request=request, by=clerk, now=NOW)

    with pytest.raises(DomainError, match=r"小于其中超出改造范围的 100,000.00 元"):
        requests.approve(request=request, granted=yuan(9), on=TODAY, by=finance, today=TODAY)


def test_nobody_approves_what_she_drew_up(submitted, finance):  # noqa: F811
    PaymentRequest.objects.update(created_by=finance)

    with pytest.raises(NotAllowed, match="由您本人填写"):
        requests.approve(request=submitted, granted=yuan(30), on=TODAY, by=finance, today=TODAY)


def test_approval_compares_the_ceilings_anew(part, pot, source_rule, clerk, finance):  # noqa: F811
    """Both fit when they are handed in; together they do not."""
    first, second = (drawn(part, pot, by=clerk, wan="30") for _ in range(2))
    for each in (first, second):
        requests.submit(request=each, by=clerk, now=NOW)
    requests.approve(request=first, granted=first.amount, on=TODAY, by=finance, today=TODAY)

    with pytest.raises(Exceeded, match=r"还可支付的 180,000.00 元.*已付预付款、进度款 300,000.00"):
        requests.approve(request=second, granted=second.amount, on=TODAY, by=finance, today=TODAY)


def test_a_day_to_come_is_refused(submitted, finance):  # noqa: F811
    with pytest.raises(DomainError, match="晚于今天"):
        requests.approve(request=submitted, granted=yuan(30), on=date(2023, 7, 1), by=finance, today=TODAY)


@pytest.mark.parametrize("reason", ["", "   ", "退"])
def test_a_request_is_returned_with_a_reason(submitted, finance, reason):  # noqa: F811
    with pytest.raises(DomainError, match="请写明退回原因"):
        requests.send_back(request=submitted, reason=reason, on=TODAY, by=finance, today=TODAY)


@pytest.mark.parametrize("step", ["approve", "send_back"])
def test_nothing_is_decided_before_it_was_handed_in(submitted, finance, step):  # noqa: F811
    facts = {"approve": {"granted": yuan(30)}, "send_back": {"reason": "缺少计量单"}}[step]
    yesterday = TODAY - timedelta(days=1)

    with pytest.raises(DomainError, match="2023-06-29 早于提交日期 2023-06-30"):
        getattr(requests, step)(request=submitted, on=yesterday, by=finance, today=TODAY, **facts)


def test_handed_in_late_in_the_evening_it_is_that_day_here(draft, clerk, finance):  # noqa: F811
    """16:30 in London is half past midnight of the next day in 卫滨."""
    late = datetime(2023, 6, 30, 16, 30, tzinfo=UTC)

    request = requests.submit(request=draft, by=clerk, now=late)

    with pytest.raises(DomainError, match="早于提交日期 2023-07-01"):
        requests.approve(request=request, granted=yuan(30), on=TODAY, by=finance, today=date(2023, 7, 2))


THEIR_STEPS = (Action.SUBMIT, Action.WITHDRAW, Action.CANCEL)


@pytest.mark.parametrize("drawn_by", ["clerk", "office"])
@pytest.mark.parametrize("step", [*THEIR_STEPS, "change"])
def test_a_request_stays_in_the_hands_of_who_drew_it_up_and_of_the_implementer(
    part,
    pot,
    source_rule,  # noqa: F811
    clerk,
    office,
    neighbour,
    prefecture,
    drawn_by,
    step,
):
    """The office works on its own requests alone, the implementing street on all of its project's."""
    cast = {"clerk": clerk, "office": office, "neighbour": neighbour, "prefecture": prefecture}
    request = drawn(part, pot, by=cast[drawn_by])
    if step == Action.WITHDRAW:
        requests.submit(request=request, by=cast[drawn_by], now=NOW)

    def goes(by) -> bool:
        sid = transaction.savepoint()
        try:
            if step == "change":
                requests.change(request=request, version=1, by=by, today=TODAY, **facts_of(request))
            else:
                act(step, request, by=by)
        except NotAllowed:
            return False
        finally:
            transaction.savepoint_rollback(sid)
        return True

    assert {name for name, by in cast.items() if goes(by)} == {"clerk", drawn_by}


def test_a_recalled_approval_frees_its_money(granted, finance):  # noqa: F811
    requests.recall(request=granted, reason="金额待核实", by=finance, today=TODAY)

    granted.refresh_from_db()
    assert (granted.status, granted.granted, granted.decided_by) == (RequestStatus.SUBMITTED, None, None)
    assert not PaymentRequest.objects.pending().exists()


@pytest.fixture
def finance_office(finance) -> Organisation:
    Organisation.objects.filter(pk=finance.organisation_id).update(function=Function.FINANCE)
    return finance.organisation


def review_due() -> Deadline:
    return Deadline.objects.get(kind="fund_request")


def test_the_bureau_owes_its_decision_in_five_working_days(finance_office, submitted):  # noqa: F811
    due = review_due()

    assert (due.organisation, due.due_on, due.closed_on) == (finance_office, date(2023, 7, 7), None)


@pytest.mark.parametrize("step", [Action.APPROVE, Action.RETURN, Action.WITHDRAW])
def test_a_decision_closes_the_deadline(finance_office, submitted, clerk, finance, step):  # noqa: F811
    act(step, submitted, by=clerk if step in UNIT else finance)

    assert review_due().closed_on == TODAY


def test_what_was_returned_comes_back_to_whoever_returned_it(finance_office, submitted, clerk, finance):  # noqa: F811
    act(Action.RETURN, submitted, by=finance)
    requests.submit(request=submitted, by=clerk, now=NOW)

    assert (review_due().assigned_to, review_due().closed_on) == (finance, None)


def test_each_step_is_on_record_once_with_its_reason(submitted, finance):  # noqa: F811
    act(Action.RETURN, submitted, by=finance)

    acts = AuditEntry.objects.filter(subject_type="funding.PaymentRequest", subject_id=str(submitted.pk))
    assert [(each.action, each.reason) for each in acts] == [
        ("退回支付申请", "缺少计量单"),
        ("提交支付申请", ""),
        ("填写支付申请", ""),
    ]


def test_a_cancelled_number_is_not_used_again(draft, part, pot, clerk):  # noqa: F811
    requests.cancel(request=draft, by=clerk, today=TODAY)

    assert drawn(part, pot, by=clerk).number == "ZF2023-410703-0002"


def test_two_requests_share_a_contract_up_to_its_ceiling(part, pot, source_rule, clerk, finance):  # noqa: F811
    through(drawn(part, pot, by=clerk, wan="30"), by=clerk, reviewer=finance)
    second = drawn(part, pot, by=clerk, wan="18")

    through(second, by=clerk, reviewer=finance)
    paid(second, by=finance)

    part.refresh_from_db()
    assert part.paid == yuan(18)
    assert second.entries.get().on == stories.TODAY


def test_numbers_run_on_beside_those_of_older_papers(draft, part, pot, clerk):  # noqa: F811
    """The demo's and an import's numbers may look otherwise."""
    stories.a_request(part, pot, by=clerk)
    PaymentRequest.objects.exclude(pk=draft.pk).update(number="ZF2023-410703-026-4")

    assert drawn(part, pot, by=clerk).number == "ZF2023-410703-0002"
