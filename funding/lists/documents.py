"""The list of fund documents, with how much of each came, is allotted, paid and left."""

from collections.abc import Callable
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter, FilterSet, NumberFilter
from django_filters.widgets import DateRangeWidget

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, YesNoFilter, register
from core.units import WAN_YUAN, rounded
from funding.choices import COLLECTED, DocumentKind
from funding.models import FundDocument
from funding.selectors.standings import with_standing
from projects.choices import Source

ALL = "all"


def rate(part: Decimal, whole: Decimal) -> Decimal | None:
    """执行率, per cent to two decimals; none of nothing."""
    return rounded(part * 100 / whole) if whole else None


def step(**query: str) -> Callable[[FundDocument], str]:
    """The address of the entries that make a figure of a document up."""
    return lambda row: f"{reverse('funding:entry_list')}?{urlencode({'document': row.pk} | query)}"


def holders(**query: str) -> Callable[[FundDocument], str]:
    """The allotments that hold it: all that is left of a document, or what was not passed on."""
    return lambda row: f"{reverse('funding:allotment_list')}?{urlencode({'document': row.pk} | query)}"


def days_over(row: FundDocument) -> int | None:
    """Days past the use-by date while money is left."""
    days = (timezone.localdate() - row.use_by).days if row.use_by and row.left_over > 0 else 0
    return days if days > 0 else None


def _money(key: str, title: str, link: Callable[[FundDocument], str]) -> Column:
    return Column(key=key, title=title, kind=Kind.MONEY, unit=WAN_YUAN, order_by=key, total=key, link=link)


DOCUMENTS = (
    Column(key="number", title="文号", link=lambda row: row.get_absolute_url(), order_by="number", width=26),
    Column(key="source", title="资金来源", kind=Kind.CHOICE, choices=Source, order_by="source", width=18),
    Column(key="year", title="年度", kind=Kind.YEAR, order_by="year", shown=False, width=7),
    Column(key="issued_on", title="下达日期", kind=Kind.DATE, order_by="issued_on", width=11),
    Column(
        key="amount", title="文件金额", kind=Kind.MONEY, unit=WAN_YUAN, order_by="amount", total="amount", shown=False
    ),
    _money("came", "到账", step(step="in")),
    _money("allotted", "已分配", step(step="out")),
    _money("undivided", "待分配", holders(undivided="true")),
    _money("spent", "已拨付", step(kind="payment")),
    _money("left_over", "结余", holders(has_left="true")),
    Column(key="rate", title="执行率", kind=Kind.PERCENT, value=lambda row: rate(row.spent, row.came), width=8),
    Column(key="use_by", title="使用期限", kind=Kind.DATE, order_by="use_by", width=11),
    Column(key="days_over", title="超期天数", kind=Kind.INTEGER, value=days_over, late=True, width=9),
    Column(key="division", title="区划", value=lambda row: row.division.name, order_by="division", shown=False),
    Column(key="kind", title="类别", kind=Kind.CHOICE, choices=DocumentKind, order_by="kind", shown=False),
    Column(key="title", title="文件名称", order_by="title", shown=False, width=40),
    Column(key="budget_code", title="预算科目", order_by="budget_code", shown=False),
    Column(key="remarks", title="备注", shown=False, long=True, width=24),
)


class DocumentFilter(FilterSet):
    """What is collected project by project is listed only when it is asked for, by kind, source or number."""

    number = CharFilter(label="文号、名称", method="called")
    source = ChoiceFilter(label="资金来源", choices=Source.choices, empty_label="全部")
    year = NumberFilter(label="预算年度")
    kind = ChoiceFilter(
        label="类别",
        choices=[*DocumentKind.choices, (ALL, "全部（含项目收缴）")],
        empty_label="指标文件和协议",
        method="of_kind",
    )
    issued = DateFromToRangeFilter(
        label="下达日期", field_name="issued_on", widget=DateRangeWidget(attrs={"type": "date"})
    )
    left = YesNoFilter(label="还有结余", method="having_left")
    use_by = DateFromToRangeFilter(
        label="使用期限", field_name="use_by", widget=DateRangeWidget(attrs={"type": "date"})
    )

    class Meta:
        model = FundDocument
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        rows = super().filter_queryset(queryset)
        asked = self.form.cleaned_data
        if asked["kind"] or asked["number"] or asked["source"] in COLLECTED:
            return rows
        return rows.exclude(kind=DocumentKind.COLLECTION)

    def of_kind(self, rows: QuerySet, name: str, kind: str) -> QuerySet:
        return rows if kind == ALL else rows.filter(kind=kind)

    def called(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(number__contains=text) | rows.filter(title__contains=text)

    def having_left(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        return rows.filter(came__gt=F("spent")) if wanted else rows.filter(came__lte=F("spent"))


def documents_listed(user: User) -> QuerySet[FundDocument]:
    seen = FundDocument.objects.for_user(user).select_related("division")
    return with_standing(seen, user, user.territory or "")


DOCUMENT_LIST = register(
    ListSpec(
        key="fund_documents",
        title="指标文件",
        columns=DOCUMENTS,
        filters=DocumentFilter,
        rows=documents_listed,
        order="-issued_on",
        permission=Permission.VIEW_FUNDS,
        empty="还没有指标文件。财政局收到文件后，点“登记指标文件”录入文号、金额和扫描件。",
    )
)
