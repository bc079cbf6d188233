"""The plain sums under the measures, added up by the database and grouped by street or by line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, DecimalField, F, Q, QuerySet, Sum
from django.utils.timezone import localdate

from core.units import rounded
from divisions.models import Division
from progress.choices import Span as Tallied
from progress.models import MonthlyReturn, ReturnLine, Tally
from progress.models.lines import QUANTITIES
from progress.selectors.counted import counted_versions
from reports.measures import MEASURES, Value, with_rates
from reports.selectors.span import Span

NO_PLAN: dict[str, Value] = {
    "planned_compounds": 0,
    "planned_buildings": 0,
    "planned_households": 0,
    "planned_area": Decimal(0),
    "planned_investment": Decimal(0),
}
PLAN_FIELDS = {
    "planned_compounds": "plan_compounds",
    "planned_buildings": "plan_buildings",
    "planned_households": "plan_households",
    "planned_area": "plan_floor_area",
    "planned_investment": "plan_investment",
}
WEIGHTED = DecimalField(max_digits=24, decimal_places=4)
EVERY = Q(pk__isnull=False)
STREET = "version__division_id"  # of a line: the return's street, whichever community the site lies in


@dataclass(frozen=True)
class Sums:
    """Of one street; `month_counted` is the month that its counted version is of."""

    month_counted: date | None
    figures: Mapping[str, Any]


def day_of(span: Span) -> date:
    return localdate(span.known_at)


def counted(span: Span) -> QuerySet:
    """The versions that count. A street that was merged no longer counts once the other has reported since."""
    versions = counted_versions(prefix=span.prefix, month=span.month, known_at=span.known_at).order_by()
    if merged := _merged(span):
        months = dict(versions.values_list("division_id", "month"))
        versions = versions.exclude(division__in=_replaced(merged, months))
    return versions


def _merged(span: Span) -> dict[str, str]:
    """Streets that had gone up in others by the as-at date, and in which."""
    ended = Division.objects.within(span.prefix).streets().filter(until__lte=span.as_at, successor__isnull=False)
    return dict(ended.values_list("pk", "successor_id"))


def _replaced(merged: Mapping[str, str], months: Mapping[str, date]) -> list[str]:
    """Those whose sites stand in a later return of the street they became."""
    replaced = []
    for old, successor in merged.items():
        last = successor
        while last in merged:
            last = merged[last]
        if old in months and last in months and months[last] > months[old]:
            replaced.append(old)
    return replaced


def lines(span: Span) -> QuerySet[ReturnLine]:
    """The lines of the versions that count."""
    return ReturnLine.objects.filter(version__in=counted(span).values("pk")).order_by()


def months_counted(span: Span) -> dict[str, date]:
    return dict(counted(span).values_list("division_id", "month"))


def plans(span: Span) -> dict[str, dict[str, Value]]:
    """What the year promises for each street: by its return of the month, else by the last one of the year."""
    returns = MonthlyReturn.objects.within(span.prefix).filter(month__gte=span.new_year, month__lte=span.month)
    opened = returns.filter(opened_on__lte=day_of(span))
    figures = {key: F(field) for key, field in PLAN_FIELDS.items()}
    newest = {row.pop("division_id"): row for row in opened.order_by("month").values("division_id", "month", **figures)}
    months = {code: row.pop("month") for code, row in newest.items()}
    replaced = _replaced(_merged(span), months)
    return {code: row for code, row in newest.items() if code not in replaced}


def of_lines(span: Span, *, by: str, own: bool = False, only: Sequence[int] | None = None) -> dict[Any, dict[str, Any]]:
    """Counts and sums of the month by street (`by` STREET) or by line ("pk"). `own`: each site is its own plan."""
    found = lines(span) if only is None else ReturnLine.objects.filter(pk__in=only).order_by()
    asked = _line_sums(span, EVERY if own else Q(year=span.month.year)) | (_own_plan() if own else {})
    rows = found.values(by).annotate(**asked).order_by()
    return {row.pop(by): row for row in rows}


def of_tallies(
    span: Span, *, by: str, own: bool = False, only: Sequence[int] | None = None
) -> dict[Any, dict[str, Any]]:
    """What the months come to, by f"line__{STREET}" or "line_id". A year's tally counts in its own year alone."""
    chosen = Q(line__in=lines(span).values("pk")) if only is None else Q(line__in=only)
    year = Q(span=Tallied.YEAR, line__version__month__gte=span.new_year)
    sums = {f"{key}_year": Sum(key, filter=year) for key in QUANTITIES}
    sums |= {f"{key}_total": Sum(key, filter=Q(span=Tallied.TOTAL)) for key in QUANTITIES}
    sums["plan_invested"] = Sum("invested", filter=year if own else year & Q(line__year=span.month.year))
    rows = Tally.objects.filter(chosen).order_by().values(by).annotate(**sums)
    return {row.pop(by): row for row in rows}


