"""Figures and days as people type them: 万元 and 万㎡, with or without commas, kept in 元 and ㎡."""

import unicodedata
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from core.units import Unit


def plain(figure: Decimal) -> str:
    """Without an exponent and without zeros at the end: 11.90 → 11.9."""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def digits(text: str) -> str:
    """A figure as it is pasted, in half width and without commas."""
    return unicodedata.normalize("NFKC", text).replace(",", "").strip()


class UnitField(forms.DecimalField):
    """A figure shown and typed in a unit, given to the form and taken from it in base units."""

    def __init__(self, *, unit: Unit, **options: Any) -> None:
        self.unit = unit
        super().__init__(**{"min_value": 0, "max_digits": 14, "decimal_places": 2, "required": False} | options)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "n"})

    def prepare_value(self, value: Any) -> Any:
        return plain(self.unit.from_base(value)) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        figure = super().clean(digits(str(value)) if value else value)
        return None if figure is None else self.unit.to_base(figure)


class FigureField(forms.DecimalField):
    """A figure as it is typed or pasted, with or without commas."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(digits(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "decimal", "class": "n"}


class CountField(forms.IntegerField):
    """A number of compounds, buildings or households; empty where the document gives none."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=0, max_value=9_999_999, required=False, **options)
        self.widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "n"})

    def clean(self, value: Any) -> int | None:
        return super().clean(digits(str(value)) if value else value)


class YearField(forms.IntegerField):
    """A year, with or without 年 behind it."""

    default_error_messages = dict.fromkeys(("invalid", "min_value", "max_value"), "请填四位年份，例如 2023。")

    def __init__(self, **options: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "n"})
        super().__init__(**{"min_value": 2000, "max_value": 2100, "widget": widget} | options)

    def to_python(self, value: Any) -> int | None:
        return super().to_python(digits(value).removesuffix("年").strip() if isinstance(value, str) else value)


# Django's own Chinese sentences stop in half-width signs and speak of variables and characters.
SAID = {
    forms.CharField: {
        "min_length": "请写不少于 %(limit_value)d 个字，现在是 %(show_value)d 个字。",
        "max_length": "请写不超过 %(limit_value)d 个字，现在是 %(show_value)d 个字。",
    },
    forms.IntegerField: {
        "invalid": "请填整数，用阿拉伯数字，例如 12。",
    },
    forms.DecimalField: {
        "invalid": "请填阿拉伯数字，例如 12 或 12.5。",
        "max_digits": "数字过长，总共不能超过 %(max)s 位。",
        "max_decimal_places": "小数不能超过 %(max)s 位。",
        "max_whole_digits": "数字过大，整数部分不能超过 %(max)s 位。",
    },
}


def say_limits() -> None:
    """Every field of these kinds, and every bound, refuses in our words, unless it has its own."""
    for kind, words in SAID.items():
        kind.default_error_messages = kind.default_error_messages | words
    # Of a bound the validator speaks: a field's own words for it would silence those of a single validator.
    MinValueValidator.message = "不能小于 %(limit_value)s。"
    MaxValueValidator.message = "不能大于 %(limit_value)s。"


def say_empty_choices(form: forms.BaseForm, words: str = "未填") -> None:
    """What an empty choice is called, instead of a row of dashes."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField):
            field.empty_label = words
        elif isinstance(field, forms.TypedChoiceField) and field.choices[0][0] == "":
            field.choices = [("", words), *field.choices[1:]]


class DayField(forms.DateField):
    """A day, picked from the browser's calendar."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PastDayField(DayField):
    """The day of something that has happened or holds from now: entered early, it would take effect at once."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > timezone.localdate():
            raise ValidationError("日期不能晚于今天，请到那一天再办理。", code="future")
