"""What a report is about: a territory, a month with its as-at date, and the moment whose knowledge counts."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from divisions import territory
from divisions.models import Division, Level
from progress.days import as_at_day, last_day, last_month
from progress.models import MonthRule, ReportingMonth


@dataclass(frozen=True, kw_only=True)
class Span:
    """`month` is its first day; `last_as_at` is where the month before ended."""

    prefix: str
    month: date
    as_at: date
    last_as_at: date
    known_at: datetime

    @property
    def last_month(self) -> date:
        return last_month(self.month)

    @property
    def new_year(self) -> date:
        return self.month.replace(month=1)


def span_of(*, division: Division, month: date, known_at: datetime) -> Span:
    """The month's as-at date as its district set it (of several districts the latest).

    A month that was not opened for reporting has the day of the rule in force, without a rule its last day.
    """
    months = (month, last_month(month))
    found = ReportingMonth.objects.filter(month__in=months)
    own = found.filter(division__in=_line(division)) if division.level > Level.COUNTY else found.within(division.prefix)
    set_down = dict(own.order_by().values("month").annotate(day=Max("as_at")).values_list("month", "day"))
    as_at, last_as_at = (set_down.get(each) or _by_rule(division, each) for each in months)
    return Span(prefix=division.prefix, month=month, as_at=as_at, last_as_at=last_as_at, known_at=known_at)


def _line(division: Division) -> list[str]:
    return territory.ancestors(division.pk)


def _by_rule(division: Division, month: date) -> date:
    rule = MonthRule.objects.in_force(division.pk, month)
    return as_at_day(rule, month) if rule else last_day(month)
