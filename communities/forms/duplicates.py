"""Deciding about two compounds that look alike."""

from typing import Any

from django import forms

from communities.forms.eligibility import ReasonForm
from communities.models import Compound

APART = "apart"


class DecisionForm(ReasonForm):
    """They are two, or they are one and this is the one that stays."""

    decision = forms.ChoiceField(label="处理", widget=forms.RadioSelect)
    field_order = ("decision", "reason")

    def __init__(self, *args: Any, pair: tuple[Compound, Compound], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pair = pair
        self.fields["decision"].choices = [
            (APART, "不是同一小区，不再提示"),
            *((str(compound.pk), f"是同一小区，保留“{compound}”，另一个并入它") for compound in pair),
        ]

    @property
    def stays(self) -> Compound | None:
        """The compound to keep; None when they are two."""
        return next((c for c in self.pair if str(c.pk) == self.cleaned_data["decision"]), None)
