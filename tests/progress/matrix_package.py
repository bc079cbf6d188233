"""Who opens the pages of a return on its way: read by all who see returns; each step by the role it falls to.

A step of another unit leads back with a sentence: the office holds the rights of the street, for its own returns.
"""

from django.utils import timezone

from accounts.permissions import GRANTS, Permission
from progress.models import SealedScan
from progress.services import packages
from tests.matrix import Case, World
from tests.progress.matrix_sheet import VIEWERS, the_return
from tests.progress.stories import approved, clerk_of, sealed, submitted


def holding(*permissions: Permission) -> frozenset:
    return frozenset(role for role, rights in GRANTS.items() if rights & set(permissions))


FILLERS, LEADERS = holding(Permission.FILL_RETURNS), holding(Permission.APPROVE_RETURNS)
OFFICE, UNIT = holding(Permission.REVIEW_RETURNS), FILLERS | LEADERS


def reached(step=None):
    """The id of 南桥's return of this month, which has come as far as this step."""

    def make(world: World) -> list[int]:
        monthly_return = the_return(world)
        if step:
            step(monthly_return, day=timezone.localdate())
        return [monthly_return.pk]

    return {"args": make}


def of_version(world: World) -> list[int]:
    return [approved(the_return(world), day=timezone.localdate()).pk]


def of_scan(world: World) -> list[int]:
    version = sealed(the_return(world), day=timezone.localdate())
    return [SealedScan.objects.get(version=version).pk]


def two_versions(world: World) -> list[int]:
    monthly_return, now = the_return(world), timezone.now()
    first = sealed(monthly_return, day=timezone.localdate())
    second = packages.recall(
        version=first, reason="漏填一处", by=clerk_of(monthly_return), now=now, today=timezone.localdate(now)
    )
    return [first.pk, second.pk]


def of_month(world: World) -> list[int]:
    return [the_return(world).reporting_month_id]


MATRIX = {
    "progress:return_detail": Case(roles=VIEWERS, **reached()),
    "progress:return_submit": Case(roles=FILLERS, **reached()),
    "progress:return_withdraw": Case(roles=FILLERS, method="post", **reached(submitted)),
    "progress:return_send_back": Case(roles=LEADERS, **reached(submitted)),
    "progress:return_approve": Case(roles=LEADERS, method="post", **reached(submitted)),
    "progress:return_recall": Case(roles=FILLERS, **reached(sealed)),
    "progress:return_accept": Case(roles=OFFICE, method="post", **reached(sealed)),
    "progress:return_return": Case(roles=OFFICE, **reached(sealed)),
    "progress:month_accept": Case(roles=OFFICE, args=of_month),
    "progress:version_detail": Case(roles=VIEWERS, args=of_version),
    "progress:version_print": Case(roles=VIEWERS, args=of_version),
    "progress:version_compare": Case(roles=VIEWERS, args=two_versions),
    "progress:scan_add": Case(roles=UNIT),
    "progress:scan_download": Case(roles=VIEWERS, args=of_scan),
    "progress:scan_remove": Case(roles=UNIT, args=of_scan),
}
