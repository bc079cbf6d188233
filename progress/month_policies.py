"""Who moves the days of a month, and whether they may still be moved. Checks raise; pages ask the same functions."""

from accounts.models import User
from accounts.permissions import Permission
from core.errors import DomainError, NotAllowed
from divisions import territory
from progress.models import MonthlyReturn, ReportingMonth
from progress.models.returns import OPEN
from projects.policies import as_predicate


def check_can_set_days(user: User, month: ReportingMonth) -> None:
    """The leading-group office of the district, or one above it."""
    user.demand(Permission.REVIEW_RETURNS)
    if not territory.contains(user.territory, month.division_id):
        raise NotAllowed(f"只有{month.division}领导小组办公室可以调整这个月的日期。")


def check_can_extend(user: User, monthly_return: MonthlyReturn) -> None:
    """The office over the street, while the street has the return in its hands."""
    user.demand(Permission.REVIEW_RETURNS)
    if not territory.contains(user.territory, monthly_return.division_id):
        raise NotAllowed(f"{monthly_return.division}不在您的辖区内，不能延期。")
    current = monthly_return.current
    if current is not None and current.status not in OPEN:
        raise DomainError(
            f"“{monthly_return}”目前是“{current.get_status_display()}”，不需要延期；需要街道更正时，请先退回。"
        )


can_set_days = as_predicate(check_can_set_days)
