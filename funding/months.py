"""Counting in months, as rules do."""

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """The same day some months later; where that month is shorter, its last day."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
