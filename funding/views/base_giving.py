"""What the pages of giving share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from funding import policies
from funding.models import Contribution
from projects.models import Project
from projects.views.base import project_of


def project_to_fill(request: HttpRequest, pk: int) -> Project:
    """404 for an outsider, 403 for whoever sees it and does not enter its money."""
    project = project_of(request, pk)
    policies.check_can_fill(request.user, project)
    return project


def contribution_of(request: HttpRequest, pk: int) -> Contribution:
    related = ("project__division", "project__programme", "plan", "building", "unit", "created_by")
    return get_object_or_404(Contribution.objects.for_user(request.user).select_related(*related), pk=pk)


def contribution_to_fill(request: HttpRequest, pk: int) -> Contribution:
    """404 for an outsider, 403 for whoever sees it and does not enter its project's money."""
    contribution = contribution_of(request, pk)
    policies.check_can_fill(request.user, contribution.project)
    return contribution
