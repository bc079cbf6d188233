"""The list 统计表: one's own, and those that superiors have set down."""

from django.db.models import Count, QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, register
from reports.choices import RowLevel
from reports.models import StatTable

COLUMNS = (
    Column(key="name", title="名称", order_by="name", link=lambda table: table.get_absolute_url(), width=36),
    Column(key="division", title="制发区划", value=lambda table: table.division.name, order_by="division_id"),
    Column(key="rows_by", title="每行为", kind=Kind.CHOICE, choices=RowLevel, order_by="rows_by", width=16),
    Column(key="column_count", title="列数", kind=Kind.INTEGER, order_by="column_count"),
    Column(key="document", title="依据文号", order_by="document", width=30),
    Column(key="retired_on", title="停用日期", kind=Kind.DATE, order_by="retired_on"),
)
STATES = (("now", "在用"), ("retired", "已停用"))


class TableFilter(FilterSet):
    q = CharFilter(label="名称", field_name="name", lookup_expr="contains")
    state = ChoiceFilter(label="状态", choices=STATES, empty_label="全部", method="in_state")

    class Meta:
        model = StatTable
        fields: list[str] = []

    def in_state(self, rows: QuerySet, name: str, state: str) -> QuerySet:
        return rows.filter(retired_on__isnull=state == "now")


def tables_listed(user: User) -> QuerySet[StatTable]:
    return StatTable.objects.for_user(user).select_related("division").annotate(column_count=Count("columns"))


STAT_TABLES = register(
    ListSpec(
        key="stat_tables",
        title="统计表",
        columns=COLUMNS,
        filters=TableFilter,
        rows=tables_listed,
        order="name",
        permission=Permission.VIEW_REPORTS,
        empty="还没有统计表。领导小组办公室可以新建，或在服务器上运行 manage.py load_stat_tables 装入常用表。",
    )
)
