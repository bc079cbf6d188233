"""What every form about money shares: an amount in the unit chosen, the key that makes a repeated click one entry."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms

from core.units import WAN_YUAN, rounded
from funding.choices import MoneyUnit
from funding.forms.money import MoneyField, in_yuan

TIMES_MORE = 10  # a figure so many times what it is held against is probably in the other unit
TIMES_LESS = 1_000  # parts of a whole are small: only one as small as this is asked about
IF_SO = "如果无误，请勾选“金额和单位无误”后再保存。"


class OnceForm(forms.Form):
    """The same form sent twice carries the same key, and is one act."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AmountForm(forms.Form):
    """`amount` is typed in 元 or 万元 and comes out in 元, to the cent, more than nothing.

    A page says by `beside` = (元, words) what the figure is held against: one ten times as large, or a thousand times
    as small, is asked about once, and stored when she says that it is right. A form may have more to ask.
    """

    amount = MoneyField(label="金额")
    unit = forms.ChoiceField(label="单位", choices=MoneyUnit.choices, initial=MoneyUnit.WAN)
    sure = forms.BooleanField(label="金额和单位无误", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, beside: tuple[Decimal, str] | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.beside = beside

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        sure, unit = cleaned.pop("sure", False), cleaned.pop("unit", None)
        yuan = in_yuan(self, "amount", unit) if unit else None
        if yuan is None:
            return cleaned
        cleaned["amount"] = yuan
        if not sure and (questions := self._asked(yuan)):
            self.fields["sure"].widget = forms.CheckboxInput()
            self.add_error("amount", [*questions[:-1], questions[-1] + IF_SO])
        return cleaned

    def _asked(self, yuan: Decimal) -> list[str]:
        unlikely = doubt(yuan, *self.beside) if self.beside else ""
        return [question for question in (unlikely, *self.questions(yuan)) if question]

    def questions(self, yuan: Decimal) -> list[str]:
        """What else there is to ask about so much money; "" for nothing."""
        return []


def doubt(yuan: Decimal, beside: Decimal, words: str) -> str:
    """The question to ask about a figure that is far from what it is held against."""
    if beside <= 0 or beside / TIMES_LESS < yuan <= beside * TIMES_MORE:
        return ""
    far = f"{TIMES_MORE} 倍以上" if yuan > beside else "千分之一以下"
    return f"填写的金额合 {both(yuan)}，是{words} {both(beside)}的 {far}，单位是否选错？"


def both(yuan: Decimal) -> str:
    """1500000 → 1,500,000.00 元（150 万元）."""
    return f"{yuan:,.2f} 元（{rounded(WAN_YUAN.from_base(yuan), 6).normalize():,f} 万元）"
