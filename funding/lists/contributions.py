"""What residents, units and society give, as a list."""

from django.db.models import DecimalField, ExpressionWrapper, F, Q, QuerySet
from django.forms import HiddenInput
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import Asker, ListSpec, YesNoFilter, register
from core.units import YUAN
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from funding.choices import GivenAs
from funding.filters import projects_seen
from funding.forms.contributions import SOURCES
from funding.models import Contribution, SharePlan
from projects.choices import Source
from projects.filters import divisions_seen


def _project_url(row: Contribution) -> str:
    return reverse("funding:project_funds", args=[row.project_id])


COLUMNS = (
    Column(key="giver", title="出资方", link=lambda row: row.get_absolute_url(), order_by="giver", width=24),
    Column(
        key="project",
        title="项目",
        value=lambda row: row.project.name,
        link=_project_url,
        order_by="project__number",
        width=28,
    ),
    Column(key="division", title="区划", value=lambda row: row.project.division.name, order_by="project__division"),
    Column(key="source", title="来源", kind=Kind.CHOICE, choices=Source, order_by="source", width=16),
    Column(key="given_as", title="方式", kind=Kind.CHOICE, choices=GivenAs, order_by="given_as", width=8),
    Column(key="promised", title="议定", kind=Kind.MONEY, unit=YUAN, order_by="promised", total="promised", width=16),
    Column(
        key="received",
        title="已收到",
        kind=Kind.MONEY,
        unit=YUAN,
        link=lambda row: f"{row.get_absolute_url()}#receipts",
        order_by="received",
        total="received",
        width=16,
    ),
    Column(
        key="outstanding",
        title="未收到",
        kind=Kind.MONEY,
        unit=YUAN,
        order_by="outstanding",
        total="outstanding",
        width=16,
    ),
    Column(
        key="plan",
        title="居民分摊",
        value=lambda row: row.plan.title if row.plan else "",
        link=lambda row: row.plan.get_absolute_url() if row.plan else "",
        width=16,
    ),
    Column(key="basis", title="依据", width=24),
    Column(key="households", title="户数", kind=Kind.INTEGER, total="households", shown=False),
    Column(key="each", title="每户", kind=Kind.MONEY, unit=YUAN, shown=False),
    Column(key="credit_code", title="统一社会信用代码", shown=False, width=20),
    Column(key="created_at", title="登记时间", kind=Kind.MOMENT, order_by="pk", shown=False, width=16),
)


def plans_seen(asker: Asker) -> QuerySet[SharePlan]:
    return SharePlan.objects.for_user(asker.user).select_related("site__compound")


class ContributionFilter(FilterSet):
    q = CharFilter(label="出资方、项目", method="found")
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET]),
    )
    source = ChoiceFilter(label="来源", choices=SOURCES, empty_label="全部")
    given_as = ChoiceFilter(label="方式", choices=GivenAs.choices, empty_label="全部")
    outstanding = YesNoFilter(label="还没收齐", method="still_out")
    year = NumberFilter(label="计划年度", field_name="project__programme__year")
    project = ModelChoiceFilter(label="项目", queryset=projects_seen, widget=HiddenInput)
    plan = ModelChoiceFilter(label="居民分摊", queryset=plans_seen, widget=HiddenInput)

    class Meta:
        model = Contribution
        fields: list[str] = []

    def found(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        wanted = text.strip()
        return rows.filter(Q(giver__contains=wanted) | Q(project__name__contains=wanted))

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)

    def still_out(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        out = Q(received__lt=F("promised"))
        return rows.filter(out if wanted else ~out)


def contributions_listed(user: User) -> QuerySet[Contribution]:
    left = ExpressionWrapper(F("promised") - F("received"), DecimalField(max_digits=16, decimal_places=2))
    rows = Contribution.objects.for_user(user).select_related("project__division", "plan")
    return rows.annotate(outstanding=left)


CONTRIBUTIONS = register(
    ListSpec(
        key="contributions",
        title="居民和社会出资",
        columns=COLUMNS,
        filters=ContributionFilter,
        rows=contributions_listed,
        order="-created_at",
        permission=Permission.VIEW_FUNDS,
        empty="还没有登记出资。在项目的“资金”页登记出资，或登记居民分摊。",
    )
)
