"""Statistics tables filled in: the sheet of a month."""

from dataclasses import dataclass
from datetime import date, datetime

from divisions.models import Division
from reports.choices import RowLevel
from reports.models import StatColumn, StatTable
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
    count = int(worked.total.values["sites"] or 0) if part else len(worked.rows)
    pages = max(1, -(-count // PAGE)) if part else 1
    return Filled(laid_out(table=table, columns=columns, worked=worked, before=before), worked, page, pages, count)
