"""Reads for the pages of payment requests."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from accounts.models import User
from accounts.permissions import Permission
from core.models import AuditEntry
from deadlines.models import Deadline
from divisions.territory import ancestors
from funding.choices import RequestStatus
from funding.due import REQUEST
from funding.models import Allotment, ContractPart, FundEntry, PaymentRequest, SourceRule
from funding.physical import of_projects
from projects.models import Project

SHOWN_WITH = (
    "project",
    "division",
    "part__contract",
    "part__project__implementer",
    "allotment__document__division",
    "created_by__organisation",
    "decided_by",
)
WITH_UNIT = (RequestStatus.DRAFT, RequestStatus.RETURNED)
WITH_BUREAU = (RequestStatus.SUBMITTED, RequestStatus.APPROVED)
MOST_ACTS = 100
NO_PAPER = "没有附件：未附发票、工程量确认单等。"


@dataclass(frozen=True)
class Pot:
    """Money of a project that a request may be paid from: what is left, 元, and what its source may pay for."""

    allotment: Allotment
    rule: SourceRule | None

    @property
    def uses(self) -> str:
        return "、".join(use.label for use in self.rule.use_list) if self.rule else "尚未规定用途，不能支付"


def pots_of(project: Project, *, on: date, chosen: int | None = None) -> list[Pot]:
    """The project's allotments with money left, and the one chosen before. Two queries, however many."""
    found = Allotment.objects.filter(project=project).with_left().select_related("document__division")
    pots = list(found.filter(Q(left_over__gt=0) | Q(pk=chosen)).order_by("pk"))
    rules = _rules_of({pot.document.source for pot in pots}, project.division_id, on)
    return [Pot(pot, rules.get(pot.document.source)) for pot in pots]


def _rules_of(sources: Iterable[str], division_code: str, on: date) -> dict[str, SourceRule]:
    """The rule in force for each source: the nearest division's newest."""
    line = ancestors(division_code)
    rules = SourceRule.objects.filter(source__in=list(sources), division__in=line, since__lte=on).order_by("since")
    newest = {(rule.source, rule.division_id): rule for rule in rules}
    found: dict[str, SourceRule] = {}
    for code in reversed(line):
        found |= {source: rule for (source, division), rule in newest.items() if division == code}
    return found


def requests_listed(user: User) -> QuerySet[PaymentRequest]:
    """With the day its review is due, and the day and voucher of its payment."""
    due = Deadline.objects.open().filter(kind=REQUEST, subject_type=PaymentRequest._meta.label)
    paid = FundEntry.objects.filter(request=OuterRef("pk"), amount__gt=0)
    return (
        PaymentRequest.objects.for_user(user)
        .select_related(*SHOWN_WITH)
        .annotate(
            due_on=Subquery(due.filter(subject_id=OuterRef("pk")).values("due_on")[:1]),
            paid_on=Subquery(paid.values("on")[:1]),
            voucher=Subquery(paid.values("act__voucher")[:1]),
        )
    )


def waiting_for(user: User) -> Q:
    """Whose turn it is: the bureau's to review and to pay, the unit's to finish what it began or got back."""
    turn = Q(pk=None)
    if user.may(Permission.REVIEW_PAYMENTS):
        turn |= Q(status__in=WITH_BUREAU)
    if user.may(Permission.FILL_FUNDS) and user.organisation_id:
        turn |= Q(status__in=WITH_UNIT, created_by__organisation=user.organisation_id)
    return turn


def numbers_waiting(user: User) -> dict[str, int]:
    """How many wait for this person, by status. One query."""
    statuses = (*WITH_BUREAU, RequestStatus.RETURNED)
    waiting = PaymentRequest.objects.for_user(user).filter(waiting_for(user)).order_by()
    return waiting.aggregate(**{each.value: Count("pk", filter=Q(status=each)) for each in statuses})


def holder(request: PaymentRequest) -> str:
    """With whom it lies now; nothing where it is done."""
    if request.status in WITH_UNIT:
        return str(request.created_by.organisation or request.created_by)
    if request.status == RequestStatus.SUBMITTED:
        return "财政部门审核"
    return "财政部门拨付" if request.status == RequestStatus.APPROVED else ""


def doubts_of(request: PaymentRequest) -> list[str]:
    """What does not forbid it and should be looked at before it is handed in, approved or paid."""
    if request.status not in (*WITH_UNIT, *WITH_BUREAU):
        return []
    found = [] if request.papers.shown().exists() else [NO_PAPER]
    reported = of_projects([request.project_id]).get(request.project_id)
    if reported and reported.invested is not None and (request.done_value or 0) > reported.invested:
        found.append(
            f"累计完成产值 {request.done_value:,.2f} 元，大于{reported.source}的累计完成投资 "
            f"{reported.invested:,.2f} 元，请核对工程量确认单。"
        )
    return found


def acts_of(request: PaymentRequest) -> list[AuditEntry]:
    """Who did what with it, newest first, each with its reason."""
    acts = AuditEntry.objects.filter(subject_type=PaymentRequest._meta.label, subject_id=str(request.pk))
    return list(acts.select_related("by")[:MOST_ACTS])


def entries_of(request: PaymentRequest) -> list[FundEntry]:
    """Its payment, and what took it back."""
    return list(FundEntry.objects.filter(request=request).select_related("act__by", "reverses__act").order_by("pk"))


def last_asked(part: ContractPart) -> PaymentRequest | None:
    """The newest request of the part that counts, for the figures of the next one."""
    counted = PaymentRequest.objects.filter(part=part).exclude(status=RequestStatus.CANCELLED)
    return counted.order_by("-pk").first()


def rate_of(paid: Decimal, whole: Decimal | None) -> Decimal | None:
    """支付率, per cent."""
    return paid * 100 / whole if whole else None
