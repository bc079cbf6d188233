"""Residents' shares 居民分摊: a plan for one site whose groups of households together bear the sum (Z五, F56)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from communities.models import Building, Unit
from core import audit
from core.errors import Conflict, DomainError
from funding import policies
from funding.choices import ShareMethod
from funding.models import Contribution, SharePlan
from funding.services import ledger
from funding.share_formula import Weighing, check_method, share_out
from projects.choices import Source
from projects.models import ProjectSite


@dataclass(frozen=True, kw_only=True)
class Group:
    """The households of one floor, unit or building as typed; no building: of the whole site."""

    households: int
    coefficient: Decimal = Decimal(1)
    building: Building | None = None
    unit: Unit | None = None
    floor: int | None = None

    def __str__(self) -> str:
        place = f"{self.building or '全体住户'}{self.unit or ''}"
        return f"{place}{f' {self.floor} 层' if self.floor else ''}"


@transaction.atomic
def draw_up(
    *,
    site: ProjectSite,
    title: str,
    method: str,
    total: Decimal,
    document: str,
    decided_on: date,
    groups: Sequence[Group],
    by: User,
    today: date,
) -> SharePlan:
    """Share `total`, 元, out among groups of households; each becomes a contribution of the residents.

    Refused: a day to come, a group named twice, several groups or coefficients where the method has one, nobody who
    pays, the same plan again.
    """
    policies.check_can_fill(by, site.project)
    ProjectSite.objects.select_for_update().get(pk=site.pk)
    ledger.check_cents(total)
    if decided_on > today:
        raise DomainError(f"议定日期 {decided_on} 晚于今天，请更正。")
    _check_groups(groups)
    weighings = [Weighing(group.households, group.coefficient) for group in groups]
    check_method(method, weighings)
    shares = share_out(total, weighings)
    facts = {"site": site, "title": title.strip(), "method": method, "total": total, "document": document.strip()}
    if SharePlan.objects.filter(**facts).exists():
        raise Conflict(f"{site}“{title.strip()}”的同一份分摊已经登记过，没有重复保存。")
    plan = SharePlan.objects.create(project_id=site.project_id, decided_on=decided_on, created_by=by, **facts)
    rows = [
        Contribution(
            project_id=site.project_id,
            source=Source.RESIDENTS,
            giver=str(group),
            promised=share.amount,
            basis=plan.document,
            plan=plan,
            building=group.building,
            unit=group.unit,
            floor=group.floor,
            households=group.households,
            coefficient=group.coefficient,
            each=share.each,
            created_by=by,
        )
        for group, share in zip(groups, shares, strict=True)
    ]
    bulk_create_with_history(rows, Contribution, default_user=by, default_change_reason=f"{plan.title}分摊")
    details = {"办法": str(ShareMethod(method).label), "总额": f"{total:,.2f} 元", "组数": len(rows)}
    audit.write(
        by=by, action="登记居民分摊", on=plan, reason=plan.document, division_id=site.division_id, details=details
    )
    return plan


@transaction.atomic
def remove(*, plan: SharePlan, reason: str, by: User) -> None:
    """Take back a plan that was entered wrongly. Refused: without a reason, and once anything was received."""
    policies.check_can_fill(by, plan.project)
    groups = list(plan.groups.select_for_update(of=("self",)))
    if not reason.strip():
        raise DomainError("请写明删除的原因。")
    if any(group.receipts.exists() for group in groups):
        raise DomainError("这份分摊已经登记过收据，不能删除。")
    division = plan.site.division_id
    audit.write(by=by, action="删除居民分摊", on=plan, reason=reason.strip(), division_id=division)
    for group in groups:
        group._change_reason = reason.strip()
        group.delete()
    plan.delete()


def _check_groups(groups: Sequence[Group]) -> None:
    twice = [name for name, count in Counter(map(str, groups)).items() if count > 1]
    if twice:
        raise DomainError(f"“{twice[0]}”填写了两行，请合并或改正。")
