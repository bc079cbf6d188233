"""Phase templates: what the plans say, copied and changed for a district, and applied to its projects."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.models import Job
from core.views.forms import FormPage
from divisions.models import Division
from projects.forms.phases import ApplyForm
from projects.forms.templates import TemplateForm
from projects.models import Batch, PhaseTemplate, Programme, Project
from projects.services import applying, templates


@requires(Permission.VIEW_PROJECTS)
def template_list(request: HttpRequest) -> HttpResponse:
    found = PhaseTemplate.objects.for_user(request.user).prefetch_related("phases__gates")
    versions = found.with_state(timezone.localdate())
    context = {"templates": versions, "may_set": request.user.may(Permission.SET_RULES)}
    return render(request, "projects/template_list.html", context)


@requires(Permission.VIEW_PROJECTS)
def template_detail(request: HttpRequest, pk: int) -> HttpResponse:
    template = _template(request, pk)
    phases = list(template.phases.prefetch_related("gates"))
    context = {
        "template": template,
        "phases": phases,
        "overlaps": templates.overlaps(phases),
        "projects": Project.objects.for_user(request.user).filter(template=template).count(),
        "may_set": request.user.may(Permission.SET_RULES),
        "may_apply": request.user.may(Permission.MANAGE_PROJECTS),
    }
    return render(request, "projects/template_detail.html", context)


class TemplateCreate(FormPage):
    """A new version for the person's own district, filled in from another template, or from the one in force."""

    permission = Permission.SET_RULES
    form_class = TemplateForm
    template_name = "projects/template_form.html"
    done = "已保存新的阶段模板。运行中的项目不变，需要时再套用。"
    draft = "phase-template"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        found, copied = PhaseTemplate.objects.for_user(request.user), request.GET.get("copy", "")
        in_force = PhaseTemplate.objects.in_force(request.user.division_id, timezone.localdate())
        self.source = get_object_or_404(found, pk=copied) if copied.isdecimal() else in_force
        self.back = reverse("projects:template_list")

    def get_form_kwargs(self) -> dict[str, Any]:
        lines = templates.lines_of(self.source) if self.source else []
        return super().get_form_kwargs() | {"lines": lines}

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.source.name, "year": self.source.year} if self.source else {}

    def save(self, form: TemplateForm) -> str:
        head = {key: form.cleaned_data[key] for key in ("name", "year", "since", "document")}
        division = self.request.user.organisation.division
        template = templates.save(division=division, phases=form.lines, by=self.request.user, **head)
        for remark in templates.overlaps(form.lines):
            messages.info(self.request, f"{remark}阶段可以交叉，请核对。")
        return template.get_absolute_url()


@requires(Permission.MANAGE_PROJECTS)
def template_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose a programme or one of its batches, see what would change, then do it. Looking changes nothing."""
    template, today = _template(request, pk), timezone.localdate()
    form = _apply_form(request)
    context: dict[str, Any] = {"template": template, "form": form}
    if form.is_bound and form.is_valid():
        ids = _chosen(request, form)
        context["chosen"] = len(ids)
        try:
            if request.method == "POST":
                return _applied(
                    request, applying.request(template=template, projects=ids, by=request.user, today=today)
                )
            dated = template.phases.exclude(starts_on=None, ends_on=None)
            context["undated"] = not dated.exists()
            context["preview"] = applying.preview(template=template, projects=ids, today=today)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    return render(request, "projects/template_apply.html", context, status=422 if form.errors else 200)


def _template(request: HttpRequest, pk: int) -> PhaseTemplate:
    return get_object_or_404(PhaseTemplate.objects.for_user(request.user).select_related("division"), pk=pk)


def _apply_form(request: HttpRequest) -> ApplyForm:
    typed = request.POST if request.method == "POST" else request.GET if "programme" in request.GET else None
    programmes = Programme.objects.for_user(request.user).filter(projects__isnull=False).distinct().order_by("-year")
    batches = Batch.objects.for_user(request.user).filter(programme__in=programmes).select_related("programme")
    return ApplyForm(
        typed,
        programmes=programmes,
        batches=batches.order_by("-programme__year", "number"),
        divisions=Division.objects.for_user(request.user),
    )


def _chosen(request: HttpRequest, form: ApplyForm) -> list[int]:
    found = Project.objects.for_user(request.user).filter(programme=form.cleaned_data["programme"])
    if batch := form.cleaned_data["batch"]:
        found = found.filter(batch=batch)
    if street := form.cleaned_data["street"]:
        found = found.in_division(street.pk)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _applied(request: HttpRequest, result: applying.Applied | Job) -> HttpResponse:
    """Many projects are done by a job; its page shows how far it is."""
    if isinstance(result, Job):
        return redirect("core:job_detail", result.pk)
    messages.success(request, f"已套用：{result}")
    return redirect("projects:board")
