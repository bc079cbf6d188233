"""Forms of the changes of the map. The rules are the services'; here is only what can be typed."""

from django import forms

from core.forms import PastDayField
from divisions.models import Division, DivisionQuerySet, Level
from divisions.widgets import DivisionPicker


class ChangeForm(forms.Form):
    """What every change names: the document that orders it, and the day from which it holds."""

    document = forms.CharField(label="依据文号", max_length=100, help_text="例如：豫民行批〔2023〕1号")
    on = PastDayField(label="生效日期")


class RenameForm(ChangeForm):
    name = forms.CharField(label="新名称", max_length=60)

    field_order = ["name"]


class CodeField(forms.RegexField):
    """Twelve digits 统计用区划代码."""

    def __init__(self, **options) -> None:
        super().__init__(r"^[0-9]{12}$", error_messages={"invalid": "区划代码须为 12 位数字。"}, **options)


class RenumberForm(ChangeForm):
    code = CodeField(label="新区划代码", help_text="12 位；下级区划的代码随之变更。")

    field_order = ["code"]


class MergeForm(ChangeForm):
    into = forms.ModelChoiceField(label="并入", queryset=Division.objects.none())

    field_order = ["into"]

    def __init__(self, *args, divisions: DivisionQuerySet, level: int, **options) -> None:
        super().__init__(*args, **options)
        self.fields["into"].widget = DivisionPicker(levels=[Level(level)])
        self.fields["into"].queryset = divisions


class AddForm(ChangeForm):
    code = CodeField(label="区划代码", help_text="12 位；没有统计用代码的开发区用本地代码（第 5、6 位 71—79）。")
    name = forms.CharField(label="名称", max_length=60)

    field_order = ["code", "name"]
