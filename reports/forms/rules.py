"""A district's report rule: its day, its number, its thresholds and its pace."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from core.forms import DayField
from reports.models import ReportRule

MONTHS = range(1, 13)
LIMITS = {
    "report_day": (1, 31),
    "named": (1, 10),
    "yellow_from": (0, 100),
    "red_from": (0, 100),
    "yellow_months": (0, 12),
}


class ReportRuleForm(forms.ModelForm):
    """The last twelve fields are the pace; months left empty have none, and nobody is warned in them."""

    since = DayField(label="施行日期")

    class Meta:
        model = ReportRule
        fields = [
            "since",
            "document",
            "report_month",
            "report_day",
            "issuer",
            "number_prefix",
            "ranked_by",
            "named",
            "behind_in",
            "yellow_from",
            "yellow_included",
            "red_from",
            "red_included",
            "yellow_months",
        ]
        help_texts = {
            "report_day": "到这一天系统自动编制草稿；31 指当月最后一天。",
            "number_prefix": "如“卫旧改办”，月报编为“卫旧改办〔2023〕12号”。",
            "behind_in": "序时进度 40%、实际 20%：按个百分点是落后 20，按百分比是落后 50%。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (least, most) in LIMITS.items():
            field = self.fields[name]
            field.min_value, field.max_value = least, most
            field.validators += [MinValueValidator(least), MaxValueValidator(most)]
            field.widget.attrs |= {"min": least, "max": most}
        for month in MONTHS:
            self.fields[f"pace_{month}"] = forms.DecimalField(
                label=f"{month}月末序时进度（%）",
                min_value=0,
                max_value=100,
                max_digits=5,
                decimal_places=2,
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        yellow, red = values.get("yellow_from"), values.get("red_from")
        if yellow is not None and red is not None and yellow > red:
            self.add_error("red_from", "红牌的标准不能低于黄牌的标准。")
        return values

    def _post_clean(self) -> None:
        """The service decides; the model's own checks would speak of constraints."""

    @property
    def settings(self) -> dict[str, Any]:
        own = self.Meta.fields[2:]
        return {key: self.cleaned_data[key] for key in own}

    @property
    def pace(self) -> dict[int, Decimal]:
        return {month: value for month in MONTHS if (value := self.cleaned_data[f"pace_{month}"]) is not None}
