"""Making projects of a programme's compounds, merging several into one, splitting one up."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.views.forms import FormPage
from divisions.models import Division
from projects import project_policies
from projects.forms.projects import CreateForm, MergeForm, SplitForm
from projects.models import Programme, Project
from projects.selectors.projects import entries_to_plan, projects_to_merge
from projects.services import projects, regrouping
from projects.views.base import programme_of, project_to_manage
from projects.views.projects import list_of

TOLD = 5  # compounds left out that the message names


class ProgrammePage(FormPage):
    """First a list to tick, then the form for what was ticked; both at one address, so that a link can be sent."""

    permission = Permission.MANAGE_PROJECTS
    ticked = ""  # the parameter that names what was ticked
    at_least = 1
    choose_template = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.programme = programme_to_make(request, kwargs["pk"])
        self.chosen = self.choose([int(pk) for pk in request.GET.getlist(self.ticked) if pk.isdecimal()])
        self.note, self.back = str(self.programme), request.path

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if len(self.chosen) >= self.at_least:
            return super().get(request, *args, **kwargs)
        return render(request, self.choose_template, self.to_choose_from())


class ProjectCreate(ProgrammePage):
    """One project of the ticked compounds."""

    form_class = CreateForm
    template_name = "projects/project_form.html"
    choose_template = "projects/project_choose.html"
    ticked = "entry"
    title = "立项"
    submit = "立项"
    done = "已立项。"

    def choose(self, keys: list[int]) -> list:
        if not keys:
            return []
        entries = entries_to_plan(self.programme, user=self.request.user).select_related("programme")
        return list(entries.filter(pk__in=keys).prefetch_related("compound__buildings", "only_buildings"))

    def to_choose_from(self) -> dict[str, Any]:
        entries = entries_to_plan(self.programme, user=self.request.user)
        streets = Division.objects.filter(pk__in=entries.order_by().values("division"))
        street, every = self.request.GET.get("street", ""), "every" in self.request.GET
        if street.isdecimal():
            entries = entries.filter(division=street)
        if not every:
            entries = entries.filter(has_project=False)
        return {
            "programme": self.programme,
            "entries": entries,
            "streets": streets,
            "street": street,
            "every": every,
        }

    @property
    def heads(self) -> list[str]:
        """Of the table below the form; without compounds with known buildings a single one needs no table."""
        amounts = ["分摊投资（万元）"] if len(self.chosen) > 1 else []
        return [*amounts, *(["限于楼栋"] if any(e.compound.buildings.all() for e in self.chosen) else [])]

    @property
    def rows_note(self) -> str:
        return "只改造部分楼栋时勾选楼栋，不勾选表示全部。" if "限于楼栋" in self.heads else ""

    def get_initial(self) -> dict[str, Any]:
        first = self.chosen[0] if self.chosen else ""
        return {
            "name": f"{first}改造项目" if len(self.chosen) == 1 else f"{first}等{len(self.chosen)}个小区片区改造项目"
        }

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user, "entries": self.chosen}

    def save(self, form: CreateForm) -> Project:
        made = {"programme": self.programme, "entries": self.chosen, "by": self.request.user}
        return projects.create(today=timezone.localdate(), **made, **form.facts)


@require_POST
@requires(Permission.MANAGE_PROJECTS)
def project_generate(request: HttpRequest, pk: int) -> HttpResponse:
    """A project for each ticked compound, or for all that have none; ticked to become one, on to that form."""
    programme = programme_to_make(request, pk)
    keys = [int(key) for key in request.POST.getlist("entry") if key.isdecimal()]
    how = request.POST.get("how", "")
    create = reverse("projects:project_create", args=[programme.pk])
    if how == "one" and keys:
        query = QueryDict(mutable=True)
        query.setlist("entry", keys)
        return redirect(f"{create}?{query.urlencode()}")
    entries = entries_to_plan(programme, user=request.user).select_related("programme")
    chosen = entries.filter(has_project=False) if how == "all" else entries.filter(pk__in=keys)
    return _generate(request, programme, list(chosen)) or redirect(create)


def _generate(request: HttpRequest, programme: Programme, entries: list) -> HttpResponse | None:
    if not entries:
        messages.error(request, "请先勾选要立项的小区。")
        return None
    try:
        made = projects.create_many(programme=programme, entries=entries, by=request.user, today=timezone.localdate())
    except DomainError as refusal:
        messages.error(request, str(refusal))
        return None
    messages.success(request, f"已立项 {len(made.projects)} 个。")
    if made.left_out:
        more = f"等 {len(made.left_out)} 个" if len(made.left_out) > TOLD else ""
        messages.warning(request, f"未立项：{'；'.join(made.left_out[:TOLD])}{more}。")
    return redirect(list_of(programme.pk))


class ProjectMerge(ProgrammePage):
    """The ticked projects become one: the first takes in the others."""

    form_class = MergeForm
    template_name = "projects/project_merge.html"
    choose_template = "projects/project_merge_choose.html"
    ticked = "project"
    at_least = 2
    title = "合并项目"
    submit = "合并"
    done = "已合并。"
    confirm = "合并后，其余项目转为已取消，保留记录。确定合并？"

    def choose(self, keys: list[int]) -> list:
        found = projects_to_merge(self.programme, user=self.request.user)
        return list(found.filter(pk__in=keys)) if keys else []

    def to_choose_from(self) -> dict[str, Any]:
        found = projects_to_merge(self.programme, user=self.request.user)
        if query := self.request.GET.get("q", "").strip():
            found = found.filter(name__contains=query) | found.filter(number__contains=query)
        return {"programme": self.programme, "projects": found, "query": query, "one": len(self.chosen) == 1}

    def get_initial(self) -> dict[str, Any]:
        return {"name": str(self.chosen[0]), "split_rule": self.chosen[0].split_rule}

    def save(self, form: MergeForm) -> Project:
        today = timezone.localdate()
        return regrouping.merge(projects=self.chosen, by=self.request.user, today=today, **form.cleaned_data)


class ProjectSplit(FormPage):
    permission = Permission.MANAGE_PROJECTS
    form_class = SplitForm
    submit = "拆分"
    done = "已拆分，这是新项目。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_to_manage(request, kwargs["pk"])
        self.title, self.back = f"拆分项目：{self.project}", self.project.get_absolute_url()
        self.note = "拆出的小区带着各自的分摊投资成为新项目，阶段和关口照旧。"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"project": self.project}

    def save(self, form: SplitForm) -> Project:
        today = timezone.localdate()
        return regrouping.split_off(project=self.project, by=self.request.user, today=today, **form.cleaned_data)


def programme_to_make(request: HttpRequest, pk: int) -> Programme:
    """404 for an outsider, 403 for whoever sees it and does not make its projects."""
    programme = programme_of(request, pk)
    project_policies.check_can_make(request.user, programme)
    return programme
