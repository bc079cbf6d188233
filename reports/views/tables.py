"""Statistics tables: the list, one filled in, its forms, its workbook."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.lists import ListPage
from core.models import Job
from core.views.forms import FormPage
from divisions.models import Division
from reports import stat_sheet, table_export, table_policies
from reports.forms.tables import ColumnsForm, CopyForm, HeadForm
from reports.models import StatTable
from reports.selectors.tables import filled
from reports.services import tables
from reports.services.tables import Head
from reports.table_list import STAT_TABLES
from reports.views.base import months_over

LONGEST_NAME = 60


class TableList(ListPage):
    spec = STAT_TABLES
    template_name = "reports/table_list.html"

    def get_context(self) -> dict[str, Any]:
        return {"may_set": self.request.user.may(Permission.MANAGE_TABLES)}


@requires(Permission.VIEW_REPORTS)
def table_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The table filled in for the territory in view and a month (?month=2023-05), as it would be exported."""
    table = _table(request, pk)
    columns, division = list(table.columns.all()), request.viewing.division
    months = months_over(division)
    month = _month(request.GET.get("month", ""), months) or next(iter(months), None)
    context = {
        "table": table,
        "columns": columns,
        "division": division,
        "months": months,
        "month": month,
        "may_set": request.user.may(Permission.MANAGE_TABLES),
        "may_change": table_policies.can_change(request.user, table),
        "unknown_words": stat_sheet.unknown_words(stat_sheet.unknown(columns)),
    }
    if columns and month:
        context["filled"] = filled(
            table=table,
            columns=columns,
            division=division,
            month=month,
            known_at=timezone.now(),
            page=_page(request.GET.get("page", "1")),
        )
    return render(request, "reports/table_detail.html", context)


@require_POST
@requires(Permission.VIEW_REPORTS)
def table_export_view(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The workbook of what the page showed; thousands of sites are written by a job."""
    table = _table(request, pk)
    own = request.POST.get("territory") or request.viewing.division.pk
    division = get_object_or_404(Division.objects.for_user(request.user), pk=own)
    month = _month(request.POST.get("month", ""), months_over(division))
    if month is None:
        raise Http404
    made = table_export.export(table=table, division=division, month=month, by=request.user)
    if isinstance(made, Job):
        return redirect("core:job_detail", made.pk)
    name = table_export.file_name(table, division, month)
    return FileResponse(BytesIO(made), as_attachment=True, filename=name)


class TableCreate(FormPage):
    permission = Permission.MANAGE_TABLES
    form_class = HeadForm
    title = "新建统计表"
    note = "先定表题和表脚，保存后设置列"
    submit = "保存并设置列"
    done = "已新建统计表，请设置列。"
    back = reverse_lazy("reports:table_list")
    draft = "stat-table"

    def save(self, form: HeadForm) -> HttpResponse:
        division = self.request.user.organisation.division
        table = tables.create(division=division, head=form.head, by=self.request.user)
        return redirect("reports:table_columns", table.pk)

    def answer(self, result: HttpResponse) -> HttpResponse:
        messages.success(self.request, self.done)
        return result


class TablePage(FormPage):
    """A form about one table that is hers to change."""

    permission = Permission.MANAGE_TABLES
    must_change = True

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.table = _table(request, kwargs["pk"])
        if self.must_change:
            table_policies.check_can_change(request.user, self.table)
        self.note = str(self.table)
        self.back = self.table.get_absolute_url()


class TableEdit(TablePage):
    form_class = HeadForm
    title = "修改统计表"
    done = "已保存统计表。"

    def get_initial(self) -> dict[str, Any]:
        keys = ("version", *Head.__dataclass_fields__)
        return {key: getattr(self.table, key) for key in keys}

    def save(self, form: HeadForm) -> StatTable:
        version = form.cleaned_data["version"] or 0
        return tables.edit(table=self.table, version=version, head=form.head, by=self.request.user)


class TableColumns(TablePage):
    form_class = ColumnsForm
    template_name = "reports/table_columns.html"
    title = "设置列"
    done = "已保存列，以下为按最近数据的预览。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        names = stat_sheet.unknown(self.table.columns.all())
        self.unknown = stat_sheet.unknown_words(names) if names else ""
        self.draft = f"stat-columns-{self.table.pk}"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.table.version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"lines": tables.lines_of(self.table)}

    def save(self, form: ColumnsForm) -> StatTable:
        version = form.cleaned_data["version"]
        return tables.set_columns(table=self.table, version=version, columns=form.lines, by=self.request.user)


class TableCopy(TablePage):
    """A superior's table, or one's own, as a new one of one's own division."""

    must_change = False
    form_class = CopyForm
    title = "复制为新表"
    submit = "复制"
    done = "已复制，可以按需要修改。"

    def get_initial(self) -> dict[str, Any]:
        return {"name": f"{self.table.name}（本级）"[:LONGEST_NAME]}

    def save(self, form: Form) -> StatTable:
        return tables.copy(table=self.table, name=form.cleaned_data["name"], by=self.request.user)


@require_POST
@requires(Permission.MANAGE_TABLES)
def table_retire(request: HttpRequest, pk: int) -> HttpResponse:
    table = tables.retire(table=_table(request, pk), by=request.user, today=timezone.localdate())
    messages.success(request, f"已停用“{table}”。")
    return redirect(table)


def _table(request: HttpRequest, pk: int) -> StatTable:
    return get_object_or_404(StatTable.objects.for_user(request.user).select_related("division"), pk=pk)


def _month(text: str, months: Sequence[date]) -> date | None:
    """2023-05; nothing for nothing. A month that was not reported, or whose as-at date is to come, does not exist."""
    if not text:
        return None
    month = next((month for month in months if f"{month:%Y-%m}" == text), None)
    if month is None:
        raise Http404
    return month


def _page(text: str) -> int:
    return max(1, int(text)) if text.isdecimal() and len(text) < 7 else 1
