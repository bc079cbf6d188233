"""Forms about who may be renovated: reasons, and a new version of the rules."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from communities.choices import Programme, Test
from communities.models import Criterion, EligibilityRule
from core.forms import DayField

# What the figure of a condition means; the others have none.
FIGURES = {
    Test.BUILT_BY: ("不晚于（年）", 1900, 2100),
    Test.FACILITIES_POOR: ("不少于（项）", 1, 15),
    Test.WILLING: ("不低于（%）", 0, 100),
}


TYPED = {"figure", "clause", "wording"}


class ReasonForm(forms.Form):
    """Why a person decides so; it is kept with her name."""

    reason = forms.CharField(label="理由", max_length=200, widget=forms.Textarea(attrs={"rows": 3}))


class RuleForm(forms.Form):
    """From when, and by which document."""

    since = DayField(label="施行日期")
    document = forms.CharField(label="依据文号", max_length=100)


class CriterionForm(forms.Form):
    """One condition: whether it is asked, its figure, and where it stands in the document."""

    used = forms.BooleanField(label="采用", required=False)
    figure = forms.IntegerField(required=False)
    among = forms.MultipleChoiceField(
        label="项目",
        required=False,
        choices=[choice for choice in Programme.choices if choice[0] != Programme.NONE],
        widget=forms.CheckboxSelectMultiple,
    )
    clause = forms.CharField(label="条款", max_length=60, required=False)
    wording = forms.CharField(label="原文", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, test: Test, *, data: Mapping | None, initial: Mapping[str, Any]) -> None:
        super().__init__(data, prefix=test.value, initial=initial)
        self.test = test
        if test in FIGURES:
            self.fields["figure"] = _figure(*FIGURES[test])
        else:
            del self.fields["figure"]
        if test != Test.NOT_IN_PROGRAMMES:
            del self.fields["among"]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{test.label}：{field.label}"
            if name in TYPED:
                field.widget.attrs["class"] = "form-control form-control-sm"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("used"):
            for name in ("clause", "wording"):
                if not cleaned.get(name):
                    self.add_error(name, f"请填写“{self.test.label}”的{self.fields[name].label}。")
            if "among" in self.fields and not cleaned.get("among"):
                self.add_error("among", "请至少选择一个项目。")
        return cleaned

    @property
    def condition(self) -> dict[str, Any]:
        """What the service writes."""
        return {"test": self.test} | {name: value for name, value in self.cleaned_data.items() if name != "used"}


class CriterionTable:
    """A line for every condition there is, filled in from the rule in force."""

    def __init__(self, *, data: Mapping | None = None, rule: EligibilityRule | None = None) -> None:
        kept = {criterion.test: criterion for criterion in rule.criteria.all()} if rule else {}
        self.forms = [CriterionForm(test, data=data, initial=_initial(kept.get(test))) for test in Test]

    def __iter__(self) -> Iterator[CriterionForm]:
        return iter(self.forms)

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]  # every line tells its errors

    @property
    def conditions(self) -> list[dict[str, Any]]:
        return [form.condition for form in self.forms if form.cleaned_data["used"]]


def _figure(label: str, least: int, most: int) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=False)


def _initial(criterion: Criterion | None) -> dict[str, Any]:
    if criterion is None:
        return {}
    return {
        "used": True,
        "figure": criterion.figure,
        "among": criterion.among,
        "clause": criterion.clause,
        "wording": criterion.wording,
    }
