"""What was paid for the projects of a street and a programme year, as a reward subsidy counts it (Z五)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from core.errors import DomainError
from core.units import rounded
from divisions import territory
from divisions.models import Division, Level
from funding.choices import EntryKind
from funding.models import FundEntry
from funding.reward_formula import Spending
from projects.choices import Source
from projects.models import Project, ProjectSite
from projects.services.investments import split

ORDER = {source: place for place, source in enumerate(Source.values)}
BY_INVESTMENT, BY_HOUSEHOLDS = "跨街道项目，按各小区分摊投资计入", "跨街道项目，按各小区户数计入"


@dataclass(frozen=True)
class Part:
    """A street's part of a project that it shares: its place among the streets, their weights, and by what."""

    place: int
    weights: Sequence[Decimal]
    basis: str

    def of(self, amount: Decimal) -> Decimal:
        return split(amount, self.weights)[self.place]


def spending_of(street: Division, *, year: int, as_at: date) -> list[Spending]:
    """One line per project and source, payments on contracts up to `as_at` net of what was reversed. Three queries.

    A project of several streets counts by its sites' investment (households where an investment is missing); but money
    that one street itself gave counts for that street alone.
    """
    mine = ProjectSite.objects.within(street.prefix).values("project")
    projects = Project.objects.filter(programme__year=year, pk__in=mine).in_bulk()
    parts = _parts(street.prefix, projects)
    sums: dict[tuple[int, str, bool], list[Decimal]] = defaultdict(lambda: [Decimal(0), Decimal(0)])
    for project, source, holder, beyond, total in _paid(projects, as_at):
        own = source == Source.STREET and len(territory.prefix_of(holder)) >= Level.STREET
        paid = rounded(total)
        if paid <= 0 or (own and not territory.contains(street.prefix, holder)):
            continue
        line = sums[project, source, own]
        line[0] += paid
        line[1] += min(beyond, paid)
    ordered = sorted(sums, key=lambda key: (projects[key[0]].number, ORDER[key[1]], not key[2]))
    return [
        _line(projects[pk], source, sums[pk, source, own], None if own else parts.get(pk))
        for pk, source, own in ordered
    ]


def _paid(projects: Iterable[int], as_at: date) -> Iterable[tuple[int, str, str, Decimal, Decimal]]:
    """Request by request: its project, source, who held the document, what was out of scope, what was paid."""
    of_contracts = FundEntry.objects.until(as_at).filter(
        kind=EntryKind.PAYMENT, part__isnull=False, project__in=list(projects)
    )
    rows = of_contracts.order_by().values("project", "source", "document__division", "request__out_of_scope", "request")
    return rows.annotate(paid=Sum("amount")).values_list(
        "project", "source", "document__division", "request__out_of_scope", "paid"
    )


def _line(project: Project, source: str, sums: Sequence[Decimal], part: Part | None) -> Spending:
    paid, beyond = sums
    spent = part.of(paid) if part else paid
    return Spending(
        project=project.pk,
        number=project.number,
        name=project.name,
        source=source,
        paid=paid,
        spent=spent,
        out_of_scope=min(part.of(beyond) if part else beyond, spent),
        basis=part.basis if part else "",
    )


def _parts(prefix: str, projects: Mapping[int, Project]) -> dict[int, Part]:
    """For each project that has sites in other streets too: this street's part of it."""
    sites: dict[int, list[ProjectSite]] = defaultdict(list)
    for site in ProjectSite.objects.filter(project__in=list(projects)):
        sites[site.project_id].append(site)
    shared = {pk: of for pk, of in sites.items() if not all(territory.contains(prefix, s.division_id) for s in of)}
    return {pk: _part(prefix, projects[pk], of) for pk, of in shared.items()}


def _part(prefix: str, project: Project, sites: Sequence[ProjectSite]) -> Part:
    by_investment = all(site.investment is not None for site in sites) and any(site.investment for site in sites)
    weights: dict[str, Decimal] = defaultdict(Decimal)
    for site in sites:
        figure = site.investment if by_investment else site.households
        weights[site.division_id[: Level.STREET]] += Decimal(figure or 0)
    if not any(weights.values()):
        raise DomainError(f"“{project}”跨街道，各小区既没有分摊投资也没有户数，不能计算各街道的份额，请先补填。")
    streets = sorted(weights)
    basis = BY_INVESTMENT if by_investment else BY_HOUSEHOLDS
    return Part(streets.index(prefix), [weights[street] for street in streets], basis)
