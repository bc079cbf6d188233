"""Sixteen people allocate and pay from one document at once, while workers and connections are killed at random."""

import os
import random

import pytest
from django.db import connection
from django.db.models import Sum

from bench.writers import Storm, storm
from funding.models import FundAct, FundEntry
from funding.selectors import balances
from tests.funding import stories

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.timeout(300),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's; SQLite has one writer"),
]

WRITERS = 16
SECONDS = float(os.environ.get("STORM_SECONDS", "6"))


def cut_a_connection(chance: random.Random) -> None:
    """As when a network cable is pulled: the server ends one of the others' sessions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        if others := [pid for (pid,) in cursor.fetchall()]:
            cursor.execute("SELECT pg_terminate_backend(%s)", [chance.choice(others)])


@pytest.fixture
def after(ground, finance, outside, tmp_path) -> Storm:
    return storm(
        root=ground.pk,
        by=finance.username,
        on=stories.TODAY,
        writers=WRITERS,
        seconds=SECONDS,
        folder=tmp_path,
        environment=outside,
        cut_connection=cut_a_connection,
    )


def test_not_a_cent_is_lost_doubled_or_overspent(after, ground):
    """What was answered is on the books once, what was refused is not, and every balance is the sum of its entries."""
    made = FundAct.objects.exclude(digest=stories.DIGEST)

    assert after.cut_off > 5
    assert len(after.done) > 20
    assert {act.key for act in made} == after.done
    assert after.refused
    assert {act.kind for act in made} == {"allocate", "take_back", "pay", "reverse"}
    assert balances.drifts() == []
    ground.refresh_from_db()
    assert ground.passed <= ground.received
    every = FundEntry.objects.filter(kind="allocation").aggregate(total=Sum("amount"))["total"]
    assert every == ground.passed
