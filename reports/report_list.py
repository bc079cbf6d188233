"""The list of monthly reports."""

from django.db.models import QuerySet
from django_filters import ChoiceFilter, FilterSet, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, register
from reports.choices import ReportStatus
from reports.models import MonthlyReport
from reports.models.monthly import SECTIONS
from reports.selectors.editions import said, with_editions


def editions(report: MonthlyReport) -> str:
    """第2次编发，替代…；已由…替代. Of a row that comes `with_editions`."""
    replaced = f"已由{report.replaced_by}替代" if report.replaced_by else ""
    return "；".join(filter(None, [said(report.edition, report.replaces), replaced]))


COLUMNS = (
    Column(key="title", title="月报", order_by="title", link=lambda report: report.get_absolute_url(), width=40),
    Column(key="month", title="月份", order_by="month", value=lambda report: f"{report.month:%Y-%m}"),
    Column(key="division", title="区划", value=lambda report: report.division.name, order_by="division_id"),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=ReportStatus, order_by="status"),
    Column(key="document", title="发文字号", order_by="document", width=18),
    Column(key="edition", title="编发情况", value=editions, order_by="edition", width=24),
    Column(key="issued_on", title="印发日期", kind=Kind.DATE, order_by="issued_on"),
    Column(key="as_at", title="数据截至", kind=Kind.DATE, order_by="as_at"),
    Column(key="edited", title="文字已修改", kind=Kind.YESNO, order_by="edited"),
    Column(key="made_by", title="编制人", value=lambda report: str(report.made_by or "系统按编发日自动编制"), width=16),
    Column(key="made_at", title="编制时间", kind=Kind.MOMENT, order_by="made_at", width=16),
)


class ReportFilter(FilterSet):
    year = NumberFilter(label="年份", field_name="month__year")
    status = ChoiceFilter(label="状态", choices=ReportStatus.choices, empty_label="全部")

    class Meta:
        model = MonthlyReport
        fields: list[str] = []


def reports_listed(user: User) -> QuerySet[MonthlyReport]:
    """Without the figures and the text, which may be long."""
    found = MonthlyReport.objects.for_user(user).select_related("division", "made_by")
    return with_editions(found.defer("figures", *SECTIONS))


REPORTS = register(
    ListSpec(
        key="monthly_reports",
        title="进展月报",
        columns=COLUMNS,
        filters=ReportFilter,
        rows=reports_listed,
        order="-month",
        permission=Permission.VIEW_REPORTS,
        empty="还没有进展月报。到了编发日系统会自动编制，办公室也可以随时编制。",
    )
)
