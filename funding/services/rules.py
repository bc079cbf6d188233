"""What documents order about money: a new rule from a day on; older ones stay and go on explaining older figures."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from divisions.models import Division, Rule
from funding import policies
from funding.choices import Factor
from funding.models import SourceRule, WeightTable


@transaction.atomic
def set_rule(*, model: type[Rule], division: Division, since: date, document: str, by: User, **figures: Any) -> Rule:
    """`figures` are fields of the model. What one document gives as weights holds beside other documents' weights;
    every other rule takes the place of the newest of its kind (and source).

    Refused: a day that a newer rule covers, weights that do not add up to 100, a 文号 whose weights are there.
    """
    policies.check_can_manage(by, division)
    holder = Division.objects.select_for_update(no_key=True).get(pk=division.pk)
    rule = model(division=holder, since=since, document=document.strip(), **figures)
    if isinstance(rule, WeightTable):
        _check_weights(rule)
    else:
        _check_newest(rule)
    try:
        rule.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as wrong:
        raise DomainError(
            "".join(f"{_title(rule, name)}：{words[0]}" for name, words in wrong.message_dict.items())
        ) from None
    rule.save()
    audit.write(by=by, action=f"设置{model._meta.verbose_name}", on=rule, reason=rule.document, details=_words(rule))
    return rule


def _check_weights(table: WeightTable) -> None:
    weights = [getattr(table, factor.value) for factor in Factor]
    if sum(weights) != 100:
        said = "＋".join(f"{factor.label} {getattr(table, factor.value)}" for factor in Factor)
        raise DomainError(f"权重合计应为 100%，现在是 {said} ＝ {sum(weights)}%，相差 {100 - sum(weights)}。")
    if there := WeightTable.objects.filter(division=table.division, document=table.document).first():
        raise DomainError(
            f"《{there.document}》的权重已经登记（{there.since} 起）。同一文件分年度规定的，请在文号后注明年度。"
        )


def _check_newest(rule: Rule) -> None:
    same = type(rule).objects.filter(division=rule.division)
    if isinstance(rule, SourceRule):
        same = same.filter(source=rule.source)
    newest = same.order_by("-since").first()
    if newest and rule.since <= newest.since:
        raise DomainError(f"施行日期须晚于现有规则（{newest}）。")


def _title(rule: Rule, name: str) -> str:
    return str(rule._meta.get_field(name).verbose_name)


def _words(rule: Rule) -> dict[str, str]:
    plain = ("id", "division", "since", "document")
    return {
        str(field.verbose_name): str(getattr(rule, field.attname))
        for field in rule._meta.fields
        if field.name not in plain
    }
