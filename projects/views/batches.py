"""Batches: planned against assigned, their dates, and putting compounds into them."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.views.forms import FormPage
from divisions.models import Division
from projects import policies
from projects.forms.batches import BatchForm
from projects.models import Batch, Programme, ProgrammeEntry
from projects.selectors.batches import batches_of, stages_in
from projects.services import batches, entries
from projects.views.base import programme_of, programme_to_edit


@requires(Permission.VIEW_PROGRAMMES)
def batch_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All batches of a programme with their stages side by side."""
    programme = programme_of(request, pk)
    found = batches_of(programme, user=request.user)
    for batch in found:
        batch.remarks = batches.out_of_order(list(batch.dates.all()))
    context = {
        "programme": programme,
        "batches": found,
        "stages": list(dict.fromkeys(window.stage for batch in found for window in batch.dates.all())),
        "unassigned": ProgrammeEntry.objects.for_user(request.user).filter(programme=programme, batch=None).count(),
        "may_edit": policies.can_edit(request.user, programme),
    }
    return render(request, "projects/batch_list.html", context)


class BatchPage(FormPage):
    permission = Permission.EDIT_PROGRAMMES
    form_class = BatchForm
    template_name = "projects/batch_form.html"
    programme: Programme
    batch: Batch | None = None

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.find(request, **kwargs)
        self.note, self.back = str(self.programme), reverse("projects:batch_list", args=[self.programme.pk])


class BatchCreate(BatchPage):
    title = "新建批次"
    draft = "batch-new"

    def find(self, request: HttpRequest, pk: int) -> None:
        self.programme = programme_to_edit(request, pk)

    def get_initial(self) -> dict[str, Any]:
        number = self.programme.batches.count() + 1
        return {"number": number, "name": f"第{number}批"}

    def get_form_kwargs(self) -> dict[str, Any]:
        stages = stages_in(self.programme.division_id, on=timezone.localdate())
        return super().get_form_kwargs() | {"stages": stages}

    def save(self, form: BatchForm) -> str:
        batches.add(programme=self.programme, by=self.request.user, **form.facts)
        return self.back


class BatchEdit(BatchPage):
    def find(self, request: HttpRequest, pk: int) -> None:
        self.batch = get_object_or_404(Batch.objects.for_user(request.user), pk=pk)
        self.programme = programme_to_edit(request, self.batch.programme_id)
        self.title, self.draft = f"修改批次：{self.batch}", f"batch-{pk}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.batch}

    def save(self, form: BatchForm) -> str:
        batches.change(batch=self.batch, by=self.request.user, **form.facts)
        return self.back


@require_POST
@requires(Permission.EDIT_PROGRAMMES)
def batch_remove(request: HttpRequest, pk: int) -> HttpResponse:
    batch = get_object_or_404(Batch.objects.for_user(request.user), pk=pk)
    programme = programme_to_edit(request, batch.programme_id)
    batches.remove(batch=batch, by=request.user)
    messages.success(request, f"已删除{batch}，其中的小区改为未分批。")
    return redirect("projects:batch_list", programme.pk)


@requires(Permission.EDIT_PROGRAMMES)
def batch_assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick compounds and choose the batch they go to; narrowed to a street, or to what is in no batch yet."""
    programme = programme_to_edit(request, pk)
    if request.method == "POST":
        return _assign(request, programme)
    entries = programme.entries.select_related("compound", "division__parent", "batch")
    streets = Division.objects.filter(pk__in=programme.entries.order_by().values("division"))
    street, unassigned = request.GET.get("street", ""), "unassigned" in request.GET
    if street.isdecimal():
        entries = entries.filter(division=street)
    if unassigned:
        entries = entries.filter(batch=None)
    context = {
        "programme": programme,
        "batches": batches_of(programme, user=request.user),
        "entries": entries,
        "streets": streets,
        "street": street,
        "unassigned": unassigned,
    }
    return render(request, "projects/batch_assign.html", context)


def _assign(request: HttpRequest, programme: Programme) -> HttpResponse:
    chosen = [int(pk) for pk in request.POST.getlist("entry") if pk.isdecimal()]
    batch = request.POST.get("batch", "")
    try:
        moved = entries.assign(
            programme=programme, entries=chosen, batch_id=int(batch) if batch.isdecimal() else None, by=request.user
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"已调整 {moved} 个小区的批次。")
    return redirect(request.get_full_path())
