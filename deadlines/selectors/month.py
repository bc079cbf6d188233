"""A month as a wall calendar: what falls due on which day."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Window
from django.db.models.functions import RowNumber

from core.working_days import WorkingDays
from deadlines.models import Deadline
from deadlines.selectors.owed import Whose, owed
from deadlines.words import mark

MOST_PER_DAY = 5


@dataclass(frozen=True, kw_only=True)
class Day:
    day: date
    inside: bool  # of the month shown, not of the one before or after
    is_today: bool
    is_working: bool
    notice: str  # 休 or 班, where the day departs from the plain week
    rows: list[Deadline]
    more: int  # how many of this day are not shown

    @property
    def weekday(self) -> str:
        return "一二三四五六日"[self.day.weekday()]


@dataclass(frozen=True)
class Month:
    weeks: list[list[Day]]
    announced: bool
    total: int


def month(*, user: Any, whose: Whose, first: date, today: date, under: str = "") -> Month:
    """The weeks that touch the month of `first`, Monday first: four queries, however much is due."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    shown = owed(user, whose, under=under).filter(due_on__range=(weeks[0][0], weeks[-1][-1]))
    counts = dict(shown.order_by("due_on").values_list("due_on").annotate(Count("pk")))
    place = Window(RowNumber(), partition_by="due_on", order_by="pk")
    by_day: dict[date, list[Deadline]] = {}
    for row in shown.annotate(place=place).filter(place__lte=MOST_PER_DAY).order_by("due_on", "pk"):
        row.mark = mark(row.due_on, today)
        by_day.setdefault(row.due_on, []).append(row)
    working = WorkingDays()

    def cell(day: date) -> Day:
        rows = by_day.get(day, [])
        return Day(
            day=day,
            inside=day.month == first.month,
            is_today=day == today,
            is_working=working.is_working(day),
            notice=working.departs(day),
            rows=rows,
            more=counts.get(day, 0) - len(rows),
        )

    inside = sum(count for day, count in counts.items() if day.month == first.month)
    return Month([[cell(day) for day in week] for week in weeks], working.is_announced(first), inside)
