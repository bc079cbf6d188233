"""Tasks of one project, and the pages on which the responsible organisation answers."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.errors import DomainError
from core.views.forms import FormPage
from projects import project_policies, task_policies
from projects.forms.tasks import DoneForm, GiveForm, TakeBackForm
from projects.models import Project, Task
from projects.selectors.tasks import standing, tasks_of
from projects.services import tasks
from projects.views.base import about_project, project_of, project_to_manage


def task_of(request: HttpRequest, pk: int) -> Task:
    """Also for a utility, which sees its own tasks and no projects."""
    related = ("project__division", "project__programme", "project__implementer", "organisation", "given_by", "done_by")
    return get_object_or_404(Task.objects.for_user(request.user).select_related(*related), pk=pk)


@requires(Permission.VIEW_PROJECTS)
def project_tasks(request: HttpRequest, pk: int) -> HttpResponse:
    project, today = project_of(request, pk), timezone.localdate()
    context = about_project(request, project, "tasks")
    context["tasks"] = tasks_of(project, user=request.user, today=today)
    context["may_ask"] = context["may_manage"] and project.is_running
    return render(request, "projects/project_tasks.html", context)


@requires(Permission.SEE_TODO)
def task_detail(request: HttpRequest, pk: int) -> HttpResponse:
    task = task_of(request, pk)
    context = {
        "task": task,
        "standing": standing(task, timezone.localdate()),
        "sites": task.project.sites.select_related("compound"),
        "may_open_project": Project.objects.for_user(request.user).filter(pk=task.project_id).exists(),
        "may_do": task_policies.can_do(request.user, task),
        "may_take_back": task_policies.can_take_back(request.user, task),
    }
    return render(request, "projects/task_detail.html", context)


@require_POST
@requires(Permission.MANAGE_PROJECTS)
def tasks_from_matrix(request: HttpRequest, pk: int) -> HttpResponse:
    project = project_to_manage(request, pk)
    try:
        new = tasks.from_matrix(project=project, by=request.user, today=timezone.localdate())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        told = f"已下达 {len(new)} 件责任事项。" if new else "职责分工要求的责任事项都已下达，没有新的。"
        messages.success(request, told)
    return redirect("projects:project_tasks", project.pk)


class TaskGive(FormPage):
    permission = Permission.MANAGE_PROJECTS
    form_class = GiveForm
    title = "下达责任事项"
    submit = "下达"
    done = "已下达。"

    def prepare(self, request: HttpRequest, pk: int) -> None:
        self.project = project_to_manage(request, pk)
        self.note, self.back = str(self.project), reverse("projects:project_tasks", args=[pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"user": self.request.user}

    def save(self, form: Form) -> str:
        tasks.give(project=self.project, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        return self.back


class TaskPage(FormPage):
    """A form about one task."""

    def prepare(self, request: HttpRequest, pk: int) -> None:
        self.task = task_of(request, pk)
        self.check(request)
        self.note, self.back = f"{self.task.project}：{self.task}", self.task.get_absolute_url()


class TaskDone(TaskPage):
    permission = Permission.PROVE_GATES
    form_class = DoneForm
    title = "办结责任事项"
    submit = "办结"
    done = "已办结。"

    def check(self, request: HttpRequest) -> None:
        task_policies.check_may_do(request.user, self.task)

    def get_initial(self) -> dict[str, Any]:
        return {"on": timezone.localdate()}

    def save(self, form: Form) -> Task:
        return tasks.done(task=self.task, by=self.request.user, **form.cleaned_data)


class TaskTakeBack(TaskPage):
    permission = Permission.MANAGE_PROJECTS
    form_class = TakeBackForm
    title = "撤回责任事项"
    submit = "撤回"
    done = "已撤回，不再提醒。"

    def check(self, request: HttpRequest) -> None:
        project_policies.check_can_manage(request.user, self.task.project)

    def save(self, form: Form) -> Task:
        return tasks.take_back(task=self.task, by=self.request.user, on=timezone.localdate(), **form.cleaned_data)
