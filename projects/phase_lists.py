"""Two lists: projects for the board, and phases row by row, which is the board as a workbook."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter, NumberFilter

from accounts.models import User
from accounts.permissions import Permission
from communities.models import Compound
from communities.search import search
from core.columns import Column, Kind
from core.lists import ListSpec, YesNoFilter, register
from divisions.models import Division, Level
from divisions.widgets import DivisionPicker
from projects.choices import ProjectStatus
from projects.columns import street_of
from projects.filters import divisions_seen, programmes_seen
from projects.models import Gate, Phase, Programme, Project, ProjectSite
from projects.models.projects import RUNNING
from projects.selectors.phases import standing_of


class BoardFilter(FilterSet):
    """The same words narrow both lists, so that a link from one to the other keeps what is looked at."""

    project_path = ""

    q = CharFilter(label="项目、小区", method="named")
    programme = ModelChoiceFilter(label="年度计划", queryset=programmes_seen, method="of_programme", empty_label="全部")
    street = ModelChoiceFilter(
        label="街道、县市",
        queryset=divisions_seen,
        method="in_street",
        widget=DivisionPicker([Level.COUNTY, Level.STREET, Level.COMMUNITY]),
    )
    late = YesNoFilter(label="有逾期阶段", method="overdue")
    status = ChoiceFilter(label="项目状态", choices=ProjectStatus.choices, method="in_state", empty_label="全部")
    batch = NumberFilter(label="批次", method="in_batch")
    year = NumberFilter(label="年度", method="of_year")

    class Meta:
        model = Project
        fields: list[str] = []

    def path(self, name: str) -> str:
        return f"{self.project_path}{name}"

    def named(self, rows: QuerySet, name: str, text: str) -> QuerySet:
        sites = ProjectSite.objects.filter(compound__in=search(Compound.objects.all(), text))
        words = Q(**{self.path("name__contains"): text.strip()}) | Q(**{self.path("number"): text.strip()})
        return rows.filter(words | Q(**{self.path("pk__in"): sites.values("project")}))

    def of_programme(self, rows: QuerySet, name: str, programme: Programme) -> QuerySet:
        return rows.filter(**{self.path("programme"): programme})

    def in_street(self, rows: QuerySet, name: str, division: Division) -> QuerySet:
        return rows.in_division(division.pk)

    def in_state(self, rows: QuerySet, name: str, status: str) -> QuerySet:
        return rows.filter(**{self.path("status"): status})

    def in_batch(self, rows: QuerySet, name: str, number: int) -> QuerySet:
        return rows.filter(**{self.path("batch__number"): number})

    def of_year(self, rows: QuerySet, name: str, year: int) -> QuerySet:
        return rows.filter(**{self.path("programme__year"): year})

    def overdue(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        late = Q(**{self.path("next_due_on__lt"): timezone.localdate()})
        return rows.filter(late if wanted else ~late | Q(**{self.path("next_due_on"): None}))


class PhaseFilter(BoardFilter):
    project_path = "project__"

    late = YesNoFilter(label="逾期", method="overdue")
    missing = YesNoFilter(label="缺关口", method="shut")

    class Meta:
        model = Phase
        fields: list[str] = []

    def overdue(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        late = Q(actual_end=None, planned_end__lt=timezone.localdate(), project__status__in=RUNNING)
        return rows.filter(late if wanted else ~late | Q(planned_end=None))

    def shut(self, rows: QuerySet, name: str, wanted: bool) -> QuerySet:
        gates = Exists(Gate.objects.shut().filter(phase=OuterRef("pk")))
        return rows.filter(gates if wanted else ~gates)


def days_late(phase: Phase) -> int | None:
    """Days past the planned end; None: in time, or the project does not run."""
    if not phase.actual_end and not phase.project.is_running:
        return None
    return phase.days_late(timezone.localdate()) or None


def in_words(phase: Phase) -> str:
    due = phase.planned_end if phase.project.is_running else None
    return standing_of(due, phase.actual_end, timezone.localdate()).text


def projects_on_board(user: User) -> QuerySet[Project]:
    return Project.objects.for_user(user).select_related("programme", "batch", "division__parent")


def phases_listed(user: User) -> QuerySet[Phase]:
    related = ("project__division__parent", "project__batch", "organisation")
    shut = Gate.objects.shut().filter(phase=OuterRef("pk")).order_by().values("phase").values(number=Count("pk"))
    return Phase.objects.for_user(user).select_related(*related).annotate(missing=Coalesce(Subquery(shut), 0))


BOARD = register(
    ListSpec(
        key="phase_board",
        title="阶段进度",
        columns=(
            Column(
                key="name", title="项目", link=lambda project: project.get_absolute_url(), order_by="name", width=28
            ),
            Column(key="number", title="项目编号", order_by="number", width=18),
            Column(key="next_due_on", title="下一期限", kind=Kind.DATE, order_by="next_due_on"),
        ),
        filters=BoardFilter,
        rows=projects_on_board,
        order="next_due_on",
        permission=Permission.VIEW_PROJECTS,
        empty="还没有项目。请在年度计划页立项，再套用阶段模板。",
    )
)

PHASES = register(
    ListSpec(
        key="phases",
        title="项目阶段",
        columns=(
            Column(
                key="project",
                title="项目",
                value=lambda phase: phase.project.name,
                link=lambda phase: phase.get_absolute_url(),
                order_by="project__name,position",
                width=28,
            ),
            Column(key="name", title="阶段", order_by="name", width=18),
            Column(key="planned_start", title="计划开始", kind=Kind.DATE, order_by="planned_start"),
            Column(key="planned_end", title="计划完成", kind=Kind.DATE, order_by="planned_end"),
            Column(key="actual_start", title="实际开始", kind=Kind.DATE, order_by="actual_start"),
            Column(key="actual_end", title="实际完成", kind=Kind.DATE, order_by="actual_end"),
            Column(key="days_late", title="逾期天数", kind=Kind.INTEGER, value=days_late, late=True),
            Column(key="standing", title="进度", value=in_words),
            Column(key="missing", title="缺关口", kind=Kind.INTEGER, order_by="missing"),
            Column(key="organisation", title="责任单位", width=18),
            Column(key="street", title="街道", value=lambda phase: street_of(phase.project), width=18),
            Column(
                key="batch",
                title="批次",
                value=lambda phase: phase.project.batch and phase.project.batch.name,
                shown=False,
            ),
            Column(
                key="status",
                title="项目状态",
                kind=Kind.CHOICE,
                choices=ProjectStatus,
                value=lambda phase: phase.project.status,
                shown=False,
            ),
            Column(key="clause", title="条款", shown=False),
        ),
        filters=PhaseFilter,
        rows=phases_listed,
        order="planned_end",
        permission=Permission.VIEW_PROJECTS,
        empty="还没有阶段。请在“阶段模板”中选一个模板，套用到项目。",
    )
)
