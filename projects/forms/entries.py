"""One compound of the programme."""

from typing import Any

from django import forms

from core.forms import UnitField
from core.units import WAN_SQM, WAN_YUAN
from projects import categories
from projects.choices import Category
from projects.models import ProgrammeEntry


class EntryForm(forms.ModelForm):
    """The order of the plan's table; figures a plan does not give stay empty."""

    floor_area = UnitField(label="建筑面积（万㎡）", unit=WAN_SQM, decimal_places=6)
    investment = UnitField(label="计划投资（万元）", unit=WAN_YUAN, decimal_places=6)
    categories = forms.MultipleChoiceField(
        label="改造类别", choices=Category.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    figures = ("number", "batch", "buildings", "households", "floor_area", "investment")  # two in a line on a desk

    class Meta:
        model = ProgrammeEntry
        fields = [
            "number",
            "batch",
            "buildings",
            "households",
            "floor_area",
            "investment",
            "categories",
            "contents",
            "remarks",
            "only_buildings",
            "justification",
        ]
        labels = {"buildings": "楼栋数（栋）", "households": "居民户数（户）"}
        widgets = {
            "contents": forms.Textarea(attrs={"rows": 2}),
            "justification": forms.Textarea(attrs={"rows": 2}),
            "only_buildings": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "number": "不填则接着本计划最后一个序号。",
            "only_buildings": "只改造部分楼栋时勾选；不勾选表示全部楼栋。",
            "justification": "小区曾列入其他年度计划、又不能用其他楼栋区分时必填。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entry = self.instance
        self.initial["categories"] = categories.split(entry.categories)
        self.initial["version"] = entry.version
        self.fields["batch"].queryset = entry.programme.batches.all()
        self.fields["batch"].empty_label = "未分批"
        self.fields["only_buildings"].queryset = entry.compound.buildings.all()
        if not self.fields["only_buildings"].queryset:
            del self.fields["only_buildings"]

    def clean_categories(self) -> str:
        return categories.join(self.cleaned_data["categories"])

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        typed = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {"only_buildings": []} | typed
