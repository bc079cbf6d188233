"""What is typed about a payment request: by whoever draws it up, and by the bureau that reviews and pays."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import FigureField, PastDayField
from funding.choices import MoneyUnit, RequestKind, Use
from funding.forms.amounts import AmountForm, OnceForm
from funding.forms.money import MoneyField, in_yuan
from funding.models import PaymentRequest
from funding.selectors.requests import Pot

AS_ABOVE = "单位与申请金额相同（元或万元，上面所选）。"


class RequestForm(OnceForm, AmountForm):
    """All amounts are in the one unit chosen; they come out in 元."""

    field_order = ["allotment", "kind", "use", "amount", "unit", "sure", "done_value", "physical", "out_of_scope"]

    allotment = forms.TypedChoiceField(label="资金", coerce=int, widget=forms.RadioSelect)
    kind = forms.ChoiceField(label="款项", choices=RequestKind.choices, initial=RequestKind.PROGRESS)
    use = forms.ChoiceField(label="用途", choices=Use.choices)
    done_value = MoneyField(
        label="累计完成产值", required=False, help_text=f"从开工到现在，附件所载；申请进度款必填。{AS_ABOVE}"
    )
    physical = FigureField(
        label="形象进度（%）",
        required=False,
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
    )
    out_of_scope = MoneyField(
        label="其中：超出改造范围的金额", required=False, help_text=f"没有的不填；这部分不计入以奖代补。{AS_ABOVE}"
    )
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, pots: list[Pot], **options: Any) -> None:
        super().__init__(*args, **options)
        self.pots = {pot.allotment.pk: pot.allotment for pot in pots}
        self.fields["allotment"].choices = [(pot.allotment.pk, words_of(pot)) for pot in pots]
        self.fields["amount"].label, self.fields["unit"].initial = "申请金额", MoneyUnit.YUAN
        self.fields["unit"].help_text = "支付申请与纸质申请、发票一样按元填写；也可以选万元。"
        if len(pots) == 1:
            self.fields["allotment"].initial = pots[0].allotment.pk

    def clean(self) -> dict[str, Any]:
        unit = self.cleaned_data.get("unit")
        cleaned = super().clean()
        if unit is None:
            return cleaned
        for name in ("done_value", "out_of_scope"):
            if cleaned.get(name):
                cleaned[name] = in_yuan(self, name, unit)
        return cleaned

    @property
    def facts(self) -> dict[str, Any]:
        """As the services take them, without key and version."""
        typed = {name: value for name, value in self.cleaned_data.items() if name not in ("key", "version")}
        return typed | {
            "allotment": self.pots[typed["allotment"]],
            "out_of_scope": typed["out_of_scope"] or Decimal(0),
        }


def words_of(pot: Pot) -> str:
    document = pot.allotment.document
    left = f"{pot.allotment.left:,.2f}"
    return f"{document}　{document.get_source_display()}　余 {left} 元　可用于：{pot.uses}"


def as_it_is(request: PaymentRequest) -> dict[str, Any]:
    """What the form shows of a request that is there already, in 元."""
    names = ("allotment_id", "kind", "use", "amount", "done_value", "physical", "out_of_scope", "note", "version")
    facts = {name.removesuffix("_id"): getattr(request, name) for name in names}
    return facts | {"unit": MoneyUnit.YUAN, "out_of_scope": request.out_of_scope or None}


class LookForm(forms.Form):
    """What of a request is typed so far: whatever cannot be read yet is left out."""

    allotment = forms.IntegerField(required=False)
    kind = forms.ChoiceField(choices=RequestKind.choices, required=False)
    use = forms.ChoiceField(choices=Use.choices, required=False)
    unit = forms.ChoiceField(choices=MoneyUnit.choices, required=False)
    amount = MoneyField(required=False)
    done_value = MoneyField(required=False)
    out_of_scope = MoneyField(required=False)

    @property
    def typed(self) -> dict[str, Any]:
        self.is_valid()
        unit = self.cleaned_data.get("unit") or MoneyUnit.YUAN
        typed = {name: self.cleaned_data.get(name) for name in ("amount", "done_value", "out_of_scope")}
        figures = {name: figure and in_yuan(self, name, unit) for name, figure in typed.items()}
        return self.cleaned_data | figures


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label="原因", min_length=4, max_length=300, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )

    def __init__(self, *args: Any, words: str = "原因", **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].label = words


class ReturnForm(ReasonForm):
    on = PastDayField(label="退回日期", initial=timezone.localdate)


class ApproveForm(AmountForm):
    """What is granted: shown in 元, as it was asked for."""

    field_order = ["amount", "unit", "sure", "on"]

    on = PastDayField(label="审核日期", initial=timezone.localdate)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label, self.fields["unit"].initial = "核定金额", MoneyUnit.YUAN


class DayForm(forms.Form):
    on = PastDayField(label="审核日期", initial=timezone.localdate)


class PayForm(OnceForm):
    voucher = forms.CharField(label="凭证号", max_length=60)
    on = PastDayField(label="拨付日期", initial=timezone.localdate)


class ReverseForm(OnceForm, ReasonForm):
    field_order = ["on", "reason"]

    on = PastDayField(label="冲销日期", initial=timezone.localdate)
