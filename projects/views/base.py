"""What the pages of this room share."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.permissions import Permission
from projects import policies, project_policies
from projects.models import Programme, Project


def programme_of(request: HttpRequest, pk: int) -> Programme:
    return get_object_or_404(Programme.objects.for_user(request.user).select_related("division"), pk=pk)


def programme_to_edit(request: HttpRequest, pk: int) -> Programme:
    """404 for an outsider, 403 for whoever sees it and does not draw it up."""
    programme = programme_of(request, pk)
    policies.check_can_edit(request.user, programme)
    return programme


def project_of(request: HttpRequest, pk: int) -> Project:
    related = ("programme", "division", "implementer", "batch", "template", "assigned_to")
    return get_object_or_404(Project.objects.for_user(request.user).select_related(*related), pk=pk)


def project_to_edit(request: HttpRequest, pk: int) -> Project:
    """404 for an outsider, 403 for whoever sees it and does not draw it up."""
    project = project_of(request, pk)
    project_policies.check_can_edit(request.user, project)
    return project


def project_to_manage(request: HttpRequest, pk: int) -> Project:
    """404 for an outsider, 403 for whoever sees it and is not the leading-group office over it."""
    project = project_of(request, pk)
    project_policies.check_can_manage(request.user, project)
    return project


def about_project(request: HttpRequest, project: Project, tab: str) -> dict[str, Any]:
    """What templates/projects/project_page.html needs on every tab."""
    return {
        "project": project,
        "tab": tab,
        "may_see_funds": request.user.may(Permission.VIEW_FUNDS),
        "may_edit": project_policies.can_edit(request.user, project),
        "may_manage": project_policies.can_manage(request.user, project),
    }
