"""Who opens the fund reports: all who see money, within their territory; set days are the finance bureau's."""

from datetime import date

from django.core.files.base import ContentFile

from accounts.permissions import GRANTS, Permission, Role
from funding.choices import MoneyUnit, ReportTable
from funding.models import FundReport, ReportSchedule
from tests.matrix import Case, World

READERS = frozenset(role for role, rights in GRANTS.items() if Permission.VIEW_FUNDS in rights)
MANAGERS = frozenset(role for role, rights in GRANTS.items() if Permission.MANAGE_FUNDS in rights)


def a_file(world: World) -> list[int]:
    """Of 南桥街道, whose own people see it too."""
    made = FundReport(
        division=world.divisions["南桥街道"],
        table=ReportTable.BY_SOURCE,
        unit=MoneyUnit.WAN,
        since=date(2023, 1, 1),
        as_at=date(2023, 6, 30),
        name="南桥街道资金来源汇总表（截至2023-06-30）.xlsx",
        made_by=world.people[Role.FINANCE],
    )
    made.file.save("matrix.xlsx", ContentFile(b"PK"), save=False)
    made.save()
    return [made.pk]


def a_schedule(world: World) -> list[int]:
    made = ReportSchedule.objects.create(
        division=world.divisions["南桥街道"], day=5, set_by=world.people[Role.FINANCE], set_on=date(2023, 6, 1)
    )
    return [made.pk]


def by_source(world: World) -> list[str]:
    return [ReportTable.BY_SOURCE.value]


MATRIX = {
    "funding:report_list": Case(roles=READERS),
    "funding:report_table": Case(roles=READERS, args=by_source, everywhere=True),
    "funding:report_export": Case(roles=READERS, args=by_source, everywhere=True, method="post"),
    "funding:report_zip": Case(roles=READERS, method="post"),
    "funding:report_file": Case(roles=READERS, args=a_file),
    "funding:schedule_list": Case(roles=READERS),
    "funding:schedule_create": Case(roles=MANAGERS),
    "funding:schedule_stop": Case(roles=MANAGERS, args=a_schedule, method="post"),
}
