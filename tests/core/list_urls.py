"""The product's addresses, one list of compounds as a room would declare it, and one form whose drafts are kept."""

import django_filters
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.urls import include, path

from accounts.permissions import Permission
from communities.choices import PropertyKind
from communities.models import Compound
from core.columns import Column, Kind
from core.lists import ListPage, ListSpec, YesNoFilter, register
from core.units import BUILDINGS, HOUSEHOLDS, SQM
from divisions.widgets import DivisionPicker


class Filter(django_filters.FilterSet):
    q = django_filters.CharFilter(field_name="name", lookup_expr="contains", label="名称")
    kind = django_filters.ChoiceFilter(field_name="property_kind", choices=PropertyKind, label="房屋性质")
    built = django_filters.RangeFilter(field_name="built_year", label="建成年份")
    committee = YesNoFilter(field_name="has_owners_committee", label="业委会")
    division = django_filters.ModelChoiceFilter(
        queryset=lambda request: request.user.organisation.division.children.all(), label="街道"
    )

    class Meta:
        model = Compound
        fields = []


COMPOUNDS = register(
    ListSpec(
        key="test-compounds",
        title="示例小区",
        columns=(
            Column(key="name", title="小区名称", order_by="division_id,name", link=lambda row: f"/c/{row.pk}"),
            Column(key="street", title="街道", value=lambda row: row.division.name, order_by="division_id"),
            Column(key="property_kind", title="房屋性质", kind=Kind.CHOICE, choices=PropertyKind),
            Column(key="built_year", title="建成年份", kind=Kind.YEAR, order_by="built_year"),
            Column(key="buildings_count", title="楼栋数", kind=Kind.INTEGER, unit=BUILDINGS, total="buildings_count"),
            Column(
                key="households",
                title="户数",
                kind=Kind.INTEGER,
                unit=HOUSEHOLDS,
                order_by="households",
                total="households",
            ),
            Column(key="floor_area", title="建筑面积", kind=Kind.AREA, unit=SQM, total="floor_area"),
            Column(key="address", title="坐落", shown=False),
        ),
        filters=Filter,
        rows=lambda user: Compound.objects.for_user(user).select_related("division"),
        order="name",
        permission=Permission.VIEW_COMPOUNDS,
        empty="还没有小区。请导入台账，或新增小区。",
    )
)


class CompoundList(ListPage):
    spec = COMPOUNDS


FORM = """{% extends "base.html" %}{% block content %}
<form method="post" data-draft="note"{% if refused %} data-refused{% endif %}>{% csrf_token %}
  <label>说明 <input name="note"></label>
  {{ picker }}
  <label><input type="checkbox" name="agreed"> 同意</label>
  <select name="kinds" multiple><option value="1">一</option><option value="2">二</option></select>
  <button data-confirm="确定提交？">提交</button>
</form>{% endblock %}"""


def form(request):
    """Refuses what is not agreed to, otherwise leads to the jobs."""
    refused = request.method == "POST" and "agreed" not in request.POST
    if request.method == "POST" and not refused:
        return redirect("core:job_list")
    picker = DivisionPicker().render("division", "", {"id": "id_division"})
    page = engines["django"].from_string(FORM).render({"refused": refused, "picker": picker}, request)
    return HttpResponse(page, status=422 if refused else 200)


urlpatterns = [
    path("test-list/", CompoundList.as_view(), name="test_list"),
    path("test-form/", form, name="test_form"),
    path("", include("renovation.urls")),
]
