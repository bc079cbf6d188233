"""The office moves the days of one month, or gives one street more time: with a reason, and on record."""

from datetime import date, timedelta
from itertools import pairwise

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.working_days import WorkingDays
from progress import month_policies
from progress.choices import ReturnStatus
from progress.days import last_day, reckon
from progress.models import MonthlyReturn, ReportingMonth, ReturnVersion
from progress.services import due

LONGEST = timedelta(days=90)  # that one street may be given beyond today
CLOCKS = {"as_at": "数据截至日", "due_on": "应报日", "late_on": "宽限日", "lock_on": "锁定日"}


@transaction.atomic
def change_days(
    *,
    month: ReportingMonth,
    as_at: date,
    due_on: date,
    late_on: date,
    lock_on: date,
    reason: str,
    by: User,
    today: date,
) -> ReportingMonth:
    """Move the days of one month of one district; a street that was given more time keeps it.

    Refused: days out of order, an as-at day outside the month or after a street has submitted, a day in the past.
    """
    month = ReportingMonth.objects.select_for_update(of=("self",)).get(pk=month.pk)
    month_policies.check_can_set_days(by, month)
    old = {key: getattr(month, key) for key in CLOCKS}
    new = {"as_at": as_at, "due_on": due_on, "late_on": late_on, "lock_on": lock_on}
    _check(month, old, new, reason, today)
    for key, day in new.items():
        setattr(month, key, day)
    month.estimated, month.days_reason = False, reason.strip()
    month.save(update_fields=[*CLOCKS, "estimated", "days_reason"])
    _follow(month, old["lock_on"], today)
    details = {CLOCKS[key]: f"{old[key]} → {day}" for key, day in new.items() if old[key] != day}
    audit.write(by=by, action="调整月报日期", on=month, reason=month.days_reason, details=details)
    return month


@transaction.atomic
def reckon_again(*, today: date) -> int:
    """A year's holidays are announced: months whose days were 推算 get them anew, unless the office set them or they
    are locked. The act that changed the table is audited there. Returns how many moved."""
    waiting = ReportingMonth.objects.filter(estimated=True, days_reason="", lock_on__gte=today)
    months, calendar = list(waiting.select_for_update(of=("self",)).select_related("rule")), WorkingDays()
    for month in months:
        was = month.lock_on
        for key, value in vars(reckon(rule=month.rule, month=month.month, calendar=calendar)).items():
            setattr(month, key, value)
        month.save(update_fields=[*CLOCKS, "estimated"])
        _follow(month, was, today)
    return len(months)


def _follow(month: ReportingMonth, was_locked_on: date, today: date) -> None:
    """Streets that have the month's own time get its new one; who was given more keeps it. Deadlines move along."""
    followers = month.returns.filter(open_until=was_locked_on) | month.returns.filter(open_until__lt=month.lock_on)
    followers.update(open_until=month.lock_on)
    due.refresh(returns=month.returns.values_list("pk", flat=True), today=today)


def _check(month: ReportingMonth, old: dict[str, date], new: dict[str, date], reason: str, today: date) -> None:
    if not reason.strip():
        raise DomainError("请写明调整原因。")
    if new == old:
        raise DomainError("日期没有变化，不需要调整。")
    if not month.month <= new["as_at"] <= last_day(month.month):
        raise DomainError(f"数据截至日应在{month.month:%Y年}{month.month.month}月之内，这里是 {new['as_at']}。")
    titles = list(CLOCKS)
    for earlier, later in pairwise(titles):
        if new[later] < new[earlier]:
            raise DomainError(f"{CLOCKS[later]} {new[later]} 不能早于{CLOCKS[earlier]} {new[earlier]}。")
    moved_back = [key for key in titles[1:] if new[key] != old[key] and new[key] < today]
    if moved_back:
        key = moved_back[0]
        raise DomainError(f"{CLOCKS[key]}不能改到过去（{new[key]}），请填写今天或以后的日期。")
    if new["as_at"] != old["as_at"] and _submitted(month):
        raise DomainError("已有街道按原来的数据截至日提交了月报，数据截至日不能再改。请只调整应报日、宽限日或锁定日。")


def _submitted(month: ReportingMonth) -> bool:
    versions = ReturnVersion.objects.filter(monthly_return__reporting_month=month)
    return versions.filter(submitted_at__isnull=False).exclude(status=ReturnStatus.DRAFT).exists()


@transaction.atomic
def extend(*, monthly_return: MonthlyReturn, until: date, reason: str, by: User, today: date) -> MonthlyReturn:
    """Let one street fill in until a later day. Whether it is late is still told by the month's own days.

    Refused: a day that is past, not later than now or more than 90 days off; a return that the street does not have in
    hand; one whose later month is accepted, which must be mended there.
    """
    row = MonthlyReturn.objects.select_for_update(of=("self",)).get(pk=monthly_return.pk)
    month_policies.check_can_extend(by, row)
    if not reason.strip():
        raise DomainError("请写明延期原因。")
    if until < today or until <= row.open_until:
        raise DomainError(f"延期须晚于现在的填报截止日（{row.open_until}），并且不早于今天。")
    if until > today + LONGEST:
        raise DomainError(f"一次最多延期到 {today + LONGEST}。")
    later = ReturnVersion.objects.filter(
        division=row.division_id, month__gt=row.month, accepted_at__isnull=False
    ).first()
    if later:
        raise DomainError(f"{later.monthly_return}已审核通过，“{row}”不能再补报。请在最新月份补报，并写明情况。")
    was, row.open_until, row.extended_reason = row.open_until, until, reason.strip()
    row.save(update_fields=["open_until", "extended_reason"])
    due.refresh(returns=[row.pk], today=today)
    details = {"填报截止": f"{was} → {until}"}
    audit.write(by=by, action="月报延期", on=row, reason=row.extended_reason, details=details)
    return row
