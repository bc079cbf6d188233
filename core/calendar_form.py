"""A year's notice as a person types it: one line per day, 2027-01-01 休 元旦."""

import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError

from core.calendar import Adjustment

LINE = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?\s*([休班])\s*(\S{0,20})")
MOST_LINES = 100


def read(text: str) -> list[Adjustment]:
    """The adjustments; every line that cannot be read is named by its number."""
    found, errors = [], []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        matched = LINE.fullmatch(line.strip())
        try:
            year, month, day, word, name = matched.groups() if matched else ("", "", "", "", "")
            found.append(Adjustment(day=date(int(year), int(month), int(day)), is_working=word == "班", name=name))
        except ValueError:
            errors.append(f"第 {number} 行“{line.strip()[:30]}”读不懂，请写成“2027-01-01 休 元旦”的样子。")
    if errors:
        raise ValidationError(errors)
    if len(found) > MOST_LINES:
        raise ValidationError(f"共 {len(found)} 行，一年不会有这么多调整，请核对。")
    return found


class CalendarForm(forms.Form):
    document = forms.CharField(label="依据文号", max_length=100, help_text="国务院办公厅放假通知的文号")
    days = forms.CharField(
        label="与平时不同的日子",
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "font-monospace"}),
        help_text="每行一天：日期、休或班、节日。只写工作日放假（休）和周末上班（班）的日子，周末本来的休息不写。",
    )

    def clean_days(self) -> list[Adjustment]:
        return read(self.cleaned_data["days"])
