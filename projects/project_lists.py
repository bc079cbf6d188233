"""The list of projects."""

from django.db.models import Prefetch, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from core.lists import ListSpec, register
from projects.models import Project, ProjectSite
from projects.project_columns import PROJECTS as COLUMNS
from projects.project_filters import ProjectFilter


def projects_listed(user: User) -> QuerySet[Project]:
    """Each with its sites: one query more for the rows shown, none for those only counted."""
    sites = ProjectSite.objects.select_related("division__parent")
    related = ("programme", "batch", "current_phase", "implementer", "assigned_to")
    return Project.objects.for_user(user).select_related(*related).prefetch_related(Prefetch("sites", sites))


PROJECTS = register(
    ListSpec(
        key="projects",
        title="改造项目",
        columns=COLUMNS,
        filters=ProjectFilter,
        rows=projects_listed,
        order="-number",
        permission=Permission.VIEW_PROJECTS,
        empty="还没有改造项目。由领导小组办公室在年度计划页立项。",
    )
)
