"""May this person move this money? Checks raise; pages ask the same functions."""

from accounts.models import User
from accounts.permissions import Permission
from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division
from funding.models import Allotment, FundWarning
from projects.models import Project
from projects.policies import as_predicate


def check_can_manage(user: User, division: Division) -> None:
    """The finance bureau of the division, or one above it: documents, allocations, approved budgets, rules, closing."""
    user.demand(Permission.MANAGE_FUNDS)
    if not territory.contains(user.territory, division.pk):
        raise NotAllowed(f"{division}不在您的辖区内，不能办理它的资金业务。")


def check_can_pass_down(user: User, allotment: Allotment) -> None:
    """Whoever manages the funds of its holder; what a project holds is only paid out."""
    check_can_manage(user, allotment.division)
    if allotment.project_id:
        raise DomainError(f"“{allotment}”已分配到项目，只能按合同拨付，或由上一级收回。")


def check_can_fill(user: User, project: Project) -> None:
    """Who enters a project's contracts, budget reviews, contributions and payment requests: its implementer, and the
    office of its division."""
    user.demand(Permission.FILL_FUNDS)
    own = project.implementer_id is not None and project.implementer_id == user.organisation_id
    if not own and not territory.contains(user.territory, project.division_id):
        raise NotAllowed(f"“{project}”不由贵单位实施，不能登记它的资金事项。")


def check_can_review(user: User, project: Project) -> None:
    """The finance bureau of the project's division, or one above it, reviews and pays."""
    user.demand(Permission.REVIEW_PAYMENTS)
    if not territory.contains(user.territory, project.division_id):
        raise NotAllowed(f"“{project}”不在您的辖区内，不能审核它的支付申请。")


def check_can_answer(user: User, warning: FundWarning) -> None:
    """Of a project its implementer or the office; of what no project holds yet the finance bureau over it."""
    if warning.project:
        check_can_fill(user, warning.project)
    else:
        check_can_manage(user, warning.division)


can_manage = as_predicate(check_can_manage)
can_pass_down = as_predicate(check_can_pass_down)
can_fill = as_predicate(check_can_fill)
can_review = as_predicate(check_can_review)
can_answer = as_predicate(check_can_answer)
