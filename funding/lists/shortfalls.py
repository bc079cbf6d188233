"""资金缺口: programme by programme, down to the queue of its projects (F53)."""

from django.urls import reverse
from django_filters import ChoiceFilter, ModelChoiceFilter, NumberFilter

from accounts.permissions import Permission
from core.columns import Column, Kind
from core.lists import ListSpec, register
from core.units import WAN_YUAN
from divisions.models import Level
from divisions.widgets import DivisionPicker
from funding.filters import OfTerritory
from funding.selectors.shortfalls import programmes_listed
from projects.choices import ProgrammeStatus
from projects.filters import divisions_seen
from projects.models import Programme

COLUMNS = (
    Column(
        key="title",
        title="年度计划",
        link=lambda programme: reverse("funding:shortfall", args=[programme.pk]),
        order_by="title",
        width=36,
    ),
    Column(
        key="division",
        title="区划",
        value=lambda programme: programme.division.name,
        order_by="division",
        width=14,
    ),
    Column(key="year", title="年度", kind=Kind.YEAR, order_by="year", width=8),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=ProgrammeStatus, order_by="status"),
    Column(
        key="projects",
        title="未办结项目",
        kind=Kind.INTEGER,
        value=lambda programme: programme.projects_count,
        link=lambda programme: reverse("funding:shortfall", args=[programme.pk]),
        order_by="projects_count",
    ),
    Column(
        key="investment",
        title="计划投资",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        value=lambda programme: programme.investment_sum,
        order_by="investment_sum",
        total="investment_sum",
    ),
)


class ShortfallFilter(OfTerritory):
    street = ModelChoiceFilter(
        label="区县", queryset=divisions_seen, method="in_street", widget=DivisionPicker([Level.COUNTY])
    )
    year = NumberFilter(label="年度")
    status = ChoiceFilter(label="状态", choices=ProgrammeStatus.choices, empty_label="全部")

    class Meta:
        model = Programme
        fields: list[str] = []


SHORTFALLS = register(
    ListSpec(
        key="shortfalls",
        title="资金缺口",
        columns=COLUMNS,
        filters=ShortfallFilter,
        rows=programmes_listed,
        order="-year",
        permission=Permission.VIEW_SHORTFALLS,
        empty="没有已立项的年度计划。资金缺口按区（县市）的年度计划测算，由区（县市）一级查看。",
    )
)
