"""The to-do list: what is open by due date, in groups of urgency."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from deadlines.models import Deadline
from deadlines.selectors.owed import Whose, owed
from deadlines.words import SOON, mark, told

PAGE_SIZE = 50
LAST_PAGE = 100_000  # an absurd page number would overflow the database's OFFSET


@dataclass
class Group:
    """Deadlines of one urgency on this page; `count` is over all pages."""

    title: str
    mark: str
    count: int
    rows: list[Deadline] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    groups: list[Group]
    number: int
    has_next: bool
    total: int

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1


def todo(*, user: Any, whose: Whose, today: date, under: str = "", on: date | None = None, number: int = 1) -> Page:
    """A page of fifty, each row with `told` and `mark`; `on` shows one day alone. Two queries, however much is due."""
    owing = owed(user, whose, under=under)
    if on:
        owing = owing.filter(due_on=on)
    number = min(max(1, number), LAST_PAGE)
    groups = _groups(owing, today)
    start = (number - 1) * PAGE_SIZE
    related = owing.select_related("organisation", "assigned_to", "division")
    found = list(related.order_by("due_on", "pk")[start : start + PAGE_SIZE + 1])
    for row in found[:PAGE_SIZE]:
        row.told, row.mark = told(row.due_on, today), mark(row.due_on, today)
        groups[_place(row.due_on, today)].rows.append(row)
    total = sum(group.count for group in groups)
    return Page([group for group in groups if group.rows], number, len(found) > PAGE_SIZE, total)


def _groups(owing, today: date) -> list[Group]:
    week = today + timedelta(days=SOON)
    counts = owing.order_by().aggregate(
        late=Count("pk", filter=Q(due_on__lt=today)),
        today=Count("pk", filter=Q(due_on=today)),
        soon=Count("pk", filter=Q(due_on__gt=today, due_on__lte=week)),
        later=Count("pk", filter=Q(due_on__gt=week)),
    )
    return [
        Group("已逾期", "late", counts["late"]),
        Group("今天到期", "soon", counts["today"]),
        Group(f"{SOON} 天内到期", "soon", counts["soon"]),
        Group("以后", "", counts["later"]),
    ]


def _place(due_on: date, today: date) -> int:
    left = (due_on - today).days
    if left < 0:
        return 0
    if left == 0:
        return 1
    return 2 if left <= SOON else 3
