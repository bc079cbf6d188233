"""New versions of a district's rules. The old version stays and holds for the days before (design.md, decision 2)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from communities.models import Criterion, EligibilityRule, PriorityRule, PriorityWeight
from communities.services import standing
from core import audit
from core.errors import DomainError, NotAllowed
from core.models import Job
from divisions.models import Division, Rule
from divisions.territory import contains

FULL_SCORE = 100


@transaction.atomic
def set_eligibility(
    *, division: Division, since: date, document: str, criteria: Iterable[Mapping[str, Any]], by: User, on: date
) -> Job | None:
    """A new 改造对象范围 from a day: every compound of the division is assessed anew (as a job if they are many)."""
    _check(EligibilityRule, division=division, since=since, by=by)
    rule = add_eligibility(division=division, since=since, document=document, criteria=criteria)
    audit.write(
        by=by, action="设置改造对象范围", on=rule, details={"条件": [c.get_test_display() for c in rule.criteria.all()]}
    )
    return standing.refresh_under(division=division, by=by, on=on)


@transaction.atomic
def set_priority(
    *,
    division: Division,
    since: date,
    document: str,
    cost_per_sqm: Decimal | None,
    weights: Mapping[str, int],
    by: User,
    on: date,
) -> Job | None:
    """New weights from a day: the pool of the division is ranked anew (as a job if it is large)."""
    _check(PriorityRule, division=division, since=since, by=by)
    rule = add_priority(division=division, since=since, document=document, cost_per_sqm=cost_per_sqm, weights=weights)
    audit.write(by=by, action="设置储备库评分办法", on=rule, details={"权重": [str(w) for w in rule.weights.all()]})
    return standing.refresh_under(division=division, by=by, on=on)


def add_eligibility(
    *, division: Division, since: date, document: str, criteria: Iterable[Mapping[str, Any]]
) -> EligibilityRule:
    """Write a rule set. Refused without a single condition: nobody would ever be kept out."""
    conditions = list(criteria)
    if not conditions:
        raise DomainError("请至少选择一条改造对象条件。")
    rule = EligibilityRule.objects.create(division=division, since=since, document=document)
    Criterion.objects.bulk_create(Criterion(rule=rule, **condition) for condition in conditions)
    return rule


def add_priority(
    *, division: Division, since: date, document: str, cost_per_sqm: Decimal | None, weights: Mapping[str, int]
) -> PriorityRule:
    """Write weights. Refused unless they make a hundred together, so that scores can be compared over the years."""
    together = sum(weights.values())
    if together != FULL_SCORE:
        raise DomainError(f"各因素权重合计须为{FULL_SCORE}，现在是{together}。")
    rule = PriorityRule.objects.create(division=division, since=since, document=document, cost_per_sqm=cost_per_sqm)
    PriorityWeight.objects.bulk_create(
        PriorityWeight(rule=rule, factor=factor, weight=weight) for factor, weight in weights.items() if weight
    )
    return rule


def _check(model: type[Rule], *, division: Division, since: date, by: User) -> None:
    """A rule is set for one's own territory, and never from a day that an existing version already covers anew."""
    by.demand(Permission.SET_RULES)
    if not contains(by.territory, division.code):
        raise NotAllowed(f"{division}不在您的辖区内，不能设置规则。")
    newest = model.objects.filter(division=division).order_by("-since").first()
    if newest and since <= newest.since:
        raise DomainError(f"施行日期须晚于现有规则（{newest}）。")
