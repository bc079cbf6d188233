"""What a fund table is asked for, and on which day of the month one is made."""

from datetime import date
from typing import Any

from django import forms

from accounts.models import User
from core.forms import DayField
from funding.choices import MoneyUnit, ReportTable
from funding.fund_reports.asked import Asked
from projects.forms.pickers import ProjectPicker
from projects.models import Project

ALL = [("", "全部报表（压缩包）")]
SCHEDULED = [(value, label) for value, label in ReportTable.choices if value != ReportTable.CARD]


class ReportForm(forms.Form):
    """Empty: until today, from the first of January, all budget years, in 万元."""

    since = DayField(label="起始日期", required=False)
    as_at = DayField(label="截至日期", required=False)
    year = forms.IntegerField(label="预算年度", required=False, min_value=2000, max_value=2100)
    unit = forms.ChoiceField(label="单位", choices=MoneyUnit.choices, required=False)
    project = forms.ModelChoiceField(
        label="项目", queryset=Project.objects.none(), required=False, widget=ProjectPicker()
    )

    def __init__(self, data: Any, *, user: User, today: date, with_project: bool = False) -> None:
        self.user, self.today = user, today
        first = date(today.year, 1, 1)
        start = {"since": first.isoformat(), "as_at": today.isoformat(), "unit": MoneyUnit.WAN.value}
        super().__init__(start | {key: value for key, value in data.items() if value})
        if with_project:
            self.fields["project"].queryset = Project.objects.for_user(user)
        else:
            del self.fields["project"]
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "form-control form-control-sm")
        self.fields["unit"].widget.attrs["class"] = "form-select form-select-sm"
        if "as_at" in data and not data.get("since"):
            self.data["since"] = self._first_of_year(data["as_at"])

    def _first_of_year(self, as_at: str) -> str:
        return f"{as_at[:4]}-01-01" if as_at[:4].isdecimal() and len(as_at) == len("2023-01-01") else self.data["since"]

    def clean(self) -> dict[str, Any]:
        values = super().clean()
        since, as_at = values.get("since"), values.get("as_at")
        if as_at and as_at > self.today:
            self.add_error("as_at", "晚于今天，还没有数据，请改为今天或以前的日期。")
        elif since and as_at and since > as_at:
            self.add_error("since", f"晚于截至日期 {as_at}，请更正。")
        return values

    def asked(self, division: Any) -> Asked:
        """Of a valid form."""
        given = self.cleaned_data
        return Asked(
            user=self.user,
            division=division,
            since=given["since"],
            as_at=given["as_at"],
            made_on=self.today,
            unit=MoneyUnit(given["unit"]),
            year=given["year"],
            project=given.get("project"),
        )

    @property
    def chosen(self) -> dict[str, str]:
        """As it stands in a query, without the project."""
        keys = [key for key in self.fields if key != "project"]
        return {key: str(self.data[key]) for key in keys if self.data.get(key)}


class ScheduleForm(forms.Form):
    table = forms.ChoiceField(label="报表", choices=ALL + SCHEDULED, required=False)
    unit = forms.ChoiceField(label="单位", choices=MoneyUnit.choices, initial=MoneyUnit.WAN)
    day = forms.IntegerField(
        label="每月几日",
        min_value=1,
        max_value=31,
        help_text="31 表示当月最后一天。系统当天自动制作，截至日期就是当天。",
    )
