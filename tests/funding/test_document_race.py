"""Two people register, reverse, close or collect at one moment: it is done once, and the second is told."""

from datetime import date
from uuid import uuid4

import pytest

from funding.models import ClosedYear, FundAct, FundDocument, FundEntry, RewardRule
from funding.services import documents, reversals, rules, years
from projects.choices import Source
from tests.funding.stories import ISSUED_ON, TODAY, yuan
from tests.races import NEEDS_ROW_LOCKS, each_at_once

pytestmark = NEEDS_ROW_LOCKS


@pytest.fixture
def register(divisions, finance):
    def one(key) -> FundDocument:
        return documents.register(
            division=divisions["卫滨区"],
            kind="transfer",
            source=Source.CENTRAL_SUBSIDY,
            year=2023,
            number="新财预〔2023〕45号",
            issued_on=ISSUED_ON,
            amount=yuan(100),
            key=key,
            by=finance,
            today=TODAY,
        )

    return one


def test_one_paper_is_registered_once_by_two(register):
    told = each_at_once(register, [uuid4(), uuid4()])

    assert sum("已经登记" in words for words in told) == 1
    assert FundDocument.objects.count() == FundAct.objects.count() == 1


def test_one_key_pressed_twice_is_one_document(register):
    key = uuid4()

    assert each_at_once(register, [key, key]) == [str(FundDocument.objects.get())] * 2


def test_one_act_is_reversed_once_by_two(pot, finance):
    act = pot.entries.get().act

    def reverse(key) -> FundAct:
        return reversals.reverse(act=act, reason="登记有误", key=key, on=TODAY, by=finance, today=TODAY)

    told = each_at_once(reverse, [uuid4(), uuid4(), uuid4()])

    assert sum("不能再次冲销" in words for words in told) == 2
    assert FundEntry.objects.filter(reverses__isnull=False).count() == 1
    pot.refresh_from_db()
    assert pot.received == 0


def test_an_agreements_last_money_is_received_once(divisions, finance):
    loan = documents.register(
        division=divisions["卫滨区"],
        kind="agreement",
        source=Source.LOANS,
        year=2023,
        number="借款1",
        issued_on=ISSUED_ON,
        amount=yuan(100),
        key=uuid4(),
        by=finance,
        today=TODAY,
    )

    told = each_at_once(
        lambda key: documents.receive(document=loan, amount=yuan(60), key=key, on=TODAY, by=finance, today=TODAY),
        [uuid4(), uuid4()],
    )

    assert sum("本次最多登记" in words for words in told) == 1
    assert documents.root_of(loan).received == yuan(60)


def test_one_account_is_opened_for_what_two_collect(project, clerk):
    told = each_at_once(
        lambda _: documents.collection(project=project, source=Source.RESIDENTS, by=clerk, today=TODAY), range(3)
    )

    assert len(set(told)) == 1
    assert FundDocument.objects.count() == 1


def test_a_year_is_closed_once_by_two(divisions, finance):
    told = each_at_once(
        lambda year: years.close(division=divisions["卫滨区"], year=year, by=finance, today=TODAY), [2022, 2022]
    )

    assert sum("不用再关" in words for words in told) == 1
    assert ClosedYear.objects.count() == 1


def test_one_rule_begins_on_a_day_though_two_set_it(divisions, finance):
    def set_rule(share) -> RewardRule:
        facts = {
            "division": divisions["卫滨区"],
            "since": date(2023, 3, 1),
            "document": "卫财〔2023〕1号",
            "by": finance,
        }
        return rules.set_rule(model=RewardRule, share=share, **facts)

    told = each_at_once(set_rule, [50, 60])

    assert sum("施行日期须晚于" in words for words in told) == 1
    assert RewardRule.objects.count() == 1
