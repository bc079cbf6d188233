"""The district's own order among projects that wait for money."""

from collections.abc import Mapping

from django.db import transaction

from accounts.models import User
from core import audit
from core.errors import DomainError
from funding.models import ProjectAccount
from funding.services import accounts
from projects import project_policies
from projects.models import Programme, Project

HIGHEST = 9_999


@transaction.atomic
def rank(*, programme: Programme, ranks: Mapping[int, int | None], by: User) -> int:
    """Set ranks by project id (1 comes first, None: none), projects not named keep theirs. Returns how many changed.

    Refused: whoever does not make the programme's projects, a project of another programme, a rank outside 1 to 9999.
    """
    project_policies.check_can_make(by, programme)
    if any(each is not None and not 1 <= each <= HIGHEST for each in ranks.values()):
        raise DomainError(f"顺序号请填 1 到 {HIGHEST} 的整数，不排的留空。")
    projects = Project.objects.filter(programme=programme).in_bulk(ranks)
    if len(projects) < len(ranks):
        raise DomainError(f"有项目已不在《{programme}》中，请刷新页面后再排。")
    known = ProjectAccount.objects.filter(project__in=ranks).values_list("project_id", "rank")
    now: dict[int, int | None] = dict(known)
    wanted = {key: each for key, each in ranks.items() if now.get(key) != each}
    if not wanted:
        return 0
    locked = accounts.lock(wanted)
    for key, each in wanted.items():
        locked[key].rank = each
    ProjectAccount.objects.bulk_update(locked.values(), ["rank"], batch_size=500)
    details = {str(projects[key]): "不排" if each is None else each for key, each in wanted.items()}
    audit.write(by=by, action="排定资金安排顺序", on=programme, details=details)
    return len(wanted)
