"""May this person pass or reopen a gate, and does its state allow it? Checks raise; pages ask the same functions."""

from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from core.errors import DomainError, NotAllowed
from divisions import territory
from projects.choices import ProjectStatus
from projects.models import Gate, Phase, Project
from projects.policies import as_predicate
from projects.project_policies import can_manage, check_can_fill_in, check_can_manage, check_is_running


class GatesShut(DomainError):
    """A phase can neither end nor the next begin before what its plan asks for is there."""


def check_can_satisfy(user: User, gate: Gate) -> None:
    """Whoever owes it proves it, or the leading-group office above; and nothing is proved twice."""
    check_may_satisfy(user, gate)
    check_is_running(gate.project)
    if gate.satisfied_on:
        raise DomainError(f"关口“{gate}”已于 {gate.satisfied_on} 办结，不能重复登记。")


def check_may_satisfy(user: User, gate: Gate) -> None:
    """What another unit owes the implementer does not sign off: it is a check on the implementer."""
    user.demand(Permission.PROVE_GATES)
    own = gate.organisation_id is not None and gate.organisation_id == user.organisation_id
    if own or can_manage(user, gate.project):
        return
    if gate.organisation_id not in (None, gate.project.implementer_id):
        raise NotAllowed(f"关口“{gate}”由{gate.organisation}办理，只有该单位和领导小组办公室可以登记。")
    try:
        check_can_fill_in(user, gate.project)
    except NotAllowed as refusal:
        owes = gate.organisation or gate.project.implementer or "实施主体"
        raise NotAllowed(f"关口“{gate}”由{owes}办理，只有该单位、项目实施单位和领导小组办公室可以登记。") from refusal


def check_can_overrule(user: User, gate: Gate) -> None:
    """A leader of the leading group of the project's division, or of one above it, while the gate is shut."""
    check_may_overrule(user, gate)
    check_is_running(gate.project)
    if gate.is_passed:
        raise DomainError(f"关口“{gate}”已{'办结' if gate.satisfied_on else '越过'}，无须越过。")


def check_may_overrule(user: User, gate: Gate) -> None:
    user.demand(Permission.OVERRULE_GATES)
    if not territory.contains(user.territory, gate.project.division_id):
        raise NotAllowed(f"只有{gate.project.division}的领导小组可以决定越过“{gate.project}”的关口。")


def check_can_take_back(user: User, gate: Gate) -> None:
    """The office, as long as the phase that rests on it is not finished."""
    check_can_manage(user, gate.project)
    if not gate.satisfied_on:
        raise DomainError(f"关口“{gate}”尚未办结，无须退回。")
    if gate.phase.actual_end:
        raise DomainError(f"阶段“{gate.phase}”已完成，请先撤销完成，再退回关口“{gate}”。")


def check_can_reopen(user: User, phase: Phase) -> None:
    """The office takes back what was entered by mistake; a cancelled or suspended project stays as it is."""
    check_can_manage(user, phase.project)
    if not phase.actual_start:
        raise DomainError(f"阶段“{phase}”尚未开始，无须撤销。")
    if not _is_closed(phase.project):
        check_is_running(phase.project)


def check_can_move_end(user: User, phase: Phase, to: date | None, today: date) -> None:
    """An end that the plan has set is never emptied, and once it is past only the office moves it."""
    if phase.planned_end and to is None:
        raise DomainError(f"“{phase}”已有计划完成日期（{phase.planned_end}），可以调整，不能清空。")
    if phase.planned_end and phase.planned_end < today and not can_manage(user, phase.project):
        raise DomainError(f"“{phase}”的计划完成日期（{phase.planned_end}）已过，请说明原因，报领导小组办公室调整。")


def _is_closed(project: Project) -> bool:
    return project.status == ProjectStatus.CLOSED


can_satisfy = as_predicate(check_can_satisfy)
can_overrule = as_predicate(check_can_overrule)
can_take_back = as_predicate(check_can_take_back)
can_reopen = as_predicate(check_can_reopen)
