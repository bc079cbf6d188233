# ruff: noqa: F811
"""A project that would get more than it is approved for, or owes nothing any more: the forms ask once."""

from uuid import uuid4

import pytest
from django.urls import reverse

from funding.models import ContractPart
from funding.services import simulations
from tests.funding import stories
from tests.funding.stories import TODAY, yuan
from tests.funding.test_allocation_pages import _in_june, by_households, key, other, rule, send  # noqa: F401

pytestmark = pytest.mark.django_db


def test_beyond_the_approved_budget_it_asks_once(root, pot, project, rule, finance, send):
    stories.budgeted(project, 220)

    status, page = send((key(project), "30"))
    assert status == 422
    assert "批复预算 220.00 万元，各笔资金已安排 200.00 万元，加上本次 30.00 万元 共 230.00 万元" in page
    assert send((key(project), "30"), sure="on")[0] == 302


def test_where_all_contracts_are_settled_and_paid_it_asks_once(pot, part, project, rule, clerk, finance, send):
    ContractPart.objects.update(settled=yuan(150), settled_on=TODAY)
    stories.budgeted(project, 1000)
    stories.paid(stories.a_request(part, pot, by=clerk, reviewer=finance, wan=150), by=finance)

    status, page = send((key(project), "1"))

    assert status == 422
    assert "合同已全部结算并付清（合计 150.00 万元）" in page


def test_moving_beyond_the_approved_budget_asks_once(pot, other, rule, finance, signed_in):
    stories.budgeted(other, 40)
    sent = {"key": str(uuid4()), "amount": "50", "unit": "wan", "on": "2023-06-01", "reason": "项目调整"}
    client, url = signed_in(finance), reverse("funding:move", args=[pot.pk])

    answer = client.post(url, sent | {"target": key(other)})

    assert "批复预算 40.00 万元" in answer.content.decode()
    assert client.post(url, sent | {"target": key(other), "sure": "on"}).status_code == 302


def test_deciding_beyond_the_approved_budget_asks_once(root, project, rule, by_households, finance, signed_in):
    stories.budgeted(project, 100)
    sent = {"name": "方案1", "recipients": "projects", "weights": by_households, "amount": yuan(300)}
    made = simulations.create(allotment=root, programme=project.programme, by=finance, today=TODAY, **sent)
    client, url = signed_in(finance), reverse("funding:simulation_decide", args=[made.pk])
    sent = {"key": str(uuid4()), "on": "2023-06-01"}

    assert "超出 200.00 万元" in client.post(url, sent).content.decode()
    assert client.post(url, sent | {"sure": "on"}).status_code == 302
