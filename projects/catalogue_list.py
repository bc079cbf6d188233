"""The list 改造内容清单: what the districts share and what a district has of its own."""

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django_filters import CharFilter, ChoiceFilter, FilterSet

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, register
from core.pinyin import sounds
from core.units import YUAN
from projects.choices import Category
from projects.models import SchemeItem, WorkItem

COLUMNS = (
    Column(key="name", title="改造内容", order_by="name", link=lambda item: item.get_absolute_url(), width=24),
    Column(key="code", title="编号", order_by="code"),
    Column(key="category", title="类别", kind=Kind.CHOICE, choices=Category, order_by="position"),
    Column(key="unit", title="计量单位", order_by="unit"),
    Column(key="usual_price", title="参考单价", kind=Kind.DECIMAL, unit=YUAN, order_by="usual_price", width=14),
    Column(key="clause", title="出处", order_by="clause", width=24),
    Column(key="division", title="归属", value=lambda item: item.division.name, order_by="division_id"),
    Column(key="schemes", title="用于方案（个）", kind=Kind.INTEGER, value=lambda item: item.schemes or 0, width=14),
    Column(key="retired_on", title="停用日期", kind=Kind.DATE, order_by="retired_on"),
)
STATES = (("now", "在用"), ("retired", "已停用"))


class WorkItemFilter(FilterSet):
    q = CharFilter(label="名称、编号、拼音", method="named")
    category = ChoiceFilter(label="类别", choices=Category.choices, empty_label="全部")
    state = ChoiceFilter(label="状态", choices=STATES, empty_label="全部", method="in_state")

    class Meta:
        model = WorkItem
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        """Pinyin is not stored: a catalogue of a hundred names is spelled out when it is asked for."""
        asked = text.strip().lower()
        names = WorkItem.objects.values_list("pk", "name")
        spelled = [pk for pk, item in names if any(asked in sound for sound in sounds(item))]
        return rows.filter(Q(name__contains=text.strip()) | Q(code__icontains=asked) | Q(pk__in=spelled))

    def in_state(self, rows: QuerySet, name: str, state: str) -> QuerySet:
        return rows.filter(retired_on__isnull=state == "now")


def items_listed(user: User) -> QuerySet[WorkItem]:
    """The items with the number of schemes that use them, as far as she may see them."""
    uses = SchemeItem.objects.for_user(user).filter(item=OuterRef("pk")).order_by().values("item")
    counted = uses.annotate(figure=Count("scheme", distinct=True)).values("figure")
    return WorkItem.objects.for_user(user).select_related("division").annotate(schemes=Subquery(counted))


WORK_ITEMS = register(
    ListSpec(
        key="work_items",
        title="改造内容清单",
        columns=COLUMNS,
        filters=WorkItemFilter,
        rows=items_listed,
        order="category",
        permission=Permission.VIEW_PROJECTS,
        empty="还没有改造内容。请在服务器上运行 manage.py load_work_items 载入。",
    )
)
