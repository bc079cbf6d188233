"""The lines of schemes as a list: of one version, or of everything that is approved."""

from decimal import Decimal

from django.db.models import QuerySet
from django.forms import HiddenInput
from django_filters import CharFilter, ChoiceFilter, FilterSet, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from communities.models import Compound
from communities.search import search
from core.imports.selectors import subject_ids
from core.lists import ListSpec, register
from projects import scheme_columns
from projects.choices import Category, SchemeStatus
from projects.models import SchemeItem
from projects.selectors.schemes import LINE_PARTS


class SchemeItemFilter(FilterSet):
    """Without a version only what is in force is listed: else a sum would count the same works in every version."""

    q = CharFilter(label="改造内容、小区", method="named")
    category = ChoiceFilter(label="改造类别", field_name="item__category", choices=Category.choices, empty_label="全部")
    year = NumberFilter(label="年度", field_name="scheme__project__programme__year")
    scheme = NumberFilter(label="方案编号", field_name="scheme", widget=HiddenInput)
    imported = NumberFilter(label="导入批次", method="brought_in", widget=HiddenInput)

    class Meta:
        model = SchemeItem
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("scheme") else rows.filter(scheme__status=SchemeStatus.APPROVED)

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        compounds = search(Compound.objects.all(), text)
        return rows.filter(item__name__contains=text) | rows.filter(site__compound__in=compounds)

    def brought_in(self, rows: QuerySet, name: str, import_id: Decimal) -> QuerySet:
        return rows.filter(pk__in=subject_ids(int(import_id)))


def lines_listed(user: User) -> QuerySet[SchemeItem]:
    return SchemeItem.objects.for_user(user).select_related(*LINE_PARTS, "scheme__project")


SCHEME_ITEMS = register(
    ListSpec(
        key="scheme_items",
        title="方案内容表",
        columns=scheme_columns.LIST,
        filters=SchemeItemFilter,
        rows=lines_listed,
        order="project",
        permission=Permission.VIEW_PROJECTS,
        empty="没有方案内容。不指定方案时只列已批准的现行方案；请从项目的“改造方案”页进入，逐项填写或导入。",
    )
)
