"""Forms of compounds and their buildings."""

from typing import Any

from crispy_forms.layout import Div, Layout
from django import forms
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Permission, roles_with
from communities.columns import sections
from communities.forms.facts import FactsForm, cell, section
from communities.models import Building, Compound, Unit
from communities.policies import PLACES
from core import units
from core.forms import UnitField
from divisions.models import Division, Level
from divisions.territory import bounds
from divisions.widgets import DivisionPicker

WHY = {"max_length": 200, "label": "修改原因", "help_text": "记入变更记录，例如：入户核对、产权证复核"}


class CompoundForm(FactsForm):
    """All facts of a compound in the order of the paper form."""

    maintenance_fund = UnitField(unit=units.WAN_YUAN, label="维修资金余额")

    class Meta:
        model = Compound
        fields = (
            "division",
            "name",
            *(column.key for _, columns in sections() for column in columns),
            "remarks",
            "assigned_to",
        )
        widgets = {"division": DivisionPicker(levels=sorted(PLACES)), "remarks": forms.Textarea({"rows": 2})}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].queryset = Division.objects.for_user(user).in_force()
        self.fields["assigned_to"].queryset = colleagues(user, self.instance)
        if self.instance.pk:
            self.fields["reason"] = forms.CharField(**WHY)
        last = ["assigned_to", "remarks", *(["reason"] if self.instance.pk else [])]
        self.helper.layout = Layout(
            "version",
            section("所在和名称", [cell("division"), cell("name")]),
            *(section(title, [cell(column.key) for column in columns]) for title, columns in sections()),
            section("其他", map(cell, last)),
        )


def colleagues(user: User, compound: Compound) -> Any:
    """Who may be made responsible: those who may enter its facts, in her own unit and in the compound's street."""
    near = Q(organisation=user.organisation)
    if compound.division_id:
        near |= Q(organisation__division__pk__range=bounds(compound.division_id[: Level.STREET]))
    enters = Q(role__in=roles_with(Permission.SURVEY)) & near
    return User.objects.active().filter(enters | Q(pk=compound.assigned_to_id)).order_by("full_name")


class PartForm(FactsForm):
    """A building or a unit; a change says why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["reason"] = forms.CharField(**WHY)
        shown = [cell(name) for name in self.fields if name != "version"]
        self.helper.layout = Layout("version", Div(*shown, css_class="row"))


class BuildingForm(PartForm):
    class Meta:
        model = Building
        fields = ("name", "built_year", "storeys", "structure", "households", "floor_area", "lifts")


class UnitForm(PartForm):
    class Meta:
        model = Unit
        fields = ("name", "households")
