"""Moving projects to the next year's programme."""

from django import forms


class MoveForm(forms.Form):
    reason = forms.CharField(
        label="转入下一年度的原因",
        max_length=200,
        min_length=4,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="作为下一年度计划中的“再次纳入理由”，并记入项目历史。",
    )
