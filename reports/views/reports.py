"""The monthly reports of a territory: the list, one as it goes out, its files, and whether it can be made again."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.lists import ListPage
from reports import facts, report_files, report_policies, report_tables
from reports.choices import FileKind
from reports.comparing import differences
from reports.own_words import labels, own_words
from reports.report_list import REPORTS, editions
from reports.selectors.failures import failures_of
from reports.selectors.month_facts import facts_of
from reports.views.base import report_of
from reports.wording import HEADINGS

NUMERALS = "一二三四五六七八九"


class ReportList(ListPage):
    spec = REPORTS
    template_name = "reports/report_list.html"

    def get_context(self) -> dict[str, Any]:
        division = self.request.viewing.division
        may_make = division is not None and report_policies.can_make(self.request.user, division)
        return {
            "may_make": may_make,
            "failures": failures_of(division, timezone.now()) if may_make else [],
        }


@requires(Permission.VIEW_REPORTS)
def report_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as it goes out, its tables below it."""
    report = report_of(request, pk)
    found = facts.load(report.figures)
    written = [(key, heading) for key, heading in HEADINGS.items() if getattr(report, key)]
    context = {
        "report": report,
        "editions": editions(report),
        "own": labels(own_words(report)) if report.is_draft else "",
        "facts": found,
        "sections": [
            (numeral, heading, getattr(report, key).split("\n"))
            for numeral, (key, heading) in zip(NUMERALS, written, strict=False)
        ],
        **report_tables.every(found),
        "files": (files := list(report.files.order_by("kind"))),
        "has_pdf": any(file.kind == FileKind.PDF for file in files),
        "kinds": FileKind.choices,
        "may_edit": report_policies.can_edit(request.user, report),
        "may_make": report_policies.can_make(request.user, report.division),
    }
    return render(request, "reports/report_detail.html", context)


@requires(Permission.VIEW_REPORTS)
def report_compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Made again with what was known then: equal to the byte, or what differs. And what later corrections changed."""
    report = report_of(request, pk)
    archived = facts.load(report.figures)
    context: dict[str, Any] = {"report": report, "facts": archived}
    try:
        again = facts_of(division=report.division, month=report.month, known_at=report.known_at)
        now = facts_of(division=report.division, month=report.month, known_at=timezone.now())
    except DomainError as refusal:
        context["refusal"] = str(refusal)
    else:
        context["equal"] = facts.dump(again) == report.figures
        context["differing"] = differences(archived, again)
        context["since"] = differences(archived, now)
    return render(request, "reports/report_compare.html", context)


@require_http_methods(["GET", "POST"])
@requires(Permission.VIEW_REPORTS)
def report_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """An issued report's file as it went out; a draft's is made now. A PDF that is not kept is made by a job (POST)."""
    report = report_of(request, pk)
    if kind not in FileKind.values:
        raise Http404
    kept = report.files.filter(kind=kind).first()
    if kept:
        return FileResponse(kept.file.open(), as_attachment=True, filename=kept.name)
    if not report.is_draft and not (kind == FileKind.PDF and report_policies.can_make(request.user, report.division)):
        raise Http404
    if kind == FileKind.PDF:
        if request.method == "GET":
            return redirect(report)
        job = report_files.start(report=report, by=request.user)
        return redirect("core:job_detail", job.pk)
    try:
        content = report_files.RENDERERS[FileKind(kind)](report)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(report)
    return FileResponse(BytesIO(content), as_attachment=True, filename=report_files.name_of(report, kind))
