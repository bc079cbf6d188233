"""May this person work on this scheme, and does its state allow it? Checks raise; pages ask the same functions."""

from accounts.models import User
from core.errors import DomainError, NotAllowed
from projects import project_policies
from projects.choices import SchemeStatus
from projects.models import Scheme
from projects.policies import as_predicate

WAY_OUT = {
    SchemeStatus.SUBMITTED: "请先撤回，或由领导小组办公室退回后再修改",
    SchemeStatus.APPROVED: "请发起变更，在新的一版中修改",
    SchemeStatus.SUPERSEDED: "请在最新一版中修改",
}


def check_can_change(user: User, scheme: Scheme) -> None:
    """Whoever may edit the project works on its scheme, as long as nobody else is looking at it or has approved it."""
    project_policies.check_can_edit(user, scheme.project)
    if not scheme.is_open:
        way_out = WAY_OUT[SchemeStatus(scheme.status)]
        raise DomainError(f"“{scheme}”目前是“{scheme.get_status_display()}”，不能修改。{way_out}。")


def check_can_decide(user: User, scheme: Scheme) -> None:
    """The leading-group office over the project, while the project runs."""
    project_policies.check_can_manage(user, scheme.project)
    project_policies.check_is_running(scheme.project)


def check_is_not_her_own(user: User, scheme: Scheme) -> None:
    """Nobody approves what she herself drew up.

    Except where the office implements the project itself (象山): there it may, and the audit entry says so.
    """
    implements = scheme.project.implementer_id is not None and scheme.project.implementer_id == user.organisation_id
    if scheme.created_by_id == user.pk and not implements:
        raise NotAllowed(
            f"“{scheme}”由您本人编制，不能由您本人批准。请由办公室其他人员批准；办公室自行实施的项目不受此限。"
        )


can_change = as_predicate(check_can_change)
can_decide = as_predicate(check_can_decide)
