"""A scheme as a sheet: its lines, what they add up to, and where the money comes from. Fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from projects.choices import Category, SchemeStatus
from projects.models import Project, Scheme, SchemeFund, SchemeItem
from projects.models.schemes import OPEN

NOTHING = Decimal("0.00")
LINE_PARTS = ("site__compound", "building", "unit", "item")


@dataclass(frozen=True)
class Share:
    """A part of the total: how many lines, 元, and how deep it stands (0 compound, 1 building, 2 unit)."""

    label: str
    lines: int
    amount: Decimal
    depth: int = 0


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A scheme with its lines; lines without a price count nothing, and are named by the checks."""

    scheme: Scheme
    lines: Sequence[SchemeItem]
    funds: Sequence[SchemeFund]

    @property
    def total(self) -> Decimal:
        return total_of(self.lines)

    @property
    def funded(self) -> Decimal:
        return sum((fund.amount for fund in self.funds), NOTHING)

    @property
    def unfunded(self) -> Decimal:
        return self.total - self.funded

    @property
    def by_category(self) -> list[Share]:
        """All three categories in the order of 附件3, also those without a line."""
        kinds: dict[str, list[SchemeItem]] = defaultdict(list)
        for line in self.lines:
            kinds[line.item.category].append(line)
        return [Share(label, len(kinds[key]), total_of(kinds[key])) for key, label in Category.choices]

    @property
    def by_place(self) -> list[Share]:
        """Each compound with all it contains, below it each building and unit that has lines of its own."""
        return [share for site in _grouped(self.lines, "site_id") for share in _places_of(site)]


def sheet_of(scheme: Scheme) -> Sheet:
    """Two queries."""
    lines = scheme.items.select_related(*LINE_PARTS)
    return Sheet(scheme=scheme, lines=list(lines), funds=list(scheme.funds.all()))


def total_of(lines: Iterable[SchemeItem]) -> Decimal:
    """元, to the cent: the sum of the lines' own rounded amounts."""
    return sum((line.amount for line in lines if line.amount is not None), NOTHING)


def place_of(line: SchemeItem) -> str:
    """中州小区 3号楼 1单元."""
    return " ".join(str(part) for part in (line.site, line.building, line.unit) if part)


def described(line: SchemeItem) -> str:
    """How a sentence names a line: 中州小区 3号楼“外墙保温”（南立面）."""
    return f"{place_of(line)}“{line.item}”{f'（{line.part}）' if line.part else ''}"


def versions_of(project: Project) -> list[Scheme]:
    """All versions, the newest first."""
    return list(project.schemes.select_related("created_by", "decided_by").order_by("-number"))


def in_force(versions: Iterable[Scheme]) -> Scheme | None:
    return next((scheme for scheme in versions if scheme.status == SchemeStatus.APPROVED), None)


def in_work(versions: Iterable[Scheme]) -> Scheme | None:
    return next((scheme for scheme in versions if scheme.status in OPEN), None)


def _places_of(lines: Sequence[SchemeItem]) -> list[Share]:
    found = [Share(str(lines[0].site), len(lines), total_of(lines))]
    whole = [line for line in lines if line.building_id is None]
    if whole and len(whole) < len(lines):
        found.append(Share("小区整体", len(whole), total_of(whole), depth=1))
    for building in _grouped([line for line in lines if line.building_id], "building_id"):
        found.append(Share(str(building[0].building), len(building), total_of(building), depth=1))
        for unit in _grouped([line for line in building if line.unit_id], "unit_id"):
            found.append(Share(str(unit[0].unit), len(unit), total_of(unit), depth=2))
    return found


def _grouped(lines: Iterable[SchemeItem], key: str) -> list[list[SchemeItem]]:
    groups: dict[int, list[SchemeItem]] = defaultdict(list)
    for line in lines:
        groups[getattr(line, key)].append(line)
    return list(groups.values())
