from django.db.models import QuerySet

from accounts.models import User
from accounts.permissions import Permission
from core.lists import ListSpec, register
from deadlines import columns, filters
from deadlines.models import Deadline


def listed(user: User) -> QuerySet[Deadline]:
    return Deadline.objects.for_user(user).select_related("organisation", "assigned_to", "division")


DEADLINES = register(
    ListSpec(
        key="deadlines",
        title="全部期限",
        columns=columns.DEADLINES,
        filters=filters.DeadlineFilter,
        rows=listed,
        order="due_on",
        permission=Permission.VIEW_DEADLINES,
        empty="没有未办结的期限。项目排定阶段和关口后，期限会自动列在这里。",
    )
)
