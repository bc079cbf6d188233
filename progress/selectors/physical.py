"""How far the works of projects are, as the streets last reported; told to funding/ for its warnings."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal

from django.db.models import F

from core.units import rounded
from funding.physical import Physical, provider
from progress.choices import Span
from progress.models import ReturnLine
from progress.models.returns import OPEN
from progress.selectors.sites import newest_lines
from projects.models import ProjectSite


@provider
def by_project(projects: Collection[int]) -> Mapping[int, Physical]:
    """By the sites' newest lines that were handed in, weighed by their investment (evenly where one is unknown).

    A site not reported yet counts as nothing done; a project of which nothing was reported is not in it.
    """
    sites = list(ProjectSite.objects.filter(project__in=projects).only("pk", "project_id", "investment"))
    handed_in = ReturnLine.objects.filter(
        site__in=[site.pk for site in sites],
        version=F("version__monthly_return__current"),
        physical__isnull=False,
    ).exclude(version__status__in=OPEN)
    lines = newest_lines(handed_in.order_by("version__month"))
    of_project: dict[int, list[ProjectSite]] = defaultdict(list)
    for site in sites:
        of_project[site.project_id].append(site)
    return {
        project: _weighed(parts, lines)
        for project, parts in of_project.items()
        if any(site.pk in lines for site in parts)
    }


def _weighed(sites: Collection[ProjectSite], lines: Mapping[int, ReturnLine]) -> Physical:
    weights = [site.investment for site in sites]
    if None in weights or not sum(weights):
        weights = [Decimal(1)] * len(weights)
    reached = [lines[site.pk].physical if site.pk in lines else Decimal(0) for site in sites]
    done = sum((level * weight for level, weight in zip(reached, weights, strict=True)), Decimal(0))
    month = max(lines[site.pk].version.month for site in sites if site.pk in lines)
    source = f"{month.year}年{month.month}月月报"
    return Physical(
        rounded(done / sum(weights, Decimal(0))), source, _invested(lines[s.pk] for s in sites if s.pk in lines)
    )


def _invested(lines: Iterable[ReturnLine]) -> Decimal | None:
    """完成投资 since the start of all sites together, 元; None where no line says any."""
    totals = [tally.invested for line in lines for tally in line.tallies.all() if tally.span == Span.TOTAL]
    known = [invested for invested in totals if invested is not None]
    return sum(known, Decimal(0)) if known else None
