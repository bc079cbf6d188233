"""Mistakes are reversed: an act that enters every amount of the first one with the other sign, and names it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from core.errors import DomainError
from funding import reversal_policies
from funding.choices import ActKind, EntryKind
from funding.models import Allotment, ContractPart, FeeInstalment, FundAct, FundEntry, PaymentRequest, ProjectAccount
from funding.services import ledger
from funding.services.ledger import Line

SHORTEST = 4  # characters of a reason


@transaction.atomic
def reverse(*, act: FundAct, reason: str, key: UUID, on: date, by: User, today: date) -> FundAct:
    """Reverse a whole act. Whoever may do the act may reverse it (reversal_policies); a payment's request is locked and
    moved by services/payments.py, a receipt of contributions by services/contributions.py.

    Refused: an act reversed already, a reversal, a reason of fewer than four characters, a day before the act, and
    money that has been passed on, paid or promised to an approved request meanwhile.
    """
    joined = ("giver__division", "part", "instalment", "request", "division", "project")
    entries = list(act.entries.select_related(*joined).order_by("pk"))
    reversal_policies.check_may_reverse(by, act, entries)
    pots = _lock(entries)
    digest = ledger.digest_of("reverse", act, on, reason.strip())
    if done := ledger.done(key=key, digest=digest, by=by):
        return done
    if len(reason.strip()) < SHORTEST:
        raise DomainError(f"请写明冲销原因，不少于 {SHORTEST} 个字。")
    if on < act.on:
        raise DomainError(f"冲销日期 {on} 早于原业务日期 {act.on}，请更正。")
    reversal_policies.check_not_reversed(act)
    _check_balances(entries, pots)
    return ledger.post(
        key=key,
        digest=digest,
        kind=ActKind.REVERSE,
        on=on,
        lines=[_negated(entry, pots) for entry in reversed(entries)],  # the last step is undone first
        by=by,
        today=today,
        reason=reason,
        about=act,
    )


def _lock(entries: Sequence[FundEntry]) -> Mapping[int, Allotment]:
    """All that the entries touch, in the order of the house: allotments, parts, accounts, instalments."""
    pots = ledger.lock({each for entry in entries for each in (entry.allotment_id, entry.giver_id) if each})
    if parts := {entry.part_id for entry in entries if entry.part_id}:
        list(ContractPart.objects.filter(pk__in=parts).select_for_update(of=("self",)).order_by("pk"))
        projects = {entry.project_id for entry in entries}
        list(ProjectAccount.objects.filter(project__in=projects).select_for_update(of=("self",)).order_by("pk"))
    if instalments := {entry.instalment_id for entry in entries if entry.instalment_id}:
        list(FeeInstalment.objects.filter(pk__in=instalments).select_for_update(of=("self",)).order_by("pk"))
    return pots


def _negated(entry: FundEntry, pots: Mapping[int, Allotment]) -> Line:
    return Line(
        kind=EntryKind(entry.kind),
        allotment=pots[entry.allotment_id],
        amount=-entry.amount,
        giver=pots[entry.giver_id] if entry.giver_id else None,
        part=entry.part,
        request=entry.request,
        instalment=entry.instalment,
        reverses=entry,
    )


def _check_balances(entries: Iterable[FundEntry], pots: Mapping[int, Allotment]) -> None:
    """Each allotment that loses money must still have it, beside what approved requests wait for."""
    loses: dict[int, Decimal] = defaultdict(Decimal)
    for entry in entries:
        loses[entry.allotment_id] += -entry.amount if entry.kind == EntryKind.PAYMENT else entry.amount
        if entry.giver_id:
            loses[entry.giver_id] -= entry.amount
    losing = {pk: amount for pk, amount in loses.items() if amount > 0}
    promised = _promised(losing)
    for pk, amount in losing.items():
        if amount > pots[pk].left - promised.get(pk, 0):
            raise DomainError(_short(pots[pk], amount, promised.get(pk, Decimal(0))))


def _promised(pots: Iterable[int]) -> dict[int, Decimal]:
    """What approved requests are going to take out of these allotments, 元."""
    waiting = PaymentRequest.objects.pending().filter(allotment__in=list(pots)).order_by()
    return dict(waiting.values_list("allotment").annotate(total=Sum("granted")))


def _short(pot: Allotment, amount: Decimal, promised: Decimal) -> str:
    """The arithmetic: what came, less all that went, is what is left."""
    gone = _taken_from(pot)
    went = (
        ("已收回、调出", gone),
        ("已分配", pot.passed),
        ("已拨付", pot.paid),
        ("已审核待拨付", promised),
    )
    steps = [f"收到 {pot.received + gone:,.2f} 元", *(f"{words} {figure:,.2f} 元" for words, figure in went if figure)]
    return (
        f"{pot.holder}在《{pot.document}》中{'、'.join(steps)}，可退回 {pot.left - promised:,.2f} 元，"
        f"不够冲销 {amount:,.2f} 元。请先收回或冲销其后的业务。"
    )


def _taken_from(pot: Allotment) -> Decimal:
    """What was taken back or moved away and not reversed, 元; the balance `received` is reckoned without it."""
    taken = pot.entries.filter(act__kind__in=(ActKind.TAKE_BACK, ActKind.MOVE), amount__lt=0, reversed_by=None)
    return -(taken.order_by().aggregate(total=Sum("amount"))["total"] or Decimal(0))
