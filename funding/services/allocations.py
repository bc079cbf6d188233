"""Money passed down by hand, taken back, moved: each one act of the ledger (funding/services/ledger.py).

Every one of them locks the giver first, so that of two people who give out the last money one is told what is left.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from core.errors import DomainError
from divisions.models import Division
from funding import policies
from funding.choices import ActKind, EntryKind
from funding.models import Allotment, FundAct
from funding.selectors.allotments import spoken_for
from funding.selectors.recipients import Recipient, holder_key, key_of, obstacles
from funding.services import ledger
from funding.services.ledger import Line
from projects.models import Project

Share = tuple[Recipient, Decimal]


@transaction.atomic
def allocate(
    *,
    giver: Allotment,
    shares: Sequence[Share],
    key: UUID,
    on: date,
    by: User,
    today: date,
    reason: str = "",
) -> FundAct:
    """Pass money, 元, down to streets and projects, all in one act.

    Refused: more than is left; somebody named twice; a recipient that is outside, not running, or may not be paid from
    this source; a day that the ledger refuses.
    """
    policies.check_can_pass_down(by, giver)
    named = sorted((key_of(to), f"{amount:.6f}") for to, amount in shares)
    digest = ledger.digest_of("allocate", giver, named, on, reason.strip())
    giver = ledger.lock([giver])[giver.pk]
    if act := ledger.done(key=key, digest=digest, by=by):
        return act
    _check_shares(shares)
    _check_recipients(giver, [to for to, _ in shares], on=on)
    check_left(giver, sum((amount for _, amount in shares), Decimal(0)))
    pots = _pots_of(giver, [to for to, _ in shares])
    lines = [_line(pots[key_of(to)], giver, amount) for to, amount in shares]
    return ledger.post(
        key=key,
        digest=digest,
        kind=ActKind.ALLOCATE,
        on=on,
        lines=lines,
        by=by,
        today=today,
        reason=reason,
        about=giver,
    )


@transaction.atomic
def take_back(
    *, allotment: Allotment, amount: Decimal, key: UUID, on: date, by: User, today: date, reason: str
) -> FundAct:
    """Return money, 元, to whoever gave it. Refused: more than is left and not spoken for by approved requests."""
    giver = _giver_of(allotment, by=by)
    digest = ledger.digest_of("take_back", allotment, f"{amount:.6f}", on, reason.strip())
    pots = ledger.lock([giver, allotment])
    if act := ledger.done(key=key, digest=digest, by=by):
        return act
    _check_reason(reason)
    check_free(pots[allotment.pk], amount)
    return ledger.post(
        key=key,
        digest=digest,
        kind=ActKind.TAKE_BACK,
        on=on,
        lines=[_line(pots[allotment.pk], pots[giver.pk], -amount)],
        by=by,
        today=today,
        reason=reason,
        about=pots[allotment.pk],
    )


@transaction.atomic
def move(
    *, source: Allotment, target: Recipient, amount: Decimal, key: UUID, on: date, by: User, today: date, reason: str
) -> FundAct:
    """Move money, 元, to another recipient of the same giver: one act, two entries.

    Refused: more than is left and not spoken for; a target that might not be given it in the first place.
    """
    giver = _giver_of(source, by=by)
    digest = ledger.digest_of("move", source, key_of(target), f"{amount:.6f}", on, reason.strip())
    locked = ledger.lock([giver, source])
    if act := ledger.done(key=key, digest=digest, by=by):
        return act
    giver, source = locked[giver.pk], locked[source.pk]
    _check_reason(reason)
    if key_of(target) == holder_key(source):
        raise DomainError("调出和调入是同一个，请另选调入的街道或项目。")
    _check_recipients(giver, [target], on=on)
    check_free(source, amount)
    pot = _pots_of(giver, [target])[key_of(target)]
    return ledger.post(
        key=key,
        digest=digest,
        kind=ActKind.MOVE,
        on=on,
        lines=[_line(source, giver, -amount), _line(pot, giver, amount)],
        by=by,
        today=today,
        reason=reason,
        about=source,
    )


def check_left(giver: Allotment, amount: Decimal) -> None:
    """What is given out is at most what is left in the giver's hands."""
    if amount > giver.left:
        raise DomainError(
            f"“{giver}”可分配余额 {giver.left:,.2f} 元，本次合计 {amount:,.2f} 元，"
            f"超出 {amount - giver.left:,.2f} 元，请减少后再分配。"
        )


def check_free(allotment: Allotment, amount: Decimal) -> None:
    """What is taken away is at most what is left, without what approved requests are going to be paid from."""
    if amount <= 0:
        raise DomainError("金额必须大于 0。")
    promised = spoken_for(allotment)
    if amount > allotment.left - promised:
        waiting = f"，其中 {promised:,.2f} 元已有审核通过、等待拨付的支付申请" if promised else ""
        raise DomainError(
            f"“{allotment}”余额 {allotment.left:,.2f} 元{waiting}，"
            f"最多可以动用 {max(allotment.left - promised, Decimal(0)):,.2f} 元。"
        )


def _giver_of(allotment: Allotment, *, by: User) -> Allotment:
    """Whose money it was; only who manages that may have it back."""
    giver = allotment.parent
    if giver is None:
        raise DomainError(f"“{allotment}”没有上一级，不能收回或调剂；登记有误的，请冲销指标下达的业务。")
    policies.check_can_pass_down(by, giver)
    return giver


def _check_shares(shares: Sequence[Share]) -> None:
    names: set[str] = set()
    for to, amount in shares:
        if amount <= 0:
            raise DomainError(f"分配给“{to}”的金额必须大于 0。")
        if key_of(to) in names:
            raise DomainError(f"“{to}”重复，请合并为一行。")
        names.add(key_of(to))


def _check_recipients(giver: Allotment, recipients: Sequence[Recipient], *, on: date) -> None:
    if reasons := obstacles(giver=giver, recipients=recipients, on=on):
        raise DomainError("".join(reasons.values()))


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError("请写明事由。")


def _pots_of(giver: Allotment, recipients: Sequence[Recipient]) -> Mapping[str, Allotment]:
    """The recipients' allotments of this giver, locked, by key; made where there are none. The giver is locked."""
    projects = [each.pk for each in recipients if isinstance(each, Project)]
    divisions = [each.pk for each in recipients if isinstance(each, Division)]
    theirs = Q(project__in=projects) | Q(project=None, division__in=divisions)
    there = {holder_key(each): each.pk for each in Allotment.objects.filter(theirs, parent=giver).order_by("-pk")}
    missing = [_new(giver, each) for each in recipients if key_of(each) not in there]
    made = Allotment.objects.bulk_create(missing)
    locked = ledger.lock([*there.values(), *made])
    return {holder_key(each): each for each in locked.values()}


def _new(giver: Allotment, recipient: Recipient) -> Allotment:
    project = recipient if isinstance(recipient, Project) else None
    return Allotment(document_id=giver.document_id, parent=giver, division_id=recipient.division_id, project=project)


def _line(pot: Allotment, giver: Allotment, amount: Decimal) -> Line:
    return Line(kind=EntryKind.ALLOCATION, allotment=pot, giver=giver, amount=amount)
