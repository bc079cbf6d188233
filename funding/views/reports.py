"""Fund reports: the seven tables on pages and as files."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.models import Job
from divisions.models import Division
from funding.choices import ReportTable
from funding.forms.reports import ReportForm
from funding.fund_reports import page
from funding.fund_reports.tables import SAID, built
from funding.models import FundReport, ReportSchedule
from funding.services import reports

FILES_SHOWN = 30


@requires(Permission.VIEW_FUNDS)
def report_list(request: HttpRequest) -> HttpResponse:
    """The seven tables, the files that were made, and what is made by itself."""
    form, division = _form(request, request.GET), request.viewing.division
    is_valid = form.is_valid()
    files = FundReport.objects.for_user(request.user).in_division(division.pk)
    schedules = ReportSchedule.objects.for_user(request.user).in_division(division.pk).filter(stopped_on=None)
    context = {
        "form": form,
        "is_valid": is_valid,
        "division": division,
        "tables": [(table, SAID[table], _address(table, request, form)) for table in ReportTable],
        "files": files.select_related("division", "made_by__organisation", "schedule")[:FILES_SHOWN],
        "schedules": schedules.count(),
    }
    return render(request, "funding/report_list.html", context)


@requires(Permission.VIEW_FUNDS)
def report_table(request: HttpRequest, table: str) -> HttpResponse:
    """One table as it would be exported; every amount leads to its entries. The query keeps what was chosen."""
    kind, division = _table(table), request.viewing.division
    form = _form(request, request.GET, with_project=kind == ReportTable.CARD)
    context: dict[str, Any] = {
        "form": form,
        "kind": kind,
        "division": division,
        "others": [(each, _address(each, request, form)) for each in ReportTable],
    }
    if form.is_valid():
        asked = form.asked(division)
        if kind != ReportTable.CARD or asked.project:
            sheet = built(kind, asked)
            context |= {"sheet": sheet, "tables": page.tables(sheet, _page(request)), "query": _query(request)}
    return render(request, "funding/report_table.html", context)


@require_POST
@requires(Permission.VIEW_FUNDS)
def report_export(request: HttpRequest, table: str) -> HttpResponseBase:
    """The workbook of what the page showed; a long one is made by a job."""
    kind = _table(table)
    return _export(request, kind, reverse("funding:report_table", args=[kind.value]))


@require_POST
@requires(Permission.VIEW_FUNDS)
def report_zip(request: HttpRequest) -> HttpResponseBase:
    """All tables, by a job."""
    return _export(request, None, reverse("funding:report_list"))


@requires(Permission.VIEW_FUNDS)
def report_file(request: HttpRequest, pk: int) -> FileResponse:
    report = get_object_or_404(FundReport.objects.for_user(request.user), pk=pk)
    return FileResponse(report.file.open(), as_attachment=True, filename=report.name)


def _export(request: HttpRequest, table: ReportTable | None, back: str) -> HttpResponseBase:
    own = request.POST.get("territory") or request.viewing.division.pk
    division = get_object_or_404(Division.objects.for_user(request.user), pk=own)
    form = _form(request, request.POST, with_project=table == ReportTable.CARD)
    if not form.is_valid():
        wrong = [f"{form.fields[key].label}：{each}" for key, errors in form.errors.items() for each in errors]
        messages.error(request, "".join(wrong))
        return redirect(f"{back}?{urlencode(form.chosen)}")
    try:
        made = reports.export(table=table, asked=form.asked(division))
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(f"{back}?{urlencode(form.chosen)}")
    if isinstance(made, Job):
        return redirect("core:job_detail", made.pk)
    return FileResponse(made.file.open(), as_attachment=True, filename=made.name)


def _form(request: HttpRequest, data: Any, *, with_project: bool = False) -> ReportForm:
    if request.viewing.division is None:
        raise Http404
    return ReportForm(data.dict(), user=request.user, today=timezone.localdate(), with_project=with_project)


def _table(name: str) -> ReportTable:
    if name not in ReportTable.values:
        raise Http404
    return ReportTable(name)


def _address(table: ReportTable, request: HttpRequest, form: ReportForm) -> str:
    query = urlencode(request.viewing.kept | form.chosen)
    return f"{reverse('funding:report_table', args=[table.value])}?{query}"


def _query(request: HttpRequest) -> str:
    """What the next page of the table keeps."""
    return urlencode([(key, value) for key, value in request.GET.items() if key != "page"])


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 7 else 1
