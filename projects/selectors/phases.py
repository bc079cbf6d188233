"""Phases and gates as pages show them: one project's checklist, and the board of many."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Count, Prefetch, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from projects.models import Gate, Phase, Project, ProjectFile

SOON = 7  # days


@dataclass(frozen=True)
class Standing:
    """How something stands against its day, in words; `tone` is the class of the exception, "" where all is well."""

    text: str
    tone: str = ""


def standing_of(due_on: date | None, done_on: date | None, today: date) -> Standing:
    """Against a day: done in time or late, overdue, due within a week, or to come."""
    late = max(0, ((done_on or today) - due_on).days) if due_on else 0
    if done_on:
        return Standing(f"晚 {late} 天", "late") if late else Standing("按期" if due_on else "")
    if late:
        return Standing(f"逾期 {late} 天", "late")
    left = (due_on - today).days if due_on else None
    if left is not None and left <= SOON:
        return Standing("今天到期" if left == 0 else f"还有 {left} 天", "soon")
    return Standing("")


def phases_of(project: Project, today: date) -> list[Phase]:
    """A project's phases with their gates and papers, each with how it stands. Three queries."""
    papers = Prefetch("files", ProjectFile.objects.shown().order_by("pk"), to_attr="papers")
    gates = Gate.objects.select_related("organisation", "satisfied_by", "overruled_by").prefetch_related(papers)
    found = list(
        project.phases.select_related("organisation").prefetch_related(Prefetch("gates", gates.order_by("position")))
    )
    for phase in found:
        phase.project = project
        phase.standing = standing_of(phase.planned_end, phase.actual_end, today)
        phase.checklist = list(phase.gates.all())
        phase.missing = sum(not gate.is_passed for gate in phase.checklist)
        for gate in phase.checklist:
            gate.project, gate.phase = project, phase
            gate.standing = Standing("") if gate.is_passed else standing_of(gate.due_on, None, today)
    return found


def out_of_order(phases: Sequence[Phase]) -> list[str]:
    """Plans that begin before the plan of the phase before them: allowed, and remarked so that a slip is seen."""
    dated = [phase for phase in phases if phase.planned_start]
    return [
        f"“{later}”的计划开始（{later.planned_start}）早于前面的“{earlier}”（{earlier.planned_start}）。"
        for earlier, later in pairwise(dated)
        if later.planned_start < earlier.planned_start
    ]


def gates_to_prove(user: User) -> QuerySet[Gate]:
    """The gates of projects she sees; a utility or contractor, who sees no projects, finds those it owes itself."""
    seen = Gate.objects.for_user(user)
    if user.is_authenticated and user.may(Permission.PROVE_GATES) and user.organisation_id:
        seen = seen | Gate.objects.filter(organisation=user.organisation_id)
    return seen


@dataclass(frozen=True)
class Cell:
    """One phase of one project on the board."""

    phase: Phase
    state: str
    standing: Standing
    missing: int  # gates that are shut


@dataclass(frozen=True)
class Line:
    project: Project
    cells: list[Cell | None]


def board(projects: Sequence[Project], today: date) -> tuple[list[str], list[Line]]:
    """The names of the columns, and one line per project. Two queries, however many projects."""
    ids = [project.pk for project in projects]
    phases = list(Phase.objects.filter(project__in=ids).order_by("position", "pk"))
    shut = Gate.objects.shut().filter(project__in=ids).order_by().values("phase").annotate(missing=Count("pk"))
    missing = {row["phase"]: row["missing"] for row in shut}
    names = list(dict.fromkeys(phase.name for phase in phases))
    cells: dict[int, dict[str, Cell]] = defaultdict(dict)
    running = {project.pk: project.is_running for project in projects}
    for phase in phases:
        due = phase.planned_end if running[phase.project_id] or phase.actual_end else None
        standing = standing_of(due, phase.actual_end, today)
        cells[phase.project_id][phase.name] = Cell(phase, _state(phase), standing, missing.get(phase.pk, 0))
    return names, [Line(project, [cells[project.pk].get(name) for name in names]) for project in projects]


def _state(phase: Phase) -> str:
    if phase.actual_end:
        return "已完成"
    return "进行中" if phase.actual_start else "未开始"
