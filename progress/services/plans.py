"""What the year's programmes promise for a street, kept with its return: a rate worked out later is the same."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Sum
from django.db.models.functions import Left

from divisions.models import Level
from divisions.territory import code_of
from progress.models import MonthlyReturn
from projects.models import ProgrammeEntry

BLOCK = 500  # rows per statement: five figures and a key each
SUMS = {
    "plan_compounds": Count("pk"),
    "plan_buildings": Sum("buildings"),
    "plan_households": Sum("households"),
    "plan_floor_area": Sum("floor_area"),
    "plan_investment": Sum("investment"),
}


def fill_in(*, returns: Sequence[MonthlyReturn], year: int) -> list[MonthlyReturn]:
    """Set the plan of returns of one year, not saved yet; gives back those that differ from what they said."""
    promised = _promised(year)
    changed = []
    for each in returns:
        plan = promised.get(each.division_id, {})
        figures = {key: plan.get(key) or 0 for key in SUMS}
        if any(getattr(each, key) != figure for key, figure in figures.items()):
            changed.append(each)
        for key, figure in figures.items():
            setattr(each, key, figure)
    return changed


def keep_up(*, today: date) -> int:
    """Let plans of returns follow the programmes up to the as-at date; from then on they stand. How many moved."""
    moving = MonthlyReturn.objects.filter(reporting_month__as_at__gte=today)
    by_year: dict[int, list[MonthlyReturn]] = {}
    for each in moving:
        by_year.setdefault(each.month.year, []).append(each)
    changed = [each for year, returns in by_year.items() for each in fill_in(returns=returns, year=year)]
    MonthlyReturn.objects.bulk_update(changed, list(SUMS), batch_size=BLOCK)
    return len(changed)


def _promised(year: int) -> dict[str, dict[str, Any]]:
    """By street, whatever the level at which a compound lies. One query."""
    street = Left("division_id", int(Level.STREET))
    rows = ProgrammeEntry.objects.filter(programme__year=year).order_by().values(street=street).annotate(**SUMS)
    return {code_of(row.pop("street")): row for row in rows}
