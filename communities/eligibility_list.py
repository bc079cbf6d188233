"""The list 改造对象: how every compound stands by its district's rules, read from the stored outcomes."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts.permissions import Permission
from communities.choices import Result, Test
from communities.models import Compound, EligibilityOutcome, PoolEntry, Shortfall
from communities.search import search
from core.columns import Column, Kind
from core.lists import ListSpec, register
from core.units import HOUSEHOLDS


def _shortfalls(outcome: EligibilityOutcome) -> str:
    return "；".join(map(str, outcome.shortfalls.all()))


def _address(outcome: EligibilityOutcome) -> str:
    return reverse("communities:eligibility_detail", args=[outcome.pk])


COLUMNS = (
    Column(key="name", title="小区名称", value=lambda row: row.compound.name, link=_address, width=24),
    Column(key="street", title="街道", value=lambda row: row.division.name, order_by="division_id", width=16),
    Column(key="result", title="结论", kind=Kind.CHOICE, choices=Result, order_by="result"),
    Column(key="shortfalls", title="未满足的条件（条款）", value=_shortfalls, width=50),
    Column(key="built_year", title="建成年份", kind=Kind.YEAR, value=lambda row: row.compound.built_year),
    Column(
        key="households",
        title="居民户数",
        kind=Kind.INTEGER,
        unit=HOUSEHOLDS,
        value=lambda row: row.compound.households,
        total="compound__households",
    ),
    Column(key="pooled", title="储备库", value=lambda row: "已入库" if row.pooled else ""),
    Column(key="rule", title="依据文号", value=lambda row: row.rule.document if row.rule else "", width=24),
    Column(key="assessed_on", title="核对日期", kind=Kind.DATE, order_by="assessed_on", shown=False),
)


IN_POOL = (("yes", "已入库"), ("no", "未入库"))


class EligibilityFilter(FilterSet):
    q = CharFilter(label="名称、坐落、拼音", method="named")
    result = ChoiceFilter(label="结论", choices=Result.choices, empty_label="全部")
    short_of = ChoiceFilter(label="未满足的条件", choices=Test.choices, empty_label="全部", method="short_of_test")
    pooled = ChoiceFilter(label="储备库", choices=IN_POOL, empty_label="全部", method="in_pool")

    class Meta:
        model = EligibilityOutcome
        fields: Iterable[str] = ()

    def named(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(compound__in=search(Compound.objects.all(), value).values("pk"))

    def in_pool(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(pooled=value == "yes")

    def short_of_test(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        return rows.filter(Exists(Shortfall.objects.filter(outcome=OuterRef("pk"), test=value)))


def _rows(user) -> QuerySet:
    pooled = PoolEntry.objects.current().filter(compound=OuterRef("pk"))
    return (
        EligibilityOutcome.objects.for_user(user)
        .annotate(pooled=Exists(pooled))
        .select_related("compound", "division", "rule")
        .prefetch_related("shortfalls")
    )


ELIGIBILITY = register(
    ListSpec(
        key="eligibility",
        title="改造对象",
        columns=COLUMNS,
        filters=EligibilityFilter,
        rows=_rows,
        order="street",
        permission=Permission.VIEW_COMPOUNDS,
        empty="还没有小区。请先导入小区台账，或新增小区。",
    )
)
