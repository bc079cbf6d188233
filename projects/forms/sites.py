"""Spots with their photographs, and lines of the 违建 ledger."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from communities.forms.photos import PhotosField
from communities.models import Photo
from core.forms import DayField, PastDayField, UnitField
from core.units import SQM
from projects.models import IllegalStructure, ProjectSite, Spot
from projects.services.illegal import Facts


class SpotForm(forms.ModelForm):
    class Meta:
        model = Spot
        fields = ["name", "note"]
        help_texts = {
            "name": "例如：大门口、3号楼北侧",
            "note": "站在哪里、朝哪边拍，以便改造中、改造后从同一角度拍摄",
        }


class SpotPhotosForm(forms.Form):
    """New photographs from the phone, or some that the compound has already.

    Without `capture`: a phone then offers both its camera and its album, where what was taken off-line lies.
    """

    photos = PhotosField(label="拍照或选择照片", required=False, help_text="JPEG 或 PNG，每张不超过 20 MB")
    known = forms.ModelMultipleChoiceField(label="", queryset=Photo.objects.none(), required=False)

    def __init__(self, *args: Any, photos: QuerySet[Photo], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].queryset = photos

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        if not self.errors and not values["photos"] and not values["known"]:
            self.add_error("photos", "请拍摄或选择至少一张照片，或在下面勾选小区已有的照片。")
        return values


class IllegalForm(forms.ModelForm):
    """One line of the ledger, in the order of the paper form."""

    area = UnitField(label="面积（㎡）", unit=SQM, help_text="不清楚的留空")
    found_on = PastDayField(label="发现日期")
    due_on = DayField(label="拆除期限", required=False, help_text="填写后列入实施主体的待办，到期提醒")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = IllegalStructure
        fields = ["place", "kind", "area", "found_on", "due_on", "spot", "remarks"]

    def __init__(self, *args: Any, site: ProjectSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        self.fields["spot"].queryset = site.spots.all()
        self.fields["spot"].empty_label = "未设点位"
        self.fields["kind"].choices = [("", "请选择"), *self.fields["kind"].choices[1:]]

    def _post_clean(self) -> None:
        """The service decides, on the row it has locked; the form hands on what was typed."""

    @property
    def facts(self) -> Facts:
        return Facts(**{name: self.cleaned_data[name] for name in self.Meta.fields})


class DemolishForm(forms.Form):
    on = PastDayField(label="拆除日期")


class RetainForm(forms.Form):
    on = PastDayField(label="决定日期")
    reason = forms.CharField(
        label="保留理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明理由和依据，例如会议纪要文号",
    )
