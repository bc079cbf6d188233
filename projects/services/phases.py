"""The phases of one project: begun, finished, moved, and taken back; never past a gate that is shut.

`apply` gives many projects the phases of a template.
"""

from datetime import date

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from projects import phase_policies, project_policies
from projects.choices import ProjectStatus
from projects.life import LIFE, forward
from projects.models import Gate, Phase, Project
from projects.phase_policies import GatesShut
from projects.services import standing
from projects.services.applying import Applied, apply
from projects.services.gate_days import GateDays
from projects.services.phase_days import check_actual, check_order, check_planned
from projects.services.projects import save

__all__ = ["Applied", "apply", "change_dates", "finish", "reckon_gates", "start", "undo_finish", "undo_start"]


@transaction.atomic
def start(*, phase: Phase, on: date, by: User, today: date) -> Phase:
    """Begin a phase; the project takes on its state. Refused while a gate of an earlier phase is shut."""
    project, phase = _locked(phase)
    project_policies.check_can_edit(by, project)
    if phase.actual_start:
        raise DomainError(f"阶段“{phase}”已于 {phase.actual_start} 开始。")
    _check_past(on, today)
    check_actual(project, on)
    check_order(phase, on)
    earlier = Gate.objects.filter(project=project, phase__position__lt=phase.position)
    _check_open(earlier, f"阶段“{phase}”还不能开始")
    phase.actual_start = on
    phase.save(update_fields=["actual_start"])
    _reckon([phase], GateDays())
    _advance(project, forward(project.status, phase.status), by=by, on=on, reason=f"开始阶段“{phase}”")
    standing.refresh(projects=[project.pk], today=today)
    audit.write(by=by, action="开始阶段", on=project, details={"阶段": phase.name, "日期": on.isoformat()})
    return phase


@transaction.atomic
def finish(*, phase: Phase, on: date, by: User, today: date) -> Phase:
    """Finish a phase; with the last one the project is closed. Refused while one of its own gates is shut."""
    project, phase = _locked(phase)
    project_policies.check_can_edit(by, project)
    if not phase.actual_start:
        raise DomainError(f"阶段“{phase}”尚未开始，请先登记开始日期。")
    if phase.actual_end:
        raise DomainError(f"阶段“{phase}”已于 {phase.actual_end} 完成。")
    _check_past(on, today)
    if on < phase.actual_start:
        raise DomainError(f"完成日期（{on}）早于“{phase}”的实际开始日期（{phase.actual_start}），请更正。")
    _check_open(Gate.objects.filter(phase=phase), f"阶段“{phase}”还不能完成")
    phase.actual_end = on
    phase.save(update_fields=["actual_end"])
    if not project.phases.unfinished().exists():
        _advance(project, forward(project.status, ProjectStatus.CLOSED), by=by, on=on, reason="各阶段全部完成")
    standing.refresh(projects=[project.pk], today=today)
    audit.write(by=by, action="完成阶段", on=project, details={"阶段": phase.name, "日期": on.isoformat()})
    return phase


@transaction.atomic
def change_dates(
    *, phase: Phase, planned_start: date | None, planned_end: date | None, reason: str, by: User, today: date
) -> Phase:
    """Move a phase of one project. Refused for a finished phase; its open gates follow, none later than its end.

    A plan once set stays set, and an end that is past is moved by the office alone: else lateness could be wiped out.
    """
    project, phase = _locked(phase)
    project_policies.check_can_edit(by, project)
    if phase.actual_end:
        raise DomainError(f"阶段“{phase}”已完成，计划日期不能再改。")
    if planned_start and planned_end and planned_end < planned_start:
        raise DomainError(f"“{phase}”的计划完成（{planned_end}）早于计划开始（{planned_start}），请更正。")
    check_planned(project, planned_start, planned_end)
    if phase.planned_end != planned_end:
        phase_policies.check_can_move_end(by, phase, planned_end, today)
    before = f"{phase.planned_start or '—'} 至 {phase.planned_end or '—'}"
    phase.planned_start, phase.planned_end = planned_start, planned_end
    phase.save(update_fields=["planned_start", "planned_end"])
    _reckon([phase], GateDays())
    standing.refresh(projects=[project.pk], today=today)
    details = {"阶段": phase.name, "计划": [before, f"{planned_start or '—'} 至 {planned_end or '—'}"]}
    audit.write(by=by, action="调整阶段日期", on=project, reason=_reason(reason), details=details)
    return phase


