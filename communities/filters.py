"""How the list of compounds is narrowed. Who sees which rows is not decided here."""

from decimal import Decimal

from django.db.models import QuerySet
from django.forms import HiddenInput
from django_filters import CharFilter, ChoiceFilter, FilterSet, NumberFilter, RangeFilter

from communities.choices import CompoundStatus, ManagementMode, Programme, PropertyKind, Result, Safety
from communities.models import Compound
from communities.search import search
from core.imports.selectors import subject_ids


class CompoundFilter(FilterSet):
    """Removed compounds are shown only to those who ask for them."""

    q = CharFilter(label="名称、坐落、拼音", method="found")
    built_year = RangeFilter(label="建成年份")
    management_mode = ChoiceFilter(label="物业管理方式", choices=ManagementMode.choices, empty_label="全部")
    result = ChoiceFilter(label="改造对象", field_name="outcome__result", choices=Result.choices, empty_label="全部")
    willingness = RangeFilter(label="居民改造意愿（%）")
    property_kind = ChoiceFilter(label="房屋性质", choices=PropertyKind.choices, empty_label="全部")
    safety = ChoiceFilter(label="结构安全", choices=Safety.choices, empty_label="全部")
    other_programme = ChoiceFilter(label="纳入其他改造", choices=Programme.choices, empty_label="全部")
    responsible = CharFilter(label="负责人", field_name="assigned_to__full_name", lookup_expr="contains")
    status = ChoiceFilter(label="状态", choices=CompoundStatus.choices, empty_label="在册")
    imported = NumberFilter(label="导入批次", method="brought_in", widget=HiddenInput)

    class Meta:
        model = Compound
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data["status"] else rows.filter(status=CompoundStatus.ACTIVE)

    def found(self, rows: QuerySet, name: str, query: str) -> QuerySet:
        return search(rows, query)

    def brought_in(self, rows: QuerySet, name: str, import_id: Decimal) -> QuerySet:
        return rows.filter(pk__in=subject_ids(int(import_id)))
