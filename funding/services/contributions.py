"""What residents, utilities, owners and society give to a project: promised, received, a receipt taken back (Z五)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import Conflict, DomainError
from funding import credit_codes, policies
from funding.choices import COLLECTED, ActKind, EntryKind, GivenAs
from funding.models import Allotment, Contribution, ContributionReceipt, FundAct
from funding.services import documents, ledger, reversals
from funding.services.ledger import Line
from projects.models import Project


@transaction.atomic
def promise(
    *,
    project: Project,
    source: str,
    given_as: str,
    giver: str,
    promised: Decimal,
    by: User,
    credit_code: str = "",
    basis: str = "",
) -> Contribution:
    """Put down what one giver promises, 元; work and goods at the value agreed.

    Refused: a source that comes by fund documents, no giver, nothing promised, a wrong credit code, the same again.
    """
    policies.check_can_fill(by, project)
    giver, code = giver.strip(), credit_codes.normal(credit_code)
    if source not in COLLECTED:
        raise DomainError("财政和融资资金由财政局按指标文件登记，这里只登记居民、单位和社会的出资。")
    if not giver:
        raise DomainError("请填写出资方（单位名称，或楼栋、单元、楼层的住户组）。")
    if promised <= 0:
        raise DomainError("议定金额必须大于 0。")
    ledger.check_cents(promised)
    _check_code(code)
    facts = {"source": source, "given_as": given_as, "giver": giver, "promised": promised, "basis": basis.strip()}
    if Contribution.objects.filter(project=project, **facts).exists():
        raise Conflict(f"{giver}的同一笔出资已经登记过，没有重复保存。确是另外一笔，请在依据中写明区别。")
    made = Contribution.objects.create(project=project, credit_code=code, created_by=by, **facts)
    _record(made, "登记出资", by, {"议定": f"{promised:,.2f} 元"})
    return made


@transaction.atomic
def change(*, contribution: Contribution, promised: Decimal, reason: str, by: User) -> Contribution:
    """Another sum is agreed. Refused: without a reason, below what was received, a share that its plan lays down."""
    policies.check_can_fill(by, contribution.project)
    row = _locked(contribution)
    ledger.check_cents(promised)
    if not reason.strip():
        raise DomainError("请写明调整议定金额的原因。")
    if row.plan_id:
        raise DomainError(f"这一组的金额由《{row.plan}》确定，不能单独调整；需要调整的，请按新的议定重新分摊。")
    if promised <= 0:
        raise DomainError("议定金额必须大于 0。")
    if promised < row.received:
        raise DomainError(f"已收到 {row.received:,.2f} 元，议定金额不能低于已收到的金额。")
    before, row.promised, row._change_reason = row.promised, promised, reason.strip()
    row.save(update_fields=["promised"])
    _record(row, "调整议定金额", by, {"原": f"{before:,.2f} 元", "现": f"{promised:,.2f} 元"}, reason=reason.strip())
    return row


@transaction.atomic
def receive(
    *,
    contribution: Contribution,
    amount: Decimal,
    on: date,
    number: str,
    note: str,
    key: UUID,
    by: User,
    today: date,
) -> ContributionReceipt:
    """Take a receipt, 元. Money goes into the project's own account of that source; work and goods are only noted.

    Refused: nothing, more than promised, a day to come, the same form again with other figures.
    """
    project, number, note = contribution.project, number.strip(), note.strip()
    policies.check_can_fill(by, project)
    pot = None
    if contribution.given_as == GivenAs.MONEY:
        opened = documents.collection(project=project, source=contribution.source, by=by, today=today)
        pot = ledger.lock([opened])[opened.pk]
    row = _locked(contribution)
    if done := ContributionReceipt.objects.filter(key=key).first():
        return _same(done, row, amount, on, number, by)
    _check_receipt(row, amount, on, today)
    act = _collected(row, pot, amount, on, number, key, by, today) if pot else None
    made = ContributionReceipt.objects.create(
        key=key, contribution=row, amount=amount, on=on, number=number, note=note, act=act, by=by
    )
    if act is None:
        _record(row, "登记投劳捐物", by, {"金额": f"{amount:,.2f} 元", "日期": on.isoformat()}, reason=note)
    return made


@transaction.atomic
def reverse(
    *, receipt: ContributionReceipt, reason: str, on: date, key: UUID, by: User, today: date
) -> ContributionReceipt:
    """Take a receipt back by a negative one, and its money out of the ledger.

    Refused: taken back before, a reversal itself, no reason, a day before the receipt, money that was spent already.
    """
    policies.check_can_fill(by, receipt.contribution.project)
    _lock_pot(receipt)
    row = _locked(receipt.contribution)
    if done := ContributionReceipt.objects.filter(key=key).first():
        return _same(done, row, -receipt.amount, on, receipt.number, by)
    _check_reversible(receipt, reason, on, today)
    act: FundAct | None = None
    if receipt.act_id:
        act = reversals.reverse(act=receipt.act, reason=reason, key=key, on=on, by=by, today=today)
    made = ContributionReceipt.objects.create(
        key=key,
        contribution=row,
        amount=-receipt.amount,
        on=on,
        number=receipt.number,
        note=reason.strip(),
        act=act,
        reverses=receipt,
        by=by,
    )
    if act is None:
        _record(row, "冲销投劳捐物", by, {"金额": f"{-receipt.amount:,.2f} 元"}, reason=reason.strip())
    return made


def _locked(contribution: Contribution) -> Contribution:
    """After the allotment: contributions come last in the order of locks."""
    rows = Contribution.objects.select_for_update(of=("self",)).select_related("project", "plan__site__compound")
    return rows.get(pk=contribution.pk)


def _check_code(code: str) -> None:
    try:
        if code:
            credit_codes.validate_credit_code(code)
    except ValidationError as wrong:
        raise DomainError(wrong.messages[0]) from wrong


def _check_receipt(row: Contribution, amount: Decimal, on: date, today: date) -> None:
    ledger.check_cents(amount)
    if amount <= 0:
        raise DomainError("金额必须大于 0。登记错的收据请用冲销。")
    if on > today:
        raise DomainError(f"日期 {on} 晚于今天，请更正。")
    if row.received + amount > row.promised:
        left = row.promised - row.received
        raise DomainError(
            f"{row.giver}议定 {row.promised:,.2f} 元，还可收 {left:,.2f} 元，本次 {amount:,.2f} 元超过了议定金额。"
            "确实多给的，请先调整议定金额并写明原因。"
        )


def _check_reversible(receipt: ContributionReceipt, reason: str, on: date, today: date) -> None:
    if len(reason.strip()) < reversals.SHORTEST:
        raise DomainError(f"请写明冲销原因，不少于 {reversals.SHORTEST} 个字。")
    if receipt.reverses_id:
        raise DomainError("这一条本身就是冲销，不能再冲销。需要的话请重新登记收据。")
    if ContributionReceipt.objects.filter(reverses=receipt).exists():
        raise Conflict("这张收据已经冲销过，不能重复冲销。")
    if not receipt.on <= on <= today:
        raise DomainError(f"冲销日期须在收据日期 {receipt.on} 以后，不晚于今天。")


def _lock_pot(receipt: ContributionReceipt) -> None:
    """The project's account that the money went into, before the contribution; none for work and goods."""
    if receipt.act_id:
        ledger.lock(receipt.act.entries.values_list("allotment_id", flat=True))


def _collected(
    row: Contribution, pot: Allotment, amount: Decimal, on: date, number: str, key: UUID, by: User, today: date
) -> FundAct:
    return ledger.post(
        key=key,
        digest=ledger.digest_of("collect", row, amount, on, number),
        kind=ActKind.COLLECT,
        on=on,
        lines=[Line(kind=EntryKind.RECEIPT, allotment=pot, amount=amount)],
        by=by,
        today=today,
        reason=f"{row.giver}出资",
        voucher=number,
        about=row,
    )


def _same(
    done: ContributionReceipt, row: Contribution, amount: Decimal, on: date, number: str, by: User
) -> ContributionReceipt:
    """What the same form brought about already; with other figures it is refused."""
    if (done.contribution_id, done.amount, done.on, done.number, done.by_id) != (row.pk, amount, on, number, by.pk):
        raise Conflict("这张收据已经登记过，改动没有保存。要再登记一笔，请重新打开页面填写。")
    return done


def _record(row: Contribution, action: str, by: User, details: dict[str, str], reason: str = "") -> None:
    audit.write(by=by, action=action, on=row, reason=reason, division_id=row.project.division_id, details=details)
