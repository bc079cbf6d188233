"""Property-fee subsidies as a list."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.forms import HiddenInput
from django.urls import reverse
from django.utils import timezone
from django_filters import CharFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, YesNoFilter, register
from core.units import MONTHLY_FEE, SQM, YUAN
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from funding.filters import projects_seen
from funding.models import FeeInstalment, FeeSubsidy
from funding.selectors.subsidies import with_sums
from projects.columns import street_of
from projects.filters import divisions_seen


def _money(key: str, title: str) -> Column:
    return Column(key=key, title=title, kind=Kind.MONEY, unit=YUAN, order_by=key, total=key, width=16)


COLUMNS = (
    Column(
        key="site",
        title="小区",
        value=lambda row: row.site.compound.name,
        link=lambda row: row.get_absolute_url(),
        order_by="site__compound__name",
        width=24,
    ),
    Column(key="street", title="街道", value=street_of, order_by="division", width=18),
    Column(
        key="project",
        title="项目",
        value=lambda row: row.project.name,
        link=lambda row: reverse("funding:project_funds", args=[row.project_id]),
        order_by="project__number",
        width=28,
    ),
    Column(key="company", title="物业服务单位", order_by="company", width=24),
    Column(key="floor_area", title="建筑面积", kind=Kind.AREA, unit=SQM, order_by="floor_area", total="floor_area"),
    Column(key="rate", title="补贴标准", kind=Kind.DECIMAL, unit=MONTHLY_FEE, order_by="rate"),
    Column(key="first_month", title="起始月", value=lambda row: f"{row.first_month:%Y-%m}", order_by="first_month"),
    Column(key="months", title="期限（月）", kind=Kind.INTEGER, order_by="months", width=8),
    _money("total", "补贴合计"),
    _money("paid", "已拨付"),
    _money("open", "未拨付"),
    Column(key="document", title="依据文号", shown=False, width=24),
)


class SubsidyFilter(FilterSet):
    q = CharFilter(label="小区、物业", method="found")
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET]),
    )
    year = NumberFilter(label="含此年度", method="has_year")
    due = YesNoFilter(label="到期未拨付", method="is_due")
    project = ModelChoiceFilter(label="项目", queryset=projects_seen, widget=HiddenInput)

    class Meta:
        model = FeeSubsidy
        fields: list[str] = []

    def found(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        wanted = text.strip()
        return rows.filter(Q(site__compound__name__contains=wanted) | Q(company__contains=wanted))

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)

    def has_year(self, rows: QuerySet, name: str, year: int) -> QuerySet:
        return rows.filter(Exists(FeeInstalment.objects.filter(subsidy=OuterRef("pk"), year=year)))

    def is_due(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        """An instalment of this year or before is not paid yet."""
        until_now = FeeInstalment.objects.filter(subsidy=OuterRef("pk"), year__lte=timezone.localdate().year)
        due = Exists(until_now.filter(paid__lt=F("amount")))
        return rows.filter(due if wanted else ~due)


def subsidies_listed(user: User) -> QuerySet[FeeSubsidy]:
    related = ("site__compound", "division__parent", "project")
    return with_sums(FeeSubsidy.objects.for_user(user)).select_related(*related)


SUBSIDIES = register(
    ListSpec(
        key="subsidies",
        title="物业费补贴",
        columns=COLUMNS,
        filters=SubsidyFilter,
        rows=subsidies_listed,
        order="site",
        permission=Permission.VIEW_FUNDS,
        empty="还没有登记物业费补贴。项目验收后，由财政局在项目的“资金”页登记。",
    )
)
