"""Who opens the entry sheet: all who read returns; the reporting unit's clerk types."""

from datetime import timedelta

from django.utils import timezone

from accounts.permissions import GRANTS, Permission, Role
from progress.models import MonthlyReturn, MonthRule, ReportingMonth
from tests.matrix import Case, World
from tests.progress.conftest import a_return
from tests.projects.matrix_schemes import the_project

FILLERS = frozenset(role for role, rights in GRANTS.items() if Permission.FILL_RETURNS in rights)
VIEWERS = frozenset(role for role, rights in GRANTS.items() if Permission.VIEW_RETURNS in rights)


def the_return(world: World) -> MonthlyReturn:
    """南桥's return of this month, open, with one site on it."""
    today = timezone.localdate()
    the_project(world)
    district = world.divisions["卫滨区"]
    rule = MonthRule.objects.create(
        division=district, since=today.replace(day=1), as_at_day=1, due_day=1, late_day=1, lock_day=1
    )
    day = today.replace(day=1)
    month = ReportingMonth.objects.create(
        division=district,
        month=day,
        rule=rule,
        as_at=day,
        due_on=day,
        late_on=day,
        lock_on=today + timedelta(days=5),
        opened_on=day,
    )
    return a_return(month, world.divisions["南桥街道"], by=world.people[Role.STREET_CLERK])


def of_return(world: World) -> list[int]:
    return [the_return(world).pk]


MATRIX = {
    "progress:sheet": Case(roles=VIEWERS, args=of_return),
    "progress:cells": Case(roles=VIEWERS, args=of_return),
    "progress:sites_add": Case(roles=FILLERS, args=of_return, method="post"),
    "progress:cell_history": Case(roles=VIEWERS, args=of_return),
}
