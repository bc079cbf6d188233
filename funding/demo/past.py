"""Money of years ago, entered for many projects at once: what each got, its contract, and what was paid of it.

People enter these one by one through the services; for the 113 projects of 象山 2020 and 卫滨 2023 that would take the
first start of a demo minutes. The rows are those that the services write, and the ledger's guards see them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.db.models import Model
from simple_history.utils import bulk_create_with_history

from accounts.models import User
from core import audit
from core.units import rounded
from funding.choices import (
    ActKind,
    ChangeKind,
    ContractKind,
    EntryKind,
    RequestKind,
    RequestStatus,
    ReviewStatus,
    Use,
)
from funding.models import (
    Allotment,
    BudgetReview,
    Contract,
    ContractChange,
    ContractPart,
    PaymentRequest,
    ProjectAccount,
)
from funding.services import ledger
from funding.services.ledger import Line
from projects.choices import Source
from projects.models import Project

BUDGET, PRICE = Decimal("1.04"), Decimal("1.00")  # of the money there is: the approved budget, the contract
CUT_BACK = Decimal("0.06")
COMPANIES = (  # invented, with codes whose check sign fits
    ("示例第一建筑工程有限公司", "91350100M000100Y43"),
    ("示例市政工程有限公司", "91512081MA62K0260E"),
)
REASON = "示例：补录以前年度资金"


@dataclass(frozen=True, kw_only=True)
class Spent:
    """When a programme's money was passed on, contracted and paid, and of how many projects a tenth is still unpaid."""

    allotted_on: date
    signed_on: date
    paid_on: date
    behind: int = 0
    use: Use = Use.BUILDING  # of what no rule narrows to infrastructure


def spend(
    *, projects: Sequence[Project], roots: Sequence[Allotment], went: Spent, drawer: User, by: User, today: date
) -> None:
    """Pass everything of these documents on to the projects by their households, and pay it but for a few."""
    weights = [sum(site.households or 1 for site in project.sites.all()) for project in projects]
    pots = [_passed_on(root, projects, weights, went, by, today) for root in roots]
    per_project = list(zip(*pots, strict=True))
    sums = [sum((amount for _, amount in own), Decimal(0)) for own in per_project]
    parts = _contracted(projects, sums, went, drawer)
    for place, own in enumerate(per_project):
        behind = place < went.behind
        _paid(parts[place], own, went, behind=behind, drawer=drawer, by=by, today=today)
    audit.write(by=by, action="补录项目资金", division_id=by.division_id, details={"项目数": len(projects)})


def _passed_on(
    root: Allotment, projects: Sequence[Project], weights: Sequence[int], went: Spent, by: User, today: date
) -> list[tuple[Allotment, Decimal]]:
    """One act for the whole document; the last project takes the rounding."""
    pots = Allotment.objects.bulk_create(
        Allotment(document=root.document, parent=root, division_id=each.division_id, project=each) for each in projects
    )
    amounts = [rounded(root.received * weight / sum(weights)) for weight in weights[:-1]]
    amounts.append(root.received - sum(amounts))
    lines = [
        Line(kind=EntryKind.ALLOCATION, allotment=pot, giver=root, amount=amount)
        for pot, amount in zip(pots, amounts, strict=True)
    ]
    _post(ActKind.ALLOCATE, lines, on=went.allotted_on, by=by, today=today)
    return list(zip(pots, amounts, strict=True))


def _contracted(projects: Sequence[Project], sums: Sequence[Decimal], went: Spent, drawer: User) -> list[ContractPart]:
    """A budget approved above the money, and one construction contract for each project, settled at its price."""
    paired = list(zip(projects, sums, strict=True))
    ProjectAccount.objects.bulk_create(ProjectAccount(project=p, approved=rounded(s * BUDGET)) for p, s in paired)
    _kept([_review(p, rounded(s * BUDGET), went, drawer) for p, s in paired], by=drawer)
    contracts = [
        Contract(
            division_id=project.division_id,
            kind=ContractKind.CONSTRUCTION,
            number=f"示例施工-{project.number}",
            name=f"{project}施工合同",
            party=COMPANIES[place % len(COMPANIES)][0],
            credit_code=COMPANIES[place % len(COMPANIES)][1],
            signed_on=went.signed_on,
            created_by=drawer,
        )
        for place, project in enumerate(projects)
    ]
    _kept(contracts, by=drawer)
    parts = ContractPart.objects.bulk_create(
        ContractPart(contract=contract, project=project, settled=rounded(total * PRICE), settled_on=went.paid_on)
        for contract, (project, total) in zip(contracts, paired, strict=True)
    )
    ContractChange.objects.bulk_create(
        ContractChange(
            key=uuid4(),
            part=part,
            kind=ChangeKind.ORIGINAL,
            amount=rounded(total * PRICE),
            on=went.signed_on,
            by=drawer,
        )
        for part, total in zip(parts, sums, strict=True)
    )
    return parts


def _review(project: Project, approved: Decimal, went: Spent, drawer: User) -> BudgetReview:
    return BudgetReview(
        project=project,
        number=1,
        status=ReviewStatus.APPROVED,
        submitted_on=went.allotted_on,
        submitted_amount=rounded(approved / (1 - CUT_BACK)),
        agency="示例工程造价咨询有限公司",
        approved_on=went.signed_on,
        approved_amount=approved,
        document=f"示例评审〔{went.signed_on.year}〕{project.number[-3:]}号",
        note=REASON,
        submitted_by=drawer,
        decided_by=drawer,
    )


def _paid(
    part: ContractPart,
    own: Sequence[tuple[Allotment, Decimal]],
    went: Spent,
    *,
    behind: bool,
    drawer: User,
    by: User,
    today: date,
) -> None:
    """The settlement of a project, out of each of its allotments; a tenth less where it is behind."""
    amounts = [rounded(amount * 9 / 10) if behind else amount for _, amount in own]
    requests = [
        PaymentRequest(
            key=uuid4(),
            number=f"ZF{went.paid_on.year}-{part.project.number[-10:]}-{place}",
            part=part,
            allotment=pot,
            project_id=part.project_id,
            division_id=pot.division_id,
            kind=RequestKind.SETTLEMENT,
            use=Use.INFRASTRUCTURE if pot.document.source == Source.CENTRAL_BUDGET else went.use,
            amount=amount,
            granted=amount,
            physical=100,
            note=REASON,
            status=RequestStatus.APPROVED,
            created_by=drawer,
            decided_by=by,
            decided_on=went.paid_on,
        )
        for place, ((pot, _), amount) in enumerate(zip(own, amounts, strict=True), start=1)
    ]
    _kept(requests, by=by)
    lines = [
        Line(kind=EntryKind.PAYMENT, allotment=pot, amount=request.granted, part=part, request=request)
        for (pot, _), request in zip(own, requests, strict=True)
    ]
    _post(ActKind.PAY, lines, on=went.paid_on, by=by, today=today, voucher=f"示例-{part.pk:04}")
    PaymentRequest.objects.filter(pk__in=[each.pk for each in requests]).update(status=RequestStatus.PAID)


def _kept(rows: Sequence[Model], *, by: User) -> None:
    bulk_create_with_history(rows, type(rows[0]), default_user=by, default_change_reason=REASON)


def _post(kind: ActKind, lines: Sequence[Line], *, on: date, by: User, today: date, voucher: str = "") -> None:
    key = uuid4()
    ledger.post(
        key=key,
        digest=ledger.digest_of(key),
        kind=kind,
        on=on,
        lines=lines,
        by=by,
        today=today,
        reason=REASON,
        voucher=voucher,
    )
