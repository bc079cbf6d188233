"""The four days of a month by the district's rule and the official calendar, and who reported in time by them."""

from datetime import UTC, date, datetime

import pytest

from core import calendar
from core.working_days import WorkingDays
from progress.choices import InMonth, Moves
from progress.choices import Punctuality as P
from progress.days import opening_day, reckon
from progress.models import MonthlyReturn, MonthRule, ReportingMonth
from progress.punctuality import judged

pytestmark = pytest.mark.django_db

LATE, LOCK = date(2023, 5, 30), date(2023, 6, 5)


@pytest.fixture
def official(db) -> WorkingDays:
    calendar.load_official()
    return WorkingDays()


def rule(**clocks) -> MonthRule:
    usual = {"as_at_day": 25, "due_day": 28, "late_day": 30, "lock_day": 5}
    return MonthRule(
        **{"due_month": InMonth.SAME, "late_month": InMonth.SAME, "lock_month": InMonth.NEXT, **usual, **clocks}
    )


def test_a_month_has_four_days(official):
    days = reckon(rule=rule(), month=date(2023, 5, 1), calendar=official)

    four = (days.as_at, days.due_on, days.late_on, days.lock_on)
    assert four == (date(2023, 5, 25), date(2023, 5, 28), date(2023, 5, 30), date(2023, 6, 5))


@pytest.mark.parametrize(("year", "last"), [(2023, 28), (2024, 29)])
def test_the_31st_is_the_last_day_of_february(official, year, last):
    days = reckon(rule=rule(as_at_day=31, due_day=31, late_day=31), month=date(year, 2, 1), calendar=official)

    assert days.as_at == date(year, 2, last)


@pytest.mark.parametrize(
    ("due_day", "month", "moves", "expected"),
    [
        (3, date(2023, 9, 1), Moves.HOLIDAYS, date(2023, 10, 7)),  # 国庆, worked again on Saturday the 7th
        (3, date(2023, 9, 1), Moves.NEVER, date(2023, 10, 3)),
        (10, date(2024, 1, 1), Moves.HOLIDAYS, date(2024, 2, 18)),  # 春节, worked again on Sunday the 18th
        (3, date(2023, 5, 1), Moves.HOLIDAYS, date(2023, 6, 3)),  # an ordinary Saturday stands
        (3, date(2023, 5, 1), Moves.DAYS_OFF, date(2023, 6, 5)),
        (1, date(2023, 9, 1), Moves.HOLIDAYS, date(2023, 10, 7)),  # a Sunday inside a holiday is a holiday
    ],
)
def test_a_day_moves_for_a_holiday_and_stands_on_an_ordinary_weekend(official, due_day, month, moves, expected):
    clocks = {"due_day": due_day, "late_day": 20, "lock_day": 25}
    later = {"due_month": InMonth.NEXT, "late_month": InMonth.NEXT, "moves": moves}

    assert reckon(rule=rule(**clocks, **later), month=month, calendar=official).due_on == expected


def test_a_year_that_is_not_announced_is_marked(official):
    clocks = {"due_day": 1, "late_day": 5, "lock_day": 9, "due_month": InMonth.NEXT, "late_month": InMonth.NEXT}

    assert reckon(rule=rule(**clocks), month=date(2098, 12, 1), calendar=official).estimated
    assert not reckon(rule=rule(), month=date(2023, 5, 1), calendar=official).estimated


def test_a_month_opens_so_many_days_before_its_facts_are_complete():
    assert opening_day(rule(opens_before=10), date(2023, 5, 1)) == date(2023, 5, 15)
    assert opening_day(rule(opens_before=30), date(2023, 5, 1)) == date(2023, 4, 25)


def reported(stamp: datetime | None) -> MonthlyReturn:
    return MonthlyReturn(reporting_month=ReportingMonth(late_on=LATE, lock_on=LOCK), reported_at=stamp)


# 北京时间 is eight hours ahead: 15:59 UTC is 23:59 here, 16:00 UTC the next day.
LAST_MINUTE, FIRST_MINUTE = datetime(2023, 5, 30, 15, 59, tzinfo=UTC), datetime(2023, 5, 30, 16, 0, tzinfo=UTC)
LOCKED, JUNE_6 = datetime(2023, 6, 5, 15, 59, tzinfo=UTC), datetime(2023, 6, 5, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("stamp", "now", "kind", "days"),
    [
        (LAST_MINUTE, JUNE_6, P.ON_TIME, 0),
        (FIRST_MINUTE, JUNE_6, P.LATE, 1),
        (None, LAST_MINUTE, P.WAITING, 0),
        (None, FIRST_MINUTE, P.OVERDUE, 1),
        (None, LOCKED, P.OVERDUE, 6),
        (None, JUNE_6, P.MISSING, 7),
        (JUNE_6, datetime(2023, 7, 1, tzinfo=UTC), P.LATE, 7),  # handed in after all, with the office's leave
        (JUNE_6, LOCKED, P.OVERDUE, 6),  # as it stood before that
    ],
)
def test_on_time_late_and_missing_are_told_by_the_stamps(stamp, now, kind, days):
    judgement = judged(reported(stamp), now)

    assert (judgement.kind, judgement.days) == (kind, days)
