"""Which shares give a project more than it is approved for, or money where nothing is owed: asked about once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.db.models import Count, DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum

from core.units import rounded
from funding.models import Allotment, ContractPart, ProjectAccount
from funding.selectors.recipients import Recipient
from funding.warning_rules import wan
from projects.models import Project

NOTHING = Decimal(0)
YUAN = DecimalField(max_digits=20, decimal_places=2)


def questions(shares: Iterable[tuple[Recipient, Decimal]]) -> list[str]:
    """One sentence for each project that is given more, by all its allotments together, than its approved budget, or
    whose contracts are all settled and paid. Three queries at most."""
    given: dict[Project, Decimal] = defaultdict(Decimal)
    for to, amount in shares:
        if isinstance(to, Project):
            given[to] += amount
    if not given:
        return []
    ids = [project.pk for project in given]
    held, approved, paid_off = _held(ids), _approved(ids), _paid_off(ids)
    found = [
        _too_much(project, held.get(project.pk, NOTHING), amount, approved.get(project.pk))
        or _nothing_owed(project, paid_off.get(project.pk))
        for project, amount in given.items()
    ]
    return [each for each in found if each]


def over_allotted(prefix: str) -> QuerySet[ProjectAccount]:
    """Accounts with `allotted`, what all allotments of the project received, above the approved budget."""
    pots = Allotment.objects.filter(project=OuterRef("project")).order_by().values("project")
    allotted = Subquery(pots.annotate(total=Sum("received")).values("total"), output_field=YUAN)
    accounts = ProjectAccount.objects.within(prefix).annotate(allotted=allotted)
    return accounts.filter(allotted__gt=F("approved")).select_related("project").order_by("pk")


def _too_much(project: Project, held: Decimal, amount: Decimal, approved: Decimal | None) -> str:
    total = rounded(held + amount)
    if approved is None or total <= approved:
        return ""
    return (
        f"“{project}”批复预算 {wan(approved)}，各笔资金已安排 {wan(held)}，加上本次 {wan(amount)} 共 {wan(total)}，"
        f"超出 {wan(total - approved)}。"
    )


def _nothing_owed(project: Project, contracted: Decimal | None) -> str:
    if contracted is None:
        return ""
    return f"“{project}”的合同已全部结算并付清（合计 {wan(contracted)}），没有待付的合同价款。"


def _held(projects: Iterable[int]) -> Mapping[int, Decimal]:
    pots = Allotment.objects.filter(project__in=projects).order_by().values("project")
    return dict(pots.annotate(total=Sum("received")).values_list("project", "total"))


def _approved(projects: Iterable[int]) -> Mapping[int, Decimal]:
    accounts = ProjectAccount.objects.filter(project__in=projects, approved__isnull=False)
    return dict(accounts.values_list("project", "approved"))


def _paid_off(projects: Iterable[int]) -> Mapping[int, Decimal]:
    """What the contracts come to, of projects with contracts that are all settled and paid to the last."""
    owing = Q(settled=None) | Q(paid__lt=F("amount"))
    parts = ContractPart.objects.filter(project__in=projects, amount__gt=0).order_by().values("project")
    rows = parts.annotate(owed=Count("pk", filter=owing), total=Sum("amount")).filter(owed=0)
    return dict(rows.values_list("project", "total"))
