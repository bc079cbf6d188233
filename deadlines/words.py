"""How a due date is told to people."""

from datetime import date

SOON = 7  # days ahead that count as soon


def told(due_on: date, today: date) -> str:
    """逾期 12 天, 今天到期, 还有 3 天: calendar days, due at the end of the day."""
    left = (due_on - today).days
    if left < 0:
        return f"逾期 {-left} 天"
    return f"还有 {left} 天" if left else "今天到期"


def mark(due_on: date, today: date) -> str:
    """The class of the exception's colour: late, soon, or nothing for what is in time."""
    left = (due_on - today).days
    if left < 0:
        return "late"
    return "soon" if left <= SOON else ""
