"""New versions of a district's matrix of duties 职责分工. The old one stays, and holds for the days before (F05)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import Function, OrganisationKind, User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from divisions.models import Division
from divisions.territory import contains
from projects.choices import Duty
from projects.models import Responsibility, ResponsibilityRule, WorkItem

NEEDS_FUNCTION = frozenset({OrganisationKind.BUREAU, OrganisationKind.UTILITY})


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line: which kind of organisation answers for what; with items only where a scheme contains one of them."""

    duty: str
    kind: str
    wording: str
    function: str = ""
    clause: str = ""
    items: Collection[int] = ()


@transaction.atomic
def set_rule(*, division: Division, since: date, document: str, lines: Sequence[Line], by: User) -> ResponsibilityRule:
    """A new matrix from a day. Refused: outside one's territory, or not later than the one there is."""
    by.demand(Permission.SET_RULES)
    if not contains(by.territory, division.code):
        raise NotAllowed(f"{division}不在您的辖区内，不能设置职责分工。")
    Division.objects.select_for_update(of=("self",)).get(pk=division.pk)
    newest = ResponsibilityRule.objects.filter(division=division).order_by("-since").first()
    if newest and since <= newest.since:
        raise DomainError(f"施行日期须晚于现有职责分工（{newest}）。")
    rule = add(division=division, since=since, document=document, lines=lines)
    audit.write(by=by, action="设置职责分工", on=rule, details={"职责": len(lines)})
    return rule


@transaction.atomic
def add(*, division: Division, since: date, document: str, lines: Sequence[Line]) -> ResponsibilityRule:
    """Write a matrix. Refused: without a line, said twice, or a bureau or utility of no stated function."""
    _check(lines)
    rule = ResponsibilityRule.objects.create(division=division, since=since, document=document)
    made = Responsibility.objects.bulk_create(
        Responsibility(
            rule=rule,
            position=position,
            duty=line.duty,
            kind=line.kind,
            function=line.function if line.kind in NEEDS_FUNCTION else "",
            clause=line.clause,
            wording=line.wording.strip(),
        )
        for position, line in enumerate(lines, start=1)
    )
    _limit(made, lines)
    return rule


def _check(lines: Sequence[Line]) -> None:
    if not lines:
        raise DomainError("请至少写一条职责。")
    said: dict[tuple[str, str, str, str], int] = {}
    for number, line in enumerate(lines, start=1):
        kind = OrganisationKind(line.kind).label
        if line.kind in NEEDS_FUNCTION and not line.function:
            raise DomainError(f"第 {number} 条（{line.wording}）：{kind}须写明职能，例如“财政”，否则找不到责任单位。")
        first = said.setdefault((line.duty, line.kind, line.function, line.wording.strip()), number)
        if first != number:
            unit = Function(line.function).label if line.function else kind
            raise DomainError(f"第 {number} 条与第 {first} 条相同（{unit}：{Duty(line.duty).label}），请删去一条。")


def _limit(made: Sequence[Responsibility], lines: Sequence[Line]) -> None:
    """Bind lines to their work items. One statement."""
    known = set(WorkItem.objects.values_list("pk", flat=True))
    through = Responsibility.items.through
    through.objects.bulk_create(
        through(responsibility_id=row.pk, workitem_id=item)
        for row, line in zip(made, lines, strict=True)
        for item in dict.fromkeys(line.items)
        if item in known
    )
