"""The same receipt clicked many times at once, several receipts on one promise, one fee instalment paid by two."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from funding.choices import GivenAs, Use
from funding.models import Contribution, ContributionReceipt, FeeInstalment, FeeRule, FundAct, FundDocument, SourceRule
from funding.services import contributions, subsidies
from projects.choices import ProjectStatus, Source
from projects.models import Project, ProjectSite
from tests.funding import stories
from tests.funding.stories import TODAY, yuan
from tests.races import NEEDS_ROW_LOCKS, told_at_once

pytestmark = NEEDS_ROW_LOCKS


@pytest.fixture
def promise(project, clerk) -> Contribution:
    """5 万元 of a utility, nothing received yet: the project's account is not open either."""
    facts = {"source": Source.UTILITIES, "given_as": GivenAs.MONEY, "giver": "示例供水公司", "promised": yuan(5)}
    return contributions.promise(project=project, by=clerk, **facts)


@pytest.fixture
def receive(promise, clerk):
    def take(key, wan=2) -> ContributionReceipt:
        facts = {"amount": yuan(wan), "on": TODAY, "number": "", "note": "", "key": key, "by": clerk}
        return contributions.receive(contribution=promise, today=TODAY, **facts)

    return take


def test_eight_clicks_are_one_receipt(receive, promise):
    key = uuid4()

    told = told_at_once(*(lambda: receive(key) for _ in range(8)))

    promise.refresh_from_db()
    assert told == ["done"] * 8
    assert (promise.received, FundAct.objects.count(), FundDocument.objects.count()) == (yuan(2), 1, 1)


def test_receipts_at_once_never_pass_the_promise(receive, promise):
    told = told_at_once(*(lambda: receive(uuid4()) for _ in range(6)))

    promise.refresh_from_db()
    assert told.count("done") == 2
    assert promise.received == yuan(4)


def test_a_receipt_is_taken_back_once(receive, promise, clerk):
    receipt = receive(uuid4())

    def back():
        contributions.reverse(receipt=receipt, reason="重复登记收据", on=TODAY, key=uuid4(), by=clerk, today=TODAY)

    told = told_at_once(*(back for _ in range(4)))

    promise.refresh_from_db()
    assert (told.count("done"), promise.received) == (1, 0)


def test_of_two_officers_one_pays_an_instalment(project, divisions, finance, person):
    district, since = divisions["卫滨区"], date(2023, 1, 1)
    Project.objects.filter(pk=project.pk).update(status=ProjectStatus.ACCEPTED)
    rule = {"division": district, "since": since, "document": "卫滨政〔2023〕1号"}
    FeeRule.objects.create(least_rate=Decimal("0.3"), least_months=36, **rule)
    SourceRule.objects.create(source=Source.DISTRICT, uses=Use.MANAGEMENT, **rule)
    document = stories.a_document(district, by=finance, wan=2, source=Source.DISTRICT, number="卫滨财〔2023〕16号")
    subsidies.create(
        site=ProjectSite.objects.select_related("project__division", "compound").get(project=project),
        company="示例物业公司",
        floor_area=Decimal(1_000),
        rate=Decimal("0.3"),
        first_month=date(2023, 1, 1),
        months=36,
        document="卫滨财〔2023〕15号",
        by=finance,
    )
    first, pot, second = FeeInstalment.objects.get(year=2023), stories.the_root(document), person("finance", "新乡市")

    def pay(by):
        facts = {"voucher": "记-008", "on": TODAY, "key": uuid4(), "by": by}
        subsidies.pay(instalment=first, allotment=pot, today=TODAY, **facts)

    told = told_at_once(*(lambda by=by: pay(by) for by in (finance, second)))

    first.refresh_from_db()
    assert (told.count("done"), first.paid) == (1, first.amount)
