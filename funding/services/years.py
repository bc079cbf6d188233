"""Closing a year's books, and opening them again with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit
from core.errors import DomainError
from divisions.models import Division
from funding import policies
from funding.models import ClosedYear

EARLIEST = 2000
SHORTEST = 4  # characters of a reason


@transaction.atomic
def close(*, division: Division, year: int, by: User, today: date) -> ClosedYear:
    """From now on nothing dated in the year is entered for documents that the division holds (or, of a county, those
    inside it). Refused: a year that is not over, one that is closed already."""
    policies.check_can_manage(by, division)
    holder = Division.objects.select_for_update(no_key=True).get(pk=division.pk)
    if year >= today.year:
        raise DomainError(f"{year} 年还没有结束，不能关账。")
    if year < EARLIEST:
        raise DomainError(f"年度 {year} 太早，请核对。")
    if standing := ClosedYear.objects.filter(division=holder, year=year, reopened_at=None).first():
        raise DomainError(f"{holder}{year}年已于 {timezone.localtime(standing.closed_at):%Y-%m-%d} 关账，不用再关。")
    closed = ClosedYear.objects.create(division=holder, year=year, closed_by=by)
    audit.write(by=by, action="年度关账", on=closed)
    return closed


@transaction.atomic
def reopen(*, closed: ClosedYear, reason: str, by: User, now: datetime) -> ClosedYear:
    """Let the year be entered again; the row stays and says who did it and why. Refused: one that is open already."""
    policies.check_can_manage(by, closed.division)
    locked = ClosedYear.objects.select_for_update(of=("self",)).select_related("division").get(pk=closed.pk)
    if len(reason.strip()) < SHORTEST:
        raise DomainError(f"请写明重开原因，不少于 {SHORTEST} 个字。")
    if locked.reopened_at:
        raise DomainError(f"{locked}已由{locked.reopened_by}重开，原因：{locked.reason}。")
    locked.reopened_by, locked.reopened_at, locked.reason = by, now, reason.strip()
    locked.save(update_fields=["reopened_by", "reopened_at", "reason"])
    audit.write(by=by, action="重开年度", on=locked, reason=locked.reason)
    return locked
