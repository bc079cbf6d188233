"""Which sites a street reports on in a month, and what was last said about each."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from progress.models import ReturnLine, ReturnVersion
from projects.choices import ProjectStatus
from projects.models import ProjectSite

UNFINISHED = (
    ProjectStatus.PLANNED,
    ProjectStatus.PREPARING,
    ProjectStatus.TENDERING,
    ProjectStatus.UNDER_CONSTRUCTION,
    ProjectStatus.SUSPENDED,
)
FINISHED = (ProjectStatus.COMPLETED, ProjectStatus.ACCEPTED, ProjectStatus.HANDED_OVER)


def reporting_sites(*, prefix: str, month: date) -> QuerySet[ProjectSite]:
    """Sites of projects that are not finished, and those of the year's programme or finished in the year."""
    said_this_year = ReturnLine.objects.filter(site=OuterRef("pk"), version__month__year=month.year)
    this_year = Q(project__programme__year=month.year) | Q(Exists(said_this_year))
    return (
        ProjectSite.objects.within(prefix)
        .filter(project__programme__year__lte=month.year)
        .filter(Q(project__status__in=UNFINISHED) | Q(project__status__in=FINISHED) & this_year)
        .select_related("project__programme", "compound", "entry")
        .order_by("project__number", "pk")
    )


def lacking(version: ReturnVersion) -> QuerySet[ProjectSite]:
    """Sites on which the street reports and the version has no line.

    A site that is on another street's return of the month stays there: it came over since, and counts once.
    """
    of_the_month = ReturnLine.objects.filter(version__month=version.month)
    elsewhere = of_the_month.exclude(version__monthly_return=version.monthly_return_id)
    sites = reporting_sites(prefix=version.monthly_return.division.prefix, month=version.month)
    return sites.exclude(pk__in=version.lines.values("site")).exclude(pk__in=elsewhere.values("site"))


def last_lines(*, site_ids: Iterable[int], before: date) -> dict[int, ReturnLine]:
    """For each site its line of the newest month before, in that month's newest version, with its tallies."""
    current = ReturnLine.objects.filter(
        site__in=list(site_ids), version__month__lt=before, version=F("version__monthly_return__current")
    )
    return newest_lines(current.order_by("version__month"))


def newest_lines(ordered: QuerySet[ReturnLine]) -> dict[int, ReturnLine]:
    """Of each site the last of these lines, with its tallies; only those are read whole."""
    newest = dict(ordered.values_list("site_id", "pk"))
    lines = ReturnLine.objects.filter(pk__in=newest.values()).select_related("version").prefetch_related("tallies")
    return {line.site_id: line for line in lines}
