"""Table (4): what was paid in the span, one line per entry; what was reversed stands as a negative line on its day."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum
from django.urls import reverse

from core.units import rounded
from funding.choices import EntryKind, ReportTable, RequestKind
from funding.fund_reports.asked import Asked
from funding.fund_reports.sheet import Block, Column, Row, Sheet, Sort
from funding.fund_reports.words import day, sheet_of
from funding.models import FundEntry
from projects.choices import Source

AT_A_TIME = 5_000
COLUMNS = (
    Column(key="on", head="日期", top="凭证", sort=Sort.DATE, width=12),
    Column(key="act__voucher", head="凭证号", top="凭证", width=12),
    Column(key="request__kind", head="款项", top="凭证", width=9),
    Column(key="amount", head="金额", top="凭证", sort=Sort.MONEY, width=15),
    Column(key="document__number", head="指标文件", top="资金", width=20),
    Column(key="source", head="资金来源", top="资金", width=16),
    Column(key="project__name", head="项目", width=26),
    Column(key="part__contract__number", head="合同", width=22),
    Column(key="part__contract__party", head="名称", top="收款单位", width=26),
    Column(key="part__contract__credit_code", head="统一社会信用代码", top="收款单位", width=21),
    Column(key="reverses_id", head="备注", width=8),
)
READ = (
    *(column.key for column in COLUMNS),
    "act_id",
    "document_id",
    "project_id",
    "part__contract_id",
    "instalment__subsidy__company",
    "instalment__subsidy_id",
)
NOTES = (
    "按拨付凭证的业务日期列示；冲销列为负数，日期为冲销日期。合计为期内拨付净额。",
    "物业费补贴没有合同，收款单位为物业服务单位。",
)
FEE, REVERSAL = "物业费补贴", "冲销"


class Payments:
    """The lines of these entries, read from the database piece by piece: a year may have a million."""

    def __init__(self, entries: QuerySet[FundEntry]) -> None:
        self.entries = entries.filter(kind=EntryKind.PAYMENT).order_by("on", "pk")
        self.count = self.entries.count()

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Row]:
        for facts in self.entries.values(*READ).iterator(chunk_size=AT_A_TIME):
            yield Row(cells=_cells(facts))

    def __getitem__(self, part: slice, /) -> Sequence[Row]:
        return [Row(cells=_cells(facts), links=_links(facts)) for facts in self.entries.values(*READ)[part]]

    def total(self, columns: Sequence[Column], links: dict[str, str]) -> Row | None:
        if not self.count:
            return None
        paid = self.entries.aggregate(paid=Sum("amount"))["paid"]
        return Row(cells={"amount": rounded(Decimal(paid))}, links=links, label="合计")


def payments(asked: Asked) -> Sheet:
    """All payments of the span."""
    rows = Payments(asked.entries.filter(on__gte=asked.since, on__lte=asked.as_at))
    links = {"amount": asked.link("paid", in_span=True)}
    block = Block(
        columns=COLUMNS,
        rows=rows,
        total=rows.total(COLUMNS, links),
        named=3,
        empty="这段时间没有拨付。可以把起始日期提前。",
    )
    year = (f"只统计{asked.year}预算年度的文件。",) if asked.year else ()
    span = f"{day(asked.since)}至{day(asked.as_at)}"
    return sheet_of(asked, ReportTable.PAYMENTS, block, span=span, notes=(*year, *NOTES))


def of_project(asked: Asked) -> Block:
    """A project's payments from the beginning, for its card."""
    columns = tuple(column for column in COLUMNS if column.key != "project__name")
    rows = Payments(asked.counted)
    own: dict[str, Any] = {"project": asked.project.pk} if asked.project else {}
    return Block(
        title="四、拨付明细",
        columns=columns,
        rows=rows,
        total=rows.total(columns, {"amount": asked.link("paid", **own)}),
        named=3,
        empty="还没有拨付。",
    )


def how_many(asked: Asked) -> int:
    return Payments(asked.entries.filter(on__gte=asked.since, on__lte=asked.as_at)).count


def _cells(facts: dict[str, Any]) -> dict[str, Any]:
    kind = facts["request__kind"]
    return facts | {
        "source": Source(facts["source"]).label,
        "request__kind": RequestKind(kind).label if kind else FEE,
        "part__contract__party": facts["part__contract__party"] or facts["instalment__subsidy__company"],
        "reverses_id": REVERSAL if facts["reverses_id"] else "",
    }


def _links(facts: dict[str, Any]) -> dict[str, str]:
    act = reverse("funding:act_detail", args=[facts["act_id"]])
    found = {"act__voucher": act, "amount": act}
    found["document__number"] = reverse("funding:document_detail", args=[facts["document_id"]])
    if contract := facts["part__contract_id"]:
        found["part__contract__number"] = reverse("funding:contract_detail", args=[contract])
    if project := facts["project_id"]:
        found["project__name"] = reverse("funding:project_funds", args=[project])
    return found
