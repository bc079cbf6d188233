"""Sixteen people allocate and pay from one document at once, while workers and connections are killed at random."""

import os
import random
from datetime import date

import pytest
from django.db import connection
from django.db.models import Sum

from bench.writers import Storm, storm
from funding.models import Allotment, ContractPart, FundAct, FundEntry, SourceRule
from funding.selectors import balances
from tests.funding import stories
from tests.projects.conftest import a_project

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]

WRITERS = 16
SECONDS = float(os.environ.get("STORM_SECONDS", "12"))


@pytest.fixture
def ground(root, listed, street_office, office, clerk, finance) -> Allotment:
    """Three projects, each with a contract of 150 万元 in a budget of 120 万元, so that every ceiling is met."""
    SourceRule.objects.create(
        division=root.division, source=root.document.source, since=date(2023, 1, 1), document="示例", uses="building"
    )
    for number, entry in enumerate(listed.values(), start=1):
        project = a_project(entry, implementer=street_office, by=office)
        stories.allotted(root, to=project, wan=1, by=finance)
        stories.budgeted(project, 120)
        part = stories.a_contract(project, by=clerk, number=f"卫滨施工〔2023〕{number}号")
        ContractPart.objects.filter(pk=part.pk).update(settled=part.amount, settled_on=stories.TODAY)
    return root


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

    assert after.cut_off > 10
    assert len(after.done) > 50
    assert {act.key for act in made} == after.done
    assert after.refused
    assert balances.drifts() == []
    ground.refresh_from_db()
    assert ground.passed <= ground.received
    every = FundEntry.objects.filter(kind="allocation").aggregate(total=Sum("amount"))["total"]
    assert every == ground.passed
