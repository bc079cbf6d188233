"""Payment requests as the tests tell them, through the services: 中州小区's contract of 150 万元."""

from datetime import datetime, time
from uuid import uuid4

import pytest
from django.utils import timezone

from accounts.models import User
from funding.choices import RequestKind, Use
from funding.models import Allotment, ContractPart, FundAct, PaymentRequest, SourceRule
from funding.services import payments, requests
from projects.choices import Source
from tests.funding.stories import ISSUED_ON, TODAY, yuan

NOW = timezone.make_aware(datetime.combine(TODAY, time(12)))


@pytest.fixture
def source_rule(divisions) -> SourceRule:
    """中央财政补助 pays for the buildings alone, within the scheme (W四(一)1)."""
    return SourceRule.objects.create(
        division=divisions["卫滨区"],
        since=ISSUED_ON,
        document="卫政办〔2023〕2号",
        source=Source.CENTRAL_SUBSIDY,
        uses=Use.BUILDING,
    )


@pytest.fixture
def draft(part, pot, source_rule, clerk) -> PaymentRequest:
    """30 万元 of 60 万元 done, drawn up by the street's clerk."""
    return drawn(part, pot, by=clerk)


@pytest.fixture
def submitted(draft, clerk) -> PaymentRequest:
    return requests.submit(request=draft, by=clerk, now=NOW)


@pytest.fixture
def granted(submitted, finance) -> PaymentRequest:
    """Approved in full."""
    return requests.approve(request=submitted, granted=submitted.amount, on=TODAY, by=finance, today=TODAY)


def drawn(part: ContractPart, pot: Allotment, *, by: User, wan="30", done="60", **facts) -> PaymentRequest:
    facts = {"kind": RequestKind.PROGRESS, "use": Use.BUILDING, "key": uuid4()} | facts
    done_value = yuan(done) if done else None
    return requests.draw_up(
        part=part, allotment=pot, amount=yuan(wan), done_value=done_value, by=by, today=TODAY, **facts
    )


def through(request: PaymentRequest, *, by: User, reviewer: User) -> PaymentRequest:
    """Submitted and approved in full."""
    requests.submit(request=request, by=by, now=NOW)
    return requests.approve(request=request, granted=request.amount, on=TODAY, by=reviewer, today=TODAY)


def paid(request: PaymentRequest, *, by: User, **facts) -> FundAct:
    facts = {"voucher": "记-001", "on": TODAY, "key": uuid4()} | facts
    return payments.pay(request=request, by=by, today=TODAY, **facts)
