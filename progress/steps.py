"""The way of one version from the clerk to the office, as a row of steps: who, when, by when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from core.working_days import WorkingDays
from progress.choices import ReturnStatus as S
from progress.models import ReturnVersion
from progress.services import due

DONE, NOW, LATER = "已完成", "办理中", "未开始"
# How many steps are behind a version in this state.
BEHIND: Mapping[str, int] = {
    S.DRAFT: 0,
    S.SENT_BACK: 0,
    S.SUBMITTED: 1,
    S.APPROVED: 2,
    S.RECALLED: 2,
    S.SEALED: 3,
    S.RETURNED: 3,
    S.ACCEPTED: 4,
}


@dataclass(frozen=True)
class Step:
    title: str
    who: Any
    at: datetime | None
    until: date | None
    state: str

    @property
    def is_now(self) -> bool:
        return self.state == NOW


def steps_of(version: ReturnVersion) -> list[Step]:
    """Four steps; a version that was taken back or returned has none under way."""
    monthly_return = version.monthly_return
    month, due_on = monthly_return.reporting_month, due.due_on(monthly_return)
    office = f"{month.division}领导小组办公室"
    unit = monthly_return.organisation or "未指定"
    scan = version.scans.shown().select_related("uploaded_by").order_by("pk").first()
    sealed_by = scan.uploaded_by if scan else unit
    filling = "更正" if version.correction else "填报"
    rows = [
        (filling, version.submitted_by or monthly_return.assigned_to or unit, version.submitted_at, due_on),
        ("负责人审核", version.approved_by or f"{unit}负责人", version.approved_at, due_on),
        ("盖章上传", sealed_by, version.sealed_at, due_on),
        ("办公室审核", version.decided_by or office, _decided_at(version), _review_by(version)),
    ]
    behind = BEHIND[version.status]
    running = not version.is_outdated
    return [
        Step(title, who, at, until, _state(number, behind, running=running))
        for number, (title, who, at, until) in enumerate(rows)
    ]


def _review_by(version: ReturnVersion) -> date | None:
    if version.sealed_at is None:
        return None
    return WorkingDays().after(timezone.localdate(version.sealed_at), due.REVIEW_DAYS).day


def _decided_at(version: ReturnVersion) -> datetime | None:
    return version.accepted_at or version.returned_at


def _state(number: int, behind: int, *, running: bool) -> str:
    if number < behind:
        return DONE
    return NOW if number == behind and running else LATER
