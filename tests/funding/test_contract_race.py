"""Two people act on one contract or budget at the same moment. SQLite has one writer; PostgreSQL must be told."""

from datetime import date
from uuid import uuid4

from funding.models import Contract, ProjectAccount
from funding.services import budgets, contracts
from tests.funding.stories import CODE, TODAY, yuan
from tests.projects.conftest import a_project
from tests.races import NEEDS_ROW_LOCKS, each_at_once

pytestmark = NEEDS_ROW_LOCKS
DAY = date(2023, 4, 1)


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

    one, other = each_at_once(lambda key: signed(project, clerk, key=key).pk, [key, key])

    assert one == other
    assert ProjectAccount.objects.get(project=project).contracted == yuan(150)


def test_of_two_contracts_with_one_number_one_is_entered(project, listed, street_office, clerk, office):
    second = a_project(listed["新运23号院"], implementer=street_office, by=office)

    told = each_at_once(lambda of: signed(of, clerk).number, [project, second])

    assert told[0] == "卫滨施工〔2023〕1号"
    assert "已经登记" in told[1]


def test_of_two_variations_that_together_go_too_far_one_is_refused(part, clerk):
    def lower(key) -> str:
        contracts.change(
            part=part,
            amount=-yuan(100),
            on=DAY,
            document="补充协议",
            reason="减项",
            key=key,
            by=clerk,
            today=TODAY,
        )
        return "0"

    told = each_at_once(lower, [uuid4(), uuid4()])

    part.refresh_from_db()
    assert (told.count("0"), part.amount) == (1, yuan(50))


def test_of_two_who_submit_a_budget_one_waits(project, clerk, office):
    def submit(by) -> int:
        return budgets.submit(
            project=project, kind="budget", submitted_on=DAY, amount=yuan(200), agency="示例", by=by, today=TODAY
        ).number

    told = each_at_once(submit, [clerk, office])

    assert told[0] == "1"
    assert "还没有批复" in told[1]


def test_of_two_decisions_on_a_budget_one_counts(project, clerk, finance):
    review = budgets.submit(
        project=project, kind="budget", submitted_on=DAY, amount=yuan(200), agency="示例", by=clerk, today=TODAY
    )

    def approve(wan) -> str:
        facts = {"document": "8号", "on": DAY, "by": finance, "today": TODAY}
        return str(budgets.approve(review=review, amount=yuan(wan), **facts).status)

    told = each_at_once(approve, [180, 190])

    assert told[0] == "approved"
    assert "刚刚办理过" in told[1]
