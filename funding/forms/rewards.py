"""Forms of the reward subsidy."""

from typing import Any

from django import forms
from django.utils import timezone

from accounts.models import User
from core.forms import PastDayField, YearField
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker


class DrawUpForm(forms.Form):
    """Which street and programme year, by the payments up to which day."""

    division = forms.ModelChoiceField(
        label="街道", queryset=Division.objects.none(), widget=DivisionPicker([Level.STREET])
    )
    year = YearField(label="计划年度")
    as_at = PastDayField(label="截至日期", initial=timezone.localdate, help_text="只计这一天以前（含当天）的拨付。")

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["division"].queryset = Division.objects.for_user(user).streets()


class DecideForm(forms.Form):
    document = forms.CharField(label="核定文号", max_length=100)
    on = PastDayField(label="核定日期", initial=timezone.localdate)
