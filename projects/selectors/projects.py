"""Where compounds already are in a project, and how a project's investment is shared, in words."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from accounts.models import Organisation, OrganisationKind, User
from communities.models import Compound
from core.units import SQM, WAN_YUAN, rounded
from divisions.models import Level
from divisions.territory import code_of
from projects.choices import ProjectStatus, SplitRule
from projects.life import BEFORE_WORKS
from projects.models import Programme, ProgrammeEntry, Project, ProjectSite

SUGGESTIONS = 20


@dataclass(frozen=True)
class Taken:
    """A compound's place in a project: the buildings it is limited to (none: all of them)."""

    project: Project
    entry_id: int | None
    buildings: Mapping[int, str]

    def bars(self, entry: ProgrammeEntry, buildings: Collection[int]) -> bool:
        """A project of the same listing, or one still open, bars another, unless both name different buildings."""
        if self.entry_id != entry.pk and self.project.status == ProjectStatus.CLOSED:
            return False
        return not (self.buildings and buildings) or not set(buildings).isdisjoint(self.buildings)

    def __str__(self) -> str:
        limited = f"（{'、'.join(self.buildings.values())}）" if self.buildings else ""
        return f"《{self.project}》{self.project.number}{limited}"


def taken_by(compounds: Collection[int]) -> Mapping[int, list[Taken]]:
    """The projects that hold these compounds, but for cancelled ones; also those out of the reader's sight.

    Two queries.
    """
    sites = (
        ProjectSite.objects.filter(compound__in=compounds)
        .exclude(project__status=ProjectStatus.CANCELLED)
        .select_related("project")
        .prefetch_related("only_buildings")
        .order_by("project_id")
    )
    found: dict[int, list[Taken]] = defaultdict(list)
    for site in sites:
        buildings = {building.pk: building.name for building in site.only_buildings.all()}
        found[site.compound_id].append(Taken(site.project, site.entry_id, buildings))
    return found


def first_site_of(entries: Collection[int]) -> ProjectSite | None:
    """A site made of one of these listings, whose project is not cancelled: it keeps the listing in the programme."""
    sites = ProjectSite.objects.filter(entry__in=entries).exclude(project__status=ProjectStatus.CANCELLED)
    return sites.select_related("project", "compound").first()


def entries_to_plan(programme: Programme, *, user: User) -> QuerySet[ProgrammeEntry]:
    """The compounds of a programme with `has_project`: whether a project that is not cancelled was made of them."""
    sites = ProjectSite.objects.filter(entry=OuterRef("pk")).exclude(project__status=ProjectStatus.CANCELLED)
    entries = ProgrammeEntry.objects.for_user(user).of(programme)
    return entries.select_related("compound", "division__parent", "batch").annotate(has_project=Exists(sites))


def projects_to_merge(programme: Programme, *, user: User) -> QuerySet[Project]:
    """The projects of a programme that are not under construction yet, with `sites_count`."""
    found = Project.objects.for_user(user).of(programme).filter(status__in=BEFORE_WORKS)
    return found.select_related("division", "programme").annotate(sites_count=Count("sites")).order_by("number")


def suggest_projects(*, user: User, text: str) -> list[dict[str, str]]:
    """What a search field offers: at most twenty running projects of her territory, the newest first."""
    found = Project.objects.for_user(user).running().filter(Q(name__contains=text) | Q(number__contains=text))
    return [
        {"code": str(project.pk), "name": project.name, "path": f"{project}（{project.number} {project.division}）"}
        for project in found.select_related("division").order_by("-number")[:SUGGESTIONS]
    ]


def projects_of_compound(compound: Compound, *, user: User) -> QuerySet[ProjectSite]:
    """The compound's places in projects, newest first."""
    sites = ProjectSite.objects.for_user(user).filter(compound=compound)
    return sites.select_related("project__current_phase", "project__programme").order_by(
        "-project__programme__year", "-pk"
    )


def street_offices(divisions: Iterable[str]) -> Mapping[str, int]:
    """By the street's code, the office of each street in which these divisions lie. One query."""
    streets = {street_code(code) for code in divisions}
    offices = Organisation.objects.active().filter(kind=OrganisationKind.STREET_OFFICE, division__in=streets)
    return dict(offices.order_by("-pk").values_list("division_id", "pk"))


def street_code(code: str) -> str:
    """The street of a street or of a community below it."""
    return code_of(code[: Level.STREET])


def sites_shown(project: Project) -> list[ProjectSite]:
    """The sites with `limited` (the buildings' names) and `working`: how its share comes about. Two queries."""
    related = ("compound", "division__parent", "entry")
    sites = list(project.sites.select_related(*related).prefetch_related("only_buildings"))
    for site in sites:
        site.limited = "、".join(building.name for building in site.only_buildings.all())
        site.working = _working(project, site, sites)
    return sites


def totals_of(sites: list[ProjectSite]) -> dict[str, Any]:
    """What the sites have together of each figure; nothing is said of one that some site lacks."""
    figures = {key: [getattr(site, key) for site in sites] for key in ("buildings", "households", "floor_area")}
    return {key: None if None in parts else sum(parts) for key, parts in figures.items()}


def beyond_plan(project: Project, sites: Sequence[ProjectSite]) -> str:
    """What to say where a project's investment is not what its programme plans for the compounds; "" where it is.

    Not refused: what a project costs is often known better than what was planned. Of parts of a compound, and of
    compounds that are planned without an investment, nothing can be said.
    """
    planned = [site.entry.investment if site.entry else None for site in sites]
    limited = any(site.only_buildings.all() for site in sites)
    if project.investment is None or limited or not planned or None in planned:
        return ""
    total = sum(planned, Decimal(0))
    difference = project.investment - total
    if not difference:
        return ""
    amount, whole = (f"{WAN_YUAN.from_base(yuan).normalize():,f}" for yuan in (abs(difference), total))
    more = "多" if difference > 0 else "少"
    return f"项目投资比年度计划所列的计划投资（合计 {whole} 万元）{more} {amount} 万元，请核对。"


def _working(project: Project, site: ProjectSite, sites: list[ProjectSite]) -> str:
    """按户数：76 / 197 × 503.38 万元."""
    if project.investment is None or len(sites) == 1:
        return ""
    if project.split_rule == SplitRule.BY_HAND:
        return "手工指定"
    figures = [getattr(each, project.split_rule) for each in sites]
    if None in figures:
        return "手工核对"
    part, whole = _figure(getattr(site, project.split_rule), project), _figure(sum(figures), project)
    return f"{part} / {whole} × {rounded(WAN_YUAN.from_base(project.investment)):,.2f} 万元"


def _figure(figure, project: Project) -> str:
    if project.split_rule == SplitRule.FLOOR_AREA:
        return f"{figure:,.2f} {SQM.symbol}"
    return f"{figure:,}"
