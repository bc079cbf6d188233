"""Forms about the phases and gates of one project."""

from django import forms

from core.forms import DayField, PastDayField
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from projects.models import Batch, Programme
from projects.services.gates import LEAST_REASON


class DayForm(forms.Form):
    """When a phase began or ended."""

    on = PastDayField(label="日期")


class PlannedForm(forms.Form):
    """Other days for one phase of one project."""

    planned_start = DayField(label="计划开始", required=False)
    planned_end = DayField(label="计划完成", required=False)
    reason = forms.CharField(label="调整原因", max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class WhyForm(forms.Form):
    """Why what was entered is taken back."""

    reason = forms.CharField(
        label="原因",
        min_length=LEAST_REASON,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=f"不少于 {LEAST_REASON} 个字。",
    )


class EvidenceForm(forms.Form):
    """By which paper of which day a gate is passed; the paper itself where it is at hand."""

    on = PastDayField(label="办结日期")
    evidence = forms.CharField(
        label="依据", max_length=300, help_text="写明文号、日期或会议纪要名称，例如：卫改办纪要〔2023〕5号，2023-03-18"
    )
    upload = forms.FileField(label="依据文件（可不传）", required=False)


class OverruleForm(forms.Form):
    reason = forms.CharField(
        label="越过理由",
        min_length=LEAST_REASON,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=f"不少于 {LEAST_REASON} 个字；理由和批准人姓名永久显示在项目的关口清单上。",
    )


class ApplyForm(forms.Form):
    """Which projects get the template: those of a programme, or of one of its batches."""

    programme = forms.ModelChoiceField(label="年度计划", queryset=Programme.objects.none(), empty_label="请选择")
    batch = forms.ModelChoiceField(label="批次", queryset=Batch.objects.none(), required=False, empty_label="全部批次")
    street = forms.ModelChoiceField(
        label="街道", queryset=Division.objects.none(), required=False, widget=DivisionPicker([Level.STREET])
    )

    def __init__(self, *args, programmes, batches, divisions, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programmes
        self.fields["batch"].queryset = batches
        self.fields["street"].queryset = divisions
        self.fields["batch"].label_from_instance = lambda batch: f"{batch.programme.year}年 {batch}"

    def clean(self):
        values = super().clean()
        batch, programme = values.get("batch"), values.get("programme")
        if batch and programme and batch.programme_id != programme.pk:
            self.add_error("batch", f"{batch}不属于所选计划，请另选批次。")
        return values
