"""A district's reminder rules. A new version holds from its day; the old one stays and is shown."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from deadlines.models import ReminderRule
from deadlines.services.deadlines import reschedule
from divisions.models import Division
from divisions.territory import contains

FURTHEST = 90  # days from the due date
SEPARATORS = re.compile(r"[,，、;；\s]+")


@transaction.atomic
def set_rule(
    *,
    division: Division,
    since: date,
    document: str,
    before: str,
    on_the_day: bool,
    after: str,
    then_every: int | None,
    leader_after: int | None,
    office_after: int | None,
    by: User,
    on: date,
) -> ReminderRule:
    """Set the stages of a territory from a day. What is open follows at once, or on the day from which the rule holds.

    Refused: another territory, a day not after the present rule's, days that are none, the office told before the
    unit's leader.
    """
    by.demand(Permission.SET_RULES)
    if not contains(by.territory, division.code):
        raise NotAllowed(f"{division}不在您的辖区内，不能设置规则。")
    newest = ReminderRule.objects.filter(division=division).order_by("-since").first()
    if newest and since <= newest.since:
        raise DomainError(f"施行日期须晚于现有规则（{newest}）。")
    rule = add(
        division=division,
        since=since,
        document=document,
        before=before,
        on_the_day=on_the_day,
        after=after,
        then_every=then_every,
        leader_after=leader_after,
        office_after=office_after,
    )
    audit.write(by=by, action="设置提醒规则", on=rule, details={"到期前": rule.before, "逾期后": rule.after})
    if since <= on:
        reschedule(prefix=division.prefix, today=on, earliest=on + timedelta(days=1))
    return rule


def add(
    *,
    division: Division,
    since: date,
    document: str,
    before: str = "",
    on_the_day: bool = True,
    after: str = "",
    then_every: int | None = None,
    leader_after: int | None = None,
    office_after: int | None = None,
) -> ReminderRule:
    """Write a rule. Refused where it would never speak, or speak to the office first."""
    for name, figure in (("此后每隔", then_every), ("报单位负责人", leader_after), ("报领导小组办公室", office_after)):
        if figure is not None and not 1 <= figure <= FURTHEST:
            raise DomainError(f"“{name}”须是 1—{FURTHEST} 的整数天数，现在是{figure}。")
    if leader_after and office_after and office_after < leader_after:
        raise DomainError("报领导小组办公室的天数不能早于报单位负责人的天数，请更正。")
    rule = ReminderRule(
        division=division,
        since=since,
        document=document,
        before=_days("到期前", before, order=lambda day: -day),
        on_the_day=on_the_day,
        after=_days("逾期后", after, order=lambda day: day),
        then_every=then_every,
        leader_after=leader_after,
        office_after=office_after,
    )
    if not (rule.before or rule.on_the_day or rule.after or rule.then_every):
        raise DomainError("这样设置永远不会提醒，请至少填一个提醒的日子。")
    rule.save()
    return rule


def _days(name: str, text: str, *, order: Callable[[int], int]) -> str:
    """A list of whole days as it is kept: "7,3,1" before, "1,3,7" after."""
    figures = [figure for figure in SEPARATORS.split(text.strip()) if figure]
    for figure in figures:
        if not re.fullmatch(r"[0-9]{1,3}", figure) or not 1 <= int(figure) <= FURTHEST:
            raise DomainError(f"“{name}”里的“{figure}”不是 1—{FURTHEST} 的整数天数，例如 7,3,1。")
    kept = ",".join(str(day) for day in sorted({int(figure) for figure in figures}, key=order))
    if len(kept) > 40:
        raise DomainError(f"“{name}”的天数太多，请少填几个。")
    return kept
