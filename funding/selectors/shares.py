"""Where the households of a site live, to begin a share plan with; and a plan's working line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import QuerySet

from communities.models import Building, Unit
from funding.choices import ShareMethod
from funding.models import Contribution, SharePlan
from funding.share_formula import CENT, usual_coefficient
from projects.models import ProjectSite

MOST = 120  # rows
USUAL_STOREYS = 6


@dataclass(frozen=True)
class Place:
    """A building, or one unit of it."""

    building: Building
    unit: Unit | None = None

    @property
    def key(self) -> str:
        return f"u{self.unit.pk}" if self.unit else f"b{self.building.pk}"

    @property
    def households(self) -> int | None:
        return (self.unit or self.building).households

    def __str__(self) -> str:
        return f"{self.building}{self.unit or ''}"


def places_of(site: ProjectSite) -> list[Place]:
    """The buildings that belong to the site, each followed by its units. Three queries."""
    only = list(site.only_buildings.values_list("pk", flat=True))
    buildings: QuerySet[Building] = site.compound.buildings.prefetch_related("units")
    if only:
        buildings = buildings.filter(pk__in=only)
    found: list[Place] = []
    for building in buildings:
        found += [Place(building), *(Place(building, unit) for unit in building.units.all())]
    return found


def first_rows(site: ProjectSite, places: Sequence[Place], *, method: str) -> list[dict[str, object]]:
    """What the rows show at first: floor by floor where floors differ, else the parts that are known."""
    parts = _smallest(places)
    if method == ShareMethod.SINGLE:
        return [{"place": parts[0].key if len(parts) == 1 else "", "households": 1, "coefficient": Decimal(1)}]
    if method == ShareMethod.EVEN:
        known = [{"place": part.key, "households": part.households, "coefficient": Decimal(1)} for part in parts]
        return known[:MOST] or [{"households": site.households, "coefficient": Decimal(1)}]
    if not parts:
        storeys = site.compound.storeys or USUAL_STOREYS
        return [{"floor": floor, "coefficient": usual_coefficient(floor)} for floor in range(1, storeys + 1)]
    return [row for part in parts for row in _floors(part)][:MOST]


def _smallest(places: Sequence[Place]) -> list[Place]:
    """Units where a building's are known, else the building."""
    with_units = {place.building.pk for place in places if place.unit}
    return [place for place in places if place.unit or place.building.pk not in with_units]


def _floors(part: Place) -> Iterator[dict[str, object]]:
    """One row a floor; its households where they divide evenly."""
    storeys = part.building.storeys
    if not storeys:
        yield {"place": part.key, "households": part.households}
        return
    even = part.households is not None and part.households % storeys == 0
    for floor in range(1, storeys + 1):
        yield {
            "place": part.key,
            "floor": floor,
            "households": part.households // storeys if even else None,
            "coefficient": usual_coefficient(floor),
        }


@dataclass(frozen=True)
class Line:
    """One group's working, 元: coefficient × households, each household's share, how many pay a cent more."""

    group: Contribution

    @property
    def weight(self) -> Decimal:
        return self.group.coefficient * self.group.households

    @property
    def more(self) -> int:
        """Its first households, in the order of their doors, that pay a cent more than `each`."""
        return int((self.group.promised - self.group.each * self.group.households) / CENT)

    @property
    def outstanding(self) -> Decimal:
        return self.group.promised - self.group.received


@dataclass(frozen=True)
class PlanSheet:
    """A plan line by line with its sums. `unit` is what falls to a coefficient of 1, unrounded to the cent."""

    plan: SharePlan
    lines: tuple[Line, ...]

    @property
    def weight(self) -> Decimal:
        return sum((line.weight for line in self.lines), Decimal(0))

    @property
    def households(self) -> int:
        return sum(line.group.households for line in self.lines)

    @property
    def per_weight(self) -> Decimal:
        return self.plan.total / self.weight

    @property
    def promised(self) -> Decimal:
        return sum((line.group.promised for line in self.lines), Decimal(0))

    @property
    def received(self) -> Decimal:
        return sum((line.group.received for line in self.lines), Decimal(0))

    @property
    def outstanding(self) -> Decimal:
        return self.promised - self.received


def sheet_of(plan: SharePlan) -> PlanSheet:
    groups = plan.groups.select_related("building", "unit").order_by("pk")
    return PlanSheet(plan, tuple(Line(group) for group in groups))
