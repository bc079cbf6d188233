"""May this person change this statistics table? Checks raise; pages ask the same functions."""

from accounts.models import User
from accounts.permissions import Permission
from core.errors import DomainError, NotAllowed
from divisions import territory
from projects.policies import as_predicate
from reports.models import StatTable


def check_can_manage(user: User, table: StatTable) -> None:
    """The office of the table's own division, or one above it, keeps it; everybody below copies it."""
    user.demand(Permission.MANAGE_TABLES)
    if not territory.contains(user.territory, table.division_id):
        raise NotAllowed(f"“{table}”由{table.division}制发，不能修改。需要不同的表时，请复制为本级的表再修改。")


def check_can_change(user: User, table: StatTable) -> None:
    """What is retired stays as it was: old tables are made again from it."""
    check_can_manage(user, table)
    if table.retired_on:
        raise DomainError(f"“{table}”已于 {table.retired_on} 停用，不能修改。请复制为新表再修改。")


can_change = as_predicate(check_can_change)
