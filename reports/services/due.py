"""Reports that make themselves on the district's day; a day on which the machine was off is made up for."""

import logging
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from core import audit
from core.errors import DomainError
from divisions.models import Division, Level
from progress.models import ReportingMonth
from reports.models import MonthlyReport, ReportRule
from reports.services import monthly

logger = logging.getLogger(__name__)

MADE_UP_FOR = timedelta(days=100)  # months that began longer ago are made by hand
FAILED = "自动编制进展月报失败"
DEFECT = "系统出错，月报没有编成。请在“进展月报”页手工编制；若仍不行，请告知系统管理员。"


def make_due(*, now: datetime) -> int:
    """Draft the month of each district whose day has come and that has none yet. Returns how many; safe to repeat.

    A district that fails leaves a sentence in the log and does not stop the others.
    """
    made = 0
    for division, month in _waiting(localdate(now)):
        try:
            monthly.make(division=division, month=month, now=now)
            made += 1
        except DomainError as refusal:
            _tell(division, month, str(refusal))
        except Exception:
            logger.exception("the report of %s for %s failed", division.pk, month)
            _tell(division, month, DEFECT)
    return made


def report_day(rule: ReportRule, month: date) -> date:
    """The district's day for a month; 31 is the last day of any month."""
    later = month.month - 1 + rule.report_month
    year, in_year = month.year + later // 12, later % 12 + 1
    return date(year, in_year, min(rule.report_day, monthrange(year, in_year)[1]))


def _waiting(today: date) -> Iterator[tuple[Division, date]]:
    opened = ReportingMonth.objects.filter(month__gt=today - MADE_UP_FOR).select_related("division")
    months = list(opened.order_by("month", "division"))
    above = Division.objects.filter(pk__in=ReportRule.objects.values("division"), level__lt=Level.COUNTY)
    wanted: dict[tuple[str, date], tuple[Division, date]] = {}  # the last day on which its facts end
    for each in months:
        over = [division for division in above if each.division_id.startswith(division.prefix)]
        for division in (each.division, *over):
            last = wanted.get((division.pk, each.month), (division, each.as_at))[1]
            wanted[division.pk, each.month] = division, max(last, each.as_at)
    rules = ReportRule.objects.in_force_for({code for code, _ in wanted}, today)
    have = set(MonthlyReport.objects.values_list("division_id", "month"))
    for (code, month), (division, as_at) in wanted.items():
        rule = rules[code]
        if rule and as_at <= today and (code, month) not in have and report_day(rule, month) <= today:
            yield division, month


def _tell(division: Division, month: date, sentence: str) -> None:
    audit.write(
        by=None,
        action=FAILED,
        on=division,
        division_id=division.pk,
        reason=sentence,
        details={"月份": f"{month:%Y-%m}"},
        succeeded=False,
    )
