"""Property-fee subsidies 物业费补贴: a schedule per compound, and the payment of its instalments (Z五)."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from accounts.models import User
from core import audit
from core.errors import Conflict, DomainError
from core.units import rounded
from funding import policies
from funding.choices import ActKind, EntryKind, Use
from funding.fee_formula import schedule
from funding.models import Allotment, FeeInstalment, FeeRule, FeeSubsidy, FundAct, PaymentRequest
from funding.selectors.subsidies import payable_from
from funding.services import ledger
from funding.services.ledger import Line
from projects.choices import ProjectStatus
from projects.models import ProjectSite

FINISHED = (ProjectStatus.ACCEPTED, ProjectStatus.HANDED_OVER, ProjectStatus.CLOSED)
LONGEST = 120  # months


@transaction.atomic
def create(
    *,
    site: ProjectSite,
    company: str,
    floor_area: Decimal,
    rate: Decimal,
    first_month: date,
    months: int,
    document: str,
    by: User,
) -> FeeSubsidy:
    """A compound's subsidy with one instalment per calendar year; ㎡, 元/㎡·月. `first_month` is its first day.

    Refused: works not accepted, a second one for the site, no rule in force then, below the rule's rate or months.
    """
    policies.check_can_manage(by, site.project.division)
    ProjectSite.objects.select_for_update().get(pk=site.pk)
    if site.project.status not in FINISHED:
        raise DomainError(
            f"“{site.project}”目前是“{site.project.get_status_display()}”，改造验收以后才能登记物业费补贴。"
        )
    if FeeSubsidy.objects.filter(site=site).exists():
        raise DomainError(f"{site}已有物业费补贴，不能重复登记。")
    _check_rule(site, rate=rate, months=months, first_month=first_month)
    if floor_area <= 0:
        raise DomainError("建筑面积必须大于 0。")
    subsidy = FeeSubsidy.objects.create(
        site=site,
        project_id=site.project_id,
        division_id=site.division_id,
        company=company.strip(),
        floor_area=floor_area,
        rate=rate,
        first_month=first_month.replace(day=1),
        months=months,
        document=document.strip(),
        created_by=by,
    )
    parts = schedule(floor_area=floor_area, rate=rate, first_month=first_month, months=months)
    FeeInstalment.objects.bulk_create([FeeInstalment(subsidy=subsidy, **vars(part)) for part in parts])
    total = sum((part.amount for part in parts), Decimal(0))
    details = {
        "面积": f"{floor_area:,.2f} ㎡",
        "标准": f"{rate} 元/㎡·月",
        "期限": f"{months} 月",
        "合计": f"{total:,.2f} 元",
    }
    audit.write(by=by, action="登记物业费补贴", on=subsidy, reason=subsidy.document, details=details)
    return subsidy


@transaction.atomic
def pay(
    *, instalment: FeeInstalment, allotment: Allotment, voucher: str, on: date, key: UUID, by: User, today: date
) -> FundAct:
    """Pay what is open of an instalment out of an allotment. Refused: before its year, paid already, a source that may
    not pay it, an allotment that is not its street's, district's or project's, or has not enough left."""
    policies.check_can_review(by, instalment.subsidy.project)
    pot = ledger.lock([allotment])[allotment.pk]
    row = FeeInstalment.objects.select_for_update(of=("self",)).select_related("subsidy").get(pk=instalment.pk)
    digest = ledger.digest_of("instalment", row, pot, voucher, on)
    if act := ledger.done(key=key, digest=digest, by=by):
        return act
    amount = row.amount - row.paid
    _check_payable(row, pot, amount, on)
    line = Line(kind=EntryKind.PAYMENT, allotment=pot, amount=amount, instalment=row)
    return ledger.post(
        key=key,
        digest=digest,
        kind=ActKind.PAY,
        on=on,
        lines=[line],
        by=by,
        today=today,
        voucher=voucher,
        reason=f"物业费补贴 {row.subsidy.site} {row.year}年",
        about=row.subsidy,
    )


def _check_rule(site: ProjectSite, *, rate: Decimal, months: int, first_month: date) -> None:
    rule = FeeRule.objects.in_force(site.division_id, first_month)
    if rule is None:
        raise DomainError(f"{first_month:%Y年%m月}时{site}所在地没有物业费补贴规则，请先在资金规则里设置。")
    if rate < rule.least_rate:
        raise DomainError(
            f"补贴标准 {rate} 元低于每月每平方米 {rule.least_rate} 元的规定（《{rule.document}》），请更正。"
        )
    if months < rule.least_months:
        raise DomainError(f"期限 {months} 个月短于 {rule.least_months} 个月的规定（《{rule.document}》），请更正。")
    if months > LONGEST:
        raise DomainError(f"期限最长 {LONGEST} 个月，请核对单位是否为月。")


def _check_payable(instalment: FeeInstalment, pot: Allotment, amount: Decimal, on: date) -> None:
    if amount <= 0:
        raise Conflict(f"{instalment.subsidy.site}{instalment.year}年的补贴已经拨付，不能重复拨付。")
    if on.year < instalment.year:
        raise DomainError(f"这一期是 {instalment.year} 年的补贴，不能在 {on} 拨付。")
    if not payable_from(instalment.subsidy, on=on).filter(pk=pot.pk).exists():
        raise DomainError(
            f"“{pot}”不能支付这笔补贴：须是本街道、本区县或本项目的资金，且来源规则允许用于{Use.MANAGEMENT.label}。"
        )
    pending = PaymentRequest.objects.pending().filter(allotment=pot).aggregate(sum=Sum("granted"))["sum"] or 0
    free = pot.left - rounded(Decimal(pending))
    if amount > free:
        raise DomainError(
            f"“{pot}”可用 {free:,.2f} 元（已扣除审核待拨付的 {pending:,.2f} 元），不够支付 {amount:,.2f} 元。"
        )
