"""Reads for the frame of every page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from core.models import Job, LedgerImport


@dataclass(frozen=True)
class Notices:
    """What the bell tells: jobs that ended unseen, jobs under way, and her imports that wait for a decision."""

    finished: int
    under_way: int
    imports: int

    @property
    def due(self) -> int:
        return self.finished + self.imports


@dataclass(frozen=True)
class Told:
    """What a room tells in the top bar: its word, how many, where they stand, and whether one of them is late."""

    word: str
    count: int
    url: str
    late: int = 0
    always: bool = False  # the word stands there without a number too


Teller = Callable[[Any, date], list[Told]]
_tellers: list[Teller] = []


def teller(function: Teller) -> Teller:
    """Register what a room tells on every page; it costs a query or two there, whatever the number."""
    _tellers.append(function)
    return function


def told(user: Any, today: date) -> list[Told]:
    """What all rooms have to tell this person."""
    return [each for tell in _tellers for each in tell(user, today) if each.count or each.always]


def notices(user: Any) -> Notices:
    counted = Job.objects.for_user(user).aggregate(
        finished=Count("pk", filter=Q(finished_at__isnull=False, seen_at=None)),
        under_way=Count("pk", filter=Q(finished_at=None)),
    )
    waiting = LedgerImport.objects.for_user(user).filter(uploaded_by=user).waiting()
    return Notices(**counted, imports=waiting.count())
