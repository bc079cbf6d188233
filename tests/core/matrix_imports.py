from django.utils import timezone

from accounts.permissions import GRANTS, Permission, Role
from communities.imports.ledger import LEDGER
from core.imports import receiving
from tests import workbooks
from tests.matrix import Case

IMPORTERS = frozenset(role for role, rights in GRANTS.items() if Permission.IMPORT_COMPOUNDS in rights)
HEAD = ["街道", "小区名称", "户数"]


def a_layout(world):
    return [LEDGER.key]


def an_import(world):
    """Uploaded by the street's clerk; the district's office sees it too."""
    source = receiving.receive(
        layout=LEDGER,
        data=workbooks.xlsx([HEAD, ["南桥街道", "示例一号院", 76]]),
        name="台账.xlsx",
        by=world.people[Role.STREET_CLERK],
        now=timezone.now(),
    )
    return [source.pk]


def posted(**more):
    return Case(roles=IMPORTERS, args=an_import, method="post", **more)


MATRIX = {
    "imports:history": Case(roles=IMPORTERS),
    "imports:upload": Case(roles=IMPORTERS, args=a_layout, everywhere=True),
    "imports:template": Case(roles=IMPORTERS, args=a_layout, everywhere=True),
    "imports:detail": Case(roles=IMPORTERS, args=an_import),
    "imports:columns": Case(roles=IMPORTERS, args=an_import),
    "imports:original": Case(roles=IMPORTERS, args=an_import),
    "imports:read_again": posted(),
    "imports:apply": posted(),
    "imports:undo": posted(),
    "imports:give_up": posted(),
    "imports:marked": posted(),
}
