"""By how much a scheme may exceed the planned investment: a rule per district, from a day. Old versions stay."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division
from projects.models import SchemeRule

MOST_DAYS = 60


@transaction.atomic
def set_rule(
    *, division: Division, since: date, document: str, most_over: Decimal, by: User, review_days: int = 5
) -> SchemeRule:
    """A new limit from a day, per cent of the planned investment, and the working days to decide or mend in.

    Refused for a day that a newer rule covers.
    """
    by.demand(Permission.SET_RULES)
    if not territory.contains(by.territory, division.pk):
        raise NotAllowed(f"{division}不在您的辖区内，不能设置规则。")
    if not 0 <= most_over <= 100:
        raise DomainError(f"允许超出的比例应在 0% 至 100% 之间，这里是 {most_over:f}%。")
    if not 1 <= review_days <= MOST_DAYS:
        raise DomainError(f"审批、修改期限应在 1 至 {MOST_DAYS} 个工作日之间，这里是 {review_days}。")
    newest = SchemeRule.objects.filter(division=division).order_by("-since").first()
    if newest and since <= newest.since:
        raise DomainError(f"施行日期须晚于现有规则（{newest}）。")
    rule = SchemeRule.objects.create(
        division=division, since=since, document=document, most_over=most_over, review_days=review_days
    )
    details = {"允许超出（%）": f"{most_over:f}", "审批、修改期限（工作日）": review_days}
    audit.write(by=by, action="设置方案投资控制", on=rule, details=details)
    return rule
