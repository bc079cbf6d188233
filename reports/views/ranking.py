"""Who is ahead and who is behind, by the district's own thresholds; with a text for a group chat."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from divisions.models import Division, Level
from reports import facts, report_policies, report_tables
from reports.choices import ReportStatus
from reports.facts import MonthFacts
from reports.models import CardExemption, MonthlyReport
from reports.selectors.month_facts import facts_of
from reports.views.base import month_among, month_asked, months_over


@requires(Permission.VIEW_REPORTS)
def ranking(request: HttpRequest) -> HttpResponse:
    """By what is known now. A street sees the ranking that its district has issued."""
    division, now = request.viewing.division, timezone.now()
    context: dict[str, Any] = {"division": division}
    if division is None or division.level > Level.COUNTY:
        report = _issued(request)
        context |= {"issued": report, "month": report and report.month}
        found = facts.load(report.figures) if report else None
    else:
        months = months_over(division)
        month = month_among(request, months)
        context |= {"months": months, "month": month, "may_make": report_policies.can_make(request.user, division)}
        found = _facts(context, division, month, now)
        context["exemptions"] = _exemptions(request, month, months)
    if found:
        context |= {
            "facts": found,
            **report_tables.every(found),
            "text": report_tables.chat_text(found, found.known_at),
            "text_lines": min(20, len(found.rows) + 5),
        }
    return render(request, "reports/ranking.html", context)


def _facts(context: dict[str, Any], division: Division, month: date | None, now: datetime) -> MonthFacts | None:
    if month is None:
        return None
    try:
        return facts_of(division=division, month=month, known_at=now)
    except DomainError as refusal:
        context["refusal"] = str(refusal)
        return None


def _issued(request: HttpRequest) -> MonthlyReport | None:
    seen = MonthlyReport.objects.for_user(request.user).filter(status=ReportStatus.ISSUED)
    if month := month_asked(request):
        seen = seen.filter(month=month)
    return seen.order_by("-month", "-division__level", "-edition").first()


def _exemptions(request: HttpRequest, month: date | None, months: list[date]) -> list[CardExemption]:
    """Those of the month; with the newest one (or before there is any) also those of the month under way."""
    found = CardExemption.objects.for_user(request.user).in_division(request.viewing.division.pk)
    if month:
        found = found.filter(month__gte=month) if month == months[0] else found.filter(month=month)
    return list(found.select_related("division", "by"))
