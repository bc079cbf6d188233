"""What is typed about a scheme: its words, its funds, and what becomes of it."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from core.attachments import ACCEPT
from core.forms import DayField, PastDayField, UnitField, say_empty_choices
from core.units import WAN_YUAN
from projects.choices import FileKind, Source
from projects.models import Scheme
from projects.selectors.schemes import Sheet


class SchemeForm(forms.ModelForm):
    """The scheme in words."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Scheme
        fields = ["tasks", "design", "management_mode"]
        widgets = {"tasks": forms.Textarea(attrs={"rows": 5}), "design": forms.Textarea(attrs={"rows": 8})}
        help_texts = {
            "tasks": "改造目标、范围、户数和工期安排。",
            "design": "规划设计的主要做法；图纸作为附件上传。",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version
        say_empty_choices(self)


class FundsForm(forms.Form):
    """万元 for each source; what is left empty bears nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, sheet: Sheet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = sheet.scheme.version
        kept = {fund.source: fund.amount for fund in sheet.funds}
        for source, label in Source.choices:
            self.fields[source] = UnitField(label=label, unit=WAN_YUAN, decimal_places=6)
            self.initial[source] = kept.get(source)

    @property
    def funds(self) -> dict[str, Decimal | None]:
        return {source: self.cleaned_data[source] for source in Source.values}


class DecisionForm(forms.Form):
    """What the office looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ApprovalForm(DecisionForm):
    document = forms.CharField(label="批准文号（会议纪要）", max_length=100)
    on = PastDayField(label="批准日期", initial=timezone.localdate)


class ReturnForm(DecisionForm):
    reason = forms.CharField(label="退回原因", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class FileForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=FileKind.choices)
    upload = forms.FileField(
        label="文件",
        allow_empty_file=True,  # refused by core/attachments.py, in words that name the file
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="PDF、图片、Word、Excel、DWG、OFD 或 ZIP。",
    )


class SchemeRuleForm(forms.Form):
    since = DayField(label="施行日期")
    document = forms.CharField(label="依据文号", max_length=100)
    most_over = forms.DecimalField(
        label="方案合计可超出计划投资（%）", min_value=0, max_value=100, max_digits=5, decimal_places=2
    )
    review_days = forms.IntegerField(
        label="审批、修改期限（工作日）",
        min_value=1,
        max_value=60,
        initial=5,
        help_text="提交后办公室在此期限内审批；退回后实施主体在此期限内修改。",
    )
