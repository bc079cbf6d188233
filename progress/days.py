"""The days of a reporting month, by a district's rule and the working-day table (domain.md 2.3)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from core.working_days import SATURDAY, Reckoned, WorkingDays
from progress.choices import InMonth, Moves
from progress.models import MonthRule

ONE = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class MonthDays:
    """`estimated`: a day was moved by holidays that are not announced yet."""

    as_at: date
    due_on: date
    late_on: date
    lock_on: date
    estimated: bool = False


def reckon(*, rule: MonthRule, month: date, calendar: WorkingDays) -> MonthDays:
    """The four days of a month (its first day). Facts count up to the as-at day itself, which is never moved."""
    due, late, lock = (
        _moved(_day_of(month, which, day), rule.moves, calendar)
        for which, day in (
            (rule.due_month, rule.due_day),
            (rule.late_month, rule.late_day),
            (rule.lock_month, rule.lock_day),
        )
    )
    return MonthDays(
        as_at=as_at_day(rule, month),
        due_on=due.day,
        late_on=late.day,
        lock_on=lock.day,
        estimated=due.estimated or late.estimated or lock.estimated,
    )


def opening_day(rule: MonthRule, month: date) -> date:
    """So many days before its facts are complete, so that people may begin to enter them."""
    return as_at_day(rule, month) - rule.opens_before * ONE


def as_at_day(rule: MonthRule, month: date) -> date:
    """Up to which day, itself included, the facts of a month count."""
    return _day_of(month, InMonth.SAME, rule.as_at_day)


def next_month(month: date) -> date:
    return (month.replace(day=28) + 4 * ONE).replace(day=1)


def last_month(month: date) -> date:
    return (month.replace(day=1) - ONE).replace(day=1)


def last_day(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


def _day_of(month: date, which: int, day: int) -> date:
    """31, or any day that the month does not have, is its last."""
    of = next_month(month) if which == InMonth.NEXT else month
    return of.replace(day=min(day, monthrange(of.year, of.month)[1]))


def _moved(day: date, moves: str, calendar: WorkingDays) -> Reckoned:
    """An ordinary weekend stands; a holiday (days off that hold a weekday) goes on to the next working day."""
    if moves == Moves.NEVER:
        return Reckoned(day)
    run = _days_off_around(day, calendar)
    estimated = any(not calendar.is_announced(each) for each in run or [day])
    is_holiday = any(each.weekday() < SATURDAY for each in run)
    if not run or (moves == Moves.HOLIDAYS and not is_holiday):
        return Reckoned(day, estimated)
    return Reckoned(run[-1] + ONE, estimated)


def _days_off_around(day: date, calendar: WorkingDays) -> list[date]:
    """The unbroken run of days off in which a day lies, first to last; none for a working day."""
    if calendar.is_working(day):
        return []
    first = last = day
    while not calendar.is_working(first - ONE):
        first -= ONE
    while not calendar.is_working(last + ONE):
        last += ONE
    return [first + ONE * step for step in range((last - first).days + 1)]
