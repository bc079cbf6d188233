"""Money on stage: the two documents of 象山's plan to the cent, and a payment request in every state."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.db.models import Sum

from funding.choices import RequestStatus, WarningKind
from funding.models import Allotment, FundDocument, FundEntry, FundWarning, PaymentRequest, Reward
from funding.selectors import balances
from projects import demo
from tests.funding.stories import yuan

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def stage(django_db_setup, django_db_blocker):
    """Loaded once for all these tests, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(today=TODAY)
        yield
        transaction.set_rollback(True)


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("stage")]


def test_象山_has_the_two_documents_of_its_plan():
    documents = FundDocument.objects.filter(division__name="象山区").order_by("issued_on")

    assert [(each.number, each.amount) for each in documents] == [
        ("桂财综〔2019〕45号", yuan("946.33")),
        ("市财综〔2019〕23号", yuan("11977.54")),
    ]
    roots = Allotment.objects.filter(document__in=documents, parent=None)
    assert roots.aggregate(total=Sum("received"))["total"] == yuan("12923.87")


def test_all_of_象山s_money_went_to_its_87_projects():
    given = FundEntry.objects.filter(document__division__name="象山区", kind="allocation")

    assert given.values("project").distinct().count() == 87
    assert given.aggregate(total=Sum("amount"))["total"] == yuan("12923.87")


def test_卫滨s_documents_of_2023_are_its_planned_investment():
    documents = FundDocument.objects.filter(division__name="卫滨区", year=2023)

    assert documents.aggregate(total=Sum("amount"))["total"] == yuan("8529.62")


def test_a_payment_request_is_in_every_state_but_given_up():
    states = Counter(
        PaymentRequest.objects.filter(part__project__programme__year=2026).values_list("status", flat=True)
    )

    assert set(states) == set(RequestStatus) - {RequestStatus.CANCELLED}


def test_湛河s_street_gets_half_of_what_it_bore_within_the_scheme():
    reward = Reward.objects.get(division__name="马庄街道")

    assert reward.borne == reward.spent - reward.out_of_scope - reward.others == yuan(153)
    assert reward.amount == reward.borne * Decimal("0.5")


def test_warnings_of_most_kinds_stand():
    kinds = set(FundWarning.objects.values_list("kind", flat=True))

    assert kinds >= {WarningKind.AHEAD, WarningKind.OVER_BUDGET, WarningKind.PAST_USE_BY, WarningKind.UNUSED}


def test_the_books_of_the_demo_add_up():
    assert balances.drifts() == []
