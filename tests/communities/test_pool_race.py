"""Two people of the office at the same moment; SQLite has one writer at a time, so this is about PostgreSQL."""

from communities.models import PoolEntry
from communities.services import pool
from tests.communities.pool_stories import TODAY, a_compound, a_rule, weights
from tests.races import NEEDS_ROW_LOCKS, told_at_once

pytestmark = NEEDS_ROW_LOCKS


def test_two_people_take_the_same_compound_in_and_one_is_told(divisions, office):
    a_rule(divisions["卫滨区"])
    weights(divisions["卫滨区"])
    compound = a_compound(office)

    told = told_at_once(*[lambda: pool.enter(compound=compound, reason="符合条件", by=office, on=TODAY)] * 2)

    assert sorted(told) == ["done", "该小区已在储备库中。"]
    assert PoolEntry.objects.count() == 1