@transaction.atomic
def undo_finish(*, phase: Phase, reason: str, by: User, today: date) -> Phase:
    """Take back that a phase was finished, by the office; a project that was closed by it runs again."""
    project, phase = _locked(phase)
    phase_policies.check_can_reopen(by, phase)
    if not phase.actual_end:
        raise DomainError(f"阶段“{phase}”尚未完成，无须撤销。")
    details = {"阶段": phase.name, "原完成日期": phase.actual_end.isoformat()}
    phase.actual_end = None
    phase.save(update_fields=["actual_end"])
    if project.status == ProjectStatus.CLOSED:
        _advance(project, _reached(project), by=by, on=today, reason=f"撤销完成阶段“{phase}”")
    standing.refresh(projects=[project.pk], today=today)
    audit.write(by=by, action="撤销完成阶段", on=project, reason=_reason(reason), details=details)
    return phase


@transaction.atomic
def undo_start(*, phase: Phase, reason: str, by: User, today: date) -> Phase:
    """Take back that a phase has begun, by the office; the project falls back to the state of what has begun."""
    project, phase = _locked(phase)
    phase_policies.check_can_reopen(by, phase)
    if phase.actual_end:
        raise DomainError(f"阶段“{phase}”已完成，请先撤销完成。")
    details = {"阶段": phase.name, "原开始日期": phase.actual_start.isoformat()}
    phase.actual_start = None
    phase.save(update_fields=["actual_start"])
    _reckon([phase], GateDays())
    if project.status == phase.status:
        _advance(project, _reached(project), by=by, on=today, reason=f"撤销开始阶段“{phase}”")
    standing.refresh(projects=[project.pk], today=today)
    audit.write(by=by, action="撤销开始阶段", on=project, reason=_reason(reason), details=details)
    return phase


@transaction.atomic
def reckon_gates(*, today: date) -> int:
    """After a change of the working calendar: the open gates that count working days are reckoned anew."""
    counting = Gate.objects.shut().filter(source__working_days__isnull=False, source__due_on=None)
    phases = Phase.objects.unfinished().filter(pk__in=counting.values("phase"), project__in=Project.objects.running())
    moved = _reckon(list(phases.select_for_update(of=("self",)).order_by("pk")), GateDays())
    standing.refresh(projects={gate.project_id for gate in moved}, today=today)
    return len(moved)


def _locked(phase: Phase) -> tuple[Project, Phase]:
    """Project and phase as they are now; two people who act at once queue at the project."""
    related = ("division", "programme", "implementer")
    project = Project.objects.select_related(*related).select_for_update(of=("self",)).get(pk=phase.project_id)
    fresh = Phase.objects.get(pk=phase.pk)
    fresh.project = project
    return project, fresh


def _check_past(on: date, today: date) -> None:
    if on > today:
        raise DomainError(f"日期（{on}）晚于今天，请到那一天再登记。")


def _check_open(gates, refusal: str) -> None:
    shut = list(gates.shut().select_related("organisation", "project__implementer", "phase"))
    if shut:
        raise GatesShut(f"{refusal}，缺 {len(shut)} 项：{'；'.join(_missing(gate) for gate in shut)}。")


def _missing(gate: Gate) -> str:
    """What is missing, who owes it, by when."""
    owes = gate.organisation or gate.project.implementer or "未明确责任单位"
    by_when = f"{gate.due_on} 前{'（推算）' if gate.estimated else ''}" if gate.due_on else "未定期限"
    return f"“{gate}”（{gate.phase}，{owes}，{by_when}）"


def _advance(project: Project, status: str, *, by: User, on: date, reason: str) -> None:
    """Every change of state is in the project's history with its cause."""
    if status == project.status:
        return
    project.status, project.status_since, project.status_reason = status, on, ""
    save(project, by=by, reason=reason)


def _reached(project: Project) -> str:
    """How far the phases that have begun have brought the project."""
    begun = project.phases.filter(actual_start__isnull=False).values_list("status", flat=True)
    return max((ProjectStatus(status) for status in begun), key=LIFE.index, default=ProjectStatus.PLANNED)


def _reckon(phases: list[Phase], days: GateDays) -> list[Gate]:
    """Set the open gates of these phases to their days anew; returns those that moved."""
    gates = Gate.objects.shut().filter(phase__in=phases, source__isnull=False)
    by_id, moved = {phase.pk: phase for phase in phases}, []
    for gate in gates.select_related("source__phase__template", "project__programme"):
        before = gate.due_on, gate.estimated
        years = gate.project.programme.year - gate.source.phase.template.year
        days.set(gate, gate.source, by_id[gate.phase_id], years=years)
        if before != (gate.due_on, gate.estimated):
            moved.append(gate)
    Gate.objects.bulk_create(moved, update_conflicts=True, unique_fields=["id"], update_fields=["due_on", "estimated"])
    return moved


def _reason(text: str) -> str:
    if not text.strip():
        raise DomainError("请写明原因。")
    return text.strip()
