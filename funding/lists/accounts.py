"""项目资金台账: what each project costs, has been allotted and has paid."""

from decimal import Decimal

from django.db.models import F, Prefetch, Q, QuerySet
from django.urls import reverse
from django_filters import CharFilter, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, YesNoFilter, register
from core.units import WAN_YUAN
from funding import links
from funding.choices import EntryKind
from funding.filters import OfTerritory
from funding.selectors.accounts import projects_with_money, rate_of
from projects.models import Project, ProjectSite
from projects.project_columns import streets_of


def over(project: Project) -> Decimal | None:
    """By how much contracts exceed the approved budget; nothing where they do not."""
    approved, contracted = project.approved, project.contracted
    return None if approved is None or contracted <= approved else contracted - approved


def funds_of(project: Project) -> str:
    return reverse("funding:project_funds", args=[project.pk])


COLUMNS = (
    Column(key="name", title="项目名称", link=funds_of, order_by="name", width=28),
    Column(key="street", title="街道", value=streets_of, order_by="division,number", width=18),
    Column(
        key="approved",
        title="批复预算",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="approved",
        total="approved",
        link=lambda project: f"{reverse('funding:review_list')}?project={project.pk}",
    ),
    Column(
        key="contracted",
        title="合同价款",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="contracted",
        total="contracted",
        link=lambda project: f"{reverse('funding:contract_list')}?project={project.pk}",
    ),
    Column(key="over", title="超批复", kind=Kind.MONEY, unit=WAN_YUAN, value=over, late=True, width=10),
    Column(
        key="allotted",
        title="分配到位",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="allotted",
        total="allotted",
        link=lambda project: f"{reverse('funding:allotment_list')}?project={project.pk}",
    ),
    Column(
        key="spent",
        title="已拨付",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="spent",
        total="spent",
        link=lambda project: links.entries(project=project.pk, kind=EntryKind.PAYMENT),
    ),
    Column(
        key="left_over",
        title="资金结余",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="left_over",
        total="left_over",
        link=lambda project: f"{reverse('funding:allotment_list')}?project={project.pk}",
    ),
    Column(key="shortfall", title="资金缺口", kind=Kind.MONEY, unit=WAN_YUAN, order_by="shortfall", total="shortfall"),
    Column(
        key="rate",
        title="支付率",
        kind=Kind.PERCENT,
        value=lambda project: rate_of(project.paid, project.contracted),
        width=9,
    ),
    Column(
        key="investment", title="计划投资", kind=Kind.MONEY, unit=WAN_YUAN, order_by="investment", total="investment"
    ),
    Column(
        key="year",
        title="年度",
        kind=Kind.YEAR,
        value=lambda project: project.programme.year,
        order_by="programme__year,number",
        width=6,
    ),
    Column(key="number", title="项目编号", order_by="number", width=16),
)


class AccountFilter(OfTerritory):
    """Over: contracts cost more than the approved budget. Short: less is allotted than it costs."""

    q = CharFilter(label="项目、编号", method="named")
    year = NumberFilter(label="年度", field_name="programme__year")
    over = YesNoFilter(label="合同超批复", method="is_over")
    short = YesNoFilter(label="有资金缺口", method="is_short")
    reviewed = YesNoFilter(label="概（预）算已批复", field_name="account__approved", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Project
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(Q(name__contains=text) | Q(number__contains=text))

    def is_over(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        over = rows.filter(account__contracted__gt=F("account__approved")).values("pk")
        return rows.filter(pk__in=over) if wanted else rows.exclude(pk__in=over)

    def is_short(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        return rows.filter(shortfall__gt=0) if wanted else rows.filter(shortfall=0)


def accounts_listed(user: User) -> QuerySet[Project]:
    sites = ProjectSite.objects.select_related("division__parent")
    return projects_with_money(user).select_related("programme").prefetch_related(Prefetch("sites", sites))


ACCOUNTS = register(
    ListSpec(
        key="project_accounts",
        title="项目资金台账",
        columns=COLUMNS,
        filters=AccountFilter,
        rows=accounts_listed,
        order="-number",
        permission=Permission.VIEW_FUNDS,
        empty="还没有改造项目。立项后，每个项目的资金情况自动列在这里。",
    )
)
