"""Table (6): one project's money on one sheet: sources, budget reviews, contracts, payments, contributions."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Q, Sum
from django.urls import reverse

from core.errors import DomainError
from core.units import rounded
from funding.choices import AS_SIGNED, EntryKind, ReportTable, ReviewStatus
from funding.fund_reports import payments, sources
from funding.fund_reports.asked import Asked
from funding.fund_reports.sheet import Block, Column, CutBack, Minus, Plus, Rate, Row, Sheet, Sort, added, filled
from funding.fund_reports.words import DEFINED, sheet_of
from funding.models import BudgetReview, ContractChange, ContractPart, Contribution
from projects.models import Project

REVIEWS = (
    Column(key="number", head="次数", sort=Sort.COUNT),
    Column(key="kind", head="类别"),
    Column(key="submitted_on", head="日期", top="送审", sort=Sort.DATE),
    Column(key="submitted", head="金额", top="送审", sort=Sort.MONEY, summed=False),
    Column(key="agency", head="评审机构", top="送审"),
    Column(key="approved_on", head="日期", top="批复", sort=Sort.DATE),
    Column(key="approved", head="金额", top="批复", sort=Sort.MONEY, summed=False),
    Column(key="cut", head="核减率", top="批复", sort=Sort.RATE, derived=CutBack("submitted", "approved")),
    Column(key="document", head="文号", top="批复"),
    Column(key="status", head="状态"),
)
CONTRACTS = (
    Column(key="number", head="合同编号", top="合同"),
    Column(key="name", head="合同名称", top="合同"),
    Column(key="party", head="承包（供应）单位", top="合同"),
    Column(key="code", head="统一社会信用代码", top="合同", width=21),
    Column(key="signed_on", head="签订日期", top="合同", sort=Sort.DATE),
    Column(key="original", head="原合同价", top="价款", sort=Sort.MONEY),
    Column(key="changes", head="变更、结算调整", top="价款", sort=Sort.MONEY),
    Column(key="amount", head="合同价款", top="价款", sort=Sort.MONEY, derived=Plus(("original", "changes"))),
    Column(key="paid", head="已拨付", top="支付", sort=Sort.MONEY),
    Column(key="unpaid", head="未拨付", top="支付", sort=Sort.MONEY, derived=Minus("amount", "paid")),
    Column(key="rate", head="支付率", top="支付", sort=Sort.RATE, derived=Rate("paid", "amount")),
)
GIVEN = (
    Column(key="giver", head="出资方", top="出资"),
    Column(key="source", head="来源", top="出资"),
    Column(key="given_as", head="方式", top="出资"),
    Column(key="promised", head="议定金额（折价）", top="金额", sort=Sort.MONEY),
    Column(key="received", head="已收到", top="金额", sort=Sort.MONEY),
    Column(key="rate", head="到位率", top="金额", sort=Sort.RATE, derived=Rate("received", "promised")),
)


def card(asked: Asked) -> Sheet:
    """Refused: without a project."""
    project = asked.project
    if project is None:
        raise DomainError("请先选定项目，再看项目资金卡。")
    blocks = (
        sources.of_project(asked),
        _reviews(asked, project),
        _contracts(asked, project),
        payments.of_project(asked),
        _given(asked, project),
    )
    status, implementer = project.get_status_display(), project.implementer or "未定"
    facts = (f"项目编号：{project.number}　　实施主体：{implementer}　　状态：{status}",)
    notes = (DEFINED["allotted"], DEFINED["paid"], "出资中的投劳、捐物按折价列示，不进入资金账。")
    return sheet_of(
        asked,
        ReportTable.CARD,
        *blocks,
        title=f"{project.name.removesuffix('项目')}项目资金卡",
        facts=facts,
        notes=notes,
    )


def _reviews(asked: Asked, project: Project) -> Block:
    rows = []
    for review in BudgetReview.objects.filter(project=project, submitted_on__lte=asked.as_at).order_by("number"):
        decided = review.approved_on is not None and review.approved_on <= asked.as_at
        waiting = review.approved_on is not None and not decided  # it was approved later than the date asked for
        cells = {
            "number": review.number,
            "kind": review.get_kind_display(),
            "submitted_on": review.submitted_on,
            "submitted": review.submitted_amount,
            "agency": review.agency,
            "approved_on": review.approved_on if decided else None,
            "approved": review.approved_amount if decided else None,
            "document": review.document if decided else "",
            "status": ReviewStatus.SUBMITTED.label if waiting else review.get_status_display(),
        }
        rows.append(
            Row(cells=filled(REVIEWS, cells), links={"approved": _funds(project), "submitted": _funds(project)})
        )
    return Block(title="二、概（预）算评审", columns=REVIEWS, rows=rows, named=2, empty="还没有送审。")


def _contracts(asked: Asked, project: Project) -> Block:
    """Only contracts signed by the date."""
    parts = ContractPart.objects.filter(project=project, contract__signed_on__lte=asked.as_at)
    costs: dict[int, dict[bool, Decimal]] = defaultdict(dict)
    changes = ContractChange.objects.filter(part__in=parts.values("pk"), on__lte=asked.as_at).order_by()
    for part, kind, amount in changes.values_list("part", "kind").annotate(Sum("amount")):
        is_original = kind in AS_SIGNED
        costs[part][is_original] = costs[part].get(is_original, Decimal(0)) + rounded(Decimal(amount))
    paid = asked.counted.filter(kind=EntryKind.PAYMENT).order_by().values_list("part").annotate(Sum("amount"))
    out = {part: rounded(Decimal(amount)) for part, amount in paid}
    rows = []
    for part in parts.select_related("contract").order_by("contract__signed_on", "pk"):
        contract, page = part.contract, part.get_absolute_url()
        cells = {
            "number": contract.number,
            "name": contract.name,
            "party": contract.party,
            "code": contract.credit_code,
            "signed_on": contract.signed_on,
            "original": costs[part.pk].get(True, Decimal(0)),
            "changes": costs[part.pk].get(False, Decimal(0)),
            "paid": out.get(part.pk, Decimal(0)),
        }
        paid_by = asked.link("paid", project=project.pk, contract=contract.pk)
        links = {"number": page, "original": page, "changes": page, "amount": page, "paid": paid_by}
        rows.append(Row(cells=filled(CONTRACTS, cells), links=links))
    total = Row(cells=filled(CONTRACTS, added(CONTRACTS, rows), is_total=True), label="合计")
    return Block(
        title="三、合同", columns=CONTRACTS, rows=rows, total=total if rows else None, named=5, empty="还没有合同。"
    )


def _given(asked: Asked, project: Project) -> Block:
    until = Sum("receipts__amount", filter=Q(receipts__on__lte=asked.as_at))
    rows = []
    for each in Contribution.objects.filter(project=project).annotate(until=until).order_by("pk"):
        cells = {
            "giver": each.giver,
            "source": each.get_source_display(),
            "given_as": each.get_given_as_display(),
            "promised": each.promised,
            "received": rounded(Decimal(each.until or 0)),
        }
        rows.append(
            Row(cells=filled(GIVEN, cells), links=dict.fromkeys(("giver", "received"), each.get_absolute_url()))
        )
    total = Row(cells=filled(GIVEN, added(GIVEN, rows), is_total=True), label="合计")
    return Block(
        title="五、出资", columns=GIVEN, rows=rows, total=total if rows else None, named=3, empty="没有登记出资。"
    )


def _funds(project: Project) -> str:
    return reverse("funding:project_funds", args=[project.pk])
