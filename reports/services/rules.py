"""When a district reports and from where a street is warned; who is let off a card, and why."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division
from reports import report_policies
from reports.choices import ReportStatus
from reports.models import CardExemption, MonthlyReport, Pace, ReportRule

WHOLE = 100


@transaction.atomic
def set_rule(
    *,
    division: Division,
    since: date,
    document: str,
    settings: Mapping[str, Any],
    pace: Mapping[int, Decimal],
    by: User,
) -> ReportRule:
    """A new rule from a day; `settings` are the other fields of ReportRule, `pace` is in per cent by month.

    Refused: a day that a newer rule or an issued report covers, thresholds and paces outside 0 to 100, a red threshold
    below yellow, a pace that falls.
    """
    by.demand(Permission.SET_RULES)
    if not territory.contains(by.territory, division.pk):
        raise NotAllowed(f"{division}不在您的辖区内，不能设置规则。")
    if not all(0 <= each <= WHOLE for each in (settings["yellow_from"], settings["red_from"], *pace.values())):
        raise DomainError("黄牌、红牌的标准和序时进度都须在 0 至 100 之间，请更正。")
    if settings["yellow_from"] > settings["red_from"]:
        raise DomainError("红牌的标准不能低于黄牌的标准，请更正。")
    _check_rises(pace)
    Division.objects.select_for_update(of=("self",)).get(pk=division.pk)
    newest = ReportRule.objects.filter(division=division).order_by("-since").first()
    if newest and since <= newest.since:
        raise DomainError(f"施行日期须晚于现有规则（{newest}）。")
    _check_issued_stand(division, since)
    rule = ReportRule.objects.create(division=division, since=since, document=document, **settings)
    Pace.objects.bulk_create(Pace(rule=rule, month=month, expected=expected) for month, expected in pace.items())
    audit.write(by=by, action="设置月报规则", on=rule, details={key: str(value) for key, value in settings.items()})
    return rule


def _check_issued_stand(division: Division, since: date) -> None:
    """What was issued is worked out again by the rule it was issued under."""
    below = {"division__pk__range": territory.bounds(division.prefix), "status": ReportStatus.ISSUED}
    last = MonthlyReport.objects.filter(**below).order_by("-as_at").first()
    if last and since <= last.as_at:
        raise DomainError(f"施行日期须晚于已印发月报的数据截至日：《{last}》截至 {last.as_at:%Y-%m-%d}。")


def _check_rises(pace: Mapping[int, Decimal]) -> None:
    ordered = [(month, pace[month]) for month in sorted(pace)]
    for (earlier, lower), (later, higher) in pairwise(ordered):
        if higher < lower:
            raise DomainError(f"序时进度是累计数：{later}月（{higher:f}%）不能低于{earlier}月（{lower:f}%）。")


@transaction.atomic
def exempt(*, division: Division, month: date, reason: str, by: User, today: date) -> CardExemption:
    """Let a street (county) off its card of a month. Refused: a month to come, twice, once its report is issued."""
    report_policies.check_can_exempt(by, division)
    report_policies.check_has_begun(month, today)
    _check_not_issued(division, month)
    if CardExemption.objects.filter(division=division, month=month).exists():
        raise DomainError(f"{division}{month.year}年{month.month}月已经免于亮牌。")
    made = CardExemption.objects.create(division=division, month=month, reason=reason, by=by)
    audit.write(by=by, action="批准免于亮牌", on=made, reason=reason)
    return made


@transaction.atomic
def remove(*, exemption: CardExemption, reason: str, by: User) -> None:
    """Take an exemption back; why stays in the log of acts."""
    report_policies.check_can_exempt(by, exemption.division)
    _check_not_issued(exemption.division, exemption.month)
    audit.write(by=by, action="撤销免于亮牌", on=exemption, reason=reason, details={"原理由": exemption.reason})
    exemption.delete()


def _check_not_issued(division: Division, month: date) -> None:
    """What went out says who was let off. Locks the divisions above, as issuing does."""
    above = territory.ancestors(division.pk)[1:]
    list(Division.objects.select_for_update(of=("self",)).filter(pk__in=above))
    issued = MonthlyReport.objects.filter(division__in=above, month=month, status=ReportStatus.ISSUED).first()
    if issued:
        raise DomainError(f"《{issued}》已以{issued.document}印发，不能再改这个月的免牌。")
