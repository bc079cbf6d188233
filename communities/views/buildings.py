"""Forms of buildings and units: each is reached from the compound's page and leads back to it."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.permissions import Permission
from communities.forms.compounds import BuildingForm, UnitForm
from communities.forms.eligibility import ReasonForm
from communities.models import Building, Compound, Unit
from communities.services import buildings
from communities.services.versions import ChangedMeanwhile
from core.views.forms import FormPage


class PartPage(FormPage):
    """A form about a part of a compound."""

    permission = Permission.EDIT_COMPOUNDS
    template_name = "communities/facts_form.html"
    removal = ""  # where what was entered by mistake is deleted

    def about(self, compound: Compound, what: str) -> None:
        self.compound = compound
        self.title = f"{compound}：{what}"
        self.back = compound.get_absolute_url()


class BuildingCreate(PartPage):
    form_class = BuildingForm

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        self.about(get_object_or_404(Compound.objects.for_user(request.user).active(), pk=kwargs["pk"]), "新增楼栋")

    def save(self, form: BuildingForm) -> Compound:
        buildings.add(compound=self.compound, facts=form.facts, by=self.request.user)
        return self.compound


class BuildingPage(PartPage):
    """A form about a building on file."""

    action = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = Building.objects.for_user(request.user).select_related("compound")
        self.building = get_object_or_404(visible, pk=kwargs["pk"])
        self.about(self.building.compound, f"{self.action}{self.building}")


class BuildingEdit(BuildingPage):
    form_class = BuildingForm
    action = "修改"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.removal = reverse("communities:building_remove", args=[self.building.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Building.objects.get(pk=self.building.pk)}

    def save(self, form: BuildingForm) -> Compound:
        said = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
        try:
            buildings.change(building=self.building, facts=form.facts, by=self.request.user, **said)
        except ChangedMeanwhile as refusal:
            form.show_theirs(refusal, self.building.version)
            raise
        return self.compound


class BuildingRemove(BuildingPage):
    form_class = ReasonForm
    template_name = "core/form.html"
    action = submit = "删除"
    note = "只用于录错的楼栋，单元一并删除；变更记录仍然保留。"
    done = "已删除。"

    def save(self, form: Form) -> Compound:
        buildings.remove(building=self.building, by=self.request.user, **form.cleaned_data)
        return self.compound


class UnitCreate(BuildingPage):
    form_class = UnitForm
    action = "新增单元："

    def save(self, form: UnitForm) -> Compound:
        buildings.add_unit(building=self.building, facts=form.facts, by=self.request.user)
        return self.compound


class UnitPage(PartPage):
    """A form about a unit on file."""

    action = ""

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        visible = Unit.objects.for_user(request.user).select_related("building__compound")
        self.unit = get_object_or_404(visible, pk=kwargs["pk"])
        self.about(self.unit.building.compound, f"{self.action}{self.unit.building}{self.unit}")


class UnitEdit(UnitPage):
    form_class = UnitForm
    action = "修改"

    def prepare(self, request: HttpRequest, **kwargs: Any) -> None:
        super().prepare(request, **kwargs)
        self.removal = reverse("communities:unit_remove", args=[self.unit.pk])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Unit.objects.get(pk=self.unit.pk)}

    def save(self, form: UnitForm) -> Compound:
        buildings.change_unit(
            unit=self.unit, facts=form.facts, by=self.request.user, reason=form.cleaned_data["reason"]
        )
        return self.compound


class UnitRemove(UnitPage):
    form_class = ReasonForm
    template_name = "core/form.html"
    action = submit = "删除"
    done = "已删除。"

    def save(self, form: Form) -> Compound:
        buildings.remove_unit(unit=self.unit, by=self.request.user, **form.cleaned_data)
        return self.compound
