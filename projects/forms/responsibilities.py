"""A new version of a district's matrix of duties: rows copied from the one in force, to be edited."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from accounts.models import Function, OrganisationKind
from core.forms import DayField
from projects.choices import Duty
from projects.models import ResponsibilityRule, WorkItem
from projects.services.responsibilities import Line

EXTRA, MOST = 5, 150
BETWEEN = re.compile(r"[、，,;；\s]+")


class RuleForm(forms.Form):
    """From when, and by which document."""

    since = DayField(label="施行日期")
    document = forms.CharField(label="依据文号", max_length=100)


class LineForm(forms.Form):
    """One line. Items are typed by name: they limit the line to schemes that contain one of them."""

    kind = forms.ChoiceField(label="单位类别", choices=[("", "—"), *OrganisationKind.choices], required=False)
    function = forms.ChoiceField(label="职能", choices=[("", "—"), *Function.choices], required=False)
    duty = forms.ChoiceField(label="职责", choices=[("", "—"), *Duty.choices], required=False)
    wording = forms.CharField(
        label="职责内容", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    items = forms.CharField(label="限于改造内容", max_length=500, required=False)
    clause = forms.CharField(label="条款", max_length=40, required=False)

    def __init__(self, *args: Any, known: Mapping[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean_items(self) -> list[int]:
        names = [name for name in BETWEEN.split(self.cleaned_data["items"]) if name]
        if unknown := [name for name in names if name not in self.known]:
            raise forms.ValidationError(f"改造内容清单中没有“{'”“'.join(unknown)}”，请按清单中的名称填写。")
        return [self.known[name] for name in names]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if values.get("wording"):
            for name in ("kind", "duty"):
                if not values.get(name) and name not in self.errors:
                    self.add_error(name, f"请选择{self.fields[name].label}。")
        elif any(values.get(name) for name in ("kind", "duty", "items")) and "wording" not in self.errors:
            self.add_error("wording", "请填写职责内容；不需要这一条时，清空整行。")
        return values


class LineFormSet(forms.formset_factory(LineForm, extra=EXTRA, max_num=MOST)):
    """The lines in their order; a row without words is left out."""

    @property
    def lines(self) -> list[Line]:
        return [Line(**row) for row in self.cleaned_data if row.get("wording")]


def line_rows(*, data: Mapping | None, rule: ResponsibilityRule | None, division_code: str) -> LineFormSet:
    """The rows of the page: what was typed, else those of the rule in force. Three queries."""
    known = dict(WorkItem.objects.usable_in(division_code).values_list("name", "pk"))
    return LineFormSet(data, initial=_lines_of(rule), prefix="lines", form_kwargs={"known": known})


def _lines_of(rule: ResponsibilityRule | None) -> list[dict[str, Any]]:
    if rule is None:
        return []
    return [
        {
            "kind": line.kind,
            "function": line.function,
            "duty": line.duty,
            "wording": line.wording,
            "items": "、".join(item.name for item in line.items.all() if item.retired_on is None),
            "clause": line.clause,
        }
        for line in rule.lines.prefetch_related("items")
    ]