def site_heads(span: Span, offset: int, limit: int | None) -> list[dict[str, Any]]:
    """The lines in the order of streets and of their sheets."""
    end = None if limit is None else offset + limit
    ordered = lines(span).order_by(STREET, "position", "pk")
    return list(ordered.values("pk", STREET, "compound_name", "project_name", "version__month")[offset:end])


def finished(parts: Iterable[Mapping[str, Any]], *, site: bool = False) -> dict[str, Value]:
    """Parts added up, each figure to the places that the database keeps, with rates and the mean progress."""
    added: dict[str, Decimal] = {}
    for part in parts:
        for key, value in part.items():
            if value:
                added[key] = added.get(key, Decimal(0)) + Decimal(value)
    plain = {
        key: _kept(key, added.get(key, Decimal(0)))
        for key, measure in MEASURES.items()
        if measure.kind not in ("rate", "percent")
    }
    return with_rates({**plain, "physical": _mean(added)}, site=site)


def _kept(key: str, value: Decimal) -> Value:
    measure = MEASURES[key]
    return int(value) if measure.kind == "count" else rounded(value, measure.places)


def _mean(added: Mapping[str, Decimal]) -> Decimal | None:
    """Weighted by planned investment over the plan's sites that have one; where none has, the plain mean."""
    if added.get("weight"):
        return rounded(added.get("weighted", Decimal(0)) / added["weight"])
    if added.get("of_plan"):
        return rounded(added.get("progressed", Decimal(0)) / added["of_plan"])
    return None


def _own_plan() -> dict[str, Any]:
    return {
        "planned_compounds": Count("pk"),
        "planned_buildings": Sum("buildings"),
        "planned_households": Sum("households"),
        "planned_area": Sum("floor_area"),
        "planned_investment": Sum("investment"),
    }


def _line_sums(span: Span, plan: Q) -> dict[str, Any]:
    """`plan`: the sites that count as planned."""
    carried, now = Q(year__lt=span.month.year), Q(version__month=span.month)
    started, finished = Q(started_on__lte=span.as_at), Q(completed_on__lte=span.as_at)
    late_start = Q(planned_start__lt=span.as_at) & ~started
    late_finish = Q(planned_end__lt=span.as_at) & ~finished
    weighted = plan & Q(investment__gt=0)
    return {
        "sites": Count("pk"),
        "carried_sites": Count("pk", filter=carried),
        **_reached("started", plan & started),
        **_reached("finished", plan & finished),
        "started_this_month": Count("pk", filter=plan & started & Q(started_on__gt=span.last_as_at)),
        "finished_this_month": Count("pk", filter=plan & finished & Q(completed_on__gt=span.last_as_at)),
        "carried_finished": Count("pk", filter=carried & finished),
        "under_construction": Count("pk", filter=started & ~finished),
        **{f"{key}_month": Sum(key, filter=now) for key in QUANTITIES},
        "weighted": Sum(F("physical") * F("investment"), filter=weighted, output_field=WEIGHTED),
        "weight": Sum("investment", filter=weighted),
        "progressed": Sum("physical", filter=plan),
        "of_plan": Count("pk", filter=plan),
        "workers": Sum("workers", filter=now),
        "problems": Count("pk", filter=~Q(problems="")),
        "overdue_starts": Count("pk", filter=late_start),
        "overdue_finishes": Count("pk", filter=late_finish),
    }


def _reached(key: str, reached: Q) -> dict[str, Any]:
    return {
        key: Count("pk", filter=reached),
        f"{key}_buildings": Sum("buildings", filter=reached),
        f"{key}_households": Sum("households", filter=reached),
        f"{key}_area": Sum("floor_area", filter=reached),
    }
