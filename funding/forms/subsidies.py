"""Forms of the property-fee subsidy."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from core.forms import PastDayField, UnitField
from core.units import MONTHLY_FEE, SQM, YUAN
from funding.forms.amounts import OnceForm
from funding.models import Allotment
from projects.models import ProjectSite

WHICH = "列出本街道、本区县和本项目有结余、来源规则允许用于物业服务费用补贴的资金；没有的，请先设置来源规则或分配资金。"


class MonthField(forms.DateField):
    """A month, kept as its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m"], **options)

    def clean(self, value: Any) -> date | None:
        day = super().clean(value)
        return day.replace(day=1) if day else None


class SubsidyForm(forms.Form):
    """A compound's subsidy."""

    site = forms.ModelChoiceField(label="小区", queryset=ProjectSite.objects.none(), empty_label=None)
    company = forms.CharField(label="物业服务单位", max_length=100)
    floor_area = UnitField(label="建筑面积（㎡）", unit=SQM, required=True)
    rate = UnitField(label="补贴标准（元/㎡·月）", unit=MONTHLY_FEE, max_digits=6, required=True)
    first_month = MonthField(label="起始月")
    months = forms.IntegerField(label="期限（月）", min_value=1, max_value=120, initial=36)
    document = forms.CharField(label="依据文号", max_length=100)

    def __init__(self, *args: Any, sites: QuerySet[ProjectSite], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"].queryset = sites


class AllotmentChoice(forms.ModelChoiceField):
    def label_from_instance(self, obj: Allotment) -> str:
        source = obj.document.get_source_display()
        return f"{obj.document}　{source}　{obj.holder}　余 {obj.left:,.2f} {YUAN.symbol}"


class PayForm(OnceForm):
    """Out of which money an instalment is paid, by which voucher."""

    allotment = AllotmentChoice(label="支付资金", queryset=Allotment.objects.none(), empty_label="请选择")
    voucher = forms.CharField(label="凭证号", max_length=60)
    on = PastDayField(label="拨付日期", initial=timezone.localdate)

    def __init__(self, *args: Any, allotments: QuerySet[Allotment], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["allotment"].queryset = allotments
        self.fields["allotment"].help_text = WHICH
