"""Contracts with their sums, and one contract with its parts, changes and payment requests; 元."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, DecimalField, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from accounts.models import User
from core.models import AuditEntry
from funding import contract_policies, links, policies
from funding.choices import AS_SIGNED, EntryKind, RequestStatus
from funding.models import Contract, ContractChange, ContractPart, PaymentRequest, ProjectAccount
from funding.selectors.accounts import budget_words, rate_of
from projects.models import Project

NOTHING = Decimal(0)
YUAN = DecimalField(max_digits=20, decimal_places=2)


@dataclass(frozen=True, kw_only=True)
class PartShown:
    """What a contract costs for one project, and what the person may see and do of it."""

    part: ContractPart
    account: ProjectAccount
    original: Decimal
    requests: Sequence[PaymentRequest]
    is_seen: bool  # the project is in her territory
    may_fill: bool

    @property
    def changed(self) -> Decimal:
        return self.part.amount - self.original

    @property
    def left(self) -> Decimal:
        return self.part.amount - self.part.paid

    @property
    def may_correct(self) -> bool:
        return self.may_fill and contract_policies.is_correctable(self.part)

    @property
    def rate(self) -> Decimal | None:
        return rate_of(self.part.paid, self.part.amount)

    @property
    def payments(self) -> str:
        """Where its payments are listed."""
        names = {"contract": self.part.contract_id, "project": self.part.project_id}
        return links.entries(**names, kind=EntryKind.PAYMENT)

    @property
    def over_budget(self) -> bool:
        return self.account.approved is not None and self.account.contracted > self.account.approved

    @property
    def budget(self) -> str:
        """The project's ceiling in words."""
        return budget_words(self.account)


def contracts_listed(user: User) -> QuerySet[Contract]:
    """Each with `amount`, `original`, `changed`, `paid`, `settled` (of the parts settled) and `unsettled` (parts)."""
    of_this = ContractPart.objects.filter(contract=OuterRef("pk")).order_by().values("contract")
    signed = ContractChange.objects.filter(part__contract=OuterRef("pk"), kind__in=AS_SIGNED).order_by()

    def total(name: str) -> Coalesce:
        found = Subquery(of_this.annotate(total=Sum(name)).values("total"), output_field=YUAN)
        return Coalesce(found, NOTHING, output_field=YUAN)

    original = Subquery(
        signed.values("part__contract").annotate(total=Sum("amount")).values("total"), output_field=YUAN
    )
    settled = Subquery(of_this.annotate(total=Sum("settled")).values("total"), output_field=YUAN)
    unsettled = of_this.annotate(open=Count("pk", filter=Q(settled=None))).values("open")
    parts = Prefetch("parts", ContractPart.objects.select_related("project"))
    return (
        Contract.objects.for_user(user)
        .annotate(
            amount=total("amount"),
            original=Coalesce(original, NOTHING, output_field=YUAN),
            paid=total("paid"),
            settled=settled,
            unsettled=Coalesce(Subquery(unsettled), 0),
        )
        .annotate(changed=F("amount") - F("original"))
        .prefetch_related(parts)
    )


def parts_shown(contract: Contract, *, user: User) -> list[PartShown]:
    """Its parts in order. A street sees the whole lot in which it has a part; of its neighbour's only the sums."""
    related = ("contract", "project__division", "project__implementer")
    parts = list(contract.parts.select_related(*related).order_by("pk"))
    projects = [part.project_id for part in parts]
    seen = set(Project.objects.for_user(user).filter(pk__in=projects).values_list("pk", flat=True))
    held = {row.project_id: row for row in ProjectAccount.objects.filter(project__in=projects)}
    signed = ContractChange.objects.filter(part__in=parts, kind__in=AS_SIGNED).order_by().values_list("part")
    original = dict(signed.annotate(total=Sum("amount")))
    requests = defaultdict(list)
    asked = PaymentRequest.objects.for_user(user).filter(part__in=parts).exclude(status=RequestStatus.CANCELLED)
    for request in asked.select_related("allotment__document").order_by("-pk"):
        requests[request.part_id].append(request)
    return [
        PartShown(
            part=part,
            account=held.get(part.project_id) or ProjectAccount(project=part.project),
            original=original.get(part.pk, NOTHING),
            requests=requests[part.pk],
            is_seen=part.project_id in seen,
            may_fill=part.project_id in seen and policies.can_fill(user, part.project),
        )
        for part in parts
    ]


def changes_of(contract: Contract) -> list[ContractChange]:
    """What made up its sums, in the order in which it was entered."""
    rows = ContractChange.objects.filter(part__contract=contract)
    return list(rows.select_related("part__project", "by").order_by("pk"))


def acts_of(contract: Contract) -> list[AuditEntry]:
    """What was done to it, by whom and why, newest first."""
    acts = AuditEntry.objects.filter(subject_type=Contract._meta.label, subject_id=str(contract.pk))
    return list(acts.select_related("by").order_by("-at", "-pk"))


def contracts_of(project: Project, *, user: User) -> list[ContractPart]:
    """The project's parts of contracts, with `original`: the price as signed."""
    signed = ContractChange.objects.filter(part=OuterRef("pk"), kind__in=AS_SIGNED).order_by().values("part")
    original = Subquery(signed.annotate(total=Sum("amount")).values("total"), output_field=YUAN)
    rows = ContractPart.objects.for_user(user).filter(project=project).select_related("contract")
    return list(rows.annotate(original=original).order_by("contract__signed_on", "pk"))


@dataclass(frozen=True)
class Totals:
    """All parts of one contract together, 元."""

    original: Decimal
    amount: Decimal
    paid: Decimal

    @property
    def changed(self) -> Decimal:
        return self.amount - self.original

    @property
    def left(self) -> Decimal:
        return self.amount - self.paid

    @property
    def rate(self) -> Decimal | None:
        return rate_of(self.paid, self.amount)


def totals_of(parts: Sequence[PartShown]) -> Totals:
    return Totals(
        original=sum((each.original for each in parts), NOTHING),
        amount=sum((each.part.amount for each in parts), NOTHING),
        paid=sum((each.part.paid for each in parts), NOTHING),
    )
