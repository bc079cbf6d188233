"""A simulation's head, its lines, and the day on which it is carried out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import FigureField, PastDayField, plain
from funding.choices import MoneyUnit, Recipients
from funding.forms.allocations import ask
from funding.forms.amounts import AmountForm, OnceForm
from funding.forms.money import UNITS, MoneyField, in_yuan
from funding.models import SimulationLine, WeightTable
from funding.selectors.over_allotting import questions
from funding.selectors.recipients import Recipient
from funding.services.simulations import Fill
from projects.models import Programme


class WeightsField(forms.ModelChoiceField):
    """One 文号 may give weights to several divisions, or several to one."""

    def label_from_instance(self, table: WeightTable) -> str:
        weights = "、".join(f"{factor.label}{plain(weight)}%" for factor, weight in table.weights.items())
        return f"{table.document}（{table.division}）：{weights}"


class SimulationForm(AmountForm):
    name = forms.CharField(label="方案名称", max_length=60)
    recipients = forms.ChoiceField(label="分配到", choices=Recipients.choices)
    programme = forms.ModelChoiceField(Programme.objects.none(), label="按哪个年度计划的项目", empty_label="请选择")
    weights = WeightsField(
        WeightTable.objects.none(), label="分配因素权重", required=False, empty_label="不用公式，各项金额手工填写"
    )

    field_order = ("name", "recipients", "programme", "weights", "amount", "unit", "sure")

    def __init__(self, *args: Any, programmes: Any, weights: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["weights"].queryset = weights
        self.fields["amount"].label = "分配总额"


class LineForm(forms.Form):
    """k and p of one line, or its amount; `out` takes the line out."""

    difficulty = FigureField(
        label="财政困难系数", max_digits=6, decimal_places=3, min_value=Decimal("0.001"), required=False
    )
    performance = FigureField(
        label="绩效评价得分", max_digits=6, decimal_places=2, min_value=Decimal(0), required=False
    )
    amount = MoneyField(label="金额", required=False)
    out = forms.BooleanField(label="不参加", required=False)

    def __init__(self, *args: Any, line: SimulationLine, fields: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.line = line
        for name in set(self.fields) - {*fields, "out"}:
            del self.fields[name]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{line} {field.label}"
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} is-invalid".strip()

    @property
    def takes_part(self) -> bool:
        return self.is_valid() and not self.cleaned_data["out"]

    def fill(self, amount: Decimal) -> Fill:
        """What is left empty is k = 1, p = 0, nothing by hand."""
        typed = self.cleaned_data
        return Fill(
            difficulty=typed.get("difficulty") or Decimal(1),
            performance=typed.get("performance") or Decimal(0),
            amount=amount,
        )


class LinesForm(forms.Form):
    """All lines of a simulation; by formula there is no unit to choose."""

    unit = forms.ChoiceField(label="金额单位", choices=MoneyUnit.choices, initial=MoneyUnit.WAN)

    def __init__(self, *args: Any, lines: Sequence[SimulationLine], by_formula: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields = ["difficulty", "performance"] if by_formula else ["amount"]
        if by_formula:
            del self.fields["unit"]
        self.heads = [LineForm.base_fields[name].label for name in fields]
        self.by_formula = by_formula
        self.lines = [
            LineForm(
                self.data if self.is_bound else None,
                prefix=f"line-{line.pk}",
                initial=_said(line),
                line=line,
                fields=fields,
            )
            for line in lines
        ]

    def is_valid(self) -> bool:
        fine = [super().is_valid(), *(line.is_valid() for line in self.lines)]
        if not all(fine[1:]):
            self.add_error(None, "表中有几行需要更正，见各行下的提示。")
        return all(fine) and self._read()

    def _read(self) -> bool:
        unit = self.cleaned_data.get("unit", MoneyUnit.YUAN)
        amounts = {each.line.pk: self._amount(each, unit) for each in self.lines}
        self.fills = {each.line.pk: each.fill(amounts[each.line.pk]) for each in self.lines if each.takes_part}
        return not any(each.errors for each in self.lines)

    @staticmethod
    def _amount(line: LineForm, unit: str) -> Decimal:
        """元; nothing where it is left empty or is 0."""
        return (line.cleaned_data.get("amount") and in_yuan(line, "amount", unit)) or Decimal(0)


class DecideForm(OnceForm):
    """The day, and whether projects that get more than they need are meant."""

    on = PastDayField(label="分配日期")
    sure = forms.BooleanField(label="金额和单位无误", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shares: Sequence[tuple[Recipient, Decimal]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = shares

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not cleaned.pop("sure", False) and not self.errors:
            ask(self, questions(self.shares))
        return cleaned


def _said(line: SimulationLine) -> dict[str, str]:
    return {
        "difficulty": plain(line.difficulty),
        "performance": plain(line.performance),
        "amount": plain(UNITS[MoneyUnit.WAN].from_base(line.amount)) if line.amount else "",
    }
