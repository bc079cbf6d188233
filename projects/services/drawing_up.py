"""The pieces of which services/projects.py makes projects: what a project of these compounds is by default."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import IntegerField, Max, Q, prefetch_related_objects
from django.db.models.functions import Cast, Substr

from accounts.models import User
from communities.choices import CompoundStatus
from communities.models import Building
from core.errors import DomainError
from divisions import territory
from divisions.models import Level
from projects.choices import Duty
from projects.models import Programme, ProgrammeEntry, Project, ProjectSite
from projects.selectors.projects import Taken, street_code, street_offices
from projects.selectors.responsibilities import Responsible

WHERE_NUMBER_BEGINS = len("2023-410703-") + 1


@dataclass(frozen=True)
class Plan:
    """A listed compound that becomes a site, limited to these buildings (none: to those of the listing, if any)."""

    entry: ProgrammeEntry
    chosen: list[Building] = field(default_factory=list)

    @cached_property
    def buildings(self) -> list[Building]:
        return self.chosen or list(self.entry.only_buildings.all())

    @property
    def investment(self) -> Decimal | None:
        """What the programme plans for the compound; of a part of it nobody has said anything."""
        return None if self.chosen else self.entry.investment


def plans_of(
    entries: Sequence[ProgrammeEntry], buildings: Mapping[int, Sequence[Building]] | None = None
) -> list[Plan]:
    """What is to be made of these listings; `buildings` by entry id. Three queries at most."""
    prefetch_related_objects(entries, "programme", "compound", "only_buildings")
    return [Plan(entry, list((buildings or {}).get(entry.pk, []))) for entry in entries]


def lock(programmes: Collection[int]) -> None:
    """Whoever makes projects of the same programme waits: numbers run on, and no compound is taken twice."""
    list(Programme.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=programmes).order_by("pk"))


def check_entries(programme: Programme, plans: Sequence[Plan]) -> None:
    if not plans:
        raise DomainError("请先勾选要立项的小区。")
    check_of_programme(programme, plans)
    if len({plan.entry.programme_id for plan in plans}) > 1:
        raise DomainError("所选小区列在不同的年度计划里，不能合成一个项目。请分别立项。")
    for plan in plans:
        if stranger := next((b for b in plan.chosen if b.compound_id != plan.entry.compound_id), None):
            raise DomainError(f"楼栋{stranger}不属于{plan.entry}，请重新选择楼栋。")


def check_of_programme(programme: Programme, plans: Iterable[Plan]) -> None:
    for plan in plans:
        own = plan.entry.programme
        if own.year != programme.year or not territory.contains(programme.prefix, own.division_id):
            raise DomainError(f"{plan.entry}没有列入《{programme}》，请先列入计划再立项。")


def first_bar(plans: Iterable[Plan], taken: Mapping[int, Sequence[Taken]]) -> str:
    return next(filter(None, (bar_of(plan, taken) for plan in plans)), "")


def bar_of(plan: Plan, taken: Mapping[int, Sequence[Taken]]) -> str:
    """Why no project can be made of this compound; "" if one can."""
    if plan.entry.compound.status != CompoundStatus.ACTIVE:
        return f"{plan.entry}已从小区台账移除"
    chosen = [building.pk for building in plan.buildings]
    bars = [place for place in taken.get(plan.entry.compound_id, []) if place.bars(plan.entry, chosen)]
    return f"{plan.entry}已在{bars[0]}中" if bars else ""


def drawn_up(plans: Sequence[Plan], *, name: str, by: User, today: date) -> Project:
    """An unsaved project of these compounds; its batch is the one that all of them are in."""
    batches = {plan.entry.batch_id for plan in plans}
    return Project(
        programme=plans[0].entry.programme,
        batch_id=batches.pop() if len(batches) == 1 else None,
        division_id=common_division([plan.entry.division_id for plan in plans]),
        name=name,
        status_since=today,
        created_by=by,
    )


def common_division(codes: Sequence[str]) -> str:
    """The nearest division that holds all of these; refused above a county."""
    shared = next(
        code
        for code in territory.ancestors(codes[0])
        if all(territory.contains(territory.prefix_of(code), other) for other in codes)
    )
    if len(territory.prefix_of(shared)) < Level.COUNTY:
        raise DomainError("所选小区不在同一个区（县市），不能合成一个项目。请按区（县市）分别立项。")
    return shared


def investment_of(plans: Sequence[Plan]) -> Decimal | None:
    """What the programme plans for all of them together; unknown as soon as one is unknown."""
    amounts = [plan.investment for plan in plans]
    return None if None in amounts else sum(amounts, Decimal(0))


def numbers(projects: Sequence[Project]) -> Iterator[str]:
    """2023-410703-001: year, county, running number. The programme must be locked. One query."""
    heads = [f"{project.programme.year}-{project.division_id[: Level.COUNTY]}-" for project in projects]
    asked = Q(pk=None)
    for head in set(heads):
        asked |= Q(number__startswith=head)
    running = Cast(Substr("number", WHERE_NUMBER_BEGINS), IntegerField())
    found = Project.objects.filter(asked).order_by().values(head=Substr("number", 1, WHERE_NUMBER_BEGINS - 1))
    last = dict(found.annotate(last=Max(running)).values_list("head", "last"))
    for head in heads:
        last[head] = last.get(head, 0) + 1
        yield f"{head}{last[head]:03}"


def name_implementers(projects: Sequence[Project], plans: Sequence[Sequence[Plan]], *, on: date) -> None:
    """Who carries each project out: whom the district's matrix of duties says, else the street of all its compounds."""
    offices = street_offices(plan.entry.division_id for each in plans for plan in each)
    responsible = Responsible({project.division_id for project in projects}, on)
    for project, each in zip(projects, plans, strict=True):
        streets = {street_code(plan.entry.division_id) for plan in each}
        project.implementer_id = offices.get(streets.pop()) if len(streets) == 1 else None
        project.implementer_id = responsible.organisation_for(Duty.WORKS, project)


def site_of(project: Project, plan: Plan) -> ProjectSite:
    """An unsaved site with the figures of the listing, or those of its buildings as far as all are known."""
    entry, chosen = plan.entry, plan.chosen
    return ProjectSite(
        project=project,
        compound=entry.compound,
        entry=entry,
        division_id=entry.division_id,
        buildings=len(chosen) if chosen else entry.buildings,
        households=_sum(building.households for building in chosen) if chosen else entry.households,
        floor_area=_sum(building.floor_area for building in chosen) if chosen else entry.floor_area,
    )


def limit_to_buildings(sites: Iterable[tuple[ProjectSite, Plan]]) -> None:
    limits = ProjectSite.only_buildings.through
    limits.objects.bulk_create(
        limits(projectsite_id=site.pk, building_id=building.pk) for site, plan in sites for building in plan.buildings
    )


def _sum(figures: Iterable) -> Decimal | int | None:
    known = list(figures)
    return None if None in known else sum(known)
