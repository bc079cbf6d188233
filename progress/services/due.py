"""What is due about a return: the street owes it until it is sealed, then the office owes its decision.

Derived from the rows alone; whoever changes a return calls `refresh` in her transaction.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from core.working_days import WorkingDays
from deadlines.choices import Outcome
from deadlines.services import deadlines
from deadlines.services.deadlines import Due
from progress.choices import ReturnStatus
from progress.models import MonthlyReturn
from progress.models.returns import WITH_STREET
from projects.selectors.responsibilities import offices_over

KIND, REVIEW = "return", "return_review"
REVIEW_DAYS = 3  # working days after the sealed sheet came; no plan says it (系统初始值)
BLOCK = 1_000


@transaction.atomic
def refresh(*, returns: Iterable[int], today: date) -> None:
    """Set, move or close the deadlines of these returns (ids). Per thousand a fixed number of statements."""
    ids = sorted(set(returns))
    for start in range(0, len(ids), BLOCK):
        _refresh(ids[start : start + BLOCK], today)


@transaction.atomic
def close_expired(*, today: date) -> int:
    """A street whose time is over can do nothing more: its duty ends, 漏报 stays on record. Returns how many."""
    expired = MonthlyReturn.objects.filter(open_until__lt=today, current__status__in=WITH_STREET)
    still = deadlines.open_among(kind=KIND, model=MonthlyReturn, ids=expired.values_list("pk", flat=True))
    refresh(returns=still, today=today)
    return len(still)


def _refresh(ids: list[int], today: date) -> None:
    related = ("reporting_month__rule", "division", "current")
    rows = list(MonthlyReturn.objects.filter(pk__in=ids).select_related(*related))
    owed = [row for row in rows if row.current and row.current.status in WITH_STREET]
    owing = [row for row in owed if not row.is_closed(today)]
    waiting = [row for row in rows if row.current and row.current.status == ReturnStatus.SEALED]
    offices, calendar = offices_over({row.division_id for row in waiting}), WorkingDays() if waiting else None
    dues = [_return_due(row) for row in owing] + [_review_due(row, offices, calendar) for row in waiting]
    deadlines.set_all(dues=dues, today=today)
    expired = {row.pk for row in owed} - {row.pk for row in owing}
    handed_in = set(ids) - {row.pk for row in owed}
    _close(KIND, handed_in, today, Outcome.DONE)
    _close(KIND, expired, today, Outcome.WITHDRAWN)
    taken_back = {row.pk for row in owed}
    decided = set(ids) - taken_back - {row.pk for row in waiting}
    _close(REVIEW, decided, today, Outcome.DONE)
    _close(REVIEW, taken_back, today, Outcome.DONE)


def _close(kind: str, ids: Iterable[int], on: date, outcome: Outcome) -> None:
    if ids:
        deadlines.clear(kind=kind, model=MonthlyReturn, ids=ids, on=on, outcome=outcome)


def due_on(row: MonthlyReturn) -> date:
    """The day the month is due; what was given more time or has to be mended, the day until which it is open."""
    longer = row.extended_reason or row.current.number > 1
    return row.open_until if longer else row.reporting_month.due_on


def _return_due(row: MonthlyReturn) -> Due:
    again = row.current.number > 1
    return Due(
        kind=KIND,
        subject=row,
        title=f"更正{row}（第 {row.current.number} 版）" if again else f"填报{row}，审核盖章后上传",
        due_on=due_on(row),
        estimated=row.reporting_month.estimated,
        division_id=row.division_id,
        organisation_id=row.organisation_id,
        assigned_to_id=row.assigned_to_id,
        url=row.get_absolute_url(),
        basis=row.reporting_month.rule.document,
    )


def _review_due(row: MonthlyReturn, offices: dict[str, int | None], calendar: WorkingDays) -> Due:
    sealed_on = timezone.localtime(row.current.sealed_at).date()
    by = calendar.after(sealed_on, REVIEW_DAYS)
    return Due(
        kind=REVIEW,
        subject=row,
        title=f"审核{row}（第 {row.current.number} 版）",
        due_on=by.day,
        estimated=by.estimated,
        division_id=row.division_id,
        organisation_id=offices[row.division_id],
        url=row.get_absolute_url(),
        basis=row.reporting_month.rule.document,
    )
