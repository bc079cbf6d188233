"""Which rule about money holds, for a division on a day."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from accounts.models import User
from divisions.models import Division, Rule
from funding.models import FeeRule, PaymentRule, QueueRule, RewardRule, SourceRule, WeightTable
from projects.choices import Source

PLACES = {source.value: place for place, source in enumerate(Source)}
OURS = "系统初始值"  # the document of what no plan gives


def source_rule(*, source: str, division_code: str, on: date) -> SourceRule | None:
    """What the source may pay for there; None: no rule, so it pays for nothing."""
    return SourceRule.objects.filter(source=source).in_force(division_code, on)


def payment_rule(*, division_code: str, on: date) -> PaymentRule:
    """The bounds of contracts and payments there; where none is set, those of the model, not saved."""
    found = PaymentRule.objects.in_force(division_code, on)
    return found or PaymentRule(division=Division(pk=division_code), since=on, document=OURS)


def reward_rule(*, division_code: str, on: date) -> RewardRule | None:
    return RewardRule.objects.in_force(division_code, on)


def fee_rule(*, division_code: str, on: date) -> FeeRule | None:
    return FeeRule.objects.in_force(division_code, on)


def queue_rule(*, division_code: str, on: date) -> QueueRule | None:
    return QueueRule.objects.in_force(division_code, on)


def rules_shown(*, user: User, model: type[Rule], today: date) -> list[Any]:
    """All that hold anywhere in her territory, source by source, newest first within a division; `state` says how each
    stands. Weights of several documents hold side by side."""
    found = list(model.objects.for_user(user).select_related("division").order_by("-division", "-since", "-pk"))
    if model is SourceRule:
        found.sort(key=lambda rule: PLACES[rule.source])  # the plans' order; what was sorted before stays so within
    return _with_state(found, today, _kind_of(model))


def _kind_of(model: type[Rule]) -> Callable[[Any], tuple]:
    if model is SourceRule:
        return lambda rule: (rule.division_id, rule.source)
    if model is WeightTable:
        return lambda rule: (rule.pk,)
    return lambda rule: (rule.division_id,)


def _with_state(rules: Sequence[Any], today: date, kind_of: Callable[[Any], tuple]) -> list[Any]:
    begun = set()
    for rule in rules:
        kind = kind_of(rule)
        rule.state = "尚未施行" if rule.since > today else "已被取代" if kind in begun else "现行"
        if rule.since <= today:
            begun.add(kind)
    return list(rules)
