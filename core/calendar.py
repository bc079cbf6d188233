"""Keeping the working-day table: the State Council's notices as shipped, and what a person enters for a new year.

Only departures from the plain week are kept: a weekday off 休, a weekend day worked 班.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from chinese_calendar import constants
from django.db import transaction

from core import audit
from core.errors import DomainError
from core.models import CalendarDay, CalendarYear
from core.working_days import FIXED_HOLIDAYS, SATURDAY

NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利纪念日",
}
FIRST_YEAR, LAST_YEAR = 2000, 2100
SIX_FIXED_SINCE = 2025  # from here on 5月2日 is statutory too, so that all six fixed days can be held against a notice

Listener = Callable[[Collection[int], date], object]
_listeners: list[Listener] = []


@dataclass(frozen=True, kw_only=True)
class Adjustment:
    """One day on which a notice departs from the plain week."""

    day: date
    is_working: bool
    name: str = ""

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'班' if self.is_working else '休'} {self.name}".rstrip()


def on_change(listener: Listener) -> Listener:
    """Register what a room does when years changed: `listener(years, today)`, inside the same transaction."""
    _listeners.append(listener)
    return listener


@transaction.atomic
def load_official(*, by: Any = None, today: date | None = None) -> list[int]:
    """Add the years of the shipped calendar that the table lacks; a year that is there stays as it is.

    Without `today` nothing is reckoned anew, for an installation in which nothing rests on the table yet.
    """
    shipped = _shipped()
    present = set(CalendarYear.objects.values_list("year", flat=True))
    added = sorted(shipped.keys() - present)
    for year in added:
        _store(year, f"国务院办公厅关于{year}年部分节假日安排的通知", shipped[year])
    if added:
        audit.write(by=by, action="装入工作日历", details={"年份": added})
        if today:
            _tell(added, today)
    return added


@transaction.atomic
def set_year(*, year: int, document: str, days: Sequence[Adjustment], by: Any, today: date) -> CalendarYear:
    """Enter or replace a year as its notice has it; rooms reckon anew what rests on it. Refused: a day that says
    nothing, a day of another year, a day given twice, a statutory day on a weekday that is not marked 休."""
    by.demand("set_calendar")
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DomainError(f"年份须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。")
    _check(year, days)
    kept = _store(year, document, days)
    said = [str(each) for each in sorted(days, key=lambda each: each.day)]
    audit.write(by=by, action="设置工作日历", on=kept, reason=document, details={"调整": said})
    _tell([year], today)
    return kept


def _check(year: int, days: Sequence[Adjustment]) -> None:
    seen: set[date] = set()
    for each in days:
        if each.day.year != year:
            raise DomainError(f"{each.day} 不在 {year} 年内，请删去或改到那一年。")
        if each.day in seen:
            raise DomainError(f"{each.day} 写了两次，请只留一行。")
        if each.is_working != (each.day.weekday() >= SATURDAY):
            usual, word = ("平时上班", "班") if each.is_working else ("本是周末", "休")
            raise DomainError(f"{each.day} {usual}，不必标“{word}”；只写与平时不同的日子，请删去这一行。")
        seen.add(each.day)
    statutory = [date(year, month, day) for month, day in sorted(FIXED_HOLIDAYS)] if year >= SIX_FIXED_SINCE else []
    if missing := next((day for day in statutory if day.weekday() < SATURDAY and day not in seen), None):
        raise DomainError(f"{missing} 是法定节假日，没有标“休”。请对照放假通知补上。")


def _store(year: int, document: str, days: Sequence[Adjustment]) -> CalendarYear:
    kept, _ = CalendarYear.objects.update_or_create(year=year, defaults={"document": document})
    kept.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=each.day, year=kept, is_working=each.is_working, name=each.name) for each in days
    )
    return kept


def _shipped() -> dict[int, list[Adjustment]]:
    """The adjustments of every year that chinesecalendar has, by year."""
    years: dict[int, list[Adjustment]] = {}
    for named, is_working in ((constants.holidays, False), (constants.workdays, True)):
        for day, name in named.items():
            adjustments = years.setdefault(day.year, [])
            if is_working == (day.weekday() >= SATURDAY):
                adjustments.append(Adjustment(day=day, is_working=is_working, name=NAMES.get(name, "")))
    return years


def _tell(years: Collection[int], today: date) -> None:
    for listener in _listeners:
        listener(years, today)
