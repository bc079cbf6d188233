"""The record of a year as a table: a column per month, and the street's counts."""

from core.columns import Column, Kind
from progress.selectors.record import MONTHS, StreetYear


def _month(number: int) -> Column:
    return Column(
        key=f"month_{number}",
        title=f"{number}月",
        value=lambda street: str(street.entries[number - 1] or ""),
        width=16,
    )


def _count(key: str, title: str) -> Column:
    return Column(key=key, title=title, kind=Kind.INTEGER, width=9)


COUNTS = (
    _count("on_time", "按时（月）"),
    _count("late", "迟报（月）"),
    _count("missing", "未报（月）"),
    _count("wrong", "错报（处）"),
    _count("contradictions", "矛盾（条）"),
)
COLUMNS = (
    Column(key="division", title="街道", value=lambda street: street.division.name, width=18),
    *COUNTS,
    *(_month(number) for number in MONTHS),
)


def totals(streets: list[StreetYear]) -> dict[str, int]:
    return {column.key: sum(getattr(street, column.key) for street in streets) for column in COUNTS}
