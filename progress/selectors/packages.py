"""How a return stands to the months before and after it, and what is at hand for its page."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from progress.choices import ReturnStatus
from progress.models import MonthlyReturn, ReturnVersion, SealedScan
from progress.models.returns import OPEN

PARTS = (
    "monthly_return__reporting_month__division",
    "monthly_return__division",
    "monthly_return__organisation",
    "monthly_return__current",
    "created_by",
    "submitted_by",
    "approved_by",
    "decided_by",
)


def versions_with_parts() -> QuerySet[ReturnVersion]:
    """All that the policies and pages ask of a version, in one query."""
    return ReturnVersion.objects.select_related(*PARTS)


def versions_of(monthly_return: MonthlyReturn) -> list[ReturnVersion]:
    """Newest first, with the sealed sheets of each as `scans_shown`. Two queries."""
    scans = SealedScan.objects.shown().select_related("uploaded_by")
    with_scans = Prefetch("scans", scans, to_attr="scans_shown")
    people = ("created_by", "submitted_by", "approved_by", "decided_by")
    return list(monthly_return.versions.select_related(*people).prefetch_related(with_scans))


def not_submitted_before(monthly_return: MonthlyReturn, *, today: date) -> MonthlyReturn | None:
    """The street's last month before, where it is still being filled and its time is not over."""
    return (
        _others(monthly_return)
        .filter(month__lt=monthly_return.month, current__status__in=OPEN, open_until__gte=today)
        .order_by("-month")
        .first()
    )


def unsettled_before(monthly_return: MonthlyReturn, *, today: date) -> MonthlyReturn | None:
    """The street's earliest month before whose figures may still change: it is accepted first."""
    earlier = _others(monthly_return).filter(month__lt=monthly_return.month)
    return earlier.filter(_unsettled(today)).order_by("month").first()


def unsettled_in_streets(monthly_returns: Iterable[MonthlyReturn], *, today: date) -> dict[str, MonthlyReturn]:
    """The same for many returns of one month, by street. One query."""
    rows = list(monthly_returns)
    if not rows:
        return {}
    earlier = MonthlyReturn.objects.filter(
        division__in={row.division_id for row in rows}, month__lt=max(row.month for row in rows)
    )
    found = earlier.filter(_unsettled(today)).select_related("current", "division").order_by("-month")
    return {row.division_id: row for row in found}


def follows(monthly_return: MonthlyReturn) -> MonthlyReturn | None:
    """The street's newest month after, where its sums, which rest on this month's, are signed already."""
    later = _others(monthly_return).filter(month__gt=monthly_return.month)
    return later.exclude(current__status__in=OPEN).order_by("-month").first()


def accepted_after(monthly_return: MonthlyReturn) -> date | None:
    """The newest later month of which the office has accepted a version."""
    later = ReturnVersion.objects.filter(
        division=monthly_return.division_id, month__gt=monthly_return.month, accepted_at__isnull=False
    )
    return later.order_by("-month").values_list("month", flat=True).first()


def before_it(version: ReturnVersion) -> ReturnVersion | None:
    """The street's version of the month before that its sums start from."""
    return (
        ReturnVersion.objects.filter(division=version.division_id, month__lt=version.month, current_of__isnull=False)
        .order_by("-month")
        .first()
    )


def _unsettled(today: date) -> Q:
    return Q(current__status=ReturnStatus.SEALED) | ~Q(current__status=ReturnStatus.ACCEPTED) & Q(open_until__gte=today)


def _others(monthly_return: MonthlyReturn) -> QuerySet[MonthlyReturn]:
    return MonthlyReturn.objects.filter(division=monthly_return.division_id).select_related("current", "division")
