"""The programmes of a territory, and the pages on which the office draws one up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError, NotAllowed
from core.lists import ListPage
from core.views.forms import FormPage
from divisions.models import Division, Level
from projects import policies, project_policies
from projects.forms.programmes import ProgrammeForm, ReasonForm
from projects.lists import PROGRAMMES
from projects.models import Programme, ProgrammeEntry, Project
from projects.selectors.batches import batches_of
from projects.selectors.tie_outs import tie_out_of
from projects.services import programmes
from projects.views.base import programme_of, programme_to_edit

SHOWN = 50  # compounds on the programme's own page; the rest stand in the list


class ProgrammeList(ListPage):
    spec = PROGRAMMES
    template_name = "projects/programme_list.html"

    def get_context(self) -> dict[str, Any]:
        division = self.request.viewing.division
        may = self.request.user.may(Permission.EDIT_PROGRAMMES)
        seen = Programme.objects.for_user(self.request.user).order_by("-year")
        return {
            "may_create": may and division is not None and division.level <= Level.COUNTY,
            "years": list(seen.values_list("year", flat=True).distinct()),
        }


@requires(Permission.VIEW_PROGRAMMES)
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The programme at a glance: does it tie out, its batches, its compounds."""
    programme = programme_of(request, pk)
    entries = ProgrammeEntry.objects.for_user(request.user).of(programme)
    context = {
        "programme": programme,
        "tie_out": tie_out_of(programme, user=request.user),
        "batches": batches_of(programme, user=request.user),
        "entries": entries.select_related("compound", "division__parent", "batch")[:SHOWN],
        "projects": Project.objects.for_user(request.user).of(programme).count(),
        "may_make": project_policies.can_make(request.user, programme),
        "may_edit": policies.can_edit(request.user, programme),
        "may_change_targets": policies.can_change_targets(request.user, programme),
    }
    return render(request, "projects/programme_detail.html", context)


class ProgrammePage(FormPage):
    """The form of a programme with its table of targets, for a new and for an existing one."""

    permission = Permission.EDIT_PROGRAMMES
    form_class = ProgrammeForm
    template_name = "projects/programme_form.html"
    division: Division

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"division": self.division}


class ProgrammeCreate(ProgrammePage):
    """A new programme for the territory she is looking at."""

    title = "新建年度计划"
    draft = "programme-new"
    done = "已新建。下一步：导入计划表，或逐个列入小区。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.division = request.viewing.division
        if self.division is None or self.division.level > Level.COUNTY:
            raise NotAllowed("年度计划按区县或市州编制，请先在页首切换到区县。")
        self.note = f"{self.division}（换一个区县请在页首切换）"
        self.back = reverse("projects:programme_list")

    def get_initial(self) -> dict[str, Any]:
        year = self.request.viewing.year or timezone.localdate().year
        return {"year": year, "title": f"{year}年{self.division}城镇老旧小区改造计划"}

    def save(self, form: ProgrammeForm) -> Programme:
        facts = {key: value for key, value in form.facts.items() if key != "version"}
        return programmes.create(division=self.division, by=self.request.user, **facts)


class ProgrammeEdit(ProgrammePage):
    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.programme = programme_to_edit(request, kwargs["pk"])
        self.division = self.programme.division
        self.title, self.note = f"修改：{self.programme}", str(self.division)
        self.draft, self.back = f"programme-{self.programme.pk}", self.programme.get_absolute_url()

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.programme}

    def save(self, form: ProgrammeForm) -> Programme:
        return programmes.change(programme=self.programme, by=self.request.user, **form.facts)


@require_POST
@requires(Permission.EDIT_PROGRAMMES)
def programme_issue(request: HttpRequest, pk: int) -> HttpResponse:
    programme = programme_to_edit(request, pk)
    try:
        programmes.issue(programme=programme, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "已印发，目标任务不能再改。")
    return redirect(programme)


@require_POST
@requires(Permission.EDIT_PROGRAMMES)
def programme_remove(request: HttpRequest, pk: int) -> HttpResponse:
    programme = programme_to_edit(request, pk)
    try:
        programmes.remove(programme=programme, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return redirect(programme)
    messages.success(request, f"已删除《{programme}》。")
    return redirect("projects:programme_list")


class ProgrammeTakeBack(FormPage):
    permission = Permission.EDIT_PROGRAMMES
    form_class = ReasonForm
    submit = "退回编制"
    done = "已退回编制，可以修改目标任务。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.programme = programme_to_edit(request, kwargs["pk"])
        self.title, self.back = f"退回编制：{self.programme}", self.programme.get_absolute_url()

    def save(self, form: ReasonForm) -> Programme:
        return programmes.take_back(programme=self.programme, by=self.request.user, **form.cleaned_data)
