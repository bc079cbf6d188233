"""Two people act on one contract or budget at the same moment. SQLite has one writer; PostgreSQL must be told."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from core.errors import DomainError
from funding.models import Contract, ProjectAccount
from funding.services import budgets, contracts
from tests.funding.stories import CODE, TODAY, yuan
from tests.projects.conftest import a_project

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's; SQLite has one writer"),
]
DAY = date(2023, 4, 1)


def at_once(act: Callable, each: Iterable) -> list[str]:
    """What both are told when they press the button together."""
    both_ready = Barrier(2)

    def press(asked) -> str:
        both_ready.wait()
        try:
            return str(act(asked))
        except DomainError as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        return sorted(pool.map(press, each))


def signed(project, by, *, key=None) -> Contract:
    return contracts.sign(
        project=project,
        amount=yuan(150),
        key=key or uuid4(),
        by=by,
        today=TODAY,
        kind="construction",
        number="卫滨施工〔2023〕1号",
        name="示例施工合同",
        party="示例建筑工程有限公司",
        credit_code=CODE,
        signed_on=DAY,
    )


def test_a_form_sent_twice_at_once_is_one_contract(project, clerk):
    key = uuid4()

    one, other = at_once(lambda _: signed(project, clerk, key=key).pk, range(2))

    assert one == other
    assert ProjectAccount.objects.get(project=project).contracted == yuan(150)


def test_of_two_contracts_with_one_number_one_is_entered(project, listed, street_office, clerk, office):
    second = a_project(listed["新运23号院"], implementer=street_office, by=office)

    told = at_once(lambda asked: signed(asked, clerk).number, [project, second])

    assert told[0] == "卫滨施工〔2023〕1号"
    assert "已经登记" in told[1]


def test_of_two_variations_that_together_go_too_far_one_is_refused(part, clerk):
    def lower(_) -> str:
        contracts.change(
            part=part,
            amount=-yuan(100),
            on=DAY,
            document="补充协议",
            reason="减项",
            key=uuid4(),
            by=clerk,
            today=TODAY,
        )
        return "0"

    told = at_once(lower, range(2))

    assert told[0] == "0"
    assert "低于已拨付" in told[1]


def test_of_two_who_submit_a_budget_one_waits(project, clerk, office):
    def submit(by) -> int:
        return budgets.submit(
            project=project, kind="budget", submitted_on=DAY, amount=yuan(200), agency="示例", by=by, today=TODAY
        ).number

    told = at_once(submit, [clerk, office])

    assert told[0] == "1"
    assert "还没有批复" in told[1]


def test_of_two_decisions_on_a_budget_one_counts(project, clerk, finance):
    review = budgets.submit(
        project=project, kind="budget", submitted_on=DAY, amount=yuan(200), agency="示例", by=clerk, today=TODAY
    )

    def approve(wan) -> str:
        facts = {"document": "8号", "on": DAY, "by": finance, "today": TODAY}
        return str(budgets.approve(review=review, amount=yuan(wan), **facts).status)

    told = at_once(approve, [180, 190])

    assert told[0] == "approved"
    assert "刚刚办理过" in told[1]
