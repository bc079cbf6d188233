"""What the pages of the monthly report share."""

from datetime import date

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from divisions.models import Division
from progress.models import ReportingMonth
from reports import report_policies
from reports.forms.monthly import read_month
from reports.models import MonthlyReport
from reports.selectors.editions import with_editions


def report_of(request: HttpRequest, pk: int) -> MonthlyReport:
    found = MonthlyReport.objects.for_user(request.user).select_related("division", "made_by", "issued_by")
    return get_object_or_404(with_editions(found), pk=pk)


def report_to_edit(request: HttpRequest, pk: int) -> MonthlyReport:
    """404 for an outsider; an office that sees it and may not draw it up is refused."""
    report = report_of(request, pk)
    report_policies.check_can_make(request.user, report.division)
    return report


def months_over(division: Division) -> list[date]:
    """The months of the division whose as-at date has come, newest first."""
    opened = ReportingMonth.objects.within(division.prefix).filter(as_at__lte=timezone.localdate())
    return list(opened.order_by("-month").values_list("month", flat=True).distinct())


def month_among(request: HttpRequest, months: list[date]) -> date | None:
    """The month asked for, else the newest. One that is not there, or whose as-at date is to come, does not exist."""
    asked = month_asked(request)
    if asked and asked not in months:
        raise Http404
    return asked or next(iter(months), None)


def month_asked(request: HttpRequest) -> date | None:
    """?month=2023-05, else nothing; another text is no address of ours."""
    text = request.GET.get("month", "")
    if not text:
        return None
    try:
        return read_month(text)
    except ValueError:
        raise Http404 from None
