"""One form for each kind of rule about money, as documents order them."""

from decimal import Decimal
from typing import Any

from django import forms

from core.forms import DayField
from divisions.models import Rule
from funding.choices import Criterion, Factor, Use
from funding.models import FeeRule, PaymentRule, QueueRule, RewardRule, SourceRule, WeightTable
from projects.choices import Source

FIGURE = {"inputmode": "decimal", "class": "n"}


def percent(label: str, **options: Any) -> forms.DecimalField:
    limits = {"min_value": 0, "max_value": 100, "max_digits": 5, "decimal_places": 2}
    return forms.DecimalField(label=f"{label}（%）", widget=forms.TextInput(attrs=FIGURE), **limits | options)


def count(label: str, initial: int, help_text: str = "") -> forms.IntegerField:
    box = forms.TextInput(attrs={"inputmode": "numeric", "class": "n"})
    return forms.IntegerField(label=label, min_value=1, max_value=120, initial=initial, widget=box, help_text=help_text)


class RuleForm(forms.Form):
    """From when and by which document; what the rule says comes from the kind's own form."""

    since = DayField(label="施行日期", help_text="须晚于现行规则；以前的业务仍按当时的规则。")
    document = forms.CharField(label="依据文号", max_length=100, help_text="文件没有规定的，写“系统初始值”。")


class SourceRuleForm(RuleForm):
    source = forms.ChoiceField(label="资金来源", choices=[("", "请选择"), *Source.choices])
    uses = forms.MultipleChoiceField(
        label="可用于", choices=Use.choices, widget=forms.CheckboxSelectMultiple, help_text="没有选中的用途不能支付。"
    )
    to_finished = forms.BooleanField(label="可用于已完工项目", required=False, initial=True)
    out_of_scope = forms.BooleanField(label="可用于超出改造范围的内容", required=False)
    most_share = percent("最多承担批复预算的", required=False, help_text="没有规定的不填。")
    wording = forms.CharField(
        label="文件原文", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    field_order = ["source", "since", "document"]

    def clean_uses(self) -> str:
        return ",".join(self.cleaned_data["uses"])


class PaymentRuleForm(RuleForm):
    budget_required = forms.BooleanField(label="须有批复预算才能拨付", required=False, initial=True)
    least_progress = percent("进度款比例不低于", initial=80, help_text="财建〔2022〕183号：不低于 80%。")
    most_retention = percent("质保金比例不高于", initial=3)
    most_advance = percent("预付款比例不高于", initial=30)
    review_days = count("审核期限（工作日）", 5)
    settlement_months = count("验收后几个月内结算", 3)
    unused_months = count("资金几个月未用时提示", 6)
    ahead_points = count("拨付比例高出形象进度几个百分点时提示", 10)


class WeightsForm(RuleForm):
    """The five weights of one 文号; together 100."""

    area = percent("改造面积", initial=40)
    households = percent("改造户数", initial=40)
    buildings = percent("楼栋数", initial=10)
    compounds = percent("小区个数", initial=10)
    performance = percent("绩效评价", initial=0)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        weights = [cleaned.get(factor.value) for factor in Factor]
        if None not in weights and (total := sum(weights, Decimal(0))) != 100:
            raise forms.ValidationError(f"权重合计应为 100%，现在是 {total}%，相差 {100 - total}。请核对文件。")
        return cleaned


class RewardRuleForm(RuleForm):
    share = percent("奖补比例", min_value=Decimal("0.01"), help_text="街道实际承担金额的百分之几由区财政奖补。")


class FeeRuleForm(RuleForm):
    least_rate = forms.DecimalField(
        label="每月每平方米不低于（元）",
        min_value=Decimal("0.01"),
        max_digits=6,
        decimal_places=2,
        initial=Decimal("0.30"),
        widget=forms.TextInput(attrs=FIGURE),
    )
    least_months = count("补贴期限不少于（月）", 36)


class QueueRuleForm(RuleForm):
    """The criteria in order: the first that differs decides."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for place in range(1, len(Criterion) + 1):
            choices = [("", "（不再比较）"), *Criterion.choices]
            self.fields[f"place_{place}"] = forms.ChoiceField(
                label=f"第 {place} 依据", choices=choices, required=place == 1
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        places = [cleaned.pop(name, "") for name in self.fields if name.startswith("place_")]
        chosen = [each for each in places if each]
        twice = next((each for each in chosen if chosen.count(each) > 1), None)
        if twice:
            raise forms.ValidationError(f"“{Criterion(twice).label}”选了两次，每个依据只用一次。")
        return cleaned | {"criteria": ",".join(chosen)}


KINDS: dict[str, tuple[type[Rule], type[RuleForm]]] = {
    "source": (SourceRule, SourceRuleForm),
    "payment": (PaymentRule, PaymentRuleForm),
    "weights": (WeightTable, WeightsForm),
    "reward": (RewardRule, RewardRuleForm),
    "fee": (FeeRule, FeeRuleForm),
    "queue": (QueueRule, QueueRuleForm),
}


def as_it_stands(rule: Rule | None, form: type[RuleForm]) -> dict[str, Any]:
    """The figures in force, to be changed; since when and by which document is entered anew."""
    if rule is None:
        return {}
    if isinstance(rule, QueueRule):
        return {f"place_{place}": each for place, each in enumerate(rule.criterion_list, start=1)}
    names = [name for name in form.base_fields if name not in ("since", "document")]
    figures = {name: getattr(rule, name) for name in names}
    return figures | ({"uses": rule.use_list} if isinstance(rule, SourceRule) else {})
