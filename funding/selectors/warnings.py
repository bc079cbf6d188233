"""Warnings for lists and pages, and the figures that each speaks of."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse

from accounts.models import User
from funding import links
from funding.choices import EntryKind, WarningKind
from funding.models import Allotment, ContractPart, FundWarning, ProjectAccount
from funding.warning_rules import wan

RELATED = ("project", "division__parent", "allotment__document", "part__contract", "answered_by")


@dataclass(frozen=True)
class Counts:
    """Of those that stand: how many, and how many of them nobody has answered."""

    standing: int
    unanswered: int


@dataclass(frozen=True)
class Figure:
    """One figure of the page, in words with its unit, and where it comes from."""

    title: str
    amount: str
    url: str = ""


def warnings_listed(user: User) -> QuerySet[FundWarning]:
    return FundWarning.objects.for_user(user).select_related(*RELATED)


def counts(user: User) -> Counts:
    """For the overview. One query."""
    found = (
        FundWarning.objects.for_user(user).standing().aggregate(all=Count("pk"), open=Count("pk", filter=Q(answer="")))
    )
    return Counts(found["all"], found["open"])


def history_of(warning: FundWarning) -> QuerySet:
    """What became of it, the newest first."""
    return warning.history.select_related("history_user").order_by("-history_id")


def about(warning: FundWarning) -> str:
    """What it is about, for the list."""
    if warning.part:
        return str(warning.part.contract)
    if warning.kind == WarningKind.UNUSED and warning.project:
        return f"{warning.allotment.document}：{warning.project}"
    if warning.allotment:
        return str(warning.allotment.document)
    return str(warning.project or warning.division)


def figures(warning: FundWarning) -> list[Figure]:
    """The money as it stands now, each figure with the entries behind it."""
    if warning.part:
        return _of_part(warning.part)
    if warning.kind == WarningKind.PAST_USE_BY and warning.allotment:
        return _of_document(warning.allotment)
    if warning.allotment:
        return _of_pot(warning.allotment)
    account = ProjectAccount.objects.filter(project=warning.project_id).first()
    return _of_account(account) if account else []


def _of_part(part: ContractPart) -> list[Figure]:
    page = part.get_absolute_url()
    paid = links.entries(contract=part.contract_id, project=part.project_id, kind=EntryKind.PAYMENT)
    settled = "尚未登记" if part.settled is None else wan(part.settled)
    return [
        Figure("合同价款", wan(part.amount), page),
        Figure("结算价", settled, page),
        Figure("已拨付", wan(part.paid), paid),
        Figure("支付申请", "查看", f"{reverse('funding:request_list')}?project={part.project_id}"),
    ]


def _of_pot(pot: Allotment) -> list[Figure]:
    page = pot.get_absolute_url()
    return [
        Figure("收到", wan(pot.received), page),
        Figure("已分配", wan(pot.passed), page),
        Figure("已拨付", wan(pot.paid), links.entries(allotment=pot.pk, kind=EntryKind.PAYMENT)),
        Figure("结余", wan(pot.left), page),
    ]


def _of_document(root: Allotment) -> list[Figure]:
    """Of the whole document: what came, what was paid from whichever hands, what is left."""
    pots = list(Allotment.objects.filter(document=root.document_id))
    paid, left = sum(pot.paid for pot in pots), sum(pot.left for pot in pots)
    document = {"document": root.document_id}
    return [
        Figure("到账", wan(root.received), links.entries(**document, kind=EntryKind.RECEIPT)),
        Figure("已拨付", wan(paid), links.entries(**document, kind=EntryKind.PAYMENT)),
        Figure("未使用", wan(left), root.document.get_absolute_url()),
    ]


def _of_account(account: ProjectAccount) -> list[Figure]:
    page = reverse("funding:project_funds", args=[account.project_id])
    contracts = f"{reverse('funding:contract_list')}?project={account.project_id}"
    pots = Allotment.objects.filter(project=account.project_id)
    allotted = pots.aggregate(total=Sum("received"))["total"] or Decimal(0)
    approved = "尚未批复" if account.approved is None else wan(account.approved)
    return [
        Figure("批复预算", approved, page),
        Figure("合同价款合计", wan(account.contracted), contracts),
        Figure("各笔资金合计", wan(allotted), links.entries(project=account.project_id, step="projects")),
        Figure("已拨付", wan(account.paid), links.entries(project=account.project_id, kind=EntryKind.PAYMENT)),
    ]
