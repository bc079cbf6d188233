"""What is said to a warning."""

from typing import Any

from django import forms

from funding.models import FundWarning


class AnswerForm(forms.Form):
    """The answer, and unseen the one that she had before her."""

    text = forms.CharField(
        label="情况说明",
        min_length=4,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明原因、依据，打算怎么办、何时办结。说明后预警仍保留，直到情况消除。",
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, warning: FundWarning, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].initial = self.fields["seen"].initial = warning.answer
