"""Reward subsidies as a list."""

from django.db.models import QuerySet
from django_filters import ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, register
from core.units import WAN_YUAN
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from funding.choices import RewardStatus
from funding.models import Reward
from projects.filters import divisions_seen


def _money(key: str, title: str) -> Column:
    return Column(key=key, title=title, kind=Kind.MONEY, unit=WAN_YUAN, order_by=key, total=key, width=14)


COLUMNS = (
    Column(
        key="division",
        title="街道",
        value=lambda row: row.division.name,
        link=lambda row: row.get_absolute_url(),
        order_by="division",
        width=18,
    ),
    Column(key="year", title="计划年度", kind=Kind.YEAR, order_by="year", width=9),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=RewardStatus, order_by="status", width=9),
    Column(key="as_at", title="截至日期", kind=Kind.DATE, order_by="as_at"),
    _money("spent", "实际支出"),
    _money("out_of_scope", "超出改造范围"),
    _money("others", "其他来源承担"),
    _money("borne", "街道实际承担"),
    Column(key="share", title="奖补比例", kind=Kind.PERCENT, order_by="share", width=9),
    _money("amount", "奖补金额"),
    Column(key="document", title="核定文号", order_by="document", width=20),
    Column(key="decided_on", title="核定日期", kind=Kind.DATE, order_by="decided_on"),
    Column(key="rule", title="规则依据", value=lambda row: row.rule.document, shown=False, width=20),
)


class RewardFilter(FilterSet):
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET]),
    )
    year = NumberFilter(label="计划年度")
    status = ChoiceFilter(label="状态", choices=RewardStatus.choices, empty_label="全部")

    class Meta:
        model = Reward
        fields: list[str] = []

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)


def rewards_listed(user: User) -> QuerySet[Reward]:
    return Reward.objects.for_user(user).select_related("division", "rule")


REWARDS = register(
    ListSpec(
        key="rewards",
        title="以奖代补",
        columns=COLUMNS,
        filters=RewardFilter,
        rows=rewards_listed,
        order="-year",
        permission=Permission.VIEW_FUNDS,
        empty="还没有测算以奖代补。设置奖补比例后，按街道和计划年度测算。",
    )
)
