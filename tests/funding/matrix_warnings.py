"""Who opens warnings and the shortfall."""

from datetime import date

from accounts.permissions import Role
from funding.choices import WarningKind
from funding.models import FundWarning
from projects.models import Programme, Project
from tests.matrix import READERS, Case, World

SEEING = READERS - {Role.COMMUNITY_WORKER}
STREET = frozenset({Role.STREET_CLERK, Role.STREET_LEADER})


def a_programme(world: World) -> Programme:
    office = world.people[Role.LEADING_GROUP_OFFICE]
    return Programme.objects.create(
        division=world.divisions["卫滨区"], year=2023, title="2023年示例计划", created_by=office
    )


def a_warning(world: World) -> FundWarning:
    """About a project of 南桥街道."""
    programme, street = a_programme(world), world.divisions["南桥街道"]
    project = Project.objects.create(
        programme=programme,
        division=street,
        number="2023-410703-001",
        name="示例项目",
        implementer=world.people[Role.STREET_CLERK].organisation,
        status_since=date(2023, 3, 1),
        created_by=programme.created_by,
    )
    return FundWarning.objects.create(
        kind=WarningKind.OVER_BUDGET,
        division=street,
        project=project,
        text="合同价款超过批复预算。",
        subject="account:1",
        found_on=date(2023, 6, 30),
    )


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "funding:warning_list": Case(roles=SEEING),
    "funding:warning_look": Case(roles=frozenset({Role.FINANCE}), method="post"),
    "funding:warning_detail": Case(roles=SEEING, **of(a_warning)),
    "funding:warning_answer": Case(roles=frozenset({Role.STREET_CLERK, Role.LEADING_GROUP_OFFICE}), **of(a_warning)),
    "funding:shortfall_list": Case(roles=SEEING - STREET),
    "funding:shortfall": Case(roles=SEEING - STREET, **of(a_programme)),
    "funding:shortfall_rank": Case(roles=frozenset({Role.LEADING_GROUP_OFFICE}), method="post", **of(a_programme)),
    "funding:shortfall_move": Case(roles=frozenset({Role.LEADING_GROUP_OFFICE}), **of(a_programme)),
}
