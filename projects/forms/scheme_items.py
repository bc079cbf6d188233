"""One line of a scheme, and copying lines from another project."""

from typing import Any

from django import forms

from communities.models import Building, Unit
from core.forms import UnitField
from core.units import YUAN
from core.widgets import Picker
from projects.models import Project, ProjectSite, SchemeItem, WorkItem
from projects.services.scheme_copies import Quantities


class ItemPicker(Picker):
    hint = "名称、拼音首字母或编号"


class LineForm(forms.Form):
    """Where, how much, at what price. The place is the whole compound, a building, or a unit."""

    place = forms.ChoiceField(label="部位所在", required=False)
    part = forms.CharField(label="部位、规格", max_length=100, required=False)
    quantity = forms.DecimalField(
        label="数量",
        max_digits=12,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "n"}),
    )
    unit_price = UnitField(label="单价（元）", unit=YUAN, max_digits=12, min_value=None)
    remarks = forms.CharField(label="备注", max_length=200, required=False)

    def __init__(self, *args: Any, site: ProjectSite, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._places = places_of(site)
        self.fields["place"].choices = [(key, label) for key, (label, _, _) in self._places.items()]

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the services take it."""
        _, building, unit = self._places[self.cleaned_data["place"]]
        typed = {name: self.cleaned_data[name] for name in ("part", "quantity", "unit_price", "remarks")}
        return {"building": building, "unit": unit, **typed}


class LineAddForm(LineForm):
    item = forms.ModelChoiceField(WorkItem.objects.none(), label="改造内容")

    field_order = ("item",)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = WorkItem.objects.usable_in(project.division_id)
        self.fields["item"].widget = ItemPicker("projects:item_search", {"division": [project.division_id]})
        self.fields["item"].widget.choices = self.fields["item"].choices

    @property
    def facts(self) -> dict[str, Any]:
        return {"item": self.cleaned_data["item"], **super().facts}


class LineEditForm(LineForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, line: SchemeItem, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "place": key_of(line.building_id, line.unit_id),
            "version": line.version,
            **{name: getattr(line, name) for name in ("part", "quantity", "unit_price", "remarks")},
        }
        super().__init__(*args, site=line.site, **kwargs)


class CopyForm(forms.Form):
    """From which project, to which compound, and what becomes of the quantities."""

    source = forms.TypedChoiceField(label="从哪个项目复制", coerce=int, widget=forms.RadioSelect)
    site = forms.ModelChoiceField(ProjectSite.objects.none(), label="复制到小区", empty_label=None)
    quantities = forms.ChoiceField(label="数量", choices=Quantities.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, offered: list[tuple[int, str]], project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = offered
        self.fields["site"].queryset = project.sites.select_related("compound")
        self.initial["quantities"] = Quantities.SCALED


def key_of(building: int | None, unit: int | None) -> str:
    return f"u{unit}" if unit else f"b{building}" if building else ""


def places_of(site: ProjectSite) -> dict[str, tuple[str, Building | None, Unit | None]]:
    """The compound as a whole, its buildings (those the project is limited to) and their units, by form value."""
    limited = [building.pk for building in site.only_buildings.all()]
    buildings = site.compound.buildings.prefetch_related("units")
    found: dict[str, tuple[str, Building | None, Unit | None]] = {"": ("小区整体", None, None)}
    for building in buildings.filter(pk__in=limited) if limited else buildings:
        found[key_of(building.pk, None)] = (building.name, building, None)
        for unit in building.units.all():
            found[key_of(building.pk, unit.pk)] = (f"{building.name} {unit.name}", building, unit)
    return found
