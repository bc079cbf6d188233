"""Who opens what contradicts itself: read by all who see the returns, answered by the street that reports."""

from datetime import date

from django.utils import timezone

from accounts.permissions import GRANTS, Permission, Role
from progress.choices import ContradictionRule
from progress.models import Contradiction, MonthlyReturn, MonthRule, ReportingMonth
from progress.services import versions
from tests.matrix import Case, World

SEEING = frozenset(role for role, rights in GRANTS.items() if Permission.VIEW_RETURNS in rights)
ANSWERING = frozenset({Role.STREET_CLERK, Role.STREET_LEADER})


def a_return_of(world: World) -> MonthlyReturn:
    """南桥's return of May 2023, with no site on it."""
    district, day = world.divisions["卫滨区"], date(2023, 5, 1)
    rule = MonthRule.objects.create(
        division=district,
        since=day,
        document="示例文件",
        as_at_day=25,
        due_day=28,
        late_day=30,
        lock_day=5,
    )
    month = ReportingMonth.objects.create(
        division=district,
        month=day,
        rule=rule,
        as_at=date(2023, 5, 25),
        due_on=date(2023, 5, 28),
        late_on=date(2023, 5, 30),
        lock_on=date(2023, 6, 5),
        opened_on=date(2023, 5, 15),
    )
    street = world.people[Role.STREET_CLERK].organisation
    made = MonthlyReturn.objects.create(
        reporting_month=month,
        division=world.divisions["南桥街道"],
        month=day,
        organisation=street,
        opened_on=month.opened_on,
        open_until=month.lock_on,
    )
    versions.draw_up_first(returns=[made])
    return made


def a_contradiction(world: World) -> Contradiction:
    made = a_return_of(world)
    return Contradiction.objects.create(
        monthly_return=made,
        division_id=made.division_id,
        rule=ContradictionRule.EMPTY,
        subject="return",
        text="按时上报，但没有填报任何数据。",
        found_at=timezone.now(),
    )


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "progress:contradiction_list": Case(roles=SEEING),
    "progress:contradiction_detail": Case(roles=SEEING, **of(a_contradiction)),
    "progress:contradiction_answer": Case(
        roles=ANSWERING, hidden=frozenset({Role.LEADING_GROUP_OFFICE}), **of(a_contradiction)
    ),
}
