"""What the street says to a contradiction."""

from typing import Any

from django import forms

from progress.models import Contradiction


class AnswerForm(forms.Form):
    """The answer, and unseen the one that she had before her."""

    text = forms.CharField(
        label="情况说明",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写明数字怎么来的、依据是什么；如确有错误，写明打算在哪个月更正。",
    )
    seen = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, contradiction: Contradiction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].initial = self.fields["seen"].initial = contradiction.answer
