"""The list 储备库: ranked by score, with what each compound would cost and the year it is planned for."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.permissions import Permission
from communities.models import Compound, FiveYearPlan, PoolEntry
from communities.search import search
from core.columns import Column, Kind
from core.lists import ListSpec, register
from core.units import HOUSEHOLDS, SQM, WAN_YUAN


def _basis(entry: PoolEntry) -> str:
    """Where the cost comes from."""
    if entry.estimate is not None:
        return "填报"
    return f"面积×{entry.scored_by.cost_per_sqm}元/㎡" if entry.reckoned is not None else ""


COLUMNS = (
    Column(
        key="name", title="小区名称", value=lambda row: row.compound.name, link=PoolEntry.get_absolute_url, width=24
    ),
    Column(key="street", title="街道", value=lambda row: row.division.name, order_by="division_id", width=16),
    Column(key="score", title="得分", kind=Kind.DECIMAL, order_by="score", link=PoolEntry.get_absolute_url),
    Column(key="built_year", title="建成年份", kind=Kind.YEAR, value=lambda row: row.compound.built_year),
    Column(
        key="households",
        title="居民户数",
        kind=Kind.INTEGER,
        unit=HOUSEHOLDS,
        value=lambda row: row.compound.households,
        total="compound__households",
    ),
    Column(
        key="floor_area",
        title="建筑面积",
        kind=Kind.AREA,
        unit=SQM,
        value=lambda row: row.compound.floor_area,
        total="compound__floor_area",
        width=14,
    ),
    Column(key="cost", title="估算投资", kind=Kind.MONEY, unit=WAN_YUAN, order_by="cost", total="cost", width=14),
    Column(key="basis", title="估算依据", value=_basis, width=18),
    Column(
        key="plan_year",
        title="规划年度",
        kind=Kind.YEAR,
        value=lambda row: row.plan_year.year if row.plan_year else None,
        order_by="plan_year__year",
    ),
    Column(key="entered_on", title="入库日期", kind=Kind.DATE, order_by="entered_on"),
    Column(key="entered_reason", title="入库理由", shown=False, width=24),
    Column(
        key="rule",
        title="评分依据",
        value=lambda row: row.scored_by.document if row.scored_by else "",
        shown=False,
        width=24,
    ),
    Column(key="scored_on", title="评分日期", kind=Kind.DATE, shown=False),
)


def _plans(request) -> QuerySet:
    return FiveYearPlan.objects.for_user(request.user)


PLANNED = (("yes", "已列入"), ("no", "未列入"))


class PoolFilter(FilterSet):
    q = CharFilter(label="名称、坐落、拼音", method="named")
    planned = ChoiceFilter(label="列入规划", choices=PLANNED, empty_label="全部", method="in_a_plan")
    plan = ModelChoiceFilter(label="五年规划", field_name="plan_year__plan", queryset=_plans, empty_label="全部")
    plan_year = NumberFilter(label="规划年度", field_name="plan_year__year")

    class Meta:
        model = PoolEntry
        fields: Iterable[str] = ()

    def in_a_plan(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(plan_year__isnull=value == "no")

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(compound__in=search(Compound.objects.all(), value).values("pk"))


def _rows(user) -> QuerySet:
    entries = PoolEntry.objects.for_user(user).current().with_cost()
    return entries.select_related("compound", "division", "scored_by", "plan_year")


POOL = register(
    ListSpec(
        key="pool",
        title="储备库",
        columns=COLUMNS,
        filters=PoolFilter,
        rows=_rows,
        order="-score",
        permission=Permission.VIEW_COMPOUNDS,
        empty="储备库是空的。请在“改造对象”中把符合条件的小区入库。",
    )
)
