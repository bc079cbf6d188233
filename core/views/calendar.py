"""The working-day table: a year as everybody sees it, and entering what a notice changes."""

import calendar
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.calendar import FIRST_YEAR, LAST_YEAR, Adjustment, set_year
from core.calendar_form import CalendarForm
from core.models import CalendarYear
from core.views.forms import FormPage
from core.working_days import FIXED_HOLIDAYS, SATURDAY, WorkingDays

SET_CALENDAR = "set_calendar"


@dataclass(frozen=True)
class Cell:
    """A day of a month's sheet; None stands for the days of the months beside it."""

    day: date
    is_working: bool
    notice: str


@dataclass(frozen=True)
class Sheet:
    """One month: weeks from Monday, and how many working days it has."""

    month: int
    weeks: list[list[Cell | None]]
    working: int


@require_GET
def working_days(request: HttpRequest) -> HttpResponse:
    """?year=2026; the same for everybody."""
    year = _year(request.GET.get("year", "")) or timezone.localdate().year
    table = WorkingDays()
    sheets = [_sheet(table, year, month) for month in range(1, 13)]
    context = {
        "year": year,
        "announced": CalendarYear.objects.for_user(request.user).filter(year=year).first(),
        "sheets": sheets,
        "working": sum(sheet.working for sheet in sheets),
        "before": year - 1 if year > FIRST_YEAR else None,
        "after": year + 1 if year < LAST_YEAR else None,
        "may_set": request.user.may(SET_CALENDAR),
    }
    return render(request, "core/working_days.html", context)


class WorkingDaysEdit(FormPage):
    """Replaces the year by what stands in the form; a year without notice starts from the fixed statutory days."""

    permission = SET_CALENDAR
    form_class = CalendarForm
    done = "工作日历已保存，据此推算的期限已重新计算。"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.year = _year(str(kwargs["year"]))
        self.title, self.draft = f"设置 {self.year} 年工作日历", f"working-days-{self.year}"
        self.back = f"{reverse('core:working_days')}?year={self.year}"

    def get_initial(self) -> dict[str, Any]:
        kept = CalendarYear.objects.for_user(self.request.user).filter(year=self.year).first()
        if kept is None:
            return {"days": "\n".join(map(str, _statutory(self.year)))}
        days = [Adjustment(day=each.day, is_working=each.is_working, name=each.name) for each in kept.days.all()]
        return {"document": kept.document, "days": "\n".join(map(str, days))}

    def save(self, form: CalendarForm) -> str:
        set_year(year=self.year, by=self.request.user, today=timezone.localdate(), **form.cleaned_data)
        return self.back


def _year(text: str) -> int | None:
    """None where nothing is asked; a year that the table cannot hold does not exist."""
    if not text:
        return None
    if not (text.isdecimal() and len(text) == 4 and FIRST_YEAR <= int(text) <= LAST_YEAR):
        raise Http404
    return int(text)


def _sheet(table: WorkingDays, year: int, month: int) -> Sheet:
    weeks = [
        [Cell(day, table.is_working(day), table.departs(day)) if day.month == month else None for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    return Sheet(month, weeks, sum(cell.is_working for week in weeks for cell in week if cell))


def _statutory(year: int) -> list[Adjustment]:
    days = (date(year, month, day) for month, day in sorted(FIXED_HOLIDAYS))
    return [Adjustment(day=day, is_working=False) for day in days if day.weekday() < SATURDAY]
