"""Forms of fund documents: register, correct, receive; of reversals, papers and closed years."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import RegexValidator

from accounts.models import User
from core.attachments import ACCEPT
from core.forms import DayField, PastDayField, YearField
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from funding.choices import DocumentKind
from funding.forms.amounts import AmountForm, OnceForm
from funding.models import FundDocument
from funding.services.documents import MOMENT, OF_HOUSEHOLDS
from projects.choices import Source

SOURCES = [(source.value, source.label) for source in Source if source not in OF_HOUSEHOLDS]


def scan(label: str, **options: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        allow_empty_file=True,  # refused by core/attachments.py, in words that name the file
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        **options,
    )


def budget_code() -> forms.CharField:
    return forms.CharField(
        label="预算科目",
        required=False,
        max_length=7,
        validators=[RegexValidator(r"^\d{7}$", "预算科目是 7 位数字。")],
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        help_text="7 位支出功能科目；老旧小区改造为 2210108。",
    )


def year() -> YearField:
    return YearField(label="预算年度", help_text="提前下达的，填资金所属年度。")


def number() -> forms.CharField:
    return forms.CharField(label="文号", max_length=80, help_text="例如 新财预〔2023〕45号；括号不分全角半角。")


def remarks() -> forms.CharField:
    return forms.CharField(label="备注", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class DocumentForm(OnceForm, AmountForm):
    """A paper that brings money of one source."""

    kind = forms.ChoiceField(
        label="类别",
        choices=[(kind.value, kind.label) for kind in DocumentKind if kind != DocumentKind.COLLECTION],
        help_text="指标文件：登记即视为全额到账；借款、债券、出资协议：到账一笔登记一笔。",
    )
    division = forms.ModelChoiceField(
        label="收文区划",
        queryset=Division.objects.none(),
        widget=DivisionPicker([Level.PREFECTURE, Level.COUNTY, Level.STREET]),
        help_text="资金下达到哪一级；街道承担的资金选街道。",
    )
    source = forms.ChoiceField(label="资金来源", choices=[("", "请选择"), *SOURCES])
    year = year()
    number = number()
    title = forms.CharField(label="文件名称", max_length=200, required=False)
    issued_on = PastDayField(label="下达（签订）日期")
    budget_code = budget_code()
    use_by = DayField(label="使用期限", required=False, help_text="文件规定最迟何时用完；没有规定的不填。")
    remarks = remarks()
    upload = scan("扫描件", required=False, help_text="PDF、图片、OFD 等，可以以后再传。")

    field_order = [
        *("kind", "division", "source", "year", "number", "title", "issued_on", "amount", "unit", "sure"),
        *("budget_code", "use_by", "remarks", "upload"),
    ]

    def __init__(self, *args: Any, user: User, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["division"].queryset = Division.objects.for_user(user).in_force()
        self.fields["amount"].label = "文件金额"


class DocumentEditForm(forms.Form):
    """What is not money; the year and the day only while there is none."""

    number = number()
    title = forms.CharField(label="文件名称", max_length=200, required=False)
    year = year()
    issued_on = PastDayField(label="下达（签订）日期")
    budget_code = budget_code()
    use_by = DayField(label="使用期限", required=False)
    remarks = remarks()
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: FundDocument, has_money: bool, **options: Any) -> None:
        kept = [name for name in self.base_fields if not (has_money and name in MOMENT)]
        options["initial"] = {name: getattr(document, name) for name in kept}
        super().__init__(*args, **options)
        if has_money:
            for name in MOMENT:
                del self.fields[name]


class ReceiveForm(OnceForm, AmountForm):
    """Money of an agreement that has come, or of a transfer entered anew."""

    on = PastDayField(label="到账日期")
    reason = forms.CharField(label="事由", max_length=300, required=False)

    field_order = ["on", "amount", "unit", "sure", "reason"]


class ReverseForm(OnceForm):
    """Why an act is reversed, and under which day: what either day means for reports is said beside the field."""

    on = PastDayField(label="冲销日期")
    reason = forms.CharField(label="冲销原因", max_length=300, min_length=4, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, original: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].help_text = (
            f"原业务日期 {original}。填今天：截至今天以前各日的报表仍含这笔错账；填 {original}：各日的报表随之更正，"
            "但该年度须未关账，此后各日的余额须够冲销。不早于原业务日期。"
        )


class PaperForm(forms.Form):
    upload = scan("文件", help_text="PDF、图片、Word、Excel、OFD 或 ZIP。")


class CloseYearForm(forms.Form):
    year = YearField(label="关账年度")


class ReopenForm(forms.Form):
    reason = forms.CharField(label="重开原因", max_length=300, min_length=4, widget=forms.Textarea(attrs={"rows": 3}))
