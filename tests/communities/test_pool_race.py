"""Two people of the office at the same moment; SQLite has one writer at a time, so this is about PostgreSQL."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from communities.models import PoolEntry
from communities.services import pool
from core.errors import Conflict
from tests.communities.pool_stories import TODAY, a_compound, a_rule, weights

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="rows are locked on PostgreSQL only"),
]


def test_two_people_take_the_same_compound_in_and_one_is_told(divisions, office):
    a_rule(divisions["卫滨区"])
    weights(divisions["卫滨区"])
    compound, told, start = a_compound(office), [], Barrier(2)

    def enter():
        try:
            start.wait()
            pool.enter(compound=compound, reason="符合条件", by=office, on=TODAY)
        except Conflict as refusal:
            told.append(str(refusal))
        finally:
            connection.close()

    people = [Thread(target=enter) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert told == ["该小区已在储备库中。"]
    assert PoolEntry.objects.count() == 1
