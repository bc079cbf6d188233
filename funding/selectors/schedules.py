"""Standing and former schedules with what each made last, and why it failed."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from accounts.models import User
from core.models import AuditEntry
from funding.models import FundReport, ReportSchedule
from funding.services.schedules import FAILED, due_day


@dataclass(frozen=True)
class Listed:
    """`failure`: why the file of its last day is missing."""

    schedule: ReportSchedule
    last: FundReport | None
    failure: str = ""


def listed(user: User, *, today: date) -> list[Listed]:
    """Those in force first."""
    made = Prefetch("reports", FundReport.objects.order_by("-as_at"), to_attr="made")
    seen = ReportSchedule.objects.for_user(user).select_related("division", "set_by__organisation")
    found = sorted(
        seen.prefetch_related(made), key=lambda each: (each.stopped_on is not None, each.division_id, each.day)
    )
    told = _told([each.pk for each in found if each.stopped_on is None])
    return [_listed(each, told, today) for each in found]


def _listed(schedule: ReportSchedule, told: dict[tuple[str, str], str], today: date) -> Listed:
    made: list[FundReport] = schedule.made
    day, last = due_day(schedule, today), next(iter(made), None)
    missing = day is not None and (last is None or last.as_at < day)
    return Listed(schedule, last, told.get((str(schedule.pk), f"{day}"), "") if missing else "")


def _told(schedules: list[int]) -> dict[tuple[str, str], str]:
    """The newest sentence for each schedule and day."""
    entries = AuditEntry.objects.filter(
        action=FAILED, subject_type=ReportSchedule._meta.label, subject_id__in=[str(pk) for pk in schedules]
    )
    return {(each.subject_id, each.details.get("截至", "")): each.reason for each in entries.order_by("at")}
