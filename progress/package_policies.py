"""May this person take this step with a return, and does its state allow it? Checks raise; pages ask the same ones.

The street's own people fill, approve and seal (W六(三)); where the office implements itself (象山), they
are the office's.
"""

from collections.abc import Callable
from datetime import date

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from core.errors import Conflict, DomainError, NotAllowed
from divisions import territory
from progress.choices import ReturnStatus
from progress.flow import Action, after
from progress.models import MonthlyReturn, ReturnVersion
from projects.policies import as_predicate

# Who took the last step, when, and what it is called.
LAST_STEP = {
    ReturnStatus.SUBMITTED: ("submitted_by", "submitted_at", "提交"),
    ReturnStatus.APPROVED: ("approved_by", "approved_at", "审核"),
    ReturnStatus.ACCEPTED: ("decided_by", "accepted_at", "审核通过"),
    ReturnStatus.RETURNED: ("decided_by", "returned_at", "退回"),
}


def check_may_fill(user: User, monthly_return: MonthlyReturn) -> None:
    """A person who fills returns, of the unit that owes this one."""
    user.demand(Permission.FILL_RETURNS)
    check_is_of_unit(user, monthly_return)


def check_may_approve(user: User, monthly_return: MonthlyReturn) -> None:
    """The leader of the unit that owes it."""
    user.demand(Permission.APPROVE_RETURNS)
    check_is_of_unit(user, monthly_return)


def check_may_seal(user: User, monthly_return: MonthlyReturn) -> None:
    """The clerk or the leader of the unit that owes it brings the sealed sheet."""
    if not user.may(Permission.APPROVE_RETURNS):
        user.demand(Permission.FILL_RETURNS)
    check_is_of_unit(user, monthly_return)


def check_may_review(user: User, monthly_return: MonthlyReturn) -> None:
    """The leading-group office over the street."""
    user.demand(Permission.REVIEW_RETURNS)
    if not territory.contains(user.territory, monthly_return.division_id):
        raise NotAllowed(
            f"“{monthly_return}”不在您的辖区，由{monthly_return.reporting_month.division}领导小组办公室审核。"
        )


def check_is_of_unit(user: User, monthly_return: MonthlyReturn) -> None:
    unit = monthly_return.organisation
    if unit is None:
        raise NotAllowed(f"“{monthly_return}”还没有填报单位。请系统管理员先登记{monthly_return.division}的街道办事处。")
    if unit.pk != user.organisation_id:
        raise NotAllowed(f"“{monthly_return}”由{unit}填报、审核和盖章，您的单位不能代办。")


def check_step(version: ReturnVersion, action: Action) -> str:
    """The state after the step. Refused, naming who was quicker, where the version is no longer there for it."""
    monthly_return = version.monthly_return
    if version.is_outdated:
        raise Conflict(f"“{monthly_return}”已有新的版本，第 {version.number} 版不能再办理。请打开最新版本。")
    try:
        return after(version.status, action)
    except Conflict:
        if version.status not in LAST_STEP:
            raise
        who, when, step = LAST_STEP[ReturnStatus(version.status)]
        by, at = getattr(version, who), timezone.localtime(getattr(version, when))
        raise Conflict(
            f"“{version}”已由{by}于 {at:%m月%d日 %H:%M} {step}，"
            f"目前是“{version.get_status_display()}”，这次没有办理。请刷新后再看。"
        ) from None


def check_is_in_time(monthly_return: MonthlyReturn, today: date) -> None:
    """What makes figures change again ends with the street's time."""
    if monthly_return.is_closed(today):
        raise DomainError(
            f"“{monthly_return}”的填报截止日 {monthly_return.open_until:%Y-%m-%d} 已过，数据已锁定。"
            "确需填报或更正的，请联系领导小组办公室延长时间或退回。"
        )


def check_can_submit(user: User, version: ReturnVersion, today: date) -> None:
    """Facts count up to the as-at date: before it there is nothing to submit, and after the lock it is too late."""
    monthly_return = version.monthly_return
    check_may_fill(user, monthly_return)
    check_step(version, Action.SUBMIT)
    as_at = monthly_return.reporting_month.as_at
    if today < as_at:
        raise DomainError(f"本月数据截至 {as_at:%Y-%m-%d}，从这一天起才能提交。现在可以先填写。")
    check_is_in_time(monthly_return, today)


def check_can_withdraw(user: User, version: ReturnVersion, today: date) -> None:
    check_may_fill(user, version.monthly_return)
    check_step(version, Action.WITHDRAW)
    check_is_in_time(version.monthly_return, today)


def check_can_send_back(user: User, version: ReturnVersion, today: date) -> None:
    check_may_approve(user, version.monthly_return)
    check_step(version, Action.SEND_BACK)
    check_is_in_time(version.monthly_return, today)


def check_can_approve(user: User, version: ReturnVersion, today: date) -> None:
    """Nobody approves what she submitted herself."""
    check_may_approve(user, version.monthly_return)
    check_step(version, Action.APPROVE)
    check_is_in_time(version.monthly_return, today)
    if version.submitted_by_id == user.pk:
        raise NotAllowed("这一版由您本人提交，须由本单位其他负责人审核。")


def check_can_seal(user: User, version: ReturnVersion, today: date) -> None:
    """The first sheet comes while the street's time runs: it says that the street has reported. A better one, later."""
    check_may_seal(user, version.monthly_return)
    if version.status in (ReturnStatus.DRAFT, ReturnStatus.SENT_BACK, ReturnStatus.SUBMITTED):
        raise DomainError(f"“{version}”目前是“{version.standing}”，还没有经负责人审核通过，不能上传盖章件。")
    check_step(version, Action.SEAL)
    if version.sealed_at is None:
        check_is_in_time(version.monthly_return, today)


def check_can_recall(user: User, version: ReturnVersion, today: date) -> None:
    """The street takes an approved or sealed version back until the office accepts it or its time is over."""
    check_may_fill(user, version.monthly_return)
    check_step(version, Action.RECALL)
    check_is_in_time(version.monthly_return, today)


def check_can_accept(user: User, version: ReturnVersion) -> None:
    """Nobody accepts what she submitted or approved herself."""
    check_may_review(user, version.monthly_return)
    if version.sealed_at is None and not version.is_outdated:
        raise DomainError(f"还没有报齐，目前是“{version.standing}”。盖章件上传后才能审核通过。")
    check_step(version, Action.ACCEPT)
    if user.pk in (version.submitted_by_id, version.approved_by_id):
        raise NotAllowed("这一版由您本人提交或审核签批，须由办公室其他人员审核通过。")


def check_can_return(user: User, version: ReturnVersion) -> None:
    check_may_review(user, version.monthly_return)
    check_step(version, Action.RETURN)


def why_not(check: Callable[..., None], *args: object) -> str:
    """The sentence of the refusal, or nothing."""
    try:
        check(*args)
    except DomainError as refusal:
        return str(refusal)
    return ""


can_submit = as_predicate(check_can_submit)
can_withdraw = as_predicate(check_can_withdraw)
can_send_back = as_predicate(check_can_send_back)
can_approve = as_predicate(check_can_approve)
can_seal = as_predicate(check_can_seal)
can_recall = as_predicate(check_can_recall)
can_accept = as_predicate(check_can_accept)
can_return = as_predicate(check_can_return)
