"""Reports that should have made themselves and did not, with the sentence that says why."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from core.models import AuditEntry
from divisions.models import Division
from reports.models import MonthlyReport
from reports.services.due import FAILED

SHOWN_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Failure:
    month: str  # 2023-05
    sentence: str
    at: datetime


def failures_of(division: Division, now: datetime) -> list[Failure]:
    """The latest of each month that still has no report."""
    told = AuditEntry.objects.filter(
        action=FAILED, subject_type=Division._meta.label, subject_id=division.pk, at__gte=now - SHOWN_FOR
    )
    latest = {entry.details["月份"]: entry for entry in told.order_by("at")}
    months = MonthlyReport.objects.filter(division=division).values_list("month", flat=True)
    have = {f"{month:%Y-%m}" for month in months} if latest else set()
    return [Failure(month, entry.reason, entry.at) for month, entry in sorted(latest.items()) if month not in have]
