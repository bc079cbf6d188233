"""Passing money down: a table of recipients with one unit, everything typed kept; taking back, moving."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from core.forms import PastDayField
from core.widgets import Picker
from divisions.models import Division
from funding.choices import MoneyUnit, Recipients
from funding.forms.amounts import IF_SO, AmountForm, OnceForm, doubt
from funding.forms.money import MoneyField, in_yuan
from funding.models import Allotment
from funding.selectors.allotments import received_of
from funding.selectors.over_allotting import questions
from funding.selectors.recipients import Recipient, found, key_of, next_below, obstacles, projects_to_serve
from projects.models import Programme

MOST_ROWS = 300
EMPTY_ROWS = 3
REASON = {"label": "事由", "max_length": 300, "widget": forms.Textarea(attrs={"rows": 2})}


class RecipientPicker(Picker):
    """Finds streets and projects that may get money of one allotment; its keys are those of selectors/recipients.py."""

    hint = "街道、项目名称或编号"

    def __init__(self, allotment: Allotment, names: Mapping[str, str]) -> None:
        super().__init__("funding:recipient_search", {"allotment": [str(allotment.pk)]})
        self.names = names

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"label": self.names.get(str(value or ""), "")}


class PrefillForm(forms.Form):
    """Whom the table starts with: the divisions next below, or the running projects of a programme or street."""

    to = forms.ChoiceField(label="分配到", choices=Recipients.choices)
    programme = forms.ModelChoiceField(Programme.objects.none(), label="年度计划", required=False, empty_label="全部")
    street = forms.ModelChoiceField(Division.objects.none(), label="街道", required=False, empty_label="全部")

    def __init__(self, *args: Any, allotment: Allotment, programmes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allotment = allotment
        self.fields["programme"].queryset = programmes
        self.fields["street"].queryset = next_below(allotment)

    def recipients(self) -> list[Recipient]:
        """At most as many as the table has rows."""
        if not self.is_bound or not self.is_valid():
            return []
        if self.cleaned_data["to"] == Recipients.STREETS:
            return list(next_below(self.allotment)[:MOST_ROWS])
        programme, street = self.cleaned_data["programme"], self.cleaned_data["street"]
        return list(projects_to_serve(self.allotment, programme=programme, street=street)[:MOST_ROWS])


class RowForm(forms.Form):
    """One recipient and its amount; both, or neither."""

    recipient = forms.CharField(label="街道或项目", required=False)
    amount = MoneyField(label="金额", required=False)

    def __init__(self, *args: Any, picker: RecipientPicker, given: Mapping[str, Decimal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["recipient"].widget = deepcopy(picker)
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = field.label
            if self.is_bound and name in self.errors:
                field.widget.attrs["class"] = f"{field.widget.attrs.get('class', '')} is-invalid".strip()
        self.given = given.get(str(self["recipient"].value() or ""))


RowTable = forms.formset_factory(RowForm, extra=0, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


class AllocationForm(OnceForm):
    """The table hangs on the head, so that all errors show at once; `shares` are (recipient, 元)."""

    on = PastDayField(label="分配日期")
    unit = forms.ChoiceField(label="金额单位", choices=MoneyUnit.choices, initial=MoneyUnit.WAN)
    reason = forms.CharField(label="说明", max_length=300, required=False)
    sure = forms.BooleanField(label="金额和单位无误", required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, allotment: Allotment, recipients: Sequence[Recipient] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.allotment = allotment
        self.shares: list[tuple[Recipient, Decimal]] = []
        keys = _typed(self.data) if self.is_bound else [key_of(each) for each in recipients]
        self.named = found(allotment, keys) if self.is_bound else {key_of(each): each for each in recipients}
        starts = [{"recipient": key} for key in keys] + [{}] * min(EMPTY_ROWS, MOST_ROWS - len(keys))
        names = {key: str(each) for key, each in self.named.items()}
        self.rows = RowTable(
            self.data if self.is_bound else None,
            initial=[] if self.is_bound else starts,
            prefix="rows",
            form_kwargs={"picker": RecipientPicker(allotment, names), "given": received_of(allotment)},
        )

    def is_valid(self) -> bool:
        """The rows that can be read are checked also where others cannot, so that all is said at once."""
        head, rows = super().is_valid(), self.rows.is_valid()
        if head:
            self._read()
        if not rows or any(row.errors for row in self.rows):
            self.add_error(None, "表中有几行需要更正，见各行下的提示。")
        elif head and not self.shares:
            self.add_error(None, "请至少填写一行的街道或项目和金额。")
        elif head and not self.errors:
            self._ask()
        return not self.errors

    def _read(self) -> None:
        """Every filled row names somebody who may have money, once, and an amount that can be one."""
        taken: dict[str, RowForm] = {}
        for row in self.rows:
            if row.is_valid() and row.cleaned_data.get("amount") is not None:
                self._read_row(row, row.cleaned_data["recipient"], taken)
        reasons = obstacles(giver=self.allotment, recipients=[to for to, _ in self.shares], on=self.cleaned_data["on"])
        for key, reason in reasons.items():
            taken[key].add_error("recipient", reason)

    def _read_row(self, row: RowForm, key: str, taken: dict[str, RowForm]) -> None:
        yuan = in_yuan(row, "amount", self.cleaned_data["unit"])
        if yuan is None:
            return
        if not key:
            row.add_error("recipient", "请选择这笔金额分配给谁。")
        elif key not in self.named:
            row.add_error("recipient", f"不在{self.allotment.division}之内，请从列表中选择。")
        elif key in taken:
            row.add_error("recipient", f"“{self.named[key]}”重复，请合并为一行。")
        else:
            taken[key] = row
            self.shares.append((self.named[key], yuan))

    def _ask(self) -> None:
        """About a sum that is far from what is left, and about projects that need less."""
        if self.cleaned_data["sure"]:
            return
        total = sum((amount for _, amount in self.shares), Decimal(0))
        far = doubt(total, self.allotment.left, "可分配余额") if total < self.allotment.left else ""
        ask(self, [*([far] if far else []), *questions(self.shares)])


class TakeBackForm(OnceForm, AmountForm):
    on = PastDayField(label="收回日期")
    reason = forms.CharField(**REASON)

    field_order = ("amount", "unit", "sure", "on", "reason")


class MoveForm(OnceForm, AmountForm):
    target = forms.CharField(label="调入街道或项目")
    on = PastDayField(label="调剂日期")
    reason = forms.CharField(**REASON)

    field_order = ("target", "amount", "unit", "sure", "on", "reason")

    def __init__(self, *args: Any, giver: Allotment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.giver = giver
        key = str(self["target"].value() or "")
        self.named = found(giver, [key]) if key else {}
        names = {key: str(each) for key, each in self.named.items()}
        self.fields["target"].widget = RecipientPicker(giver, names)

    def questions(self, yuan: Decimal) -> list[str]:
        target = self.cleaned_data.get("target")
        return questions([(target, yuan)]) if target else []

    def clean_target(self) -> Recipient:
        if self.cleaned_data["target"] not in self.named:
            raise forms.ValidationError(f"不在{self.giver.division}之内，请从列表中选择。")
        return self.named[self.cleaned_data["target"]]


def ask(form: forms.Form, doubts: Sequence[str]) -> None:
    """Show the tick by which she says that it is right, with what is in doubt; nothing is stored before."""
    if doubts:
        form.fields["sure"].widget = forms.CheckboxInput()
        form.add_error("sure", [*doubts[:-1], doubts[-1] + IF_SO])


def _typed(data: QueryDict) -> list[str]:
    return [data[name] for name in data if name.startswith("rows-") and name.endswith("-recipient") and data[name]]
