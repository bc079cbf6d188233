"""Payments out of the ledger: an approved request paid once, in full, with its voucher; and taken back as a whole."""

from datetime import date
from uuid import UUID

from django.db import transaction

from accounts.models import User
from core.errors import DomainError
from funding import policies, request_policies
from funding.choices import ActKind, EntryKind
from funding.flow import Action
from funding.models import FundAct, FundEntry, PaymentRequest
from funding.selectors import ceilings
from funding.services import ledger, requests, reversals
from funding.services.ledger import Line

LONGEST_VOUCHER = 60


@transaction.atomic
def pay(*, request: PaymentRequest, voucher: str, on: date, key: UUID, by: User, today: date) -> FundAct:
    """Pay what was granted. The same key again is the same payment; of two officers the second is told.

    Refused: without a voucher, before its approval, contract or document, in a closed year, above a ceiling.
    """
    locked = requests.lock(request)
    policies.check_can_review(by, locked.project)
    requests.lock_limits(locked)
    voucher = voucher.strip()
    digest = ledger.digest_of("pay", locked, voucher, on)
    if act := ledger.done(key=key, digest=digest, by=by):
        return act
    request_policies.check_can_pay(by, locked)
    _check_paper(locked, voucher=voucher, on=on)
    granted = locked.granted
    ceilings.check(ceilings.of_request(locked, on=on, amount=granted))
    line = Line(kind=EntryKind.PAYMENT, allotment=locked.allotment, amount=granted, part=locked.part, request=locked)
    act = ledger.post(
        key=key,
        digest=digest,
        kind=ActKind.PAY,
        on=on,
        lines=[line],
        by=by,
        today=today,
        voucher=voucher,
        about=locked,
    )
    requests.mark(locked, Action.PAY, by=by, today=today)
    return act


@transaction.atomic
def reverse(*, request: PaymentRequest, reason: str, on: date, key: UUID, by: User, today: date) -> FundAct:
    """Take a payment back by an act that names it; the money is in its allotment again. Paid anew by a new request."""
    locked = requests.lock(request)
    policies.check_can_review(by, locked.project)
    if act := FundAct.objects.filter(key=key, kind=ActKind.REVERSE, by=by, entries__request=locked).first():
        return act
    request_policies.check_can_reverse(by, locked)
    reason = requests.the_reason(reason, "冲销原因")
    requests.lock_limits(locked)
    made = reversals.reverse(act=payment_of(locked), reason=reason, key=key, on=on, by=by, today=today)
    requests.mark(locked, Action.REVERSE, by=by, today=today)
    return made


def payment_of(request: PaymentRequest) -> FundAct:
    """The act that paid it."""
    return FundEntry.objects.select_related("act").get(request=request, amount__gt=0).act


def _check_paper(request: PaymentRequest, *, voucher: str, on: date) -> None:
    if not voucher:
        raise DomainError("请填写凭证号。")
    if len(voucher) > LONGEST_VOUCHER:
        raise DomainError(f"凭证号不超过 {LONGEST_VOUCHER} 个字，现在是 {len(voucher)} 个字。")
    if request.decided_on and on < request.decided_on:
        raise DomainError(f"拨付日期 {on} 早于审核日期 {request.decided_on}，请更正。")
    if on < (signed_on := request.part.contract.signed_on):
        raise DomainError(f"拨付日期 {on} 早于合同签订日期 {signed_on}，请更正。")
