"""What is typed about a return on its way: why it goes back, which cells, the sealed sheet."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.dateparse import parse_datetime

from core.forms import DayField
from progress.models.lines import CellNote

MOST_AT_ONCE = 30
LONGEST_NOTE = CellNote._meta.get_field("text").max_length


class NothingForm(forms.Form):
    """Only asked whether she means it."""


class SeenForm(forms.Form):
    """When what she looked at was submitted: what was submitted anew meanwhile is not approved unseen."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_seen(self) -> Any:
        try:
            seen = parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            seen = None
        if seen is None:
            raise forms.ValidationError("页面已过时，请刷新后再办理。")
        return seen


class NumberForm(forms.Form):
    """Which version she looked at."""

    number = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class BackForm(forms.Form):
    """A reason for the whole, and for each ticked cell its own; a ticked cell without one bears that of the whole."""

    reason = forms.CharField(label="退回原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def notes(self) -> list[tuple[int, str, str]]:
        """Line, figure and what is wrong, of each ticked cell."""
        whole = self.cleaned_data.get("reason", "")
        return [
            (int(line), figure, self.data.get(f"note-{line}-{figure}", "").strip() or whole)
            for line, figure in _ticked(self.data.getlist("cells"))
        ]

    def clean(self) -> dict[str, Any]:
        for key, text in self.data.items():
            if key.startswith("note-") and len(text) > LONGEST_NOTE:
                self.add_error(None, f"单元格的退回意见请写不超过 {LONGEST_NOTE} 个字，现在有一条是 {len(text)} 个字。")
        return self.cleaned_data


class ReturnForm(NumberForm, BackForm):
    open_until = DayField(
        label="更正截止日",
        required=False,
        help_text="不填时仍为原填报截止日；已过截止日的必须填写。",
    )


def _ticked(keys: Iterable[str]) -> list[tuple[str, str]]:
    pairs = [key.partition("-")[::2] for key in keys]
    return [(line, figure) for line, figure in pairs if line.isdecimal()]


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ScansField(forms.FileField):
    """A list of uploads; what each of them is, the service says file by file."""

    widget = SeveralFiles(attrs={"accept": "application/pdf,image/jpeg,image/png"})

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        single = super().clean
        uploads = [single(each, initial) for each in data] if data else [single(None, initial)]
        if len(uploads) > MOST_AT_ONCE:
            raise forms.ValidationError(f"一次最多上传 {MOST_AT_ONCE} 份，请分几次上传。")
        return list(filter(None, uploads))


class ScanForm(forms.Form):
    scans = ScansField(
        label="盖章件",
        allow_empty_file=True,  # refused file by file, in words that name it
        help_text=f"扫描的 PDF，或照片（JPG、PNG）；一次最多 {MOST_AT_ONCE} 份。请拍全整页，二维码要清楚。",
    )
    code = forms.CharField(
        label="校验码",
        max_length=20,
        required=False,
        help_text="通常不用填。二维码识别不出时，填打印件上二维码旁的 8 位校验码，并只上传这一份。",
    )

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("code") and len(self.cleaned_data.get("scans") or []) > 1:
            self.add_error("code", "填写校验码时只能上传一份盖章件，请分开上传。")
        return self.cleaned_data
