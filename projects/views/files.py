"""Papers of a project: handed over, fetched, taken off the pages."""

from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.permissions import Permission
from accounts.views.mixins import requires
from core.views.forms import FormPage
from projects.forms.programmes import ReasonForm
from projects.forms.schemes import FileForm
from projects.models import ProjectFile
from projects.services import files
from projects.views.base import project_to_edit


@requires(Permission.VIEW_PROJECTS)
def file_download(request: HttpRequest, pk: int) -> FileResponse:
    """Always as a download: a paper is never opened inside the page."""
    paper = get_object_or_404(ProjectFile.objects.for_user(request.user).shown(), pk=pk)
    return FileResponse(paper.file.open("rb"), as_attachment=True, filename=paper.name)


class FileAdd(FormPage):
    """A paper of the project, or with `?scheme=` of one version of its scheme."""

    permission = Permission.EDIT_PROJECTS
    form_class = FileForm
    template_name = "projects/file_form.html"
    title = "上传附件"
    submit = "上传"
    done = "附件已保存。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.project = project_to_edit(request, kwargs["pk"])
        chosen = request.GET.get("scheme", "")
        self.scheme = get_object_or_404(self.project.schemes, pk=int(chosen)) if chosen.isdecimal() else None
        self.note = str(self.scheme or self.project)
        tab = reverse("projects:project_scheme", args=[self.project.pk])
        self.back = self.scheme.get_absolute_url() if self.scheme else tab

    def save(self, form: FileForm) -> str:
        files.add(project=self.project, scheme=self.scheme, by=self.request.user, **form.cleaned_data)
        return self.back


class FileRemove(FormPage):
    permission = Permission.EDIT_PROJECTS
    form_class = ReasonForm
    submit = "移除"
    done = "附件已移除。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = ProjectFile.objects.for_user(request.user).shown().select_related("scheme")
        self.paper = get_object_or_404(visible, pk=kwargs["pk"])
        project_to_edit(request, self.paper.project_id)
        self.title = f"移除附件：{self.paper}"
        tab = reverse("projects:project_scheme", args=[self.paper.project_id])
        self.back = self.paper.scheme.get_absolute_url() if self.paper.scheme else tab

    def save(self, form: ReasonForm) -> str:
        files.remove(file=self.paper, by=self.request.user, **form.cleaned_data)
        return self.back
