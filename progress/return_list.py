"""The lists of returns and of months."""

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django_filters import ChoiceFilter, DateFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import Asker, ListSpec, YesNoFilter, register
from divisions.models import Level
from divisions.widgets import DivisionPicker
from progress.choices import Correction, Punctuality, ReturnStatus
from progress.models import MonthlyReturn, ReportingMonth
from progress.punctuality import judged
from progress.selectors.months import LATEST, holder, months_listed, versions_waiting
from progress.selectors.record import of_kind
from projects.filters import divisions_seen


def month_words(row: MonthlyReturn | ReportingMonth) -> str:
    return f"{row.month:%Y-%m}"


def _judged(row: MonthlyReturn) -> str:
    return judged(row, timezone.now()).label


def _days_late(row: MonthlyReturn) -> int | None:
    return judged(row, timezone.now()).days or None


MONTH = Column(
    key="month",
    title="月份",
    value=month_words,
    link=lambda row: row.get_absolute_url(),
    order_by="month",
    width=10,
)
RETURNS = (
    MONTH,
    Column(key="division", title="街道", value=lambda row: row.division.name, order_by="division", width=18),
    Column(
        key="status",
        title="状态",
        value=lambda row: row.current.standing,
        order_by="current__status",
        width=20,
    ),
    Column(key="number", title="版本", kind=Kind.INTEGER, value=lambda row: row.current.number, width=6),
    Column(key="waiting", title="等待办理", value=lambda row: holder(row, timezone.localdate()), width=24),
    Column(key="punctuality", title="报送情况", value=_judged),
    Column(key="days_late", title="逾期天数", kind=Kind.INTEGER, value=_days_late, late=True, width=9),
    Column(key="reported_at", title="报齐时间", kind=Kind.MOMENT, order_by="reported_at", width=16),
    Column(key="open_until", title="填报截止", kind=Kind.DATE, order_by="open_until", shown=False),
    Column(key="organisation", title="填报单位", value=lambda row: row.organisation, shown=False, width=24),
    Column(key="assigned_to", title="填报人", value=lambda row: row.assigned_to, shown=False),
    Column(key="extended_reason", title="延期原因", shown=False, long=True, width=24),
)


def month_filter() -> DateFilter:
    """A month, picked from the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    return DateFilter(label="月份", field_name="month", input_formats=["%Y-%m"], widget=widget)


# The return's own standing: a version that was given back is never the current one, its correction is.
STANDINGS = [
    (value, f"{Correction(value).label}，更正中" if value in Correction else label)
    for value, label in ReturnStatus.choices
]


class ReturnFilter(FilterSet):
    month = month_filter()
    street = ModelChoiceFilter(
        label="街道",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET]),
    )
    status = ChoiceFilter(label="状态", choices=STANDINGS, method="standing_so", empty_label="全部")
    punctuality = ChoiceFilter(label="报送情况", choices=Punctuality.choices, method="judged_so", empty_label="全部")
    waiting = YesNoFilter(label="等我办理", method="waiting_for_her")
    late = YesNoFilter(label="逾期未报、漏报", method="not_in")
    year = NumberFilter(label="年度", field_name="month__year")

    class Meta:
        model = MonthlyReturn
        fields: list[str] = []

    def in_street(self, rows: QuerySet, name: str, division) -> QuerySet:
        return rows.in_division(division.pk)

    def standing_so(self, rows: QuerySet, name: str, value: str) -> QuerySet:
        if value in Correction:
            return rows.filter(current__status=ReturnStatus.DRAFT, current__correction=value)
        rows = rows.filter(current__status=value)
        return rows.filter(current__correction="") if value == ReturnStatus.DRAFT else rows

    def judged_so(self, rows: QuerySet, name: str, kind: str) -> QuerySet:
        return rows.filter(of_kind(kind, timezone.localdate()))

    def not_in(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        today = timezone.localdate()
        late = of_kind(Punctuality.OVERDUE, today) | of_kind(Punctuality.MISSING, today)
        return rows.filter(late) if wanted else rows.exclude(late)

    def waiting_for_her(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        asker: Asker = self.request
        waiting = versions_waiting(asker.user, timezone.localdate()).values("monthly_return")
        return rows.filter(pk__in=waiting) if wanted else rows.exclude(pk__in=waiting)


def returns_listed(user: User) -> QuerySet[MonthlyReturn]:
    return MonthlyReturn.objects.for_user(user).select_related(*LATEST)


RETURN_LIST = register(
    ListSpec(
        key="returns",
        title="街道月报",
        columns=RETURNS,
        filters=ReturnFilter,
        rows=returns_listed,
        order="-month",
        permission=Permission.VIEW_RETURNS,
        empty="还没有月报。到了开放日，有改造项目的街道会自动生成当月月报。",
    )
)


MONTHS = (
    MONTH,
    Column(key="division", title="区划", value=lambda row: row.division.name, order_by="division", width=18),
    Column(key="as_at", title="数据截至", kind=Kind.DATE, order_by="as_at"),
    Column(key="due_on", title="应报日", kind=Kind.DATE, order_by="due_on"),
    Column(key="late_on", title="宽限至", kind=Kind.DATE, order_by="late_on"),
    Column(key="lock_on", title="锁定日", kind=Kind.DATE, order_by="lock_on"),
    Column(key="streets", title="应报街道", kind=Kind.INTEGER, value=lambda row: row.streets or 0),
    Column(key="reported", title="已报齐", kind=Kind.INTEGER, value=lambda row: row.reported or 0),
    Column(key="accepted", title="已审核通过", kind=Kind.INTEGER, value=lambda row: row.accepted or 0),
    Column(key="estimated", title="日期为推算", kind=Kind.YESNO, shown=False),
    Column(key="days_reason", title="调整原因", shown=False, long=True, width=24),
)


class MonthFilter(FilterSet):
    month = month_filter()
    year = NumberFilter(label="年度", field_name="month__year")

    class Meta:
        model = ReportingMonth
        fields: list[str] = []


MONTH_LIST = register(
    ListSpec(
        key="reporting_months",
        title="月报按月汇总",
        columns=MONTHS,
        filters=MonthFilter,
        rows=months_listed,
        order="-month",
        permission=Permission.VIEW_RETURNS,
        empty="还没有开放的月份。设置月报时限后，到了开放日会自动开放。",
    )
)
