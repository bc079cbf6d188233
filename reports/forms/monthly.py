"""What is typed about a monthly report."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html

from core.forms import PastDayField
from reports.own_words import PARTS, differing
from reports.wording import HEADINGS


def read_month(text: str) -> date:
    """2023-05 → its first day; ValueError for anything else."""
    return date.fromisoformat(f"{text.strip()}-01")


class MonthField(forms.Field):
    """A month, picked from the browser's calendar; its first day."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2023-05"})
    default_error_messages = {"invalid": "请按“2023-05”的样子填写月份。"}

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value

    def to_python(self, value: Any) -> date | None:
        if not value:
            return None
        try:
            return read_month(str(value))
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


class MakeForm(forms.Form):
    month = MonthField(label="月份")
    reason = forms.CharField(
        label="重新编发原因",
        max_length=300,
        required=False,
        help_text="该月月报已经印发、需要更正后再发一次时填写；平时留空。",
    )


class VersionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)


class EditForm(VersionForm):
    title = forms.CharField(label="标题", max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, heading in HEADINGS.items():
            rows = 8 if key in ("problems", "next_steps") else 5
            self.fields[key] = forms.CharField(
                label=heading, required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": rows})
            )

    def mark_own(self, own: Sequence[str]) -> None:
        """Say at each part that the office has written itself that figures do not change it."""
        for key in own:
            self.fields[key].help_text = "这一部分办公室已经改过，不随数据变化，请与表格核对。"

    def show_present(self, present: Mapping[str, str], version: int) -> None:
        """Somebody saved first: beside each part that differs stands the present text; saving again overwrites it."""
        self.data = self.data.copy()
        self.data["version"] = version
        for key in differing(present, {key: self.data.get(key, "") for key in PARTS}):
            self.add_error(key, "别人保存的与您填的不同，现在的文字列在下面；再次保存将以您填的为准。")
            now = linebreaksbr(present[key]) or "（空）"
            self[key].help_text = format_html("<strong>现在的文字：</strong><br>{}", now)

    @property
    def sections(self) -> dict[str, str]:
        return {key: self.cleaned_data[key].replace("\r\n", "\n") for key in HEADINGS}


class MakeAgainForm(VersionForm):
    keep_text = forms.BooleanField(
        label="保留已经修改的文字",
        required=False,
        initial=True,
        help_text="只保留办公室改过的部分，其余按新数据重写。不勾选时，标题和六个部分都按新数据重写，已作的修改不再保留。",
    )


class IssueForm(VersionForm):
    issued_on = PastDayField(label="印发日期", initial=timezone.localdate)
    number = forms.IntegerField(
        label="发文序号",
        min_value=1,
        max_value=9_999,
        required=False,
        help_text="留空由系统取本年的下一个号。",
    )
    although_empty = forms.BooleanField(
        label="本月没有一个单位的数据计入，仍要印发",
        error_messages={"required": "请先勾选确认；或等街道月报审核通过、重取数据后再印发。"},
    )

    def __init__(self, *args: Any, is_empty: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_empty:
            del self.fields["although_empty"]


class ExemptionForm(forms.Form):
    division = forms.ChoiceField(label="街道（县区）")
    month = MonthField(label="月份")
    reason = forms.CharField(label="免于亮牌的理由", max_length=200, help_text="如：遭遇洪涝灾害停工，属不可抗力。")

    def __init__(self, *args: Any, divisions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = [("", "请选择"), *divisions]


class RemovalForm(forms.Form):
    reason = forms.CharField(label="撤销原因", max_length=200)


class ChangesForm(forms.Form):
    first = PastDayField(label="从（如上次会议）")
    second = PastDayField(label="到")

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        first, second = values.get("first"), values.get("second")
        if first and second and first >= second:
            self.add_error("second", "后一个日期要晚于前一个。")
        return values
