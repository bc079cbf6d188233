from typing import Any

from core.lists import ListSpec, register
from divisions import columns, policies
from divisions.filters import DivisionFilter
from divisions.models import Division, DivisionQuerySet


def listed(user: Any) -> DivisionQuerySet:
    return Division.objects.for_user(user).select_related("parent", "successor")


DIVISIONS = register(
    ListSpec(
        key="divisions",
        title="行政区划",
        columns=columns.DIVISIONS,
        filters=DivisionFilter,
        rows=listed,
        order="code",
        permission=policies.VIEW,
        empty="还没有区划。请在服务器上运行 manage.py load_divisions 载入。",
    )
)
