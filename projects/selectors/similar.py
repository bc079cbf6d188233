"""Projects whose scheme another one can start from: about as large, of the same kinds of works, nearby first."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery, Sum

from accounts.models import User
from communities.models import Compound
from communities.search import search
from divisions.models import Level
from projects.models import ProgrammeEntry, Project, ProjectSite, Scheme, SchemeItem
from projects.selectors.schemes import Share, in_force, total_of

CLOSE = Decimal("0.3")  # of the households, more or fewer
OFFERED = 20
READ = 200  # candidates that are weighed


@dataclass(frozen=True, kw_only=True)
class Similar:
    """One project with the scheme to copy from, and what speaks for it."""

    project: Project
    scheme: Scheme
    households: int | None
    total: Share
    same_categories: bool


def similar_to(project: Project, *, user: User, text: str = "") -> list[Similar]:
    """At most twenty, the closest first. With `text` those whose name or compound fits it, however large.

    A fixed number of queries. Of a project's versions the one in force is offered, else the newest.
    """
    wanted, kinds = _households(project), _categories([project.pk]).get(project.pk, "")
    found = _candidates(project, user, text)
    if wanted and not text:
        found = found.filter(
            households_sum__gte=round(wanted * (1 - CLOSE)), households_sum__lte=round(wanted * (1 + CLOSE))
        )
    candidates = list(found.select_related("division")[:READ])
    categories = _categories([candidate.pk for candidate in candidates])

    def distance(candidate: Project) -> tuple:
        elsewhere = candidate.division_id[: Level.COUNTY] != project.division_id[: Level.COUNTY]
        other = categories.get(candidate.pk, "") != kinds
        return elsewhere, other, abs((candidate.households_sum or 0) - (wanted or 0)), candidate.pk

    nearest = sorted(candidates, key=distance)[:OFFERED]
    schemes = _schemes([candidate.pk for candidate in nearest])
    return [
        Similar(
            project=each,
            scheme=schemes[each.pk],
            households=each.households_sum,
            total=Share("合计", len(schemes[each.pk].items.all()), total_of(schemes[each.pk].items.all())),
            same_categories=bool(kinds) and categories.get(each.pk, "") == kinds,
        )
        for each in nearest
    ]


def _candidates(project: Project, user: User, text: str) -> QuerySet[Project]:
    households = ProjectSite.objects.filter(project=OuterRef("pk")).order_by().values("project")
    summed = Subquery(households.annotate(figure=Sum("households")).values("figure"), output_field=IntegerField())
    with_items = SchemeItem.objects.order_by().values("scheme__project")
    found = Project.objects.for_user(user).filter(pk__in=with_items).exclude(pk=project.pk)
    if text:
        sites = ProjectSite.objects.filter(compound__in=search(Compound.objects.all(), text)).values("project")
        found = found.filter(name__contains=text) | found.filter(pk__in=sites)
    return found.annotate(households_sum=summed).order_by("-pk")


def _households(project: Project) -> int | None:
    return project.sites.aggregate(figure=Sum("households"))["figure"]


def _categories(projects: list[int]) -> dict[int, str]:
    """The kinds of works that the programme lists for a project's first compound."""
    entries = ProgrammeEntry.objects.filter(sites__project__in=projects).order_by("-sites__pk")
    return dict(entries.values_list("sites__project", "categories"))


def _schemes(projects: list[int]) -> dict[int, Scheme]:
    versions = Scheme.objects.filter(project__in=projects, items__isnull=False).distinct()
    by_project: dict[int, list[Scheme]] = {}
    for scheme in versions.order_by("-number").prefetch_related("items"):
        by_project.setdefault(scheme.project_id, []).append(scheme)
    return {pk: in_force(schemes) or schemes[0] for pk, schemes in by_project.items()}
