"""Contradictions as a list: by rule, street, month, answered or not, standing or gone (F34)."""

from django.db.models import QuerySet
from django.forms import HiddenInput
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.permissions import Permission
from communities.models import Compound
from communities.search import search
from core.columns import Column, Kind
from core.lists import Asker, ListSpec, YesNoFilter, register
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from progress.choices import ContradictionRule
from progress.models import Contradiction, ReportingMonth
from progress.selectors.contradictions import contradictions_listed
from projects.filters import divisions_seen


def months_seen(asker: Asker) -> QuerySet[ReportingMonth]:
    return ReportingMonth.objects.for_user(asker.user).select_related("division")


COLUMNS = (
    Column(
        key="compound",
        title="小区",
        value=lambda each: each.site.compound.name if each.site else "（整份月报）",
        link=lambda each: each.get_absolute_url(),
        order_by="site__compound__name",
        width=24,
    ),
    Column(key="text", title="情况", long=True, width=60),
    Column(key="rule", title="规则", kind=Kind.CHOICE, choices=ContradictionRule, order_by="rule", width=20),
    Column(
        key="street",
        title="街道",
        value=lambda each: each.monthly_return.division.name,
        order_by="division",
        width=14,
    ),
    Column(
        key="month",
        title="月份",
        value=lambda each: f"{each.monthly_return.month:%Y-%m}",
        link=lambda each: each.monthly_return.get_absolute_url(),
        order_by="monthly_return__month",
        width=10,
    ),
    Column(key="found_at", title="发现时间", kind=Kind.MOMENT, order_by="found_at", width=16),
    Column(key="standing", title="仍存在", kind=Kind.YESNO, value=lambda each: each.gone_at is None, width=8),
    Column(key="gone_at", title="消除时间", kind=Kind.MOMENT, order_by="gone_at", shown=False, width=16),
    Column(key="answer", title="街道说明", value=lambda each: each.answer or "未说明", long=True, width=40),
    Column(
        key="answered_by",
        title="说明人",
        value=lambda each: str(each.answered_by or ""),
        shown=False,
        width=12,
    ),
    Column(key="answered_at", title="说明时间", kind=Kind.MOMENT, order_by="answered_at", shown=False, width=16),
)


class ContradictionFilter(FilterSet):
    q = CharFilter(label="小区", method="named")
    rule = ChoiceFilter(label="规则", choices=ContradictionRule.choices, empty_label="全部")
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET]),
    )
    month = ModelChoiceFilter(
        label="月份", queryset=months_seen, field_name="monthly_return__reporting_month", empty_label="全部"
    )
    standing = YesNoFilter(label="仍存在", field_name="gone_at", lookup_expr="isnull")
    answered = YesNoFilter(label="街道已说明", method="with_answer")
    of = NumberFilter(label="月报", field_name="monthly_return", widget=HiddenInput)

    class Meta:
        model = Contradiction
        fields: list[str] = []

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        return rows.filter(site__compound__in=search(Compound.objects.all(), text))

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)

    def with_answer(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        return rows.exclude(answer="") if wanted else rows.filter(answer="")


CONTRADICTIONS = register(
    ListSpec(
        key="contradictions",
        title="矛盾数据",
        columns=COLUMNS,
        filters=ContradictionFilter,
        rows=contradictions_listed,
        order="-found_at",
        permission=Permission.VIEW_RETURNS,
        empty="没有发现矛盾数据。街道提交月报后系统自动比对，每晚再比对一次。",
    )
)
