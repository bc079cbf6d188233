"""The one way into the ledger: lock the allotments, ask whether the act was done already, check, post.

    pots = ledger.lock([root])
    if act := ledger.done(key=key, digest=digest, by=by):
        return act
    ...  # compare sums with pots[root.pk].left
    return ledger.post(key=key, digest=digest, kind=ActKind.ALLOCATE, on=on, lines=lines, by=by, today=today)

Asked after the lock, so that of two equal requests the second finds what the first one did. Balances are kept by the
database (funding/guards.py): an Allotment in memory is as it was when it was locked.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Model, Q, Sum, When

from accounts.models import User
from core import audit
from core.errors import Conflict, DomainError
from core.units import rounded
from divisions.models import Level
from divisions.territory import code_of
from funding.choices import ActKind, EntryKind
from funding.models import Allotment, ClosedYear, FundAct, FundDocument, FundEntry
from funding.models.contracts import ContractPart
from funding.models.requests import PaymentRequest
from funding.models.subsidies import FeeInstalment

NAMED_AT_MOST = 20


@dataclass(frozen=True, kw_only=True)
class Line:
    """One movement to be entered, 元; FundEntry says what each kind may name."""

    kind: EntryKind
    allotment: Allotment
    amount: Decimal
    giver: Allotment | None = None
    part: ContractPart | None = None
    request: PaymentRequest | None = None
    instalment: FeeInstalment | None = None
    reverses: FundEntry | None = None


def lock(allotments: Iterable[Allotment | int]) -> Mapping[int, Allotment]:
    """These allotments as they are now, by id, until the transaction ends; always in one order, so nobody waits in a
    circle. After them lock contract parts, then project accounts, then instalments."""
    ids = {each.pk if isinstance(each, Allotment) else each for each in allotments}
    rows = Allotment.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    return {row.pk: row for row in rows.select_related("document__division", "division", "project")}


def digest_of(*asked: Any) -> str:
    """A fingerprint of what was asked: equal for equal requests."""
    said = [each.pk if isinstance(each, Model) else each for each in asked]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def done(*, key: UUID, digest: str, by: User) -> FundAct | None:
    """The act that this request has brought about already. Refused: the same form sent again with other figures."""
    act = FundAct.objects.filter(key=key).first()
    if act and (act.digest, act.by_id) != (digest, by.pk):
        raise Conflict(f"这张单子已经登记过（{act}），改动没有保存。要再办一笔，请重新打开页面填写。")
    return act


@transaction.atomic
def post(
    *,
    key: UUID,
    digest: str,
    kind: ActKind,
    on: date,
    lines: Sequence[Line],
    by: User,
    today: date,
    reason: str = "",
    voucher: str = "",
    about: Model | None = None,
) -> FundAct:
    """Enter one act with its lines and put it on record. The caller has locked the allotments and compared the sums.

    Refused: nothing to enter, a figure finer than the cent, a day in the future, before a document or in a closed year,
    a day on which an allotment had less than it loses.
    """
    if not lines:
        raise DomainError("没有要登记的金额，请至少填写一行。")
    check_day(on=on, documents={line.allotment.document for line in lines}, today=today)
    for line in lines:
        check_cents(line.amount)
    check_never_short(lines, on=on)
    act = FundAct.objects.create(
        key=key, digest=digest, kind=kind, on=on, reason=reason.strip(), voucher=voucher.strip(), by=by
    )
    FundEntry.objects.bulk_create([_entry(act, line) for line in lines])
    audit.write(
        by=by,
        action=f"资金{kind.label}",
        on=about or lines[0].allotment,
        reason=act.reason,
        division_id=lines[0].allotment.division_id,
        details={"业务": act.pk, "日期": on.isoformat(), "明细": [_words(line) for line in lines[:NAMED_AT_MOST]]},
    )
    return act


def check_cents(amount: Decimal) -> None:
    if amount != rounded(amount):
        raise DomainError(f"金额 {amount} 元不是整分，最多保留两位小数。")


def check_day(*, on: date, documents: Iterable[FundDocument], today: date) -> None:
    """The day of an act: not after today, not before the document that brought the money, not in a closed year."""
    if on > today:
        raise DomainError(f"业务日期 {on} 晚于今天，请更正。")
    for document in documents:
        if on < document.issued_on:
            raise DomainError(f"业务日期 {on} 早于文件《{document}》的下达日期 {document.issued_on}，请更正。")
        if is_closed(document=document, year=on.year):
            raise DomainError(f"{on.year} 年已经关账，不能再登记 {on} 的业务。确需补记，请先重开该年度。")


def check_never_short(lines: Sequence[Line], *, on: date) -> None:
    """No allotment has less than nothing at the end of any day, so that a report as at that day makes sense.

    Only an act dated before the newest entry can break this: what it takes was perhaps not there yet, or is gone later.
    """
    losing = {pot: -change for pot, change in _changes(lines).items() if change < 0}
    entries = FundEntry.objects.filter(Q(allotment__in=losing) | Q(giver__in=losing)) if losing else FundEntry.objects
    if not losing or not entries.filter(on__gt=on).exists():
        return
    for pot, loss in losing.items():
        day, least = _least_left(pot, since=on)
        if least < loss:
            raise DomainError(
                f"“{pot}”在 {day} 只有 {least:,.2f} 元，业务日期 {on} 记不下 {loss:,.2f} 元：资金到位比这一天晚，"
                "或之后已有支出。请把业务日期改到资金到位以后。"
            )


def _changes(lines: Sequence[Line]) -> dict[Allotment, Decimal]:
    """What these lines bring to each allotment, 元."""
    changes: dict[Allotment, Decimal] = defaultdict(Decimal)
    for line in lines:
        changes[line.allotment] += -line.amount if line.kind == EntryKind.PAYMENT else line.amount
        if line.giver:
            changes[line.giver] -= line.amount
    return changes


def _least_left(pot: Allotment, *, since: date) -> tuple[date, Decimal]:
    """The day from `since` on at whose end the allotment had least, and how much, 元. One query, a row a day."""
    entries = FundEntry.objects.filter(Q(allotment=pot) | Q(giver=pot)).order_by("on").values_list("on")
    out = Q(giver=pot) | Q(kind=EntryKind.PAYMENT)
    left, days = Decimal(0), {since: Decimal(0)}
    for day, change in entries.annotate(change=Sum(Case(When(out, then=-F("amount")), default=F("amount")))):
        left += rounded(Decimal(change))
        days[max(day, since)] = left
    day = min(days, key=lambda each: days[each])
    return day, days[day]


def is_closed(*, document: FundDocument, year: int) -> bool:
    """Whether the year's books are closed for a document: by the division that holds it, or by its county."""
    holders = {document.division_id, code_of(document.division_id[: Level.COUNTY])}
    return ClosedYear.objects.filter(division__in=holders, year=year, reopened_at=None).exists()


def _entry(act: FundAct, line: Line) -> FundEntry:
    pot = line.allotment
    return FundEntry(
        act=act,
        kind=line.kind,
        allotment=pot,
        giver=line.giver,
        document_id=pot.document_id,
        source=pot.document.source,
        division_id=pot.division_id,
        project_id=pot.project_id,
        part=line.part,
        request=line.request,
        instalment=line.instalment,
        amount=line.amount,
        on=act.on,
        reverses=line.reverses,
    )


def _words(line: Line) -> str:
    return f"{line.kind.label} {line.allotment}：{line.amount:,.2f} 元"
