"""Whose money a person sees: that of her territory, and below the county also that of projects she has a site in."""

from accounts.permissions import Permission
from divisions.models import Level
from divisions.scope import ScopedQuerySet
from projects.models import ProjectSite
from projects.models.projects import ProjectPartQuerySet


class FundsQuerySet(ScopedQuerySet):
    """Rows with a division of their own, and perhaps a project that a street shares with its neighbour."""

    seen_with = Permission.VIEW_FUNDS

    def within(self, prefix: str):
        own = super().within(prefix)
        if len(prefix) <= Level.COUNTY:
            return own
        return own | self.filter(project__in=ProjectSite.objects.within(prefix).values("project"))


class OfProjectQuerySet(ProjectPartQuerySet):
    """What belongs to a project's money is seen by whoever sees the project and may see money."""

    seen_with = Permission.VIEW_FUNDS
