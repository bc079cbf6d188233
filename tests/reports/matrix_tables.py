"""Who opens the statistics tables: all who read reports; the office makes and changes its own."""

from accounts.permissions import GRANTS, Permission
from reports.models import StatTable
from reports.services import tables
from reports.services.tables import ColumnLine, Head
from tests.matrix import Case, World
from tests.progress.matrix_months import a_month

READERS = frozenset(role for role, rights in GRANTS.items() if Permission.VIEW_REPORTS in rights)
KEEPERS = frozenset(role for role, rights in GRANTS.items() if Permission.MANAGE_TABLES in rights)
COLUMNS = [ColumnLine(head="累计开工数", measure="started")]


def a_table(world: World) -> StatTable:
    """A table of the district, which its streets see too."""
    division = world.divisions["卫滨区"]
    return tables.add(division=division, head=Head(name="进展表", title="{年}年{月}月进展表"), columns=COLUMNS)


def of_a_table(world: World) -> list[int]:
    return [a_table(world).pk]


def of_a_table_and_may(world: World) -> list[int]:
    """May 2023 is open, so that there is something to export."""
    a_month(world)
    return of_a_table(world)


MATRIX = {
    "reports:table_list": Case(roles=READERS),
    "reports:table_create": Case(roles=KEEPERS),
    "reports:table_detail": Case(roles=READERS, args=of_a_table, next_door=True),
    "reports:table_edit": Case(roles=KEEPERS, args=of_a_table),
    "reports:table_columns": Case(roles=KEEPERS, args=of_a_table),
    "reports:table_copy": Case(roles=KEEPERS, args=of_a_table),
    "reports:table_retire": Case(roles=KEEPERS, method="post", args=of_a_table),
    "reports:table_export": Case(
        roles=READERS, method="post", data={"month": "2023-05"}, args=of_a_table_and_may, next_door=True
    ),
}
