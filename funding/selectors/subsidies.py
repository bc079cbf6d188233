"""Property-fee subsidies with their sums, and the money that may pay them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum

from divisions.models import Level
from divisions.territory import ancestors, prefix_of
from funding.choices import Use
from funding.models import Allotment, FeeInstalment, FeeSubsidy, FundAct, FundEntry, SourceRule
from projects.choices import Source

MONEY = DecimalField(max_digits=16, decimal_places=2)


def with_sums(subsidies: QuerySet[FeeSubsidy]) -> QuerySet[FeeSubsidy]:
    """Each with `total`, `paid` and `open` of its instalments, 元; no row is multiplied."""
    of_it = FeeInstalment.objects.filter(subsidy=OuterRef("pk")).order_by().values("subsidy")
    amount = Subquery(of_it.annotate(sum=Sum("amount")).values("sum"), output_field=MONEY)
    paid = Subquery(of_it.annotate(sum=Sum("paid")).values("sum"), output_field=MONEY)
    return subsidies.annotate(total=amount, paid=paid, open=amount - paid)


def sources_for(use: Use, *, division_code: str, on: date) -> list[str]:
    """The sources whose rule in force on that day lets them pay for this use. One query."""
    newest: dict[tuple[str, str], SourceRule] = {}
    above = ancestors(division_code)
    for rule in SourceRule.objects.filter(division__in=above, since__lte=on).order_by("since", "pk"):
        newest[rule.source, rule.division_id] = rule
    nearest = {
        source: next((newest[source, code] for code in above if (source, code) in newest), None)
        for source in Source.values
    }
    return [source for source, rule in nearest.items() if rule and use in rule.use_list]


def payable_from(subsidy: FeeSubsidy, *, on: date) -> QuerySet[Allotment]:
    """What may pay it: money left with its street, its district or its project, of a source for property management."""
    holders = [code for code in ancestors(subsidy.division_id) if len(prefix_of(code)) in (Level.STREET, Level.COUNTY)]
    sources = sources_for(Use.MANAGEMENT, division_code=subsidy.division_id, on=on)
    held = Q(division__in=holders, project=None) | Q(project=subsidy.project_id)
    found = Allotment.objects.with_left().filter(held, document__source__in=sources, left_over__gt=0)
    return found.select_related("document", "division", "project")


@dataclass(frozen=True)
class Year:
    """One instalment as the schedule shows it; `acts` paid it or took it back. `is_due`: its year has begun."""

    instalment: FeeInstalment
    acts: tuple[FundAct, ...]
    is_due: bool

    @property
    def open(self) -> Decimal:
        return self.instalment.amount - self.instalment.paid


@dataclass(frozen=True)
class Schedule:
    years: tuple[Year, ...]

    @property
    def months(self) -> int:
        return sum(year.instalment.months for year in self.years)

    @property
    def amount(self) -> Decimal:
        return sum((year.instalment.amount for year in self.years), Decimal(0))

    @property
    def paid(self) -> Decimal:
        return sum((year.instalment.paid for year in self.years), Decimal(0))

    @property
    def open(self) -> Decimal:
        return self.amount - self.paid


def schedule_of(subsidy: FeeSubsidy, *, today: date) -> Schedule:
    """Year by year, with the acts behind what is paid. Two queries."""
    instalments = list(subsidy.instalments.order_by("year"))
    acts: dict[int, list[FundAct]] = defaultdict(list)
    for entry in FundEntry.objects.filter(instalment__in=instalments).select_related("act").order_by("pk"):
        acts[entry.instalment_id].append(entry.act)
    return Schedule(tuple(Year(each, tuple(acts[each.pk]), each.year <= today.year) for each in instalments))
