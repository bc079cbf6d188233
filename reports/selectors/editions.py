"""Which report a later edition replaces, and which one replaced it; only what was issued counts."""

from django.db.models import OuterRef, QuerySet, Subquery

from reports.choices import ReportStatus
from reports.models import MonthlyReport

FIRST = 1


def with_editions(reports: QuerySet[MonthlyReport]) -> QuerySet[MonthlyReport]:
    """With `replaces` and `replaced_by`, the documents before and after; None where there is none."""
    issued = MonthlyReport.objects.filter(
        division=OuterRef("division"), month=OuterRef("month"), status=ReportStatus.ISSUED
    )
    before = issued.filter(edition__lt=OuterRef("edition")).order_by("-edition")
    after = issued.filter(edition__gt=OuterRef("edition")).order_by("edition")
    return reports.annotate(
        replaces=Subquery(before.values("document")[:1]), replaced_by=Subquery(after.values("document")[:1])
    )


def edition_words(report: MonthlyReport) -> str:
    """第2次编发，替代卫旧改办〔2026〕2号; nothing of a first edition."""
    if report.edition == FIRST:
        return ""
    replaced = with_editions(MonthlyReport.objects.filter(pk=report.pk)).values_list("replaces", flat=True).first()
    return said(report.edition, replaced)


def said(edition: int, replaces: str | None) -> str:
    if edition == FIRST:
        return ""
    return f"第{edition}次编发" + (f"，替代{replaces}" if replaces else "")
