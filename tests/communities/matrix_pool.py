"""Who opens the pages of eligibility, pool, plans and duplicates."""

from datetime import date
from decimal import Decimal

from accounts.permissions import Role
from communities.models import FiveYearPlan, PoolEntry
from communities.services import eligibility, plans, pool
from tests.communities.pool_stories import TODAY, a_compound, a_rule, weights
from tests.matrix import READERS, Case, World

OFFICE = frozenset({Role.LEADING_GROUP_OFFICE})
DECIDERS = OFFICE | {Role.STREET_CLERK}


def _office(world: World):
    return world.people[Role.LEADING_GROUP_OFFICE]


def _compound(world: World, name="示例小区", **facts):
    return a_compound(_office(world), name=name, street=world.divisions["示例社区"].pk, **facts)


def _exception(world: World):
    a_rule(world.divisions["卫滨区"])
    compound = _compound(world, built_year=2004)
    return eligibility.grant(compound=compound, test="built_by", reason="示例", by=_office(world), on=date(2023, 3, 1))


def _entry(world: World) -> PoolEntry:
    a_rule(world.divisions["卫滨区"])
    weights(world.divisions["卫滨区"])
    return pool.enter(compound=_compound(world), reason="示例", by=_office(world), on=TODAY)


def _plan(world: World) -> FiveYearPlan:
    budgets = {year: Decimal(1) for year in range(2026, 2031)}
    return plans.create(division=world.divisions["卫滨区"], first_year=2026, budgets=budgets, by=_office(world))


def _pair(world: World):
    return [_compound(world, name="示例10号院").pk, _compound(world, name="示例十号").pk]


# The plan is the district's: whoever sits in a street or a community does not find it.
BELOW = frozenset({Role.STREET_CLERK, Role.STREET_LEADER, Role.COMMUNITY_WORKER})

MATRIX = {
    "communities:eligibility_list": Case(roles=READERS),
    "communities:eligibility_detail": Case(roles=READERS, args=lambda world: [_compound(world).pk]),
    "communities:exception_grant": Case(roles=OFFICE, args=lambda world: [_compound(world).pk, "built_by"]),
    "communities:exception_withdraw": Case(roles=OFFICE, args=lambda world: [_exception(world).pk]),
    "communities:rule_list": Case(roles=READERS),
    "communities:rule_create": Case(roles=OFFICE),
    "communities:pool_list": Case(roles=READERS),
    "communities:pool_enter_all": Case(roles=OFFICE),
    "communities:weight_list": Case(roles=READERS),
    "communities:weight_create": Case(roles=OFFICE),
    "communities:pool_entry": Case(roles=READERS, args=lambda world: [_entry(world).pk]),
    "communities:pool_leave": Case(roles=OFFICE, args=lambda world: [_entry(world).pk]),
    "communities:pool_estimate": Case(roles=OFFICE, args=lambda world: [_entry(world).pk]),
    "communities:pool_enter": Case(roles=OFFICE, args=lambda world: [_compound(world).pk]),
    "communities:plan_list": Case(roles=READERS),
    "communities:plan_create": Case(roles=OFFICE),
    "communities:plan_detail": Case(roles=READERS, hidden=BELOW, args=lambda world: [_plan(world).pk]),
    "communities:plan_budgets": Case(roles=OFFICE, args=lambda world: [_plan(world).pk]),
    "communities:plan_fill": Case(roles=OFFICE, args=lambda world: [_plan(world).pk], method="post"),
    "communities:plan_move": Case(roles=OFFICE, args=lambda world: [_plan(world).pk, _entry(world).pk]),
    "communities:duplicate_list": Case(roles=DECIDERS),
    "communities:duplicate_pair": Case(roles=DECIDERS, args=_pair),
}
