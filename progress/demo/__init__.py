"""Returns of 卫滨's streets over the last months: accepted, corrected, late, waiting, missing, half filled.

Months are relative to today; days, figures and sealed sheets are invented. All of it went through the services that
people use, dated back to when a street would have done it.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from accounts.permissions import Role
from progress.days import last_month, opening_day
from progress.demo import figures, scans
from progress.models import MonthlyReturn, MonthRule, ReportingMonth
from progress.services import cells, months, packages
from projects.demo.cast import Company

NANQIAO, JIANKANG, SHENGLI, ZIYOU = "410703008000", "410703004000", "410703001000", "410703007000"
NOON, EVENING = 12, 18


def load(companies: dict[str, Company], today: date) -> None:
    """Two months behind us in 卫滨, and whatever is open today in all four districts."""
    weibin = companies["weibin"]
    this = today.replace(day=1)
    for month, happens in ((last_month(last_month(this)), _all_in_time), (last_month(this), _as_it_happens)):
        rule = MonthRule.objects.in_force(weibin.division.code, month)
        months.open_months(today=opening_day(rule, month), prefix=weibin.division.prefix)
        happens(weibin, month)
    months.open_months(today=today)
    for each in _returns(weibin, this).filter(division=NANQIAO):
        _fill(each, weibin, today=today, only=figures.HALF)


def _all_in_time(company: Company, month: date) -> None:
    for each in _returns(company, month):
        _through(each, company, day=each.reporting_month.due_on)


def _as_it_happens(company: Company, month: date) -> None:
    """南桥 was returned once, 健康路 came late, 胜利路 waits for the office, 自由路 is missing."""
    for each in _returns(company, month):
        days = each.reporting_month
        if each.division_id == NANQIAO:
            _corrected(each, company)
        elif each.division_id == JIANKANG:
            _through(each, company, day=days.late_on + timedelta(days=1))
        elif each.division_id == SHENGLI:
            _sealed(each, company, day=days.due_on)


def _corrected(each: MonthlyReturn, company: Company) -> None:
    """The office asks about one cell; the street corrects it, and signs and seals anew."""
    day = each.reporting_month.due_on
    _sealed(each, company, day=day - timedelta(days=1))
    version, line = each.current, each.current.lines.exclude(invested=None).order_by("position").first()
    notes = [(line.pk, "invested", "示例：与监理月报相差较大，请核对。")] if line else []
    reason = "示例：完成投资与监理月报不一致，请核对后重报。"
    moment = _at(day, NOON)
    packages.return_(version=version, reason=reason, notes=notes, by=company.office, now=moment, today=day)
    each.refresh_from_db()
    corrected = each.current.lines.filter(site=line.site_id).first() if line else None
    if corrected:
        typed = cells.Typed(line_id=corrected.pk, figure="invested", text=figures.CORRECTED)
        cells.save(version=each.current, cells=[typed], by=_clerk(each, company), today=day)
    _through(each, company, day=day, filled=True)


def _through(each: MonthlyReturn, company: Company, *, day: date, filled: bool = False) -> None:
    _sealed(each, company, day=day, filled=filled)
    packages.accept(version=each.current, by=company.office, now=_at(day, EVENING))


def _sealed(each: MonthlyReturn, company: Company, *, day: date, filled: bool = False) -> None:
    if not filled:
        _fill(each, company, today=day)
    clerk, leader = _clerk(each, company), company.streets[each.division_id][Role.STREET_LEADER]
    packages.submit(version=each.current, by=clerk, now=_at(day, NOON))
    packages.approve(version=each.current, by=leader, now=_at(day, NOON + 1))
    scans.hand_in(each.current, by=clerk, now=_at(day, NOON + 2))
    each.refresh_from_db()


def _fill(each: MonthlyReturn, company: Company, *, today: date, only: int | None = None) -> None:
    typed = figures.typed(each.current, as_at=each.reporting_month.as_at, only=only)
    if typed:
        cells.save(version=each.current, cells=typed, by=_clerk(each, company), today=today)


def _returns(company: Company, month: date):
    """Of the streets that have people on stage."""
    opened = ReportingMonth.objects.filter(division=company.division, month=month)
    streets = list(company.streets)
    return MonthlyReturn.objects.filter(reporting_month__in=opened, division__in=streets).select_related(
        "reporting_month", "current", "division", "organisation"
    )


def _clerk(each: MonthlyReturn, company: Company) -> User:
    return company.streets[each.division_id][Role.STREET_CLERK]


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=timezone.get_default_timezone())
