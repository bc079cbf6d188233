"""What happened before a district had this system, entered for many projects at once: phases as they went.

People enter phases one by one through the services; for 200 projects of years ago that would take the first start of
a demo minutes. The rows are those that the services write.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from simple_history.utils import bulk_update_with_history

from accounts.models import User
from core import audit
from projects.choices import ProjectStatus
from projects.life import forward
from projects.models import Gate, Phase, Project
from projects.services import standing

EVIDENCE = "示例：纸质资料已归档"
REASON = "示例：补录以前年度进度"
EARLY_OR_LATE = (-9, -4, 0, -2, -6, 3, 0, -1, -5, 12, -3)  # days against the plan, the same ones every time
LASTS = 30  # days of a phase whose plan gives no end


@dataclass(frozen=True)
class Course:
    """How far a project came: so many phases finished, the next begun or not, the last one so many days late."""

    finished: int
    begun: bool = False
    late: int = 0


def enter(projects: Sequence[Project], courses: Mapping[int, Course], *, by: User, today: date) -> None:
    """Finish phases, with all their gates that are shut, as each project's course says; without one, all of them."""
    phases: dict[int, list[Phase]] = {project.pk: [] for project in projects}
    for phase in Phase.objects.filter(project__in=phases).order_by("project_id", "position"):
        phases[phase.project_id].append(phase)
    gates: dict[int, list[Gate]] = {}
    for gate in Gate.objects.filter(project__in=phases).shut():
        gates.setdefault(gate.phase_id, []).append(gate)
    proved = []
    for number, project in enumerate(projects):
        own = phases[project.pk]
        _went(project, own, courses.get(project.pk, Course(len(own))), EARLY_OR_LATE[number % len(EARLY_OR_LATE)])
        for phase in own:
            if phase.actual_end:
                proved += [_proved(gate, phase.actual_end, by) for gate in gates.get(phase.pk, [])]
    every = [phase for own in phases.values() for phase in own]
    _write(Phase, every, ["actual_start", "actual_end"])
    _write(Gate, proved, ["satisfied_on", "satisfied_by", "evidence"])
    fields = ["status", "status_since"]
    bulk_update_with_history(projects, Project, fields, default_user=by, default_change_reason=REASON)
    standing.refresh(projects=[project.pk for project in projects], today=today)
    audit.write(by=by, action="补录项目进度", division_id=by.division_id, details={"项目数": len(projects)})


def _went(project: Project, phases: Sequence[Phase], course: Course, shift: int) -> None:
    before = project.status_since
    for number, phase in enumerate(phases[: course.finished + course.begun], start=1):
        phase.actual_start = phase.planned_start or before
        project.status, project.status_since = forward(project.status, phase.status), phase.actual_start
        if number > course.finished:
            return
        late = course.late if number == course.finished and course.late else shift
        end = (phase.planned_end or phase.actual_start + timedelta(days=LASTS)) + timedelta(days=late)
        phase.actual_end = before = max(end, phase.actual_start)
    if course.finished == len(phases):
        project.status, project.status_since = ProjectStatus.CLOSED, before


def _proved(gate: Gate, on: date, by: User) -> Gate:
    gate.satisfied_on, gate.satisfied_by, gate.evidence = on, by, EVIDENCE
    return gate


def _write(model: type, rows: Sequence, fields: Sequence[str]) -> None:
    """An upsert of rows that exist, as services/standing.py does it."""
    model.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields, batch_size=1_000)
