"""Two people act on one scheme at the same moment. SQLite lets one writer in at a time; PostgreSQL must be told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import connection

from core.errors import DomainError
from projects.services import schemes

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's; SQLite has one writer"),
]


def at_once(act: Callable, people) -> list[str]:
    """What each is told when both press the button together."""
    both_ready = Barrier(2)

    def press(by) -> str:
        both_ready.wait()
        try:
            return str(act(by))
        except DomainError as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(press, people))


def test_of_two_who_approve_one_wins(scheme, line, clerk, office, prefecture):
    line(scheme, "外墙", 100, "85.50")
    schemes.set_funds(scheme=scheme, version=1, funds={"district": Decimal("8550")}, by=clerk)
    schemes.submit(scheme=scheme, by=clerk, now=datetime(2023, 3, 15, tzinfo=UTC))
    day = date(2023, 3, 20)

    def approve(by):
        return schemes.approve(scheme=scheme, document="卫旧改办〔2023〕1号", on=day, by=by, today=day).status

    assert at_once(approve, [office, prefecture]) == ["approved", "方案目前是“已批准”，不能这样办理。"]


def test_of_two_who_begin_one_wins(project, clerk, office):
    told = at_once(lambda by: schemes.start(project=project, by=by).number, [clerk, office])

    assert told == ["1", f"“{project}”已有改造方案（第 1 版，编制中）。"]


def test_of_two_who_start_a_variation_one_wins(approved, project, clerk, office):
    def vary(by):
        return schemes.start_variation(project=project, reason="增加养老设施", by=by).number

    told = at_once(vary, [clerk, office])

    assert told == ["2", "第 2 版方案目前是“编制中”，办结之前不能另行发起变更。"]
