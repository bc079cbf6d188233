"""Which projects of a programme this year's money does not reach, by the order that the district sets (F53)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.models import User
from funding.models import Allotment, PaymentRequest, QueueRule
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
    def beyond(self) -> Decimal:
        """多安排: what projects hold above their need; it fills no other's gap. need − allotted + beyond = gap."""
        return self.allotted + self.gap - self.need

    @property
    def missing(self) -> Decimal:
        return max(self.gap - self.free, NOTHING)

    @property
    def not_reached(self) -> list[Line]:
        return [line for line in self.lines if not line.reached]


def programmes_listed(user: User) -> QuerySet[Programme]:
    """Those with projects whose money she may see as a whole: of her own division and below. With `projects_count`,
    without projects that are over, and their planned investment."""
    open_ones = ~Q(projects__status__in=GONE)
    return (
        Programme.objects.drawn_up_by(user)
        .select_related("division")
        .annotate(
            projects_count=Count("projects", filter=open_ones),
            investment_sum=Sum("projects__investment", filter=open_ones),
        )
        .filter(projects_count__gt=0)
    )


def shortfall_of(programme: Programme, *, today: date) -> Shortfall:
    """Everything of one programme; a fixed number of queries."""
    rule = queue_rule(division_code=programme.division_id, on=today)
    criteria = complete(rule.criterion_list if rule else ())
    projects = list(_projects(programme))
    barred = bars.found(bars.Act.CARRY_OVER, [project.pk for project in projects])
    free = _left(_holdings(programme).filter(division=programme.division_id))
    return Shortfall(
        lines=queued(
            [_waiting(project, carrying_over.bar_of(project, barred)) for project in projects],
            criteria=criteria,
            free=free,
        ),
        free=free,
        with_streets=_left(_holdings(programme).exclude(division=programme.division_id)),
        rule=rule,
        criteria=[str(criterion.label) for criterion in criteria],
    )


@dataclass(frozen=True)
class Hanging:
    """What goes with a project to the next year, 元: its contracts, approved requests, and what it holds and till when
    that may be used."""

    project: Project
    contracted: Decimal
    granted: Decimal
    held: Decimal
    use_by: date | None


def hanging_on(projects: Sequence[Project]) -> list[Hanging]:
    """Two queries, however many projects; each comes with its account."""
    ids = [project.pk for project in projects]
    pots = Allotment.objects.filter(project__in=ids, received__gt=0).order_by().values("project")
    rows = pots.annotate(
        held=Sum(F("received") - F("paid")), use_by=Min("document__use_by", filter=Q(received__gt=F("paid")))
    )
    holds = {row["project"]: row for row in rows}
    waiting = PaymentRequest.objects.pending().filter(project__in=ids).order_by().values("project")
    granted = dict(waiting.annotate(total=Sum("granted")).values_list("project", "total"))
    return [_hanging(project, holds.get(project.pk, {}), granted.get(project.pk, NOTHING)) for project in projects]


def _hanging(project: Project, holds: Mapping[str, Any], granted: Decimal) -> Hanging:
    account = getattr(project, "account", None)
    return Hanging(
        project=project,
        contracted=account.contracted if account else NOTHING,
        granted=granted,
        held=holds.get("held", NOTHING),
        use_by=holds.get("use_by"),
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
    """Money of the year and of earlier ones in the division's hands and in those below it, in no project's yet."""
    return Allotment.objects.in_division(programme.division_id).filter(document__year__lte=programme.year, project=None)


def _left(pots: QuerySet[Allotment]) -> Decimal:
    return pots.aggregate(left=Sum(F("received") - F("passed") - F("paid")))["left"] or NOTHING
