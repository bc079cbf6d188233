"""Statistics tables filled in: the sheet of a month."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Sum

from divisions.models import Division
from reports.choices import RowLevel
from reports.measures import with_rates
from reports.models import StatColumn, StatTable
from reports.selectors import sums
from reports.selectors.working_out import Worked, worked_out
from reports.stat_sheet import Sheet, laid_out

PAGE = 200  # rows of sites that a page shows


@dataclass(frozen=True)
class Filled:
    """A table with the figures of a month; `pages` as the page shows it, sites being many."""

    sheet: Sheet
    worked: Worked
    page: int
    pages: int
    count: int


def filled(
    *, table: StatTable, columns: list[StatColumn], division: Division, month: date, known_at: datetime, page: int = 0
) -> Filled:
    """The sheet of a month; `page` (from 1) takes a part of the sites, 0 is the whole for the workbook."""
    part = table.rows_by == RowLevel.SITE and page > 0
    before = (page - 1) * PAGE if part else 0
    worked = worked_out(
        division=division,
        month=month,
        known_at=known_at,
        level=table.rows_by,
        offset=before,
        limit=PAGE if part else None,
    )
    if table.rows_by == RowLevel.SITE:
        worked = _total_of_sites(worked)
    count = int(worked.total.values["sites"] or 0) if part else len(worked.rows)
    pages = max(1, -(-count // PAGE)) if part else 1
    return Filled(laid_out(table=table, columns=columns, worked=worked, before=before), worked, page, pages, count)


def _total_of_sites(worked: Worked) -> Worked:
    """Under a list of sites the plan is the plan of those sites, so that the column adds up."""
    of_plan = sums.lines(worked.span).filter(year=worked.span.month.year)
    plan = of_plan.aggregate(
        planned_compounds=Count("pk"),
        planned_buildings=Sum("buildings"),
        planned_households=Sum("households"),
        planned_area=Sum("floor_area"),
        planned_investment=Sum("investment"),
    )
    return replace(worked, total=replace(worked.total, values=with_rates({**worked.total.values, **plan})))
