"""Fund reports that make themselves on a set day of each month; a day on which the machine was off is made up for."""

import logging
from calendar import monthrange
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division
from funding.choices import MoneyUnit, ReportTable
from funding.fund_reports.asked import Asked
from funding.models import FundReport, ReportSchedule
from funding.services import reports

logger = logging.getLogger(__name__)

FAILED = "定期制作资金报表失败"
DEFECT = "系统出错，报表没有做成。请在“资金报表”页手工导出；若仍不行，请告知系统管理员。"


@transaction.atomic
def set_up(*, division: Division, table: str, unit: str, day: int, by: User, today: date) -> ReportSchedule:
    """A table, or with "" the zip of all, on this day of every month from today on.

    Refused: the card, which is of one project; a day that no month has; the same table set up already.
    """
    _check(by, division)
    if table == ReportTable.CARD:
        raise DomainError("项目资金卡按项目导出，不能定期制作；“全部报表”里带有各项目的资金卡。")
    if not 1 <= day <= 31:
        raise DomainError("日期请填 1 到 31，31 表示当月最后一天。")
    standing = ReportSchedule.objects.filter(division=division, table=table, stopped_on=None).first()
    if standing:
        raise DomainError(f"已经设置了“{standing}”。要改日期或单位，请先停用原来的。")
    schedule = ReportSchedule.objects.create(
        division=division, table=table, unit=MoneyUnit(unit), day=day, set_by=by, set_on=today
    )
    audit.write(by=by, action="设置定期报表", on=schedule, details={"报表": str(schedule), "区划": str(division)})
    return schedule


@transaction.atomic
def stop(*, schedule: ReportSchedule, by: User, today: date) -> None:
    """From today on it is not made any more; what was made stays. Stopped twice, it is stopped once."""
    _check(by, schedule.division)
    if ReportSchedule.objects.filter(pk=schedule.pk, stopped_on=None).update(stopped_on=today):
        audit.write(by=by, action="停用定期报表", on=schedule, details={"报表": str(schedule)})


def make_due(*, today: date) -> int:
    """Make the reports whose day has come and that are not made yet. Returns how many; safe to repeat.

    One that fails leaves a sentence in the log and does not stop the others.
    """
    made = 0
    active = ReportSchedule.objects.filter(stopped_on=None)
    for schedule in active.select_related("division", "set_by__organisation__division"):
        day = due_day(schedule, today)
        if day is None or FundReport.objects.filter(schedule=schedule, as_at=day).exists():
            continue
        try:
            made += _make(schedule, day, today)
        except DomainError as refusal:
            _tell(schedule, day, str(refusal))
        except Exception:
            logger.exception("the fund report %s for %s failed", schedule.pk, day)
            _tell(schedule, day, DEFECT)
    return made


def due_day(schedule: ReportSchedule, today: date) -> date | None:
    """Its last day until today, this month or the month before; none before it was set up."""
    day = _in_month(today, schedule.day)
    if day > today:
        day = _in_month(today.replace(day=1) - timedelta(days=1), schedule.day)
    return day if day >= schedule.set_on else None


def _in_month(month: date, day: int) -> date:
    return month.replace(day=min(day, monthrange(month.year, month.month)[1]))


@transaction.atomic
def _make(schedule: ReportSchedule, day: date, today: date) -> int:
    """As whoever set it up sees the money. Locked, so that of two workers one makes it and the other finds it made."""
    ReportSchedule.objects.select_for_update(of=("self",)).get(pk=schedule.pk)
    if FundReport.objects.filter(schedule=schedule, as_at=day).exists():
        return 0
    user = schedule.set_by
    if not user.may(Permission.VIEW_FUNDS) or not territory.contains(user.territory, schedule.division_id):
        raise NotAllowed("设置人已不能查看这个区划的资金，请由现在的经办人重新设置。")
    asked = Asked(
        user=user,
        division=schedule.division,
        since=day.replace(month=1, day=1),
        as_at=day,
        made_on=today,
        unit=MoneyUnit(schedule.unit),
    )
    reports.make(table=ReportTable(schedule.table) if schedule.table else None, asked=asked, schedule=schedule)
    return 1


def _check(user: User, division: Division) -> None:
    user.demand(Permission.MANAGE_FUNDS)
    if not territory.contains(user.territory, division.pk):
        raise NotAllowed(f"{division}不在您的辖区内，不能设置它的定期报表。")


def _tell(schedule: ReportSchedule, day: date, sentence: str) -> None:
    """Once a day is enough: beat asks again every two hours."""
    details = {"报表": str(schedule), "截至": day.isoformat()}
    audit.write(by=None, action=FAILED, on=schedule, reason=sentence, details=details, succeeded=False)
