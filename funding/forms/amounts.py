"""What every form about money shares: an amount in the unit chosen, the key that makes a repeated click one entry."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms

from core.units import WAN_YUAN, YUAN, rounded
from funding.choices import MoneyUnit

UNITS = {MoneyUnit.YUAN: YUAN, MoneyUnit.WAN: WAN_YUAN}
FAR = 1_000  # times: a figure this far from what it is held against is probably in the other unit
LARGEST = Decimal(10) ** 12  # 元


class OnceForm(forms.Form):
    """The same form sent twice carries the same key, and is one act."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AmountForm(forms.Form):
    """`amount` is typed in 元 or 万元 and comes out in 元, to the cent, more than nothing.

    A page says by `beside` = (元, words) what the figure is held against: one a thousand times as large or small is
    asked about once, and stored when she says that it is right.
    """

    amount = forms.DecimalField(
        label="金额", max_digits=20, widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "n"})
    )
    unit = forms.ChoiceField(label="单位", choices=MoneyUnit.choices, initial=MoneyUnit.WAN)
    sure = forms.BooleanField(label="金额和单位无误", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, beside: tuple[Decimal, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.beside = beside

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sure, unit, amount = cleaned.pop("sure", False), cleaned.pop("unit", None), cleaned.get("amount")
        if amount is None or unit is None:
            return cleaned
        yuan = amount * UNITS[MoneyUnit(unit)].factor
        if problem := problem_of(yuan):
            self.add_error("amount", problem)
        elif self.beside and not sure and (question := doubt(yuan, *self.beside)):
            self.fields["sure"].widget = forms.CheckboxInput()
            self.add_error("amount", question)
        cleaned["amount"] = rounded(yuan)
        return cleaned


def problem_of(yuan: Decimal) -> str:
    """Why this cannot be an amount, "" where it can."""
    if yuan <= 0:
        return "金额必须大于 0。要冲减，请用收回或冲销。"
    if yuan != rounded(yuan):
        return "金额最多到分：以元填写时两位小数，以万元填写时六位小数。"
    return "金额过大，请核对单位。" if yuan >= LARGEST else ""


def doubt(yuan: Decimal, beside: Decimal, words: str) -> str:
    """The question to ask about a figure that is about 10,000 times what it is held against, or as much less."""
    if beside <= 0 or beside / FAR < yuan < beside * FAR:
        return ""
    return (
        f"填写的金额合 {yuan:,.2f} 元，与{words} {beside:,.2f} 元相差一千倍以上，单位是否选错？"
        "如果无误，请勾选“金额和单位无误”后再保存。"
    )
