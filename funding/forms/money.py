"""An amount as people type or paste it from a table, and the unit that may stand behind it."""

import re
import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.units import WAN_YUAN, YUAN, rounded
from funding.choices import MoneyUnit

UNITS = {MoneyUnit.YUAN: YUAN, MoneyUnit.WAN: WAN_YUAN}
LARGEST = Decimal(10) ** 12  # 元
LONGEST = 40  # characters of one amount with its commas, blanks and unit
FIGURE = re.compile(r"(?:人民币)?[¥]?([+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?)(万元|万|元整|元|圆)?")
WRITTEN = {
    "万元": MoneyUnit.WAN,
    "万": MoneyUnit.WAN,
    "元整": MoneyUnit.YUAN,
    "元": MoneyUnit.YUAN,
    "圆": MoneyUnit.YUAN,
}
HOW = "请填阿拉伯数字，例如 1500000 或 1,500,000.00；逗号只作三位分节。"


class MoneyField(forms.DecimalField):
    """Half and full width, commas and blanks between thousands, 元 or 万元 behind the figure.

    What is written behind must be the unit chosen: the form that knows the unit checks it (`in_yuan`).
    """

    widget = forms.TextInput
    default_error_messages = {"max_digits": "数字过长，金额总共不能超过 %(max)s 位。"}

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_digits": 20} | options)

    def to_python(self, value: Any) -> Decimal | None:
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        digits, _ = read(value)
        if not digits:
            raise ValidationError(f"“{value.strip()[:20]}”读不出金额。{HOW}", code="invalid")
        return super().to_python(digits)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "decimal", "class": "n"}


def read(text: str) -> tuple[str, MoneyUnit | None]:
    """The digits typed, "" where there is no one number, and the unit written behind them, if any."""
    plain = unicodedata.normalize("NFKC", text[: LONGEST + 1]).replace("。", ".").replace("−", "-").strip()
    parts = FIGURE.fullmatch(re.sub(r"\s", "", re.sub(r"(?<=\d)\s+(?=\d)", ",", plain)))
    if len(text) > LONGEST or parts is None or not any(sign.isdigit() for sign in parts[1]):
        return "", None
    return parts[1].replace(",", ""), WRITTEN.get(parts[2])


def in_yuan(form: forms.BaseForm, name: str, unit: str) -> Decimal | None:
    """The amount typed there in `unit`, 元 to the cent; None where there is none, or none that can be: said there."""
    figure = form.cleaned_data.get(name)
    if figure is None:
        return None
    typed = str(form[name].data)
    _, written = read(typed)
    yuan = figure * UNITS[MoneyUnit(unit)].factor
    problem = problem_of(yuan)
    if written and written != unit:
        chosen = MoneyUnit(unit).label
        problem = f"写的是“{typed.strip()}”，而单位选的是{chosen}。请改选单位，或去掉数字后面的单位。"
    if problem:
        form.add_error(name, problem)
        return None
    return rounded(yuan)


def problem_of(yuan: Decimal) -> str:
    """Why this cannot be an amount, "" where it can."""
    if yuan <= 0:
        return "金额必须大于 0。"
    if yuan >= LARGEST:
        return "金额过大，请核对单位。"
    if yuan != rounded(yuan):
        return "金额最多到分：以元填写时两位小数，以万元填写时六位小数。"
    return ""
