"""A batch with its stages."""

from collections.abc import Iterable
from typing import Any

from django import forms

from core.forms import CountField, DayField
from projects.models import Batch
from projects.services.batches import Window


class WindowForm(forms.Form):
    stage = forms.CharField(label="阶段", max_length=60, required=False)
    starts_on = DayField(label="开始", required=False)
    ends_on = DayField(label="结束", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if (values.get("starts_on") or values.get("ends_on")) and not values.get("stage"):
            self.add_error("stage", "填了日期，请写明是哪个阶段。")
        return values


class WindowFormSet(forms.formset_factory(WindowForm, extra=3, max_num=30)):
    """The stages in their order; a row without a stage is left out."""

    @property
    def windows(self) -> list[Window]:
        return [Window(**row) for row in self.cleaned_data if row.get("stage")]


class BatchForm(forms.ModelForm):
    """The batch, and its stages as rows; a new one begins with `stages`, those of the territory's own plan."""

    compounds = CountField(label="计划小区数（个）")

    class Meta:
        model = Batch
        fields = ["number", "name", "compounds"]

    def __init__(self, *args: Any, stages: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # What was sent back counts as typed, whatever rows the page would begin with by then.
        data, rows = (self.data, []) if self.is_bound else (None, _windows_of(self.instance, stages))
        self.windows = WindowFormSet(data, initial=rows, prefix="windows")

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.windows.is_valid()])  # both are read, so that all errors show at once

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        return {**self.cleaned_data, "windows": self.windows.windows}


def _windows_of(batch: Batch, stages: Iterable[str]) -> list[dict[str, Any]]:
    """What the rows show at first: the batch's own dates, for a new batch the stages without dates."""
    if batch.pk is None:
        return [{"stage": stage} for stage in stages]
    return list(batch.dates.values("stage", "starts_on", "ends_on"))
