"""Figures as people type them: in 万元 and 万㎡ with or without commas, kept in 元 and ㎡."""

from decimal import Decimal
from typing import Any

from django import forms

from core.units import Unit


def plain(figure: Decimal) -> str:
    """Without an exponent and without zeros at the end: 11.90 → 11.9."""
    text = f"{figure:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class UnitField(forms.DecimalField):
    """A figure shown and typed in a unit, given to the form and taken from it in base units."""

    def __init__(self, *, unit: Unit, **options: Any) -> None:
        self.unit = unit
        super().__init__(**{"min_value": 0, "max_digits": 14, "decimal_places": 2, "required": False} | options)
        self.widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "n"})

    def prepare_value(self, value: Any) -> Any:
        return plain(self.unit.from_base(value)) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        figure = super().clean(str(value).replace(",", "") if value else value)
        return None if figure is None else self.unit.to_base(figure)
