"""What follows from a project's phases and gates: where it stands, what is due next, and its rows in the table of
everything that is due.

Whoever changes phases, gates, or the state of a project calls `refresh` in the same transaction.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from accounts.models import OrganisationKind
from deadlines.choices import Outcome
from deadlines.services import deadlines
from deadlines.services.deadlines import Due
from projects.models import Gate, Phase, Project
from projects.services import illegal, scheme_reviews, tasks

PHASE, GATE = "phase", "gate"  # kinds of deadlines
BATCH = 1_000
OUTSIDE = (OrganisationKind.UTILITY, OrganisationKind.CONTRACTOR)  # they see their own tasks, no projects
STORED = ("current_phase", "next_due_on", "gates_open")


@transaction.atomic
def refresh(*, projects: Iterable[int], today: date) -> None:
    """Bring these projects' current phase, next date, open gates and deadlines up to date; a fixed number of statements
    per thousand. While a project does not run nothing of it is due: its deadlines are withdrawn."""
    ids = sorted(set(projects))
    for start in range(0, len(ids), BATCH):
        _refresh(ids[start : start + BATCH], today)


def _refresh(ids: Sequence[int], today: date) -> None:
    found = Project.objects.in_bulk(ids)
    phases = list(
        Phase.objects.filter(project__in=ids).select_related("source__template").order_by("project_id", "position")
    )
    gates = list(Gate.objects.filter(project__in=ids).select_related("organisation"))
    _store(found, phases, gates)
    _set_phases(found, phases, today)
    _set_gates(found, {phase.pk: phase for phase in phases}, gates, today)
    illegal.refresh(projects=ids, today=today)
    tasks.refresh_tasks(projects=ids, today=today)
    scheme_reviews.refresh(projects=ids, today=today)


def current(phases: Sequence[Phase]) -> Phase | None:
    """Of phases in their order, the first that has begun and is not finished; before any begins, the first to come."""
    unfinished = [phase for phase in phases if phase.actual_end is None]
    return next((phase for phase in unfinished if phase.actual_start), unfinished[0] if unfinished else None)


def _store(found: dict[int, Project], phases: Iterable[Phase], gates: Iterable[Gate]) -> None:
    of_project: dict[int, list[Phase]] = defaultdict(list)
    shut: dict[int, int] = defaultdict(int)
    for phase in phases:
        of_project[phase.project_id].append(phase)
    for gate in gates:
        shut[gate.project_id] += not gate.is_passed
    changed = []
    for project in found.values():
        before = project.current_phase_id, project.next_due_on, project.gates_open
        ends = [p.planned_end for p in of_project[project.pk] if p.planned_end and p.actual_end is None]
        project.current_phase = current(of_project[project.pk])
        project.next_due_on = min(ends, default=None) if project.is_running else None
        project.gates_open = shut[project.pk]
        if before != (project.current_phase_id, project.next_due_on, project.gates_open):
            changed.append(project)
    # An upsert of rows that exist: ten times as fast as bulk_update, whose CASE grows with every row.
    Project.objects.bulk_create(changed, update_conflicts=True, unique_fields=["id"], update_fields=STORED)


def _set_phases(found: dict[int, Project], phases: Sequence[Phase], today: date) -> None:
    due = [p for p in phases if p.planned_end and p.actual_end is None and found[p.project_id].is_running]
    deadlines.set_all(dues=[_of_phase(phase, found[phase.project_id]) for phase in due], today=today)
    _clear(PHASE, Phase, phases, due=due, done={p.pk: p.actual_end for p in phases if p.actual_end}, today=today)


def _set_gates(found: dict[int, Project], phases: dict[int, Phase], gates: Sequence[Gate], today: date) -> None:
    due = [g for g in gates if g.due_on and not g.is_passed and found[g.project_id].is_running]
    dues = [_of_gate(gate, phases[gate.phase_id], found[gate.project_id]) for gate in due]
    deadlines.set_all(dues=dues, today=today)
    passed = {g.pk: g.satisfied_on or g.overruled_on for g in gates if g.is_passed}
    _clear(GATE, Gate, gates, due=due, done=passed, today=today)


def _clear(kind: str, model: type, rows: Sequence, *, due: Sequence, done: Mapping[int, date], today: date) -> None:
    """What is done closes on the day it was done, which may be put on record later; what is neither due nor done any
    more is withdrawn."""
    by_day: dict[date, list[int]] = defaultdict(list)
    for pk in deadlines.open_among(kind=kind, model=model, ids=done):
        by_day[done[pk]].append(pk)
    for day, ids in by_day.items():
        deadlines.clear(kind=kind, model=model, ids=ids, on=day)
    if withdrawn := {row.pk for row in rows} - done.keys() - {row.pk for row in due}:
        deadlines.clear(kind=kind, model=model, ids=withdrawn, on=today, outcome=Outcome.WITHDRAWN)


def _of_phase(phase: Phase, project: Project) -> Due:
    return Due(
        kind=PHASE,
        subject=phase,
        title=f"{project.name}：完成“{phase.name}”",
        due_on=phase.planned_end,
        division_id=project.division_id,
        organisation_id=phase.organisation_id or project.implementer_id,
        assigned_to_id=_named(project, phase.organisation_id),
        url=reverse("projects:project_phases", args=[project.pk]),
        basis=_basis(phase, phase.clause),
    )


def _of_gate(gate: Gate, phase: Phase, project: Project) -> Due:
    return Due(
        kind=GATE,
        subject=gate,
        title=f"{project.name}：{gate.name}",
        due_on=gate.due_on,
        division_id=project.division_id,
        organisation_id=gate.organisation_id or project.implementer_id,
        assigned_to_id=_named(project, gate.organisation_id),
        url=_page_of(gate),
        basis=_basis(phase, gate.clause),
        estimated=gate.estimated,
    )


def _page_of(gate: Gate) -> str:
    """The checklist of the project; whoever may not see projects gets the form in which it proves its gate."""
    if gate.organisation and gate.organisation.kind in OUTSIDE:
        return reverse("projects:gate_satisfy", args=[gate.pk])
    return f"{reverse('projects:project_phases', args=[gate.project_id])}#gate-{gate.pk}"


def _named(project: Project, organisation_id: int | None) -> int | None:
    """The person in charge answers for what her own unit, the implementer, owes; never for another unit."""
    return project.assigned_to_id if organisation_id in (None, project.implementer_id) else None


def _basis(phase: Phase, clause: str) -> str:
    document = phase.source.template.document if phase.source else ""
    return f"{document} {clause}".strip()
