"""Who opens the pages of the months: read by all who see returns, moved by the office."""

from datetime import date

from accounts.permissions import Role
from progress.models import MonthlyReturn, MonthRule, ReportingMonth
from progress.services import versions
from tests.matrix import READERS, Case, World

RETURN_READERS = READERS - {Role.COMMUNITY_WORKER}
OFFICE = frozenset({Role.LEADING_GROUP_OFFICE})


def a_month(world: World) -> ReportingMonth:
    rule = MonthRule.objects.create(
        division=world.divisions["卫滨区"],
        since=date(2023, 1, 1),
        document="卫政办〔2023〕2号",
        as_at_day=25,
        due_day=28,
        late_day=30,
        lock_day=5,
    )
    return ReportingMonth.objects.create(
        division=rule.division,
        month=date(2023, 5, 1),
        rule=rule,
        as_at=date(2023, 5, 25),
        due_on=date(2023, 5, 28),
        late_on=date(2023, 5, 30),
        lock_on=date(2023, 6, 5),
        opened_on=date(2023, 5, 15),
    )


def a_return(world: World) -> MonthlyReturn:
    """南桥's of May 2023, being filled in; no compound is on it."""
    month = a_month(world)
    made = MonthlyReturn.objects.create(
        reporting_month=month,
        division=world.divisions["南桥街道"],
        month=month.month,
        organisation=world.people[Role.STREET_CLERK].organisation,
        opened_on=month.opened_on,
        open_until=month.lock_on,
    )
    versions.draw_up_first(returns=[made])
    return made


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "progress:return_list": Case(roles=RETURN_READERS),
    "progress:month_list": Case(roles=RETURN_READERS),
    "progress:month_detail": Case(roles=RETURN_READERS, next_door=True, **of(a_month)),
    "progress:month_days": Case(roles=OFFICE, **of(a_month)),
    "progress:return_extend": Case(roles=OFFICE, **of(a_return)),
    "progress:record": Case(roles=RETURN_READERS),
    "progress:month_rule_list": Case(roles=RETURN_READERS),
    "progress:month_rule_create": Case(roles=OFFICE),
}
