"""Simulations as pages show them: the figures that recipients start with, the working line by line, side by side."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from operator import itemgetter
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Substr

from core.columns import Column, Kind
from core.errors import DomainError
from core.units import YUAN
from core.workbooks.writing import Table
from divisions import territory
from funding import formula
from funding.choices import Factor, Recipients
from funding.formula import Figures, Part
from funding.models import Allotment, Simulation, SimulationLine
from funding.selectors.recipients import Recipient, key_of, next_below, obstacles, projects_inside
from projects.choices import ProjectStatus
from projects.models import Programme, Project, ProjectSite

Sharing = tuple[Recipient, Mapping[str, Any]]
# What a programme does not carry out any more, those among them that were merged into another project.
GIVEN_UP = (ProjectStatus.CANCELLED, ProjectStatus.DEFERRED)
COMPARED = 6  # side by side on one page
UNITS = {
    Factor.AREA: "㎡",
    Factor.HOUSEHOLDS: "户",
    Factor.BUILDINGS: "栋",
    Factor.COMPOUNDS: "个",
    Factor.PERFORMANCE: "分",
}
SUMS = {
    "area": Sum("floor_area"),
    "households": Sum("households"),
    "buildings": Sum("buildings"),
    "compounds": Count("compound", distinct=True),
}


@dataclass(frozen=True)
class Shared:
    """Who shares, each with its figures; of how many projects of the programme, and which of them do not count, why."""

    lines: list[Sharing]
    count: int
    left_out: list[tuple[str, str]]


@dataclass(frozen=True)
class Worked:
    """One line of a simulation with its part of the formula; none where amounts are set by hand."""

    line: SimulationLine
    terms: list["WorkedTerm"]
    share: str
    exact: str
    part: Part | None


@dataclass(frozen=True)
class WorkedTerm:
    """One factor of one line as it is printed: x·k, and its points of a hundred."""

    counted: str
    points: str


@dataclass(frozen=True)
class Working:
    """All lines; `problem` says why the formula cannot be reckoned yet."""

    factors: list[tuple[str, str, str]]  # name with unit, weight in per cent, total of x·k
    lines: list[Worked]
    problem: str
    total: Decimal

    @property
    def by_formula(self) -> bool:
        return bool(self.factors)


@dataclass(frozen=True)
class Compared:
    """One recipient in every simulation compared: what it gets, and the span between least and most."""

    name: str
    amounts: list[Decimal | None]

    @property
    def span(self) -> Decimal:
        given = [amount or Decimal(0) for amount in self.amounts]
        return max(given) - min(given)


def figures_of(allotment: Allotment, kind: str, programme: Programme, *, on: date) -> Shared:
    """Who would share, each with the sums of its sites: streets for all projects that the programme carries out,
    projects where they may be given money. A fixed number of queries."""
    inside = projects_inside(allotment).of(programme).select_related("division").order_by("division", "number")
    left_out = _left_out(allotment, kind, found := list(inside), on)
    counting = [project for project in found if project.pk not in left_out]
    sites = ProjectSite.objects.filter(project__in=[project.pk for project in counting])
    return Shared(
        lines=_of_projects(counting, sites) if kind == Recipients.PROJECTS else _of_streets(allotment, sites),
        count=len(found),
        left_out=[(str(project), left_out[project.pk]) for project in found if project.pk in left_out],
    )


def _left_out(allotment: Allotment, kind: str, projects: Sequence[Project], on: date) -> dict[int, str]:
    """Why not, by project: a street's share is for whatever its programme undertakes, whether under way or done."""
    if kind == Recipients.STREETS:
        return {each.pk: each.get_status_display() for each in projects if each.status in GIVEN_UP}
    reasons = obstacles(giver=allotment, recipients=projects, on=on)
    said = {each.pk: reasons.get(key_of(each), "") for each in projects}
    stopped = {each.pk: each.get_status_display() for each in projects if not each.is_running}
    return {pk: reason for pk, reason in said.items() if reason} | stopped


def _of_projects(projects: Sequence[Project], sites: QuerySet[ProjectSite]) -> list[Sharing]:
    by_project = {row["project"]: row for row in sites.values("project").order_by().annotate(**SUMS)}
    return [(project, _said(by_project.get(project.pk))) for project in projects]


