"""概（预）算评审: handing in, and what the finance bureau decides."""

from typing import Any

from django import forms
from django.utils import timezone

from core.attachments import ACCEPT
from core.forms import PastDayField
from funding.choices import ReviewKind
from funding.forms.amounts import AmountForm

APPROVE, SEND_BACK = "approve", "return"


def paper(label: str) -> forms.FileField:
    """The scan that goes with it; more can be added later."""
    return forms.FileField(
        label=label,
        required=False,
        allow_empty_file=True,  # refused by core/attachments.py, in words that name the file
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="可以以后再传；PDF、图片、Word、Excel、OFD 或 ZIP。",
    )


class ReviewForm(AmountForm):
    kind = forms.ChoiceField(label="类别", choices=ReviewKind.choices, initial=ReviewKind.BUDGET)
    submitted_on = PastDayField(label="送审日期", initial=timezone.localdate)
    agency = forms.CharField(
        label="评审机构", max_length=100, help_text="财政委托的评审机构；由财政自行评审的填财政部门。"
    )
    note = forms.CharField(label="说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    upload = paper("概（预）算书")

    field_order = ["kind", "submitted_on", "amount", "unit", "sure", "agency", "note", "upload"]


class DecisionForm(AmountForm):
    """Approve an amount by a document, or send it back with a note."""

    decision = forms.ChoiceField(
        label="意见", choices=[(APPROVE, "批复"), (SEND_BACK, "退回")], initial=APPROVE, widget=forms.RadioSelect
    )
    document = forms.CharField(label="批复文号", max_length=100, required=False)
    on = PastDayField(label="批复（退回）日期", initial=timezone.localdate)
    note = forms.CharField(
        label="退回原因",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="退回时填写，写明需要修改什么。",
    )

    field_order = ["decision", "amount", "unit", "sure", "document", "on", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label, self.fields["amount"].required = "批复金额", False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        approves = cleaned.get("decision") == APPROVE
        wanted = {"amount": "批复须填写批复金额。", "document": "批复须填写批复文号。"}
        for name, words in wanted.items() if approves else [("note", "退回须写明原因。")]:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        return cleaned
