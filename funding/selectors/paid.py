"""What was paid to contractors, for rooms above that report on it."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from core.units import rounded
from funding.choices import EntryKind
from funding.models import ContractPart, FundEntry
from projects.models import ProjectSite


def by_project(*, projects: Collection[int], since: date | None, until: date) -> Mapping[int, Decimal]:
    """元 paid from one day (None: ever) to another, both included, less what was reversed; 0 where nothing was.

    Only of projects that have a contract: of others the ledger knows nothing. Two queries.
    """
    known = ContractPart.objects.filter(project__in=projects).order_by().values_list("project_id", flat=True)
    entries = FundEntry.objects.filter(kind=EntryKind.PAYMENT, part__isnull=False, project__in=projects, on__lte=until)
    if since:
        entries = entries.filter(on__gte=since)
    sums = dict(
        entries.order_by().values("project_id").annotate(total=Sum("amount")).values_list("project_id", "total")
    )
    return {project: rounded(Decimal(sums.get(project) or 0)) for project in set(known)}


def known_sites(sites: Collection[int]) -> set[int]:
    """Those of these sites whose payments the ledger knows: their project has a contract. One query."""
    contracted = ContractPart.objects.order_by().values("project")
    return set(ProjectSite.objects.filter(pk__in=sites, project__in=contracted).values_list("pk", flat=True))
