"""Applying a phase template to projects: one act for all of them, a fixed number of statements per thousand.

No finished phase moves; what has begun keeps its start and its planned dates; a gate that was
proved or overruled stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit, jobs
from core.errors import DomainError, NotAllowed
from core.models import Job
from deadlines.choices import Outcome
from deadlines.services import deadlines
from divisions import territory
from projects.models import Gate, Phase, PhaseTemplate, Project
from projects.models.projects import RUNNING
from projects.services import standing
from projects.services.drawing import GATE_SET, PHASE_SET, Drawing, Plan

JOB = "projects.apply_template"
AT_ONCE = 200  # projects that a person waits for
BATCH = 1_000


@dataclass(frozen=True)
class Applied:
    """How many projects got the template, how many of their phases got dates, how many finished ones stayed as they
    were, how many begun ones kept their dates, and how many projects were left out because they do not run."""

    projects: int = 0
    moved: int = 0
    kept: int = 0
    idle: int = 0
    begun: int = 0

    def __add__(self, other: "Applied") -> "Applied":
        return Applied(*(getattr(self, name) + getattr(other, name) for name in vars(self)))

    def __str__(self) -> str:
        idle = f"，{self.idle} 个项目不在实施状态，未套用" if self.idle else ""
        begun = f"，{self.begun} 个已开始的阶段保持原日期" if self.begun else ""
        dated = f"{self.moved} 个阶段按模板排定日期，{self.kept} 个已完成阶段不变"
        return f"{self.projects} 个项目套用模板，{dated}{begun}{idle}。"


def preview(*, template: PhaseTemplate, projects: Iterable[int], today: date) -> Applied:
    """What `apply` would do, without doing it."""
    drawing, total = Drawing(template), Applied()
    for ids in _blocks(projects):
        running = list(_running(ids))
        total += _counted(drawing.plan(running, today), running, ids)
    return total


@transaction.atomic
def apply(*, template: PhaseTemplate, projects: Iterable[int], by: User, today: date) -> Applied:
    """Give these projects the template's phases and gates. Refused for projects outside one's territory or the
    template's; projects that do not run are left out and counted."""
    ids = sorted(set(projects))
    _check(template, ids, by)
    drawing, total = Drawing(template), Applied()
    for block in _blocks(ids):
        total += _write(drawing, block, by=by, today=today)
    _record(template, by, total)
    return total


def request(*, template: PhaseTemplate, projects: Iterable[int], by: User, today: date) -> Applied | Job:
    """Apply at once, or as a job whose page shows how far it is, if there are many."""
    ids = sorted(set(projects))
    if len(ids) <= AT_ONCE:
        return apply(template=template, projects=ids, by=by, today=today)
    with transaction.atomic():
        _check(template, ids, by)
        title = f"套用阶段模板“{template}”（{len(ids):,} 个项目）"
        arguments = {"template": template.pk, "projects": ids, "today": today.isoformat()}
        return jobs.start(kind=JOB, title=title, by=by, arguments=arguments)


@jobs.runner(JOB)
def _run(job: Job) -> None:
    """Block by block, so that nobody waits for all. Begun anew it applies what is applied already: nothing changes."""
    template = PhaseTemplate.objects.get(pk=job.arguments["template"])
    ids, today = job.arguments["projects"], date.fromisoformat(job.arguments["today"])
    _check(template, ids, job.started_by)
    drawing, total = Drawing(template), Applied()
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            total += _write(drawing, ids[start : start + AT_ONCE], by=job.started_by, today=today)
        jobs.progress(job, done=min(start + AT_ONCE, len(ids)), total=len(ids))
    with transaction.atomic():
        _record(template, job.started_by, total)
    job.message = str(total)


def _check(template: PhaseTemplate, ids: Sequence[int], by: User) -> None:
    by.demand(Permission.MANAGE_PROJECTS)
    if not ids:
        raise DomainError("没有选中项目，请放宽条件。")
    for block in _blocks(ids):
        for name, division in Project.objects.filter(pk__in=block).values_list("name", "division"):
            if not territory.contains(by.territory, division):
                raise NotAllowed(f"“{name}”不在您的辖区内，不能套用模板。")
            if not territory.contains(territory.prefix_of(template.division_id), division):
                raise DomainError(f"模板“{template}”属于{template.division}，不能用于“{name}”。请先复制为本地模板。")


def _record(template: PhaseTemplate, by: User, total: Applied) -> None:
    details = {"项目": total.projects, "排定阶段": total.moved, "不变阶段": total.kept, "未套用项目": total.idle}
    audit.write(by=by, action="套用阶段模板", on=template, details=details)


def _running(ids: Sequence[int]):
    return Project.objects.filter(pk__in=ids, status__in=RUNNING).select_related("programme").order_by("pk")


def _write(drawing: Drawing, ids: Sequence[int], *, by: User, today: date) -> Applied:
    running = list(_running(ids).select_for_update(of=("self",)))
    plan = drawing.plan(running, today)
    _drop(plan, today)
    Phase.objects.bulk_create(plan.new_phases)
    # Upserts of rows that exist: ten times as fast as bulk_update, whose CASE grows with every row.
    Phase.objects.bulk_create(plan.phases, update_conflicts=True, unique_fields=["id"], update_fields=PHASE_SET)
    Gate.objects.bulk_create(plan.new_gates)
    Gate.objects.bulk_create(plan.gates, update_conflicts=True, unique_fields=["id"], update_fields=GATE_SET)
    _remember(drawing.template, running, by)
    standing.refresh(projects=[project.pk for project in running], today=today)
    return _counted(plan, running, ids)


def _drop(plan: Plan, today: date) -> None:
    """What the template no longer asks for is no longer due either."""
    phases = [phase.pk for phase in plan.gone_phases]
    gates = [gate.pk for gate in plan.gone_gates]
    gates += Gate.objects.filter(phase__in=phases).values_list("pk", flat=True) if phases else []
    if gates:
        deadlines.clear(kind=standing.GATE, model=Gate, ids=gates, on=today, outcome=Outcome.WITHDRAWN)
        Gate.objects.filter(pk__in=gates).delete()
    if phases:
        deadlines.clear(kind=standing.PHASE, model=Phase, ids=phases, on=today, outcome=Outcome.WITHDRAWN)
        Phase.objects.filter(pk__in=phases).delete()


def _remember(template: PhaseTemplate, projects: Sequence[Project], by: User) -> None:
    changed = [project for project in projects if project.template_id != template.pk]
    for project in changed:
        project.template = template
        project.version += 1
    Project.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["id"], update_fields=["template", "version"]
    )
    Project.history.bulk_history_create(
        changed, update=True, default_user=by, default_change_reason=f"套用阶段模板“{template}”"[:100]
    )


def _counted(plan: Plan, running: Sequence[Project], ids: Sequence[int]) -> Applied:
    idle = len(ids) - len(running)
    return Applied(projects=len(running), moved=plan.moved, kept=plan.kept, idle=idle, begun=plan.begun)


def _blocks(ids: Iterable[int]) -> Iterator[list[int]]:
    known = sorted(set(ids))
    return (known[start : start + BATCH] for start in range(0, len(known), BATCH))
