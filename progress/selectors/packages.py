"""How a return stands to the months before and after it, and what is at hand for its page."""

from datetime import date

from django.db.models import QuerySet

from progress.choices import ReturnStatus
from progress.models import MonthlyReturn, ReturnVersion
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
    waiting = earlier.filter(current__status=ReturnStatus.SEALED)
    in_work = earlier.exclude(current__status=ReturnStatus.ACCEPTED).filter(open_until__gte=today)
    return (waiting | in_work).order_by("month").first()


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


def _others(monthly_return: MonthlyReturn) -> QuerySet[MonthlyReturn]:
    return MonthlyReturn.objects.filter(division=monthly_return.division_id).select_related("current", "division")
