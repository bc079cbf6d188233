"""Contracts: what one says, what it costs for one project more, its changes, its settlement."""

from typing import Any

from django import forms
from django.utils import timezone

from core.forms import DayField, PastDayField
from funding import credit_codes
from funding.forms.amounts import AmountForm, OnceForm
from funding.forms.reviews import paper
from funding.models import Contract, PaymentRule
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

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label = "合同价款"


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


class ChangeForm(AmountForm, OnceForm):
    """A variation: so much more, or so much less."""

    direction = forms.ChoiceField(
        label="增减", choices=[(MORE, "增加价款"), (LESS, "减少价款")], initial=MORE, widget=forms.RadioSelect
    )
    on = PastDayField(label="变更日期", initial=timezone.localdate)
    document = forms.CharField(label="依据文件", max_length=100, help_text="补充协议、变更审批单的编号。")
    reason = forms.CharField(label="事由", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    field_order = ["direction", "amount", "unit", "sure", "on", "document", "reason", "key"]

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it: negative where the price falls."""
        facts = dict(self.cleaned_data)
        less = facts.pop("direction") == LESS
        return facts | {"amount": -facts["amount"] if less else facts["amount"]}


class SettlementForm(AmountForm, OnceForm):
    on = PastDayField(label="结算日期", initial=timezone.localdate)
    document = forms.CharField(label="结算审核文号", max_length=100, help_text="结算评审报告、审计报告的编号。")

    field_order = ["amount", "unit", "sure", "on", "document", "key"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label = "结算价"
