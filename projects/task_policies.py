"""May this person do or take back a task, and does its state allow it? Checks raise; pages ask the same functions."""

from accounts.models import User
from accounts.permissions import Permission
from core.errors import DomainError, NotAllowed
from divisions import territory
from projects.models import Task
from projects.policies import as_predicate
from projects.project_policies import check_can_manage, check_is_running


def check_can_do(user: User, task: Task) -> None:
    """The organisation that owes it, or the leading-group office over the project, while it is open."""
    check_may_do(user, task)
    check_is_running(task.project)
    _check_is_open(task)


def check_may_do(user: User, task: Task) -> None:
    user.demand(Permission.PROVE_GATES)
    hers = user.organisation_id is not None and user.organisation_id == task.organisation_id
    manages = user.may(Permission.MANAGE_PROJECTS) and territory.contains(user.territory, task.project.division_id)
    if not hers and not manages:
        raise NotAllowed(f"这件责任事项由{task.organisation}办理，只有该单位和领导小组办公室可以登记。")


def check_can_take_back(user: User, task: Task) -> None:
    check_can_manage(user, task.project)
    _check_is_open(task)


def _check_is_open(task: Task) -> None:
    if task.done_on:
        raise DomainError(f"这件责任事项已于 {task.done_on} 办结，不能再改。")
    if task.withdrawn_reason:
        raise DomainError(f"这件责任事项已撤回（{task.withdrawn_reason}），不必办理。")


can_do = as_predicate(check_can_do)
can_take_back = as_predicate(check_can_take_back)
