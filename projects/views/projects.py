"""The projects of a territory, one project's own page, and what the office corrects and decides there."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import Permission
from accounts.views.mixins import requires
from communities.models import Compound
from core.errors import DomainError
from core.lists import ListPage
from core.views.forms import FormPage
from projects import project_policies
from projects.forms.projects import InterruptForm, ProjectForm, actions_open_to
from projects.life import BEFORE_WORKS, Interruption
from projects.models import Project
from projects.project_columns import days_late
from projects.project_lists import PROJECTS
from projects.selectors.project_acts import acts_of
from projects.selectors.project_history import revisions_of
from projects.selectors.projects import beyond_plan, projects_of_compound, sites_shown, suggest_projects, totals_of
from projects.services import projects
from projects.services.interruptions import interrupt
from projects.views.base import about_project, programme_of, project_of, project_to_manage


class ProjectList(ListPage):
    spec = PROJECTS
    template_name = "projects/project_list.html"

    def get_context(self) -> dict[str, Any]:
        """Coming from a programme, the list offers what can be done with its projects."""
        chosen = self.request.GET.get("programme", "")
        if not chosen.isdecimal() or not self.request.user.may(Permission.VIEW_PROGRAMMES):
            return {}
        programme = programme_of(self.request, int(chosen))
        return {"programme": programme, "may_make": project_policies.can_make(self.request.user, programme)}


@requires(Permission.VIEW_PROJECTS)
def project_search(request: HttpRequest) -> JsonResponse:
    """What a search field offers (?q=)."""
    text = request.GET.get("q", "").strip()
    return JsonResponse({"results": suggest_projects(user=request.user, text=text)})


@requires(Permission.VIEW_PROJECTS)
def project_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What is known of a project, its sites and how its investment falls to them."""
    project = project_of(request, pk)
    sites = sites_shown(project)
    context = about_project(request, project, "facts") | {
        "sites": sites,
        "merged": project.merged.all(),
        "merged_seen": set(Project.objects.for_user(request.user).filter(merged_into=project)),
        "may_split": len(sites) > 1 and project.status in BEFORE_WORKS,
        "may_decide": bool(actions_open_to(project)),
        "may_see_programmes": request.user.may(Permission.VIEW_PROGRAMMES),
        "today": timezone.localdate(),
        "late": days_late(project),
        "totals": totals_of(sites),
        "beyond": beyond_plan(project, sites),
    }
    return render(request, "projects/project_detail.html", context)


@requires(Permission.VIEW_PROJECTS)
def project_history(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_of(request, pk)
    context = about_project(request, project, "history") | {
        "acts": acts_of(project),
        "revisions": revisions_of(project),
    }
    return render(request, "projects/project_history.html", context)


class ProjectEdit(FormPage):
    permission = Permission.MANAGE_PROJECTS
    form_class = ProjectForm
    template_name = "projects/project_form.html"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_to_manage(request, kwargs["pk"])
        project_policies.check_is_running(self.project)
        self.title, self.note = f"修改项目：{self.project}", self.project.number
        self.back, self.draft = self.project.get_absolute_url(), f"project-{self.project.pk}"
        self.heads = ("楼栋数（栋）", "居民户数（户）", "建筑面积（万㎡）", "分摊投资（万元）")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {
            "user": self.request.user,
            "project": self.project,
            "sites": list(self.project.sites.select_related("compound", "division")),
        }

    def save(self, form: ProjectForm) -> Project:
        today = timezone.localdate()
        return projects.change(project=self.project, by=self.request.user, today=today, **form.facts)


class ProjectInterrupt(FormPage):
    """Suspend, take up again, defer, give up: each with a reason."""

    permission = Permission.MANAGE_PROJECTS
    form_class = InterruptForm
    submit = "确定"
    confirm = "调整后，项目的期限将随之撤回或恢复。确定调整？"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_to_manage(request, kwargs["pk"])
        if not actions_open_to(self.project):
            state = self.project.get_status_display()
            raise DomainError(f"《{self.project}》{state}，状态不能再调整。")
        self.title = f"调整状态：{self.project}"
        self.note = f"目前：{self.project.get_status_display()}（{self.project.status_since} 起）"
        self.back = self.project.get_absolute_url()

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actions": actions_open_to(self.project)}

    def save(self, form: InterruptForm) -> Project:
        facts: dict[str, Any] = form.cleaned_data
        action: Interruption = facts.pop("action")
        today = timezone.localdate()
        return interrupt(project=self.project, action=action, by=self.request.user, today=today, **facts)


@requires(Permission.VIEW_PROJECTS)
def compound_projects(request: HttpRequest, compound: int) -> HttpResponse:
    """A fragment for the compound's page: in which projects it is, and where they stand."""
    found = get_object_or_404(Compound.objects.for_user(request.user), pk=compound)
    context = {"sites": projects_of_compound(found, user=request.user)}
    return render(request, "projects/_compound_projects.html", context)


def list_of(programme_id: int) -> str:
    return f"{reverse('projects:project_list')}?programme={programme_id}"
