"""本月拨付 as the ledger of money knows it: nobody types what is on the books already."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal

from core.units import rounded
from funding.selectors import paid
from progress.models import ReportingMonth, ReturnLine, ReturnVersion
from projects.models import ProjectSite

SOURCE = "资金台账"
NOTHING = Decimal(0)


def paid_in_month(
    *, version: ReturnVersion, sites: Collection[int], last: Mapping[int, ReturnLine]
) -> dict[int, Decimal]:
    """By site its part of what its project paid after the last month's as-at date, up to this month's, 元.

    Of a site that was never reported before, all that was paid so far. Sites of projects without a contract are not in
    it. `last`: the lines of the month before.
    """
    every = list(
        ProjectSite.objects.filter(project__in=ProjectSite.objects.filter(pk__in=sites).values("project"))
        .order_by("project_id", "pk")
        .only("pk", "project_id", "investment")
    )
    of_project: dict[int, list[ProjectSite]] = defaultdict(list)
    for site in every:
        of_project[site.project_id].append(site)
    month = version.monthly_return.reporting_month
    in_month = paid.by_project(projects=list(of_project), since=_since(month), until=month.as_at)
    so_far = paid.by_project(projects=list(of_project), since=None, until=month.as_at)
    found = {}
    for project, parts in of_project.items():
        if project in in_month:
            of_month, of_all = shared(in_month[project], parts), shared(so_far[project], parts)
            found |= {site: of_month[site] if site in last else of_all[site] for site in of_month}
    return {site: amount for site, amount in found.items() if site in set(sites)}


def shared(amount: Decimal, sites: Collection[ProjectSite]) -> dict[int, Decimal]:
    """By the sites' shares of the investment, evenly where one is unknown; the last takes the rest, to the cent."""
    weights = [site.investment for site in sites]
    known = None not in weights and sum(weights) > 0
    whole = sum(weights) if known else Decimal(len(weights))
    parts = [rounded(amount * (weight if known else 1) / whole) for weight in weights]
    parts[-1] = amount - sum(parts[:-1], NOTHING)
    return {site.pk: part for site, part in zip(sites, parts, strict=True)}


def _since(month: ReportingMonth) -> date:
    """The day after the last month's as-at date; the month's first day where none was opened before."""
    before = ReportingMonth.objects.filter(division=month.division_id, month__lt=month.month).order_by("-month")
    as_at = before.values_list("as_at", flat=True).first()
    return as_at + timedelta(days=1) if as_at else month.month
