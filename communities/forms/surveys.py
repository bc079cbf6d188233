"""The survey form on paper order: base facts, facilities, hazards and illegal structures, residents."""

from datetime import date
from typing import Any

from crispy_forms.layout import Column, Div, Field, Layout
from django import forms

from communities.choices import Condition, Facility
from communities.forms.facts import CELL, FactsForm, cell, section
from communities.forms.photos import PhotosField
from communities.models import Compound, Survey
from communities.services.surveys import Findings, refusals_of

# Filled in from the register to be confirmed on site; what people say and what is broken is asked anew.
CONFIRMED = ("built_year", "buildings_count", "units_count", "households", "population", "floor_area", "safety")
TROUBLES = ("hazards_count", "hazards", "illegal_structures", "illegal_area")
RESIDENTS = ("households_visited", "willingness", "management_agreed", "elderly_share", "residents_in_need", "wishes")
LONG = ("hazards", "wishes", "remarks")


class SurveyForm(FactsForm):
    """One visit. `findings` is what the service records."""

    photos = PhotosField(label="现场照片", required=False)

    class Meta:
        model = Survey
        fields = ("surveyed_on", *CONFIRMED, *TROUBLES, *RESIDENTS, "remarks")
        widgets = {"surveyed_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")} | {
            name: forms.Textarea({"rows": 2}) for name in LONG
        }

    def __init__(self, *args: Any, compound: Compound, newest: Survey | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.initial |= {"surveyed_on": today} | {name: getattr(compound, name) for name in CONFIRMED}
        before = {each.facility: each for each in newest.facilities.all()} if newest else {}
        for facility in Facility:
            self._ask_for(facility, before.get(facility))
        self.helper.layout = Layout(
            section("基本情况", map(_cell, ("surveyed_on", *CONFIRMED))),
            section("设施现状", [Div(*map(_facility_row, Facility), css_class="facilities")]),
            section("安全隐患和违建", map(_cell, TROUBLES)),
            section("居民意愿", map(_cell, RESIDENTS)),
            section("其他", [cell("photos", width="col-12"), cell("remarks", width="col-12")]),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "surveyed_on" in cleaned:
            for field, sentence in refusals_of(self.findings, today=self.today):
                self.add_error(field, sentence)
        return cleaned

    @property
    def findings(self) -> Findings:
        facts = self.facts
        facilities = {
            facility: (condition, self.cleaned_data.get(f"{facility}_note", ""))
            for facility in Facility.values
            if (condition := self.cleaned_data.get(facility))
        }
        return Findings(surveyed_on=facts.pop("surveyed_on"), facts=facts, facilities=facilities)

    def _ask_for(self, facility: Facility, before: Any) -> None:
        """Its condition and a note; the finding of the last survey is told, not filled in."""
        told = f"上次：{before.get_condition_display()}" if before else ""
        choices = [("", "未查"), *Condition.choices]
        self.fields[facility.value] = forms.ChoiceField(
            label=facility.label, choices=choices, required=False, help_text=told
        )
        note = forms.TextInput({"placeholder": "说明", "aria-label": f"{facility.label}说明"})
        self.fields[f"{facility}_note"] = forms.CharField(label="", max_length=200, required=False, widget=note)


def _cell(name: str) -> Column:
    return cell(name, width="col-12" if name in LONG else CELL)


def _facility_row(facility: Facility) -> Div:
    return Div(Field(facility.value), Field(f"{facility}_note"), css_class="facility")
