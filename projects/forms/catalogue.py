"""Forms of work items. Price in 元 per unit of measure."""

from typing import Any

from django import forms

from core.forms import PastDayField, UnitField, say_empty_choices
from core.units import YUAN
from projects.models import WorkItem
from projects.services.catalogue import ItemFacts

# The units that the shipped catalogue measures in; another may be typed.
UNITS = ("㎡", "m", "处", "个", "套", "组", "部", "座", "樘", "盏", "户", "辆")


class ItemForm(forms.ModelForm):
    """One item of the district's own."""

    usual_price = UnitField(label="参考单价（元）", unit=YUAN, max_digits=12)

    class Meta:
        model = WorkItem
        fields = ["code", "name", "category", "unit", "usual_price", "clause"]
        help_texts = {
            "code": "本地自定，例如 WB01；不能与现有编号相同。",
            "unit": f"常用：{'、'.join(UNITS)}。",
            "usual_price": "每计量单位的参考单价，没有可不填。",
            "clause": "本地文件和条款，例如 示例〔2026〕9号 二（一）。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_empty_choices(self, "请选择")

    def validate_unique(self) -> None:
        """The service says where the code or name stands already."""

    @property
    def facts(self) -> ItemFacts:
        return ItemFacts(**self.cleaned_data)


class RetireForm(forms.Form):
    on = PastDayField(label="停用日期")
    reason = forms.CharField(label="停用原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "已用于方案的仍可查看，新的方案不再提供选择。"
