"""A share plan: first which part of which site and how, then its groups of households as rows."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms

from core.forms import CountField, PastDayField
from funding.choices import ShareMethod
from funding.forms.contributions import ProjectAmountForm
from funding.selectors.shares import MOST, Place
from funding.services.shares import Group
from projects.models import ProjectSite

COEFFICIENT = {"min_value": 0, "max_digits": 6, "decimal_places": 3}


class ChooseForm(forms.Form):
    """Which households the rows begin with."""

    site = forms.ModelChoiceField(label="小区", queryset=ProjectSite.objects.none(), empty_label=None)
    method = forms.ChoiceField(label="分摊办法", choices=ShareMethod.choices)
    part = forms.ChoiceField(
        label="楼栋、单元", required=False, help_text="加装电梯等只涉及一个单元的，请选到单元；不选则列出全部。"
    )

    def __init__(self, *args: Any, sites: Any, places: Sequence[tuple[ProjectSite, Place]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"].queryset = sites
        self.fields["part"].choices = [("", "全部"), *((p.key, f"{site} {p}") for site, p in places)]
        self.site_of = {place.key: site for site, place in places}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        part, site = cleaned.get("part"), cleaned.get("site")
        if part and site and self.site_of[part] != site:
            self.add_error("part", f"所选楼栋不在{site}，请改选小区或楼栋。")
        return cleaned


class GroupForm(forms.Form):
    place = forms.ChoiceField(label="楼栋、单元", required=False)
    floor = CountField(label="楼层")
    households = CountField(label="户数（户）")
    coefficient = forms.DecimalField(
        label="系数",
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "n"}),
        **COEFFICIENT,
    )

    def __init__(self, *args: Any, places: Sequence[Place] = (), method: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        self.places, self.method = {place.key: place for place in places}, method
        self.fields["place"].choices = [("", "全体住户"), *((place.key, str(place)) for place in places)]
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        typed = cleaned.get("place") or cleaned.get("floor")
        if typed and cleaned.get("households") is None and "households" not in self.errors:
            self.add_error("households", "请填户数；没有住户的行请清空。")
        if cleaned.get("floor") is not None and not 1 <= cleaned["floor"] <= 100:
            self.add_error("floor", "楼层应在 1 到 100 之间。")
        by_floor = cleaned.get("households") and self.method == ShareMethod.BY_FLOOR
        if by_floor and cleaned.get("coefficient") is None and "coefficient" not in self.errors:
            self.add_error("coefficient", "请填系数；不分摊的填 0。")
        return cleaned

    @property
    def group(self) -> Group | None:
        """None for a row that was left empty."""
        typed = self.cleaned_data
        if not typed.get("households"):
            return None
        place, coefficient = self.places.get(typed["place"]), typed["coefficient"]
        return Group(
            households=typed["households"],
            coefficient=Decimal(1) if coefficient is None else coefficient,
            building=place.building if place else None,
            unit=place.unit if place else None,
            floor=typed["floor"],
        )


GroupFormSet = forms.formset_factory(GroupForm, extra=3, max_num=MOST + 30, validate_max=True)


class SharePlanForm(ProjectAmountForm):
    """The sum and the residents' decision, and the groups as rows."""

    title = forms.CharField(label="分摊事项", max_length=100, help_text="如：加装电梯、外墙保温。")
    document = forms.CharField(label="依据", max_length=100, help_text="居民议定的决议或协议名称。")
    decided_on = PastDayField(label="议定日期")
    field_order = ("title", "amount", "unit", "sure", "document", "decided_on")

    def __init__(
        self, *args: Any, places: Sequence[Place], method: str, rows: Sequence[dict[str, Any]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.fields["amount"].label = "分摊总额"
        about = {"places": places, "method": method}
        data, shown = (self.data, []) if self.is_bound else (None, rows)
        self.groups = GroupFormSet(data, initial=shown, prefix="groups", form_kwargs=about)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.groups.is_valid()])  # both are read, so that all errors show at once

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        facts = dict(self.cleaned_data)
        groups = [form.group for form in self.groups if form.group]
        total = facts.pop("amount")
        return facts | {"total": total, "groups": groups}
