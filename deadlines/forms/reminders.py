"""Forms of reminder rules and of group-chat robots. What a list of days may hold is the service's to say."""

from typing import Any

from django import forms

from accounts.forms.people import OrganisationPicker
from accounts.models import Organisation, User
from core.forms import DayField, say_empty_choices
from deadlines.models import ReminderRule, Robot


class ReminderRuleForm(forms.ModelForm):
    since = DayField(label="施行日期")

    class Meta:
        model = ReminderRule
        fields = [
            "since",
            "document",
            "before",
            "on_the_day",
            "after",
            "then_every",
            "leader_after",
            "office_after",
        ]
        help_texts = {
            "document": "没有文件规定天数的，可写“领导小组办公室确定”。",
            "before": "到期前第几天提醒，用逗号分开，例如 7,3,1。",
            "after": "逾期后第几天提醒，例如 1,3,7。",
            "then_every": "填 7 即上面的日子过后每周提醒一次，直到办结；留空则不再提醒。",
            "leader_after": "从逾期第几天起同时提醒责任单位负责人；留空则不报。",
            "office_after": "从逾期第几天起同时提醒领导小组办公室；留空则不报。",
        }


class RobotForm(forms.ModelForm):
    """A new robot. One that is there keeps its address and secret unless new ones are typed."""

    address = forms.URLField(
        label="Webhook 地址",
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
        help_text="在群里添加机器人后复制的完整地址；地址等于密码，请勿外传。",
    )

    class Meta:
        model = Robot
        fields = ["organisation", "channel", "name", "address", "secret", "is_on"]
        widgets = {
            "organisation": OrganisationPicker(),
            "secret": forms.TextInput(attrs={"autocomplete": "off"}),
        }
        help_texts = {"secret": "仅钉钉机器人选了“加签”时填写。"}

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = Organisation.objects.for_user(user).active()
        say_empty_choices(self, "请选择")
        if self.instance.pk:
            for name in ("address", "secret"):
                self.initial[name] = ""
                self.fields[name].required = False
                self.fields[name].help_text = "留空则保持原来的不变。"

    def _post_clean(self) -> None:
        """The service keeps the row, not the form: an address left empty is no error of the model."""
