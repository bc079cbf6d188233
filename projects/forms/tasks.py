"""Forms of tasks."""

from typing import Any

from django import forms

from accounts.forms.people import OrganisationPicker
from accounts.models import Organisation, User
from core.forms import DayField, PastDayField


class GiveForm(forms.Form):
    """Who is asked for what by when."""

    organisation = forms.ModelChoiceField(
        label="责任单位", queryset=Organisation.objects.none(), widget=OrganisationPicker()
    )
    title = forms.CharField(label="事项", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = DayField(label="期限", required=False, help_text="不填则不提醒。")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.for_user(user).active()


class DoneForm(forms.Form):
    result = forms.CharField(
        label="办理情况",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="完成了什么、依据哪份材料。",
    )
    on = PastDayField(label="办结日期")


class TakeBackForm(forms.Form):
    reason = forms.CharField(label="撤回原因", max_length=200, widget=forms.Textarea(attrs={"rows": 2}))
