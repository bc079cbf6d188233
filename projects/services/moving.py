"""What follows when a compound comes to another street: where its projects lie, and what is due of them."""

from collections import defaultdict

from django.utils import timezone

from communities.services.compounds import follows_moves
from projects.models import Project, ProjectSite
from projects.services import drawing_up, standing


@follows_moves
def move_projects(compounds: list[int]) -> None:
    """A project lies in the nearest division that holds its sites. Refused where these would lie in two counties."""
    codes: dict[int, list[str]] = defaultdict(list)
    projects = Project.objects.filter(sites__compound__in=compounds).values("pk")
    for project_id, code in ProjectSite.objects.filter(project__in=projects).values_list("project", "division"):
        codes[project_id].append(code)
    for project_id, lying in codes.items():
        Project.objects.filter(pk=project_id).update(division_id=drawing_up.common_division(lying))
    if codes:
        standing.refresh(projects=codes, today=timezone.localdate())
