"""Working days by the State Council's notices, from our own table (design.md, decision 8; domain.md 7).

A year without a notice is reckoned: Monday to Friday but for the fixed statutory days, and every date that rests on it
is marked 推算. A span over new year therefore never fails.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.models import CalendarDay, CalendarYear

FIXED_HOLIDAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})  # (month, day), the same every year
SATURDAY = 5


@dataclass(frozen=True)
class Reckoned:
    """A day, and whether the way to it leads through a year that is not announced yet."""

    day: date
    estimated: bool = False

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}{'（推算）' if self.estimated else ''}"


class WorkingDays:
    """The table, read once: one query for the years and one for the days, whatever is asked of it."""

    def __init__(self) -> None:
        self._announced = frozenset(CalendarYear.objects.values_list("year", flat=True))
        self._adjusted = dict(CalendarDay.objects.values_list("day", "is_working"))

    def is_announced(self, day: date) -> bool:
        return day.year in self._announced

    def is_working(self, day: date) -> bool:
        if day in self._adjusted:
            return self._adjusted[day]
        if not self.is_announced(day) and (day.month, day.day) in FIXED_HOLIDAYS:
            return False
        return day.weekday() < SATURDAY

    def departs(self, day: date) -> str:
        """休 for a weekday off, 班 for a weekend day worked, nothing for a day like any other."""
        usual, working = day.weekday() < SATURDAY, self.is_working(day)
        return "" if working == usual else "班" if working else "休"

    def after(self, start: date, count: int) -> Reckoned:
        """The `count`-th working day after a day that is not counted itself (民法典 201)."""
        day, estimated, left = start, False, count
        while left > 0:
            day += timedelta(days=1)
            estimated = estimated or not self.is_announced(day)
            left -= self.is_working(day)
        return Reckoned(day, estimated)

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to `end` included; 0 where end is not later."""
        return sum(self.is_working(day) for day in _days(start, end))


def _days(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=step) for step in range(1, (end - start).days + 1))
