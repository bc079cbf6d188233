"""May this person work on this project, and does its state allow it? Checks raise; pages ask the same functions."""

from accounts.models import User
from accounts.permissions import Permission
from core.errors import DomainError, NotAllowed
from divisions import territory
from projects.models import Programme, Project
from projects.policies import as_predicate


def check_can_edit(user: User, project: Project) -> None:
    """Whoever draws up projects of this territory, or works for the implementer, while the project runs."""
    check_can_fill_in(user, project)
    check_is_running(project)


def check_can_fill_in(user: User, project: Project) -> None:
    """The right, and the territory or the implementing organisation."""
    user.demand(Permission.EDIT_PROJECTS)
    own = project.implementer_id is not None and project.implementer_id == user.organisation_id
    if not own and not territory.contains(user.territory, project.division_id):
        raise NotAllowed(f"“{project}”不由贵单位实施，不能修改。")


def check_can_manage(user: User, project: Project) -> None:
    """The leading-group office of the project's division, or one above it."""
    user.demand(Permission.MANAGE_PROJECTS)
    if not territory.contains(user.territory, project.division_id):
        raise NotAllowed(f"只有{project.division}的领导小组办公室可以管理“{project}”。")


def check_can_make(user: User, programme: Programme) -> None:
    """The leading-group office of the programme's division, or one above it, makes projects of its compounds."""
    user.demand(Permission.MANAGE_PROJECTS)
    if not territory.contains(user.territory, programme.division_id):
        raise NotAllowed(f"只有{programme.division}的领导小组办公室可以由《{programme}》立项、合并项目。")


def check_is_running(project: Project) -> None:
    if not project.is_running:
        raise DomainError(f"“{project}”{project.get_status_display()}（{project.status_reason or '—'}），不能再修改。")


can_edit = as_predicate(check_can_edit)
can_manage = as_predicate(check_can_manage)
can_make = as_predicate(check_can_make)
