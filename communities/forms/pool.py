"""Forms of the reserve pool."""

from decimal import Decimal
from typing import Any

from django import forms

from communities.choices import Factor
from communities.forms.eligibility import ReasonForm, RuleForm
from communities.models import PriorityRule
from core.forms import UnitField
from core.units import WAN_YUAN


class EstimateForm(forms.Form):
    estimate = UnitField(
        label="估算投资（万元）", unit=WAN_YUAN, min_value=Decimal("0.01"), help_text="留空则按建筑面积和估算单价推算。"
    )


class EnterForm(EstimateForm, ReasonForm):
    field_order = ("reason", "estimate")


class WeightForm(RuleForm):
    """Weights of a hundred, and what a square metre is reckoned to cost."""

    cost_per_sqm = forms.DecimalField(
        label="估算单价（元/㎡）",
        max_digits=8,
        decimal_places=2,
        min_value=1,
        required=False,
        help_text="没有填报估算的小区按建筑面积×单价推算；留空则不推算。",
    )

    def __init__(self, *args: Any, rule: PriorityRule | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {weight.factor: weight.weight for weight in rule.weights.all()} if rule else {}
        for factor in Factor:
            self.fields[factor.value] = forms.IntegerField(
                label=f"{factor.label}（分）",
                min_value=0,
                max_value=100,
                required=False,
                initial=kept.get(factor.value, 0),
            )
        if rule:
            self.fields["cost_per_sqm"].initial = rule.cost_per_sqm

    @property
    def weights(self) -> dict[str, int]:
        return {factor.value: self.cleaned_data[factor.value] or 0 for factor in Factor}