def _of_streets(allotment: Allotment, sites: QuerySet[ProjectSite]) -> list[Sharing]:
    below = list(next_below(allotment))
    length = len(territory.prefix_of(below[0].pk)) if below else 0
    of_street = sites.annotate(prefix=Substr("division_id", 1, length)).values("prefix").order_by()
    by_street = {row["prefix"]: row for row in of_street.annotate(**SUMS)} if below else {}
    return [(street, _said(by_street[street.pk[:length]])) for street in below if street.pk[:length] in by_street]


def figures(line: SimulationLine) -> Figures:
    return Figures({factor: Decimal(getattr(line, factor.value)) for factor in Factor}, line.difficulty)


def parts_of(simulation: Simulation, lines: Sequence[SimulationLine]) -> list[Part]:
    """What the formula gives each line. Refused in the formula's own words."""
    if simulation.weights is None:
        return []
    return formula.share_out(
        amount=simulation.amount, weights=simulation.weights.weights, figures=[figures(line) for line in lines]
    )


def working_of(simulation: Simulation) -> Working:
    """The working that a reader can follow with a pocket calculator. Two queries, however many lines."""
    lines = list(simulation.lines.select_related("division", "project"))
    total = sum((line.amount for line in lines), Decimal(0))
    if simulation.weights is None:
        return Working([], [Worked(line, [], "", "", None) for line in lines], "", total)
    weights = simulation.weights.weights
    try:
        parts, problem = parts_of(simulation, lines), ""
    except DomainError as refusal:
        parts, problem = [], str(refusal)
    sums = {factor: sum((figures(line).counted(factor) for line in lines), Fraction(0)) for factor in weights}
    factors = [
        (f"{factor.label}（{UNITS[factor]}）", f"{weight.normalize():f}", _printed(sums[factor], 2))
        for factor, weight in weights.items()
    ]
    shown = [_worked(line, list(weights), part) for line, part in zip(lines, parts or [None] * len(lines), strict=True)]
    return Working(factors, shown, problem, total)


def compared(simulations: Sequence[Simulation]) -> list[Compared]:
    """Rows of recipients, columns of simulations, in the order in which they are first named. One query."""
    lines = SimulationLine.objects.filter(simulation__in=simulations).select_related("division", "project")
    columns = {simulation.pk: place for place, simulation in enumerate(simulations)}
    rows: dict[tuple[str, int | None], Compared] = {}
    for line in lines.order_by("simulation", "position"):
        empty = Compared(str(line), [None] * len(simulations))
        row = rows.setdefault((line.division_id if not line.project_id else "", line.project_id), empty)
        row.amounts[columns[line.simulation_id]] = line.amount
    return list(rows.values())


def comparison_table(allotment: Allotment, simulations: Sequence[Simulation], rows: Sequence[Compared]) -> Table:
    """The same as a workbook, 元."""
    columns = [
        Column(key="name", title="街道、项目", width=28),
        *(_column(f"amounts{place}", str(each), itemgetter(place)) for place, each in enumerate(simulations)),
        Column(key="span", title="最大差额", kind=Kind.MONEY, unit=YUAN, width=16),
    ]
    totals = {column.key: sum((column.read(row) or Decimal(0) for row in rows), Decimal(0)) for column in columns[1:-1]}
    return Table(title="分配测算对比", columns=columns, rows=rows, lines=[f"资金：{allotment}"], totals=totals)


def recipient_of(line: SimulationLine) -> Recipient:
    return line.project or line.division


def _column(key: str, title: str, pick: Callable[[list[Decimal | None]], Decimal | None]) -> Column:
    return Column(key=key, title=title, kind=Kind.MONEY, unit=YUAN, value=lambda row: pick(row.amounts), width=16)


def _said(row: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """A figure that no site gives counts as nothing."""
    return {name: (row or {}).get(name) or 0 for name in SUMS}


def _worked(line: SimulationLine, factors: Sequence[Factor], part: Part | None) -> Worked:
    own = figures(line)
    points = {term.factor: _printed(term.share * 100, 6) for term in part.terms} if part else {}
    terms = [WorkedTerm(_printed(own.counted(factor), 2), points.get(factor, "")) for factor in factors]
    if part is None:
        return Worked(line, terms, "", "", None)
    return Worked(line, terms, _printed(part.share * 100, 6), _printed(part.exact, 4), part)


def _printed(figure: Fraction, places: int) -> str:
    """Rounded for the eye alone."""
    return f"{Decimal(figure.numerator) / Decimal(figure.denominator):,.{places}f}"
