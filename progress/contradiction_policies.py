"""Who may answer a contradiction. Checks raise; pages ask the same functions."""

from accounts.models import User
from accounts.permissions import Permission
from core.errors import NotAllowed
from progress.models import Contradiction
from projects.policies import as_predicate

ANSWERING = (Permission.FILL_RETURNS, Permission.APPROVE_RETURNS)


def demand_right_to_answer(user: User) -> None:
    """Whoever fills or approves returns."""
    if not any(user.may(right) for right in ANSWERING):
        user.demand(Permission.FILL_RETURNS)


def check_can_answer(user: User, contradiction: Contradiction) -> None:
    """The clerk or the leader of the organisation that reports. An answer may come, or be amended, at any time."""
    demand_right_to_answer(user)
    reporter = contradiction.monthly_return.organisation
    if reporter is None or reporter.pk != user.organisation_id:
        raise NotAllowed(f"这一条由填报单位说明（{reporter or contradiction.monthly_return.division}）。")


can_answer = as_predicate(check_can_answer)
