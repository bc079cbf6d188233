"""Columns of the list of projects."""

from django.utils import timezone

from core.columns import Column, Kind
from core.units import BUILDINGS, COMPOUNDS, HOUSEHOLDS, WAN_SQM, WAN_YUAN
from divisions.models import Level
from projects.choices import ProjectStatus
from projects.models import Project


def streets_of(project: Project) -> str:
    """The streets of its sites, each once."""
    divisions = [site.division for site in project.sites.all()]
    streets = [each.parent if each.level == Level.COMMUNITY else each for each in divisions]
    return "、".join(dict.fromkeys(street.name for street in streets))


def days_late(project: Project) -> int | None:
    """Calendar days since the next date of a running project went by; nothing while it is in time."""
    if project.next_due_on is None or not project.is_running:
        return None
    days = (timezone.localdate() - project.next_due_on).days
    return days if days > 0 else None


def summed(key: str):
    """What the sites have of a figure together; nothing is said as long as one is unknown."""

    def value(project: Project):
        figures = [getattr(site, key) for site in project.sites.all()]
        return None if None in figures or not figures else sum(figures)

    return value


PROJECTS = (
    Column(key="name", title="项目名称", link=lambda project: project.get_absolute_url(), order_by="name", width=28),
    Column(key="number", title="项目编号", order_by="number", width=16),
    Column(key="street", title="街道", value=streets_of, order_by="division,number", width=18),
    Column(
        key="batch",
        title="批次",
        value=lambda project: project.batch.name if project.batch else None,
        order_by="batch__number",
    ),
    Column(
        key="sites", title="小区数", kind=Kind.INTEGER, unit=COMPOUNDS, value=lambda project: len(project.sites.all())
    ),
    Column(key="buildings", title="楼栋数", kind=Kind.INTEGER, unit=BUILDINGS, value=summed("buildings"), shown=False),
    Column(key="households", title="居民户数", kind=Kind.INTEGER, unit=HOUSEHOLDS, value=summed("households")),
    Column(key="floor_area", title="建筑面积", kind=Kind.AREA, unit=WAN_SQM, value=summed("floor_area"), shown=False),
    Column(
        key="investment",
        title="计划投资",
        kind=Kind.MONEY,
        unit=WAN_YUAN,
        order_by="investment",
        total="investment",
    ),
    Column(key="status", title="状态", kind=Kind.CHOICE, choices=ProjectStatus, order_by="status"),
    Column(
        key="current_phase",
        title="当前阶段",
        value=lambda project: project.current_phase.name if project.current_phase else None,
        width=18,
    ),
    Column(key="next_due_on", title="下一期限", kind=Kind.DATE, order_by="next_due_on"),
    Column(key="days_late", title="逾期天数", kind=Kind.INTEGER, value=days_late, late=True),
    Column(key="gates_open", title="未过关口", kind=Kind.INTEGER, order_by="gates_open", shown=False),
    Column(
        key="implementer",
        title="实施主体",
        value=lambda project: project.implementer.name if project.implementer else None,
        width=24,
    ),
    Column(
        key="assigned_to",
        title="负责人",
        value=lambda project: project.assigned_to.full_name if project.assigned_to else None,
    ),
    Column(
        key="year",
        title="年度",
        kind=Kind.YEAR,
        value=lambda project: project.programme.year,
        order_by="programme__year,number",
        shown=False,
    ),
)
