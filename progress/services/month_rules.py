"""When a district's returns are asked for: a rule per district, from a day. Old versions stay; so do opened months."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division
from progress.choices import InMonth, Moves
from progress.models import MonthRule

CLOCKS = (("due", "应报日"), ("late", "宽限日"), ("lock", "锁定日"))


@transaction.atomic
def set_rule(*, division: Division, since: date, document: str, by: User, **clocks: Any) -> MonthRule:
    """New days from a day on: the months that begin then or later. Months that are open keep theirs.

    `clocks` are fields of MonthRule. Refused: days out of order, a day that a newer rule covers, another's district.
    """
    by.demand(Permission.SET_RULES)
    if not territory.contains(by.territory, division.pk):
        raise NotAllowed(f"{division}不在您的辖区内，不能设置规则。")
    rule = MonthRule(division=division, since=since, document=document, **clocks)
    _check_order(rule)
    newest = MonthRule.objects.filter(division=division).order_by("-since").first()
    if newest and since <= newest.since:
        raise DomainError(f"施行日期须晚于现有规则（{newest}）。")
    rule.save()
    audit.write(by=by, action="设置月报时限", on=rule, reason=document, details=_words(rule))
    return rule


def _check_order(rule: MonthRule) -> None:
    """Facts, then due, then late, then locked; a day of the next month comes after all of this one."""
    earlier, name = (InMonth.SAME, rule.as_at_day), "数据截至日"
    for key, title in CLOCKS:
        this = (getattr(rule, f"{key}_month"), getattr(rule, f"{key}_day"))
        if this < earlier:
            raise DomainError(f"{title}不能早于{name}，请改为同一天或之后的日期。")
        earlier, name = this, title


def _words(rule: MonthRule) -> dict[str, str]:
    said = {title: f"{InMonth(getattr(rule, f'{k}_month')).label}{getattr(rule, f'{k}_day')}日" for k, title in CLOCKS}
    return {"数据截至日": f"当月{rule.as_at_day}日"} | said | {"遇假日": str(Moves(rule.moves).label)}
