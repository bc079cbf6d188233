"""The 违建 ledger as a list (F38)."""

from django.db.models import Q, QuerySet
from django.forms import HiddenInput
from django.urls import reverse
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from communities.models import Compound
from communities.search import search
from core.columns import Column, Kind
from core.lists import ListSpec, YesNoFilter, register
from core.units import SQM
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from projects.choices import IllegalKind, IllegalStatus
from projects.columns import street_of
from projects.filters import divisions_seen
from projects.models import IllegalStructure


def days_late(structure: IllegalStructure) -> int | None:
    """Days past the day it should be gone, up to today or the day it was demolished; None: in time, or kept."""
    if structure.due_on is None or structure.status == IllegalStatus.RETAINED:
        return None
    late = ((structure.decided_on or timezone.localdate()) - structure.due_on).days
    return late if late > 0 else None


COLUMNS = (
    Column(
        key="place",
        title="位置",
        link=lambda structure: structure.get_absolute_url(),
        order_by="place",
        width=24,
    ),
    Column(
        key="compound",
        title="小区",
        value=lambda structure: structure.site.compound.name,
        link=lambda structure: reverse("projects:project_illegal", args=[structure.site.project_id]),
        order_by="site__compound__name",
        width=24,
    ),
    Column(key="street", title="街道", value=street_of, order_by="division", width=18),
    Column(key="kind", title="类别", kind=Kind.CHOICE, choices=IllegalKind, order_by="kind", width=18),
    Column(key="area", title="面积", kind=Kind.AREA, unit=SQM, order_by="area", total="area"),
    Column(key="found_on", title="发现日期", kind=Kind.DATE, order_by="found_on"),
    Column(key="due_on", title="拆除期限", kind=Kind.DATE, order_by="due_on"),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=IllegalStatus, order_by="status"),
    Column(key="decided_on", title="拆除（保留）日期", kind=Kind.DATE, order_by="decided_on", width=16),
    Column(key="days_late", title="逾期天数", kind=Kind.INTEGER, value=days_late),
    Column(key="reason", title="保留理由", shown=False, long=True, width=30),
    Column(key="remarks", title="备注", shown=False, long=True, width=30),
    Column(key="project", title="项目", value=lambda structure: structure.site.project.name, shown=False, width=30),
)


class IllegalFilter(FilterSet):
    q = CharFilter(label="小区、位置", method="found")
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET, Level.COMMUNITY]),
    )
    status = ChoiceFilter(label="状态", choices=IllegalStatus.choices, empty_label="全部")
    late = YesNoFilter(label="逾期未拆", method="overdue")
    kind = ChoiceFilter(label="类别", choices=IllegalKind.choices, empty_label="全部")
    project = NumberFilter(label="项目", field_name="site__project", widget=HiddenInput)
    unmeasured = YesNoFilter(label="面积未填", field_name="area", lookup_expr="isnull")

    class Meta:
        model = IllegalStructure
        fields: list[str] = []

    def found(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        compounds = search(Compound.objects.all(), text)
        return rows.filter(Q(site__compound__in=compounds) | Q(place__contains=text.strip()))

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)

    def overdue(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        late = Q(status=IllegalStatus.OUTSTANDING, due_on__lt=timezone.localdate())
        return rows.filter(late if wanted else ~late)


def structures_listed(user: User) -> QuerySet[IllegalStructure]:
    related = ("site__compound", "site__project", "division__parent")
    return IllegalStructure.objects.for_user(user).select_related(*related)


ILLEGAL = register(
    ListSpec(
        key="illegal_structures",
        title="违建台账",
        columns=COLUMNS,
        filters=IllegalFilter,
        rows=structures_listed,
        order="due_on",
        permission=Permission.VIEW_PROJECTS,
        empty="还没有登记违建。在项目的“违建”页登记。",
    )
)
