"""Forms over the facts of a record: labels, units and order of the paper form; the services do the saving."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from crispy_forms.bootstrap import AppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Field
from django import forms
from django.core.validators import MaxValueValidator

from communities.columns import BY_KEY, unit_of
from communities.services.versions import ChangedMeanwhile
from core.forms import UnitField, say_empty_choices

CELL = "col-sm-6 col-xl-4"


class FactsForm(forms.ModelForm):
    """The facts of one record. `facts` is what a service takes; `version` what the person saw when she began."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = getattr(self.instance, "version", None)
        say_empty_choices(self)
        self._limit()
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def _limit(self) -> None:
        """What a ledger may not hold cannot be typed either: one most for both (communities/columns.py)."""
        for name, field in self.fields.items():
            column = BY_KEY.get(name)
            if column and column.numeric and column.most is not None:
                most = column.in_unit(Decimal(column.most)) if isinstance(field, UnitField) else column.most
                field.validators.append(MaxValueValidator(most, f"不能大于 {most:,}，请核对是否多填了位数。"))

    @property
    def facts(self) -> dict[str, Any]:
        """Field name → value, references by their key."""
        names = [name for name in self.cleaned_data if name in self._meta.fields]
        columns = {name: self.instance._meta.get_field(name).attname for name in names}
        return {columns[name]: getattr(value := self.cleaned_data[name], "pk", value) for name in names}

    def show_theirs(self, refusal: ChangedMeanwhile, version: int) -> None:
        """Say at each field what somebody else has put there; saving again overwrites it knowingly."""
        for change in refusal.theirs:
            if change.field in self.fields:
                self.add_error(change.field, f"{change.who}刚改为“{change.after}”；再次保存将以您填的为准。")
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version


def section(title: str, fields: Iterable[Any]) -> Div:
    """Fields under a heading."""
    return Div(HTML(f"<h2>{title}</h2>"), Div(*fields, css_class="row"))


def cell(name: str, width: str = CELL) -> Column:
    """One field with its unit inside."""
    unit = unit_of(name)
    return Column(AppendedText(name, unit.symbol) if unit else Field(name), css_class=width)
