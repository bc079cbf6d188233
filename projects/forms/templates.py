"""A phase template as two tables: its phases, and the gates of each, named by the number of their phase."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import DayField
from projects.choices import Duty, ProjectStatus
from projects.life import LIFE
from projects.services.templates import GateLine, PhaseLine

MOST_PHASES, MOST_GATES = 20, 80
STATES = [(state, ProjectStatus(state).label) for state in LIFE[:-1]]  # 已办结 comes with the end of the last phase


class LineForm(forms.Form):
    """One row; each field says itself what it is, for whoever cannot see the head of the table."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def demand(self, values: dict[str, Any], named: str, *needed: str) -> None:
        """Of a row that is filled in at all, these must be."""
        for name in needed:
            if not values.get(name) and name not in self.errors:
                self.add_error(name, f"请填写“{values.get('name') or named}”的{self.fields[name].label}。")


class PhaseForm(LineForm):
    number = forms.IntegerField(label="序号", min_value=1, max_value=99, required=False)
    name = forms.CharField(label="阶段", max_length=60, required=False)
    clause = forms.CharField(label="条款", max_length=40, required=False)
    duty = forms.ChoiceField(label="职责", choices=[("", "请选择"), *Duty.choices], required=False)
    status = forms.ChoiceField(label="项目状态", choices=[("", "请选择"), *STATES], required=False)
    starts_on = DayField(label="开始", required=False)
    ends_on = DayField(label="结束", required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("name"):
            self.demand(values, "阶段", "number", "duty", "status")
        elif values.get("starts_on") or values.get("ends_on"):
            self.add_error("name", "填了日期，请写明是哪个阶段。")
        return values


class GateForm(LineForm):
    phase = forms.IntegerField(label="阶段序号", min_value=1, max_value=99, required=False)
    name = forms.CharField(label="关口", max_length=120, required=False)
    clause = forms.CharField(label="条款", max_length=40, required=False)
    duty = forms.ChoiceField(label="职责", choices=[("", "请选择"), *Duty.choices], required=False)
    due_on = DayField(label="期限", required=False)
    working_days = forms.IntegerField(label="或工作日", min_value=1, max_value=250, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("name"):
            self.demand(values, "关口", "phase", "duty")
        elif values.get("due_on") or values.get("working_days"):
            self.add_error("name", "填了期限，请写明是哪个关口。")
        return values


PhaseTable = forms.formset_factory(PhaseForm, extra=2, max_num=MOST_PHASES)
GateTable = forms.formset_factory(GateForm, extra=4, max_num=MOST_GATES)


class TemplateForm(forms.Form):
    """The template's head; its two tables hang on it, so that all errors show at once."""

    name = forms.CharField(label="名称", max_length=80)
    year = forms.IntegerField(label="所列日期的年度", min_value=2000, max_value=2100)
    since = DayField(label="施行日期")
    document = forms.CharField(label="依据文号", max_length=100)

    def __init__(self, *args: Any, lines: Iterable[PhaseLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was sent back counts as typed, whatever template is in force by then.
        data, lines = (self.data, []) if self.is_bound else (None, list(lines))
        self.phases = PhaseTable(data, initial=[_phase(n, line) for n, line in enumerate(lines, 1)], prefix="phases")
        gates = [_gate(n, gate) for n, line in enumerate(lines, 1) for gate in line.gates]
        self.gates = GateTable(data, initial=gates, prefix="gates")

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.phases.is_valid(), self.gates.is_valid()]) and self._fit()

    def _fit(self) -> bool:
        """Every gate names a phase that is there, and no number is given twice."""
        numbers = [row["number"] for row in _filled(self.phases)]
        if repeated := next((number for number in numbers if numbers.count(number) > 1), None):
            self.add_error(None, f"阶段序号 {repeated} 用了两次，请更正。")
        for row in _filled(self.gates):
            if row["phase"] not in numbers:
                self.add_error(None, f"关口“{row['name']}”写的阶段序号 {row['phase']} 不存在，请更正。")
        return not self.errors

    @property
    def lines(self) -> list[PhaseLine]:
        """The phases in the order of their numbers, each with its gates as they stand."""
        gates = _filled(self.gates)
        return [
            PhaseLine(
                **{key: row[key] for key in ("name", "duty", "status", "clause", "starts_on", "ends_on")},
                gates=tuple(
                    GateLine(**{key: gate[key] for key in ("name", "duty", "clause", "due_on", "working_days")})
                    for gate in gates
                    if gate["phase"] == row["number"]
                ),
            )
            for row in sorted(_filled(self.phases), key=lambda row: row["number"])
        ]


def _filled(table: Any) -> list[dict[str, Any]]:
    return [row for row in table.cleaned_data if row.get("name")]


def _phase(number: int, line: PhaseLine) -> dict[str, Any]:
    keys = ("name", "clause", "duty", "status", "starts_on", "ends_on")
    return {"number": number, **{key: getattr(line, key) for key in keys}}


def _gate(number: int, gate: GateLine) -> dict[str, Any]:
    return {
        "phase": number,
        **{key: getattr(gate, key) for key in ("name", "clause", "duty", "due_on", "working_days")},
    }
