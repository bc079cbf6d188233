"""Forms of what residents, units and society give."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import PastDayField
from funding.choices import COLLECTED, GivenAs, MoneyUnit
from funding.credit_codes import normal, validate_credit_code
from funding.forms.amounts import AmountForm, OnceForm, both
from projects.choices import Source
from projects.models import Project

IN_YUAN = "出资与收据、协议一样按元填写；也可以选万元。"
SOURCES = [(source.value, source.label) for source in Source if source in COLLECTED]


class CreditCodeField(forms.CharField):
    """Typed with blanks or in small letters; kept as the licence has it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(label="统一社会信用代码", max_length=40, required=False, **options)

    def clean(self, value: Any) -> str:
        code = normal(super().clean(value))
        if code:
            validate_credit_code(code)
        return code


class ProjectAmountForm(AmountForm):
    """A sum given to a project, usually typed in 元; more than the whole project costs is asked about."""

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.project = project
        self.initial.setdefault("unit", MoneyUnit.YUAN)
        self.fields["unit"].help_text = IN_YUAN

    def questions(self, yuan: Decimal) -> list[str]:
        whole = self.project.investment
        above = whole and yuan > whole
        return [f"填写的金额合 {both(yuan)}，超过项目计划投资 {both(whole)}，单位是否选错？"] if above else []


class PromiseForm(ProjectAmountForm):
    """One giver's promise."""

    source = forms.ChoiceField(label="出资来源", choices=SOURCES)
    given_as = forms.ChoiceField(
        label="方式", choices=GivenAs.choices, help_text="投劳、捐物按议定折价填写金额，不进入资金账。"
    )
    giver = forms.CharField(
        label="出资方", max_length=100, help_text="单位名称；居民填楼栋、单元、楼层（如 3号楼1单元），不填个人姓名。"
    )
    credit_code = CreditCodeField(help_text="出资方是单位的填写。")
    basis = forms.CharField(label="依据", max_length=100, required=False, help_text="协议、决议的名称或文号。")
    field_order = ("source", "given_as", "giver", "credit_code", "amount", "unit", "sure", "basis")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label = "议定金额（折价）"


class AgreeForm(AmountForm):
    """Another sum agreed, with its reason."""

    reason = forms.CharField(label="调整原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label = "议定金额（折价）"
        self.fields["unit"].help_text = IN_YUAN


class ReceiptForm(OnceForm, AmountForm):
    """Money, work or goods received."""

    on = PastDayField(label="收到日期", initial=timezone.localdate)
    number = forms.CharField(label="收据号", max_length=60, required=False)
    note = forms.CharField(label="说明", max_length=300, required=False, help_text="投劳、捐物请写明内容和数量。")
    field_order = ("amount", "unit", "sure", "on", "number", "note")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["unit"].help_text = IN_YUAN


class ReverseForm(OnceForm):
    """A receipt taken back."""

    reason = forms.CharField(label="冲销原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    on = PastDayField(label="冲销日期", initial=timezone.localdate)
