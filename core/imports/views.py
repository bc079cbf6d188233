"""Pages of an import: upload, columns, preview, and what became of it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import content_disposition_header
from django.views import View
from django.views.decorators.http import require_GET, require_POST

from core.errors import DomainError, NotAllowed
from core.imports import background
from core.imports.flow import Action, may
from core.imports.forms import ColumnsForm, UploadForm
from core.imports.layout import LAYOUTS, Layout
from core.imports.marked import marked
from core.imports.presenting import preview_page
from core.imports.receiving import correct, discard, receive
from core.models import ImportStatus, LedgerImport
from core.workbooks.templates import blank_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """All imports into her territory, the newest first, and what she may import."""
    layouts = _layouts_of(request.user)
    sources = LedgerImport.objects.for_user(request.user).select_related("organisation", "uploaded_by")
    page = Paginator(sources, 50).get_page(request.GET.get("page"))
    return render(request, "core/imports/history.html", {"layouts": layouts, "page": page})


class Upload(View):
    """Take a file for one kind of ledger. Where nothing is in question the preview follows at once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.layout = _layout(request, kwargs["layout"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, layout: str) -> HttpResponse:
        return self._page(UploadForm(), self._options(initial=request.GET.dict()))

    def post(self, request: HttpRequest, layout: str) -> HttpResponse:
        form, options = UploadForm(request.POST, request.FILES), self._options(data=request.POST)
        if not all([form.is_valid(), options is None or options.is_valid()]):
            return self._page(form, options, status=422)
        file = form.cleaned_data["file"]
        try:
            source = receive(
                layout=self.layout,
                data=file.read(),
                name=file.name,
                by=request.user,
                now=timezone.now(),
                **_answers(options),
            )
        except DomainError as refusal:
            form.add_error("file", str(refusal))
            return self._page(form, options, status=422)
        return redirect("imports:detail", source.pk) if source.questions else _read(request, source)

    def _options(self, **bound: Any) -> Form | None:
        return self.layout.options_form(user=self.request.user, **bound) if self.layout.options_form else None

    def _page(self, form: Form, options: Form | None, status: int = 200) -> HttpResponse:
        columns = [column for column in self.layout.columns if column.importable]
        context = {"layout": self.layout, "form": form, "options": options, "columns": columns}
        return render(self.request, "core/imports/upload.html", context, status=status)


@require_GET
def template(request: HttpRequest, layout: str) -> HttpResponse:
    """The blank workbook of a kind of ledger, with her own streets in its drop-downs."""
    chosen = _layout(request, layout)
    lists = chosen.lists(request.user) if chosen.lists else {}
    data = blank_template(title=chosen.title, columns=chosen.columns, lists=lists, example=chosen.example)
    return _workbook(data, f"{chosen.title}（空白模板）.xlsx")


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The import as it stands: columns in question, work under way, preview, or what came in."""
    source = _source(request, pk)
    if source.job and not source.job.is_finished:
        return render(request, "core/imports/detail.html", {"source": source})
    if source.status == ImportStatus.RECEIVED:
        return _columns_page(request, source, ColumnsForm(source=source))
    preview = preview_page(source, group=request.GET.get("group", ""), page=request.GET.get("page", ""))
    context = {"source": source, "preview": preview, "may": {action.value: may(source, action) for action in Action}}
    if source.status == ImportStatus.APPLIED:
        context["landing"] = background.landing(source, by=request.user)
    fragment = request.htmx and not request.htmx.history_restore_request
    response = render(request, "core/imports/_preview.html" if fragment else "core/imports/detail.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


class Columns(View):
    """Correct what the columns are, also after a preview."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        source = _source(request, pk)
        return _columns_page(request, source, ColumnsForm(source=source))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        source = _source(request, pk)
        form = ColumnsForm(request.POST, source=source)
        if not form.is_valid():
            return _columns_page(request, source, form, status=422)
        try:
            source = correct(import_id=pk, answers=form.answers(), by=request.user)
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect("imports:detail", pk)
        return redirect("imports:detail", pk) if source.questions else _read(request, source)


@require_POST
def apply(request: HttpRequest, pk: int) -> HttpResponse:
    source = _source(request, pk)
    try:
        job = background.start_apply(source=source, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:detail", pk)
    if job:
        return redirect("imports:detail", pk)
    messages.success(request, f"已导入：新增 {source.new:,}，变更 {source.changed:,}。需要时可在“导入记录”中撤销。")
    return redirect(background.landing(source, by=request.user))


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    source = _source(request, pk)
    try:
        if not background.start_undo(source=source, by=request.user):
            messages.success(request, "已撤销这次导入。")
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:detail", pk)


@require_POST
def read_again(request: HttpRequest, pk: int) -> HttpResponse:
    """A new preview of the same file, after the records or the office's rules have changed."""
    return _read(request, _source(request, pk))


@require_POST
def give_up(request: HttpRequest, pk: int) -> HttpResponse:
    _source(request, pk)
    try:
        discard(import_id=pk, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect("imports:detail", pk)
    messages.success(request, "已放弃这次上传，没有写入任何数据。")
    return redirect("imports:history")


@require_POST
def marked_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The uploaded file with all problems marked, to send back."""
    source = _source(request, pk)
    if job := background.start_marked(source=source, by=request.user):
        return redirect("core:job_detail", job.pk)
    name, data = marked(source)
    return _workbook(data, name)


@require_GET
def original(request: HttpRequest, pk: int) -> FileResponse:
    source = _source(request, pk)
    return FileResponse(source.file.open(), as_attachment=True, filename=source.file_name)


def _read(request: HttpRequest, source: LedgerImport) -> HttpResponse:
    try:
        background.start_preview(source=source, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    return redirect("imports:detail", source.pk)


def _columns_page(request: HttpRequest, source: LedgerImport, form: ColumnsForm, status: int = 200) -> HttpResponse:
    return render(request, "core/imports/columns.html", {"source": source, "form": form}, status=status)


def _layouts_of(user: Any) -> list[Layout]:
    """What she may import; a role that may import nothing has no business here."""
    layouts = [layout for layout in LAYOUTS.values() if user.may(layout.permission)]
    if not layouts:
        raise NotAllowed("您的角色没有导入台账的权限。")
    return layouts


def _layout(request: HttpRequest, key: str) -> Layout:
    if key not in LAYOUTS:
        raise Http404
    request.user.demand(LAYOUTS[key].permission)
    return LAYOUTS[key]


def _source(request: HttpRequest, pk: int) -> LedgerImport:
    _layouts_of(request.user)
    people = ("organisation", "uploaded_by", "applied_by", "undone_by", "job")
    return get_object_or_404(LedgerImport.objects.for_user(request.user).select_related(*people), pk=pk)


def _answers(options: Form | None) -> dict[str, Any]:
    """What was said beside the file: as it is kept, and in words (年度计划：2023年卫滨区)."""
    if options is None:
        return {}
    said = options.cleaned_data
    words = "，".join(f"{options.fields[key].label}：{value}" for key, value in said.items() if value)
    return {"options": {key: getattr(value, "pk", value) for key, value in said.items()}, "options_text": words[:200]}


def _workbook(data: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(data, content_type=XLSX, headers=headers)
