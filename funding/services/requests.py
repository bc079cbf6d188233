"""Payment requests: drawn up and handed in by the implementer, returned or approved by the finance bureau.

Ceilings (selectors/ceilings.py) are compared when it is handed in, and again under locks when it is approved.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from communities.services.signing import sign
from core import audit
from core.errors import Conflict, DomainError
from divisions.models import Division, Level
from divisions.territory import code_of
from funding import policies, request_policies
from funding.choices import RequestKind, RequestStatus
from funding.flow import Action, after
from funding.models import Allotment, ContractPart, PaymentRequest, ProjectAccount
from funding.selectors import ceilings
from funding.services import ledger, request_due
from projects.services.conflicts import check_version

RELATED = ("part__contract", "part__project", "project", "allotment__document", "decided_by", "created_by")
TYPED = ("allotment", "kind", "use", "amount", "out_of_scope", "done_value", "physical", "note")
LEAST_REASON, LONGEST_REASON = 4, 300


@transaction.atomic
def draw_up(
    *,
    part: ContractPart,
    allotment: Allotment,
    kind: str,
    use: str,
    amount: Decimal,
    key: UUID,
    by: User,
    today: date,
    out_of_scope: Decimal = Decimal(0),
    done_value: Decimal | None = None,
    physical: Decimal | None = None,
    note: str = "",
) -> PaymentRequest:
    """A draft that asks for part of a contract's price out of one of the project's allotments, 元.

    The same key again is the same draft. Refused: another project's money, figures that contradict each other.
    """
    policies.check_can_fill(by, part.project)
    typed = {
        "allotment": allotment,
        "kind": kind,
        "use": use,
        "amount": amount,
        "out_of_scope": out_of_scope,
        "done_value": done_value,
        "physical": physical,
        "note": note.strip(),
    }
    _check_figures(part, typed)
    head = _lock_numbers(part, today)
    if drawn := PaymentRequest.objects.filter(key=key).first():
        return _same(drawn, part=part, typed=typed, by=by)
    made = PaymentRequest(
        key=key,
        number=_next_number(head),
        part=part,
        project_id=part.project_id,
        division_id=allotment.division_id,
        created_by=by,
        **typed,
    )
    _save(made, by=by, action="填写支付申请", details={"金额": f"{amount:,.2f} 元"})
    return made


@transaction.atomic
def change(*, request: PaymentRequest, version: int, by: User, today: date, **typed: Any) -> PaymentRequest:
    """Correct a draft, or one that was returned. `typed` are the fields of TYPED, all of them.

    Refused: once it is handed in; when somebody else changed it meanwhile, naming both values.
    """
    locked = lock(request)
    request_policies.check_can_change(by, locked)
    check_version(locked, version=version, typed=typed)
    _check_figures(locked.part, typed)
    for name, value in typed.items():
        setattr(locked, name, value)
    locked.division_id = locked.allotment.division_id
    locked.version += 1
    _save(locked, by=by, action="修改支付申请", details={"金额": f"{locked.amount:,.2f} 元"})
    return locked


@transaction.atomic
def submit(*, request: PaymentRequest, by: User, now: datetime) -> PaymentRequest:
    """Hand it in to the finance bureau. Refused above any ceiling, naming the one that decides."""
    locked, today = lock(request), timezone.localdate(now)
    request_policies.check_can_submit(by, locked)
    ceilings.check(ceilings.of_request(locked, on=today))
    locked.submitted_at = now
    return _step(locked, Action.SUBMIT, by=by, words="提交支付申请", today=today)


@transaction.atomic
def withdraw(*, request: PaymentRequest, by: User, today: date) -> PaymentRequest:
    """Take it back to go on with it, until the bureau has decided."""
    locked = lock(request)
    request_policies.check_can_withdraw(by, locked)
    locked.submitted_at = None
    return _step(locked, Action.WITHDRAW, by=by, words="撤回支付申请", today=today)


@transaction.atomic
def cancel(*, request: PaymentRequest, by: User, today: date) -> PaymentRequest:
    """Give it up; the number stays on record and is not used again."""
    locked = lock(request)
    request_policies.check_can_cancel(by, locked)
    return _step(locked, Action.CANCEL, by=by, words="作废支付申请", today=today)


@transaction.atomic
def send_back(*, request: PaymentRequest, reason: str, on: date, by: User, today: date) -> PaymentRequest:
    """The bureau returns it with a reason; handed in again it comes straight back to her."""
    locked = lock(request)
    request_policies.check_can_return(by, locked)
    check_past(on, today=today, what="退回日期")
    _check_after_submission(locked, on=on, what="退回日期")
    locked.return_reason = the_reason(reason, "退回原因")
    locked.decided_by, locked.decided_on = by, on
    return _step(locked, Action.RETURN, by=by, words="退回支付申请", today=today, reason=locked.return_reason)


@transaction.atomic
def approve(*, request: PaymentRequest, granted: Decimal, on: date, by: User, today: date) -> PaymentRequest:
    """The bureau grants the amount or less; from now on it is reserved. Ceilings are compared under locks.

    Refused: by whoever drew it up, before it was handed in, above what was asked, below the part that is out of scope,
    above a ceiling.
    """
    locked = lock(request)
    request_policies.check_can_approve(by, locked)
    check_past(on, today=today, what="审核日期")
    _check_after_submission(locked, on=on, what="审核日期")
    ledger.check_cents(granted)
    if not 0 < granted <= locked.amount:
        raise DomainError(f"核定金额须大于 0，且不超过申请金额 {locked.amount:,.2f} 元。")
    if granted < locked.out_of_scope:
        raise DomainError(
            f"核定金额小于其中超出改造范围的 {locked.out_of_scope:,.2f} 元。请退回申请单位，更正这部分金额后再审核。"
        )
    lock_limits(locked)
    ceilings.check(ceilings.of_request(locked, on=on, amount=granted))
    locked.granted, locked.decided_by, locked.decided_on, locked.return_reason = granted, by, on, ""
    told = {"申请金额": f"{locked.amount:,.2f} 元", "核定金额": f"{granted:,.2f} 元"}
    return _step(locked, Action.APPROVE, by=by, words="审核通过支付申请", today=today, details=told)


@transaction.atomic
def recall(*, request: PaymentRequest, reason: str, by: User, today: date) -> PaymentRequest:
    """The bureau takes its approval back, with a reason, until the money is paid; it waits for review again."""
    locked = lock(request)
    request_policies.check_can_recall(by, locked)
    reason = the_reason(reason, "收回审核的原因")
    told = {"原核定金额": f"{locked.granted:,.2f} 元"}
    locked.granted = locked.decided_by = locked.decided_on = None
    return _step(locked, Action.RECALL, by=by, words="收回支付申请审核", today=today, reason=reason, details=told)


def lock(request: PaymentRequest) -> PaymentRequest:
    """The request as it is now, locked: before its allotment, contract part and account."""
    return PaymentRequest.objects.select_for_update(of=("self",)).select_related(*RELATED).get(pk=request.pk)


def lock_limits(request: PaymentRequest) -> None:
    """Lock what its ceilings are compared with, in the order of the house, and read it anew."""
    request.allotment = ledger.lock([request.allotment_id])[request.allotment_id]
    parts = ContractPart.objects.select_for_update(of=("self",)).select_related("contract", "project")
    request.part = parts.get(pk=request.part_id)
    list(ProjectAccount.objects.select_for_update(of=("self",)).filter(project=request.project_id))


def check_past(on: date, *, today: date, what: str) -> None:
    if on > today:
        raise DomainError(f"{what} {on} 晚于今天，请更正。")


def _check_after_submission(request: PaymentRequest, *, on: date, what: str) -> None:
    if request.submitted_at and on < (submitted := timezone.localdate(request.submitted_at)):
        raise DomainError(f"{what} {on} 早于提交日期 {submitted}，请更正。")


def the_reason(reason: str, what: str) -> str:
    text = reason.strip()
    if len(text) < LEAST_REASON:
        raise DomainError(f"请写明{what}，不少于 {LEAST_REASON} 个字。")
    if len(text) > LONGEST_REASON:
        raise DomainError(f"{what}请写不超过 {LONGEST_REASON} 个字，现在是 {len(text)} 个字。")
    return text


def _check_figures(part: ContractPart, typed: Mapping[str, Any]) -> None:
    """What no state of the ledger makes right."""
    if typed["allotment"].project_id != part.project_id:
        raise DomainError(f"“{typed['allotment']}”不是“{part.project}”的资金，请另选。")
    for name in ("amount", "out_of_scope", "done_value"):
        if typed[name] is not None:
            ledger.check_cents(typed[name])
    if typed["amount"] <= 0:
        raise DomainError("申请金额必须大于 0。")
    if not 0 <= typed["out_of_scope"] <= typed["amount"]:
        raise DomainError("超出改造范围的金额不能小于 0，也不能超过申请金额。")
    if typed["physical"] is not None and not 0 <= typed["physical"] <= 100:
        raise DomainError("形象进度填 0 到 100。")
    if typed["done_value"] is not None and typed["done_value"] < 0:
        raise DomainError("累计完成产值不能小于 0。")
    if typed["kind"] == RequestKind.PROGRESS and typed["done_value"] is None:
        raise DomainError("申请进度款须填写累计完成产值。")


def _lock_numbers(part: ContractPart, today: date) -> str:
    """ZF2023-410703-; whoever draws up in the same county waits, so that numbers run on."""
    county = part.project.division_id[: Level.COUNTY]
    list(Division.objects.select_for_update(no_key=True).filter(pk=code_of(county)))
    return f"ZF{today.year}-{county}-"


def _next_number(head: str) -> str:
    """The county is locked, so the newest with this head has the highest number."""
    numbers = PaymentRequest.objects.filter(number__regex=rf"^{head}\d+$").order_by("-pk")
    last = numbers.values_list("number", flat=True).first()
    return f"{head}{int(last.removeprefix(head)) + 1 if last else 1:04}"


def _same(drawn: PaymentRequest, *, part: ContractPart, typed: Mapping[str, Any], by: User) -> PaymentRequest:
    as_it_is = (drawn.part_id, drawn.created_by_id, *(getattr(drawn, name) for name in typed))
    if as_it_is != (part.pk, by.pk, *typed.values()):
        raise Conflict(f"这张单子已经保存为支付申请 {drawn}，改动没有保存。请打开那一份修改。")
    return drawn


def _step(
    request: PaymentRequest,
    action: Action,
    *,
    by: User,
    words: str,
    today: date,
    reason: str = "",
    details: Mapping[str, str] | None = None,
) -> PaymentRequest:
    """Take the step that the table allows, put it on record, and set what is due after it."""
    request.status = after(request.status, action)
    request.version += 1
    _save(request, by=by, action=words, reason=reason, details=details)
    request_due.refresh(request, today=today)
    return request


def _save(
    request: PaymentRequest, *, by: User, action: str, reason: str = "", details: Mapping[str, str] | None = None
) -> None:
    sign(request, by=by, reason=(reason or action)[:100])
    request.save()
    audit.write(by=by, action=action, on=request, reason=reason, details=dict(details or {}))


def mark(request: PaymentRequest, action: Action, *, by: User, today: date) -> None:
    """The step that an act of the ledger brings about; the act is on record by itself."""
    request.status = after(request.status, action)
    request.version += 1
    sign(request, by=by, reason=RequestStatus(request.status).label)
    request.save(update_fields=["status", "version"])
    request_due.refresh(request, today=today)
