"""Which projects of a programme this year's money does not reach, by the order that the district sets (F53)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import User
from funding.models import Allotment, QueueRule
from funding.queue import Line, Waiting, complete, queued
from funding.selectors.rules import queue_rule
from projects.choices import ProjectStatus
from projects.models import Programme, Project, ProjectSite
from projects.services import bars, carrying_over

GONE = (ProjectStatus.CANCELLED, ProjectStatus.CLOSED)
NOTHING = Decimal(0)


@dataclass(frozen=True, kw_only=True)
class Shortfall:
    """The whole table, 元. `free` is what the division holds and has not passed on; `with_streets` is passed to streets
    and not yet to a project: it is not counted, because nobody has said for which."""

    lines: list[Line]
    free: Decimal
    with_streets: Decimal
    rule: QueueRule | None
    criteria: list[str]

    @property
    def need(self) -> Decimal:
        return sum((line.waiting.need or NOTHING for line in self.lines), NOTHING)

    @property
    def allotted(self) -> Decimal:
        return sum((line.waiting.allotted for line in self.lines), NOTHING)

    @property
    def gap(self) -> Decimal:
        return sum((line.waiting.gap for line in self.lines), NOTHING)

    @property
    def missing(self) -> Decimal:
        return max(self.gap - self.free, NOTHING)

    @property
    def not_reached(self) -> list[Line]:
        return [line for line in self.lines if not line.reached]


def programmes_listed(user: User) -> QuerySet[Programme]:
    """Those whose money she may see as a whole: of her own division and below. With `projects_count`, without those
    that are over, and their planned investment."""
    open_ones = ~Q(projects__status__in=GONE)
    return (
        Programme.objects.drawn_up_by(user)
        .select_related("division")
        .annotate(
            projects_count=Count("projects", filter=open_ones),
            investment_sum=Sum("projects__investment", filter=open_ones),
        )
    )


def shortfall_of(programme: Programme, *, today: date) -> Shortfall:
    """Everything of one programme; a fixed number of queries."""
    rule = queue_rule(division_code=programme.division_id, on=today)
    criteria = complete(rule.criterion_list if rule else ())
    projects = list(_projects(programme))
    barred = bars.found(bars.Act.CARRY_OVER, [project.pk for project in projects])
    free = _left(_holdings(programme).filter(parent=None))
    return Shortfall(
        lines=queued(
            [_waiting(project, carrying_over.bar_of(project, barred)) for project in projects],
            criteria=criteria,
            free=free,
        ),
        free=free,
        with_streets=_left(_holdings(programme).filter(parent__isnull=False)),
        rule=rule,
        criteria=[str(criterion.label) for criterion in criteria],
    )


def _projects(programme: Programme) -> QuerySet[Project]:
    """With what was allotted to each, its households, and its account."""
    pots = Allotment.objects.filter(project=OuterRef("pk")).order_by().values("project")
    sites = ProjectSite.objects.filter(project=OuterRef("pk")).order_by().values("project")
    return (
        Project.objects.filter(programme=programme)
        .exclude(status__in=GONE)
        .select_related("batch", "account", "division", "implementer")
        .annotate(
            allotted=Subquery(pots.annotate(total=Sum("received")).values("total")),
            households_sum=Subquery(sites.annotate(total=Sum("households")).values("total")),
        )
    )


def _waiting(project: Project, bar: str) -> Waiting:
    account = getattr(project, "account", None)
    approved = account.approved if account else None
    return Waiting(
        project=project,
        need=project.investment if approved is None else approved,
        by_budget=approved is not None,
        allotted=project.allotted or NOTHING,
        households=project.households_sum or 0,
        rank=account.rank if account else None,
        bar=bar,
    )


def _holdings(programme: Programme) -> QuerySet[Allotment]:
    """Money of the year and of earlier ones under the division's own documents, in no project's hands yet."""
    return Allotment.objects.filter(
        document__division=programme.division_id, document__year__lte=programme.year, project=None
    )


def _left(pots: QuerySet[Allotment]) -> Decimal:
    return pots.aggregate(left=Sum(F("received") - F("passed") - F("paid")))["left"] or NOTHING
