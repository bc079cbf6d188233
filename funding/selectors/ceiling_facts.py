"""What the ceilings of a payment look at, read once, and what one of them says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum

from core.units import rounded
from funding.choices import EntryKind, RequestStatus
from funding.models import Allotment, ContractPart, FundEntry, PaymentRequest, PaymentRule, ProjectAccount, SourceRule
from funding.selectors import rules
from projects.choices import Source

COUNTED = (RequestStatus.APPROVED, RequestStatus.PAID)
GRANTED, WAITING = Q(status=RequestStatus.APPROVED), Q(status=RequestStatus.SUBMITTED)
NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is to be paid, as at a day. `request_id`: what this request itself has reserved is not held against it."""

    part: ContractPart
    allotment: Allotment
    kind: str
    use: str
    amount: Decimal
    on: date
    out_of_scope: Decimal = NOTHING
    done_value: Decimal | None = None
    request_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Ceiling:
    """One bound: `left` may still be paid under it (None: it is met and bounds no amount), `refusal`: nothing may."""

    name: str
    working: str
    left: Decimal | None = None
    basis: str = ""
    refusal: str = ""
    url: str = ""
    decides: bool = False
    waiting: Decimal = NOTHING  # asked for under it by requests that wait for review: told, not counted

    def is_exceeded_by(self, amount: Decimal) -> bool:
        return bool(self.refusal) or (self.left is not None and amount > self.left)


@dataclass(frozen=True, kw_only=True)
class Reserved:
    """What other requests have been granted and not been paid yet, or ask for and wait for review."""

    allotment: Decimal
    part: Decimal
    project: Decimal
    source: Decimal


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Everything a ceiling looks at, read once: six queries."""

    asked: Asked
    account: ProjectAccount | None
    source_rule: SourceRule | None
    payment_rule: PaymentRule
    reserved: Reserved
    waiting: Reserved
    by_kind: Mapping[str, Decimal]
    waiting_by_kind: Mapping[str, Decimal]
    last_done: Decimal | None
    source_paid: Decimal

    @property
    def source(self) -> Source:
        return Source(self.asked.allotment.document.source)

    @property
    def approved(self) -> Decimal | None:
        return self.account.approved if self.account else None

    @property
    def so_far(self) -> Decimal:
        """Of the contract part: paid, or granted to others."""
        return self.asked.part.paid + self.reserved.part


def of_request(request: PaymentRequest, *, on: date, amount: Decimal | None = None) -> Asked:
    """What a request asks for on a day; `amount` where the bureau grants another sum."""
    return Asked(
        part=request.part,
        allotment=request.allotment,
        kind=request.kind,
        use=request.use,
        amount=request.amount if amount is None else amount,
        on=on,
        out_of_scope=request.out_of_scope,
        done_value=request.done_value,
        request_id=request.pk,
    )


def facts_of(asked: Asked) -> Facts:
    project, source = asked.part.project_id, asked.allotment.document.source
    paid_out = FundEntry.objects.filter(kind=EntryKind.PAYMENT, project=project, source=source, part__isnull=False)
    division_code = asked.part.project.division_id
    (by_kind, waiting_by_kind), last_done = _of_part(asked)
    reserved, waiting = _of_others(asked)
    return Facts(
        asked=asked,
        account=ProjectAccount.objects.filter(project=project).first(),
        source_rule=rules.source_rule(source=source, division_code=division_code, on=asked.on),
        payment_rule=rules.payment_rule(division_code=division_code, on=asked.on),
        reserved=reserved,
        waiting=waiting,
        by_kind=by_kind,
        waiting_by_kind=waiting_by_kind,
        last_done=last_done,
        source_paid=_yuan(paid_out.aggregate(total=Sum("amount"))["total"]),
    )


def _others(asked: Asked) -> QuerySet[PaymentRequest]:
    return PaymentRequest.objects.exclude(pk=asked.request_id) if asked.request_id else PaymentRequest.objects.all()


def _of_others(asked: Asked) -> tuple[Reserved, Reserved]:
    """What the project's other requests were granted and what they ask for. One query."""
    about = {
        "allotment": Q(allotment=asked.allotment),
        "part": Q(part=asked.part),
        "project": Q(project=asked.part.project_id),
        "source": Q(allotment__document__source=asked.allotment.document.source),
    }
    sums = (
        _others(asked)
        .filter(project=asked.part.project_id)
        .aggregate(
            **{f"granted_{name}": Sum("granted", filter=GRANTED & which) for name, which in about.items()},
            **{f"asked_{name}": Sum("amount", filter=WAITING & which) for name, which in about.items()},
        )
    )
    granted, waiting = ({name: _yuan(sums[f"{state}_{name}"]) for name in about} for state in ("granted", "asked"))
    return Reserved(**granted), Reserved(**waiting)


def _of_part(asked: Asked) -> tuple[tuple[dict[str, Decimal], dict[str, Decimal]], Decimal | None]:
    """Of the contract part, by kind of payment: what was granted, what waits; and the last value of works done."""
    counted = Q(status__in=COUNTED)
    rows = _others(asked).filter(counted | WAITING, part=asked.part).order_by().values("kind")
    sums = {"total": Sum("granted", filter=counted), "waits": Sum("amount", filter=WAITING)}
    found: list[Any] = list(rows.annotate(**sums, done=Max("done_value", filter=counted)))
    done = [each["done"] for each in found if each["done"] is not None]
    granted, waiting = ({each["kind"]: _yuan(each[name]) for each in found} for name in sums)
    return (granted, waiting), max(done, default=None)


def _yuan(total: Any) -> Decimal:
    return rounded(Decimal(total or 0))


def minus(words: str, amount: Decimal) -> str:
    """A part of the working that is said only where there is something."""
    return f" − {words} {amount:,.2f}" if amount else ""
