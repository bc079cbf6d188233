"""Reads of the five-year plan: what stands in each year, what it costs, and what did not fit. Money in 元."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, F, Sum, Window
from django.db.models.functions import RowNumber

from communities.models import FiveYearPlan, PlanYear, PoolEntry
from communities.models.pool import PoolQuerySet
from communities.planning import why_not_placed

SHOWN = 30  # compounds under each year; the rest is a click away in the pool's list


@dataclass(frozen=True)
class YearColumn:
    """One year side by side with the others."""

    year: PlanYear
    count: int
    cost: Decimal
    entries: list[PoolEntry]

    @property
    def left(self) -> Decimal:
        return self.year.budget - self.cost

    @property
    def over(self) -> Decimal:
        return max(Decimal(0), -self.left)

    @property
    def hidden(self) -> int:
        return self.count - len(self.entries)


@dataclass(frozen=True)
class LeftOver:
    """A compound of the pool outside the plan, and why."""

    entry: PoolEntry
    why: str


@dataclass(frozen=True)
class Board:
    """The plan as its page shows it."""

    columns: list[YearColumn]
    left_over: list[LeftOver]
    left_over_count: int

    @property
    def budget(self) -> Decimal:
        return sum((column.year.budget for column in self.columns), Decimal(0))

    @property
    def cost(self) -> Decimal:
        return sum((column.cost for column in self.columns), Decimal(0))

    @property
    def count(self) -> int:
        return sum(column.count for column in self.columns)


def placed(plan: FiveYearPlan) -> PoolQuerySet:
    """What stands in one of the plan's years."""
    return PoolEntry.objects.current().filter(plan_year__plan=plan).with_cost()


def waiting(plan: FiveYearPlan) -> PoolQuerySet:
    """What the plan's district has in the pool and no plan has placed."""
    return PoolEntry.objects.current().within(plan.division.prefix).filter(plan_year=None).with_cost()


def spent(plan: FiveYearPlan) -> dict[int, tuple[int, Decimal]]:
    """Compounds and their cost by year."""
    rows = placed(plan).order_by().values_list("plan_year__year").annotate(Count("pk"), Sum("cost"))
    return {year: (count, cost or Decimal(0)) for year, count, cost in rows}


def board(plan: FiveYearPlan) -> Board:
    """Everything the plan's page shows, in five queries whatever its size."""
    years = list(plan.years.all())
    sums = spent(plan)
    columns = [YearColumn(year, *sums.get(year.year, (0, Decimal(0))), []) for year in years]
    by_year = {column.year.pk: column.entries for column in columns}
    for entry in _first_of_each_year(plan):
        by_year[entry.plan_year_id].append(entry)
    left = [column.left for column in columns]
    outside = waiting(plan)
    shown = outside.ranked().select_related("compound", "division")[:SHOWN]
    return Board(
        columns=columns,
        left_over=[LeftOver(entry, why_not_placed(entry.cost, left=left)) for entry in shown],
        left_over_count=outside.count(),
    )


def _first_of_each_year(plan: FiveYearPlan) -> PoolQuerySet:
    rank = Window(RowNumber(), partition_by="plan_year", order_by=[F("score").desc(), "entered_on", "pk"])
    ranked = placed(plan).annotate(rank=rank).filter(rank__lte=SHOWN)
    return ranked.ranked().select_related("compound", "division")
