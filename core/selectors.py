"""Reads for the frame of every page."""

from dataclasses import dataclass
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


def notices(user: Any) -> Notices:
    counted = Job.objects.for_user(user).aggregate(
        finished=Count("pk", filter=Q(finished_at__isnull=False, seen_at=None)),
        under_way=Count("pk", filter=Q(finished_at=None)),
    )
    waiting = LedgerImport.objects.for_user(user).filter(uploaded_by=user).waiting()
    return Notices(**counted, imports=waiting.count())
