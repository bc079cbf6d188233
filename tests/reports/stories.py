"""A district that reports: its rule, and one month and the next."""

from datetime import UTC, date, datetime
from decimal import Decimal

from progress.models import MonthlyReturn, ReportingMonth
from reports.models import Pace, ReportRule
from tests.progress.conftest import a_return

NOW = datetime(2023, 6, 8, 1, 0, tzinfo=UTC)  # nine in the morning of the district's day
PACE = {4: 20, 5: 40, 6: 50}


def a_rule(division, **changes) -> ReportRule:
    """The 8th of the next month; yellow from 10 points behind, red above 30 or after two yellow months."""
    given = {
        "since": date(2023, 1, 1),
        "document": "卫旧改办〔2023〕1号",
        "report_day": 8,
        "issuer": "卫滨区老旧小区改造工作领导小组办公室",
        "number_prefix": "卫旧改办",
        "yellow_from": Decimal(10),
        "red_from": Decimal(30),
        "yellow_months": 2,
    }
    rule = ReportRule.objects.create(division=division, **{**given, **changes})
    Pace.objects.bulk_create(Pace(rule=rule, month=month, expected=expected) for month, expected in PACE.items())
    return rule


def a_month(division, month: date, rule) -> ReportingMonth:
    return ReportingMonth.objects.create(
        division=division,
        month=month,
        rule=rule,
        as_at=month.replace(day=25),
        due_on=month.replace(day=28),
        late_on=month.replace(day=28),
        lock_on=month.replace(day=28),
        opened_on=month.replace(day=15),
    )


def next_return(last: MonthlyReturn, opened: ReportingMonth, *, by) -> MonthlyReturn:
    return a_return(opened, last.division, by=by)
