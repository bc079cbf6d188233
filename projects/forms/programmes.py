"""The programme and its targets, on one page as the document has them."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms

from core.forms import CountField, UnitField
from core.units import WAN_SQM, WAN_YUAN
from divisions.models import Division
from projects.models import Programme, Target
from projects.selectors.tie_outs import lines_below
from projects.tie_out import MEASURES, Figures


class TargetForm(forms.Form):
    """One line of the plan's table."""

    compounds = CountField(label="小区数（个）")
    buildings = CountField(label="楼栋数（栋）")
    households = CountField(label="居民户数（户）")
    floor_area = UnitField(label="建筑面积（万㎡）", unit=WAN_SQM)
    investment = UnitField(label="计划投资（万元）", unit=WAN_YUAN)

    def __init__(self, division: Division, *, data: Mapping | None, initial: Figures) -> None:
        super().__init__(data, prefix=division.code, initial=initial)
        self.division = division
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{division} {field.label}"
            if data is not None and self[name].errors:
                field.widget.attrs |= {"class": "n is-invalid", "aria-invalid": "true"}


class TargetTable:
    """A line for every street of the district, and last the document's own total (总体任务)."""

    def __init__(self, division: Division, *, data: Mapping | None = None, programme: Programme | None = None) -> None:
        kept = {t.division: _figures(t) for t in _targets(programme)}
        lines = sorted({*lines_below(division), *kept} - {division}, key=lambda each: each.code)
        self.heads = [field.label for field in TargetForm.base_fields.values()]
        self.forms = [TargetForm(each, data=data, initial=kept.get(each, {})) for each in lines]
        self.overall = TargetForm(division, data=data, initial=kept.get(division, {}))

    def __iter__(self) -> Iterator[TargetForm]:
        yield from (*self.forms, self.overall)

    @property
    def errors(self) -> list[str]:
        """For the list on top: 南桥街道 居民户数（户）：请输入整数。"""
        return [
            f"{form.division} {form.fields[name].label}：{error}"
            for form in self
            for name, errors in form.errors.items()
            for error in errors
        ]

    @property
    def figures(self) -> dict[str, Figures]:
        return {form.division.code: form.cleaned_data for form in self}


class ProgrammeForm(forms.ModelForm):
    """The head of the document, and its table of targets."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Programme
        fields = ["year", "title", "document", "households_in_wan"]
        labels = {"households_in_wan": "文件以万户给出户数（按 0.01 万户核对）"}

    def __init__(self, *args: Any, division: Division, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance if self.instance.pk else None
        self.targets = TargetTable(division, data=self.data if self.is_bound else None, programme=kept)
        if kept:
            self.initial["version"] = kept.version
            del self.fields["year"]

    def is_valid(self) -> bool:
        return all([super().is_valid(), not self.targets.errors])  # both are read, so that all errors show at once

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        return {**self.cleaned_data, "targets": self.targets.figures}


def _targets(programme: Programme | None):
    return programme.targets.select_related("division") if programme else Target.objects.none()


def _figures(target: Target) -> Figures:
    return {measure.key: getattr(target, measure.key) for measure in MEASURES}


class ReasonForm(forms.Form):
    """Why something is taken back or taken out."""

    reason = forms.CharField(label="原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
