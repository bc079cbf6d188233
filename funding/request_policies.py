"""May this person take this step with a payment request, and does its state allow it? Checks raise; pages ask the same.

Drawn up by the implementer or the office and kept in that hand, reviewed and paid by the finance bureau; nobody reviews
her own.
"""

from collections.abc import Callable, Mapping

from accounts.models import User
from core.errors import Conflict, NotAllowed
from funding.flow import Action, after
from funding.models import PaymentRequest
from funding.policies import check_can_fill, check_can_review
from projects.policies import as_predicate


def check_is_theirs(user: User, request: PaymentRequest) -> None:
    """Who works on it: the people of the organisation that drew it up, and of the project's implementer. The office
    keeps its hands off what a street drew up.
    """
    check_can_fill(user, request.project)
    if user.organisation_id not in (request.created_by.organisation_id, request.project.implementer_id):
        unit = request.created_by.organisation
        raise NotAllowed(f"支付申请 {request} 由{unit}填写，须由该单位或项目实施主体办理。")


def check_can_change(user: User, request: PaymentRequest) -> None:
    """While it is not handed in."""
    check_is_theirs(user, request)
    if not request.is_open:
        state = request.get_status_display()
        raise Conflict(f"支付申请 {request} 目前是“{state}”，不能修改。可能有人刚刚办理过，请刷新后再看。")


def check_can_submit(user: User, request: PaymentRequest) -> None:
    check_is_theirs(user, request)
    after(request.status, Action.SUBMIT)


def check_can_withdraw(user: User, request: PaymentRequest) -> None:
    check_is_theirs(user, request)
    after(request.status, Action.WITHDRAW)


def check_can_cancel(user: User, request: PaymentRequest) -> None:
    check_is_theirs(user, request)
    after(request.status, Action.CANCEL)


def check_can_return(user: User, request: PaymentRequest) -> None:
    check_can_review(user, request.project)
    after(request.status, Action.RETURN)


def check_can_approve(user: User, request: PaymentRequest) -> None:
    """Nobody approves a request that she drew up herself."""
    check_can_review(user, request.project)
    after(request.status, Action.APPROVE)
    if request.created_by_id == user.pk:
        raise NotAllowed("这份支付申请由您本人填写，须由本单位其他人员审核。")


def check_can_recall(user: User, request: PaymentRequest) -> None:
    check_can_review(user, request.project)
    after(request.status, Action.RECALL)


def check_can_pay(user: User, request: PaymentRequest) -> None:
    """Nobody pays out on a request that she drew up herself."""
    check_can_review(user, request.project)
    after(request.status, Action.PAY)
    if request.created_by_id == user.pk:
        raise NotAllowed("这份支付申请由您本人填写，须由本单位其他人员拨付。")


def check_can_reverse(user: User, request: PaymentRequest) -> None:
    check_can_review(user, request.project)
    after(request.status, Action.REVERSE)


CHECKS: Mapping[Action, Callable[[User, PaymentRequest], None]] = {
    Action.SUBMIT: check_can_submit,
    Action.WITHDRAW: check_can_withdraw,
    Action.CANCEL: check_can_cancel,
    Action.RETURN: check_can_return,
    Action.APPROVE: check_can_approve,
    Action.RECALL: check_can_recall,
    Action.PAY: check_can_pay,
    Action.REVERSE: check_can_reverse,
}

can_change = as_predicate(check_can_change)


def open_to(user: User, request: PaymentRequest) -> dict[str, bool]:
    """What she can do with it now, by action."""
    allowed = {action.value: as_predicate(check)(user, request) for action, check in CHECKS.items()}
    return allowed | {"change": can_change(user, request)}
