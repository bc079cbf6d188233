"""Tables (1) by source, (2) by document."""

from typing import Any

from django.urls import reverse

from funding.choices import DocumentKind, ReportTable
from funding.fund_reports.asked import Asked
from funding.fund_reports.sheet import Block, Column, Minus, Rate, Row, Sheet, Sort, added, filled
from funding.fund_reports.words import DEFINED, definitions, sheet_of, sum_columns
from funding.models import FundDocument
from funding.selectors.sums import Sums
from projects.choices import Source


def by_source(asked: Asked) -> Sheet:
    """One line per source that had money, in the order of the schemes."""
    columns = (
        Column(key="number", head="序号", sort=Sort.COUNT, width=6),
        Column(key="source", head="资金来源", width=26),
        *sum_columns(),
    )
    found = asked.sums("source")
    rows: list[Row] = []
    for source in Source:
        if each := found.get((source.value,)):
            cells = vars(each) | {"number": len(rows) + 1, "source": source.label}
            rows.append(Row(cells=filled(columns, cells), links=asked.links(source=source.value)))
    total = _total(asked, columns, rows)
    block = Block(columns=columns, rows=rows, total=total, named=2, empty="截至该日没有资金。请先登记指标文件。")
    return sheet_of(asked, ReportTable.BY_SOURCE, block, notes=definitions(asked, *DEFINED.values()))


def by_document(asked: Asked) -> Sheet:
    """One line per document that she may see and that was issued by then; of collections those with money."""
    columns = (
        Column(key="number", head="文号", top="指标文件", width=24),
        Column(key="source", head="资金来源", top="指标文件", width=18),
        Column(key="budget_code", head="预算科目", top="指标文件", width=10),
        Column(key="issued_on", head="下达日期", top="指标文件", sort=Sort.DATE, width=12),
        Column(key="use_by", head="使用期限", top="指标文件", sort=Sort.DATE, width=12),
        *sum_columns(),
    )
    found, rows = asked.sums("document_id"), []
    documents = FundDocument.objects.for_user(asked.user).in_division(asked.division.pk)
    documents = documents.filter(issued_on__lte=asked.as_at).order_by("source", "issued_on", "pk")
    if asked.year:
        documents = documents.filter(year=asked.year)
    for document in documents:
        if document.kind == DocumentKind.COLLECTION and (document.pk,) not in found:
            continue
        cells = vars(found.get((document.pk,), Sums())) | {
            "number": document.number,
            "source": document.get_source_display(),
            "budget_code": document.budget_code,
            "issued_on": document.issued_on,
            "use_by": document.use_by,
        }
        links = asked.links(document=document.pk) | {"number": document.get_absolute_url()}
        rows.append(Row(cells=filled(columns, cells), links=links))
    total = _total(asked, columns, rows)
    block = Block(columns=columns, rows=rows, total=total, named=5, empty="截至该日没有指标文件。请先登记指标文件。")
    return sheet_of(asked, ReportTable.BY_DOCUMENT, block, notes=definitions(asked, *DEFINED.values()))


def of_project(asked: Asked) -> Block:
    """The documents that a project's money comes from, for its card."""
    columns = (
        Column(key="number", head="文号", top="指标文件", width=24),
        Column(key="source", head="资金来源", top="指标文件", width=18),
        Column(key="issued_on", head="下达日期", top="指标文件", sort=Sort.DATE, width=12),
        Column(key="allotted", head="已分配", top="资金", sort=Sort.MONEY),
        Column(key="paid", head="已拨付", top="资金", sort=Sort.MONEY),
        Column(key="left", head="未拨付", top="资金", sort=Sort.MONEY, derived=Minus("allotted", "paid")),
        Column(key="rate", head="支付率", top="资金", sort=Sort.RATE, width=10, derived=Rate("paid", "allotted")),
    )
    own: dict[str, Any] = {"project": asked.project.pk} if asked.project else {}
    found, rows = asked.sums_of_project("document_id"), []
    for document in FundDocument.objects.filter(pk__in=[pk for (pk,) in found]).order_by("source", "issued_on", "pk"):
        each = found[document.pk,]
        cells = {
            "number": document.number,
            "source": document.get_source_display(),
            "issued_on": document.issued_on,
            "allotted": each.allotted,
            "paid": each.paid,
        }
        links = {
            "number": reverse("funding:document_detail", args=[document.pk]),
            "allotted": asked.link("allotted", document=document.pk, **own),
            "paid": asked.link("paid", document=document.pk, **own),
        }
        rows.append(Row(cells=filled(columns, cells), links=links))
    links = {what: asked.link(what, **own) for what in ("allotted", "paid")}
    total = Row(cells=filled(columns, added(columns, rows), is_total=True), links=links, label="合计")
    return Block(
        title="一、资金来源",
        columns=columns,
        rows=rows,
        total=total if rows else None,
        named=3,
        empty="还没有分配资金。",
    )


def _total(asked: Asked, columns: tuple[Column, ...], rows: list[Row]) -> Row | None:
    if not rows:
        return None
    return Row(cells=filled(columns, added(columns, rows), is_total=True), links=asked.links(), label="合计")
