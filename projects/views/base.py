"""What the pages of this room share."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from projects import policies
from projects.models import Programme


def programme_of(request: HttpRequest, pk: int) -> Programme:
    return get_object_or_404(Programme.objects.for_user(request.user).select_related("division"), pk=pk)


def programme_to_edit(request: HttpRequest, pk: int) -> Programme:
    """404 for an outsider, 403 for whoever sees it and does not draw it up."""
    programme = programme_of(request, pk)
    policies.check_can_edit(request.user, programme)
    return programme
