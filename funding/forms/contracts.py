"""Contracts: what one says, what it costs for one project more, its changes, its settlement."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayField, PastDayField
from funding import credit_codes
from funding.forms.amounts import AmountForm, OnceForm, doubt
from funding.forms.reviews import paper
from funding.models import Contract, ContractPart, PaymentRule, ProjectAccount
from funding.selectors.accounts import above_budget, beside_of, wan
from projects.forms.pickers import ProjectPicker
from projects.models import Project

MORE, LESS = "more", "less"


class FactsForm(forms.ModelForm):
    """What a contract says, but for its sum."""

    credit_code = forms.CharField(
        label="统一社会信用代码", max_length=40, help_text="18 位，见营业执照；空格和小写会自动整理，并核对校验位。"
    )
    signed_on = PastDayField(label="签订日期")
    begins_on = DayField(label="约定开工", required=False)
    ends_on = DayField(label="约定完工", required=False)
    warranty_until = DayField(label="质保期至", required=False, help_text="签订时未定的，验收后再填。")

    class Meta:
        model = Contract
        fields = [
            "kind",
            "number",
            "name",
            "party",
            "credit_code",
            "contact",
            "signed_on",
            "begins_on",
            "ends_on",
            "advance_rate",
            "progress_rate",
            "retention_rate",
            "warranty_until",
            "remarks",
        ]
        help_texts = {"contact": "单位的办公电话，不填个人手机号。"}
        widgets = {"remarks": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, rule: PaymentRule, **options: Any) -> None:
        super().__init__(*args, **options)
        bounds = {
            "advance_rate": f"不高于 {rule.most_advance.normalize():f}%",
            "progress_rate": f"不低于 {rule.least_progress.normalize():f}%",
            "retention_rate": f"不高于 {rule.most_retention.normalize():f}%",
        }
        for name, words in bounds.items():
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "n"})
            self.fields[name].help_text = f"{words}（{rule.document}）"

    def clean_credit_code(self) -> str:
        code = credit_codes.normal(self.cleaned_data["credit_code"])
        credit_codes.validate_credit_code(code)
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        begins, ends = cleaned.get("begins_on"), cleaned.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", "约定完工不能早于约定开工，请更正。")
        return cleaned


class ContractForm(AmountForm, OnceForm, FactsForm):
    """A contract as it is signed, for one project."""

    upload = paper("合同扫描件")

    field_order = [*FactsForm.Meta.fields[:7], "amount", "unit", "sure", *FactsForm.Meta.fields[7:], "upload", "key"]

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        self.project = project
        self.fields["amount"].label = "合同价款"

    def questions(self, yuan: Decimal) -> list[str]:
        return [above_budget(self.project.pk, yuan)]


class ContractEditForm(FactsForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["version"] = self.instance.version


class PartForm(AmountForm, OnceForm):
    """One project more of the same contract."""

    project = forms.ModelChoiceField(label="项目", queryset=Project.objects.none(), widget=ProjectPicker())

    field_order = ["project", "amount", "unit", "sure", "key"]

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["project"].queryset = Project.objects.for_user(user)
        self.fields["amount"].label = "本项目的合同价款"

    def questions(self, yuan: Decimal) -> list[str]:
        """Held against the project that was picked: its plan, its budget."""
        if not (project := self.cleaned_data.get("project")):
            return []
        account = ProjectAccount.objects.filter(project=project).first()
        beside = beside_of(project, account)
        return [doubt(yuan, *beside) if beside else "", above_budget(project.pk, yuan)]


class PriceForm(AmountForm, OnceForm):
    """What a contract costs for one project becomes another sum."""

    def __init__(self, *args: Any, part: ContractPart, **options: Any) -> None:
        super().__init__(*args, **options)
        self.part = part

    def more(self, yuan: Decimal) -> Decimal:
        """By how much `yuan`, as typed, raises the price."""
        return yuan - self.part.amount

    def questions(self, yuan: Decimal) -> list[str]:
        return [above_budget(self.part.project_id, self.more(yuan))]


class ChangeForm(PriceForm):
    """A variation: so much more, or so much less."""

    direction = forms.ChoiceField(
        label="增减", choices=[(MORE, "增加价款"), (LESS, "减少价款")], initial=MORE, widget=forms.RadioSelect
    )
    on = PastDayField(label="变更日期", initial=timezone.localdate)
    document = forms.CharField(label="依据文件", max_length=100, help_text="补充协议、变更审批单的编号。")
    reason = forms.CharField(label="事由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ["direction", "amount", "unit", "sure", "on", "document", "reason", "key"]

    def more(self, yuan: Decimal) -> Decimal:
        return -yuan if self.cleaned_data.get("direction") == LESS else yuan

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it: negative where the price falls."""
        facts = dict(self.cleaned_data)
        less = facts.pop("direction") == LESS
        return facts | {"amount": -facts["amount"] if less else facts["amount"]}


class CorrectionForm(PriceForm):
    """The price as signed was mistyped."""

    reason = forms.CharField(label="更正原因", max_length=300, min_length=4, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ["amount", "unit", "sure", "reason", "key"]

    def __init__(self, *args: Any, original: Decimal, **options: Any) -> None:
        super().__init__(*args, **options)
        self.original = original
        self.fields["amount"].label = "正确的原合同价"

    def more(self, yuan: Decimal) -> Decimal:
        return yuan - self.original


class SettlementForm(PriceForm):
    on = PastDayField(label="结算日期", initial=timezone.localdate)
    document = forms.CharField(label="结算审核文号", max_length=100, help_text="结算评审报告、审计报告的编号。")

    field_order = ["amount", "unit", "sure", "on", "document", "key"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label = "结算价"

    def questions(self, yuan: Decimal) -> list[str]:
        above = self.more(yuan)
        words = f"结算价 {wan(yuan)}，高于合同价款 {wan(self.part.amount)}，多 {wan(above)}。是否确认？"
        return [words if above > 0 else "", *super().questions(yuan)]
