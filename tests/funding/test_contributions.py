"""What residents and units give: promised, received, taken back (Z五)."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import ActKind, EntryKind, GivenAs, RequestStatus
from funding.models import Contribution, ContributionReceipt, FundAct, FundEntry
from funding.selectors.contributions import agreed_changes
from funding.services import contributions
from projects.choices import Source
from tests.funding import stories
from tests.funding.stories import CODE, TODAY, yuan

pytestmark = pytest.mark.django_db
ON = date(2023, 6, 1)


@pytest.fixture
def promise(project, clerk):
    """A utility promises 5 万元 for its pipes, unless told otherwise."""

    def make(**changed) -> Contribution:
        facts = {
            "source": Source.UTILITIES,
            "given_as": GivenAs.MONEY,
            "giver": "示例供水公司",
            "promised": yuan(5),
            "credit_code": CODE,
            "basis": "共建协议",
        }
        return contributions.promise(project=project, **{"by": clerk} | facts | changed)

    return make


@pytest.fixture
def receive(clerk):
    def take(contribution, wan="2", **changed) -> ContributionReceipt:
        facts = {"amount": yuan(wan), "on": ON, "number": "收-001", "note": "", "key": uuid4(), "by": clerk}
        return contributions.receive(contribution=contribution, today=TODAY, **facts | changed)

    return take


@pytest.fixture
def reverse(clerk):
    def take_back(receipt, **changed) -> ContributionReceipt:
        facts = {"reason": "重复登记收据", "on": TODAY, "key": uuid4(), "by": clerk}
        return contributions.reverse(receipt=receipt, today=TODAY, **facts | changed)

    return take_back


def test_money_goes_into_the_projects_own_account(promise, receive, project):
    contribution = promise()

    receipt = receive(contribution)

    entry = FundEntry.objects.get()
    assert (entry.kind, entry.source, entry.project, entry.amount) == (
        EntryKind.RECEIPT,
        Source.UTILITIES,
        project,
        yuan(2),
    )
    assert (entry.act, receipt.act.kind) == (receipt.act, ActKind.COLLECT)
    contribution.refresh_from_db()
    assert contribution.received == yuan(2)


def test_two_givers_of_one_source_share_one_account(promise, receive):
    receive(promise())
    receive(promise(giver="示例供热公司"))

    assert FundEntry.objects.values("allotment").distinct().count() == 1


@pytest.mark.parametrize("given_as", [GivenAs.WORK, GivenAs.GOODS])
def test_work_and_goods_are_noted_at_their_value_and_enter_no_account(promise, receive, given_as):
    contribution = promise(given_as=given_as, source=Source.DONATIONS)

    receipt = receive(contribution, note="义务植树 20 人次")

    contribution.refresh_from_db()
    assert (contribution.received, receipt.act, FundEntry.objects.count()) == (yuan(2), None, 0)


def test_the_same_form_twice_is_one_receipt(promise, receive):
    contribution, key = promise(), uuid4()

    first = receive(contribution, key=key)
    second = receive(contribution, key=key)

    assert first == second
    assert FundAct.objects.count() == 1


def test_the_same_form_with_another_sum_is_refused(promise, receive):
    contribution, key = promise(), uuid4()
    receive(contribution, key=key)

    with pytest.raises(Conflict, match="已经登记过"):
        receive(contribution, "3", key=key)


def test_no_more_is_received_than_promised(promise, receive):
    contribution = promise()
    receive(contribution, "4")

    with pytest.raises(DomainError, match=r"还可收 10,000.00 元"):
        receive(contribution, "1.000001")


def test_a_raised_promise_says_why_and_can_then_be_received(promise, receive, clerk):
    contribution = promise()

    contributions.change(contribution=contribution, promised=yuan(6), reason="增加一栋楼管线", by=clerk)
    receive(contribution, "6")

    change = agreed_changes(contribution)[0]
    assert (change.before, change.after, change.reason) == (yuan(5), yuan(6), "增加一栋楼管线")


def test_a_promise_is_not_lowered_below_what_was_received(promise, receive, clerk):
    contribution = promise()
    receive(contribution, "4")

    with pytest.raises(DomainError, match="不能低于已收到的金额"):
        contributions.change(contribution=contribution, promised=yuan(3), reason="协商减少", by=clerk)


def test_a_promise_is_not_changed_without_a_reason(promise, clerk):
    with pytest.raises(DomainError, match="请写明调整议定金额的原因"):
        contributions.change(contribution=promise(), promised=yuan(6), reason=" ", by=clerk)


def test_a_receipt_taken_back_leaves_both_and_the_account_empty(promise, receive, reverse):
    contribution = promise()
    receipt = receive(contribution)

    back = reverse(receipt)

    contribution.refresh_from_db()
    assert (back.amount, back.reverses, contribution.received) == (-yuan(2), receipt, 0)
    assert FundEntry.objects.get(act=back.act).reverses == FundEntry.objects.get(act=receipt.act)


def test_goods_taken_back_are_taken_off(promise, receive, reverse):
    contribution = promise(given_as=GivenAs.GOODS)
    receipt = receive(contribution)

    reverse(receipt)

    contribution.refresh_from_db()
    assert contribution.received == 0


def test_a_receipt_is_taken_back_once_however_often_it_is_clicked(promise, receive, reverse):
    receipt, key = receive(promise()), uuid4()

    assert reverse(receipt, key=key) == reverse(receipt, key=key)
    with pytest.raises(Conflict, match="已经冲销过"):
        reverse(receipt)


def test_a_reversal_is_not_reversed(promise, receive, reverse):
    back = reverse(receive(promise()))

    with pytest.raises(DomainError, match="本身就是冲销"):
        reverse(back)


def test_money_that_was_spent_is_not_taken_back(promise, receive, reverse, part, clerk, finance):
    receipt = receive(promise(), "5")
    pot = FundEntry.objects.get(act=receipt.act).allotment
    request = stories.a_request(part, pot, by=clerk, wan=3, reviewer=finance)
    stories.paid(request, by=finance)

    with pytest.raises(DomainError, match=r"已拨付 30,000.00 元.*不够冲销"):
        reverse(receipt)


def test_money_that_an_approved_request_waits_for_is_not_taken_back(promise, receive, reverse, part, clerk, finance):
    receipt = receive(promise(), "5")
    pot = FundEntry.objects.get(act=receipt.act).allotment
    request = stories.a_request(part, pot, by=clerk, wan=3, reviewer=finance)
    assert request.status == RequestStatus.APPROVED

    with pytest.raises(DomainError, match=r"已审核待拨付 30,000.00 元"):
        reverse(receipt)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"source": Source.CENTRAL_SUBSIDY}, "由财政局按指标文件登记"),
        ({"giver": " "}, "请填写出资方"),
        ({"promised": Decimal(0)}, "必须大于 0"),
        ({"promised": Decimal("-1")}, "必须大于 0"),
        ({"promised": Decimal("0.001")}, "不是整分"),
        ({"credit_code": "91350100M000100Y44"}, "校验位不对"),
        ({"credit_code": "123"}, "是 18 位"),
    ],
)
def test_a_wrong_promise_is_refused(promise, changed, sentence):
    with pytest.raises(DomainError, match=sentence):
        promise(**changed)


def test_the_same_promise_is_not_put_down_twice(promise):
    promise()

    with pytest.raises(Conflict, match="已经登记过"):
        promise()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"amount": Decimal("0.001")}, "不是整分"),
        ({"amount": Decimal(0)}, "必须大于 0"),
        ({"amount": Decimal(-5)}, "必须大于 0"),
        ({"on": date(2023, 7, 1)}, "晚于今天"),
        ({"on": date(2020, 1, 1)}, "早于"),
    ],
)
def test_a_wrong_receipt_is_refused(promise, receive, changed, sentence):
    contribution = promise()

    with pytest.raises(DomainError, match=sentence):
        receive(contribution, **changed)

    assert not ContributionReceipt.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"reason": "错"}, "不少于 4 个字"),
        ({"on": date(2023, 5, 31)}, "须在收据日期 2023-06-01 以后"),
        ({"on": date(2023, 7, 1)}, "不晚于今天"),
    ],
)
def test_a_wrong_reversal_is_refused(promise, receive, reverse, changed, sentence):
    receipt = receive(promise())

    with pytest.raises(DomainError, match=sentence):
        reverse(receipt, **changed)


def test_the_street_next_door_enters_nothing(promise, neighbour):
    with pytest.raises(NotAllowed):
        promise(by=neighbour)


def test_every_act_is_on_record_in_the_projects_territory(promise, receive, project):
    receive(promise(given_as=GivenAs.GOODS))

    said = AuditEntry.objects.filter(action__in=["登记出资", "登记投劳捐物"])
    assert [entry.division_id for entry in said] == [project.division_id] * 2
