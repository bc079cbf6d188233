"""Random days of a finance office: allocate, take back, move, pay, reverse, in any order and of any size.

A model of four sums says beforehand what must be refused; the books must say the same, and add up after every act.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import DomainError
from funding.choices import RequestKind, RequestStatus
from funding.models import Allotment, ContractPart, PaymentRequest
from funding.selectors import balances
from funding.services import allocations, payments
from tests.funding import stories

pytestmark = pytest.mark.django_db

ACTS = ("allocate", "take_back", "move", "pay", "reverse")
CENTS = st.one_of(st.integers(1, 400), st.integers(1, 1_000_000_000))  # also far above every ceiling
DAYS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 2), CENTS), min_size=1, max_size=12)
REASON = "示例：随机业务"


@dataclass
class Model:
    """What must be left, 元: of the document, of each project's money, and of each project below its budget."""

    root: Decimal
    pots: list[Decimal]
    budgets: list[Decimal]
    paid: list[list[tuple[PaymentRequest, Decimal]]] = field(default_factory=lambda: [[], [], []])


class Office:
    """The same acts by the services, with the next project as the other side of a move."""

    def __init__(self, root: Allotment, finance) -> None:
        self.root, self.finance = root, finance
        self.pots = list(root.children.order_by("pk"))
        self.parts = [ContractPart.objects.get(project=pot.project_id) for pot in self.pots]
        left = [pot.received for pot in self.pots]
        self.model = Model(root.received - sum(left), left, [stories.yuan(120)] * 3)

    def acting(self) -> dict:
        return {"key": uuid4(), "on": stories.TODAY, "by": self.finance, "today": stories.TODAY}

    def allocate(self, place: int, amount: Decimal) -> None:
        shares = [(self.pots[place].project, amount)]
        if self._did(
            amount <= self.model.root, lambda: allocations.allocate(giver=self.root, shares=shares, **self.acting())
        ):
            self.model.root -= amount
            self.model.pots[place] += amount

    def take_back(self, place: int, amount: Decimal) -> None:
        pot = self.pots[place]
        if self._did(
            amount <= self.model.pots[place],
            lambda: allocations.take_back(allotment=pot, amount=amount, reason=REASON, **self.acting()),
        ):
            self.model.root += amount
            self.model.pots[place] -= amount

    def move(self, place: int, amount: Decimal) -> None:
        source, other = self.pots[place], (place + 1) % 3
        target = self.pots[other].project
        if self._did(
            amount <= self.model.pots[place],
            lambda: allocations.move(source=source, target=target, amount=amount, reason=REASON, **self.acting()),
        ):
            self.model.pots[place] -= amount
            self.model.pots[other] += amount

    def pay(self, place: int, amount: Decimal) -> None:
        request = stories.a_request(
            self.parts[place],
            self.pots[place],
            by=self.parts[place].contract.created_by,
            reviewer=self.finance,
            kind=RequestKind.SETTLEMENT,
        )
        PaymentRequest.objects.filter(pk=request.pk).update(amount=amount, granted=amount)
        request.refresh_from_db()
        may = amount <= min(self.model.pots[place], self.model.budgets[place])
        if self._did(may, lambda: payments.pay(request=request, voucher="示例", **self.acting())):
            self.model.pots[place] -= amount
            self.model.budgets[place] -= amount
            self.model.paid[place].append((request, amount))
        else:
            PaymentRequest.objects.filter(pk=request.pk).update(status=RequestStatus.CANCELLED)

    def reverse(self, place: int, amount: Decimal) -> None:
        if not self.model.paid[place]:
            return
        request, paid = self.model.paid[place].pop()
        assert self._did(True, lambda: payments.reverse(request=request, reason=REASON, **self.acting()))
        self.model.pots[place] += paid
        self.model.budgets[place] += paid

    def _did(self, may: bool, act: Callable[[], object]) -> bool:
        try:
            with transaction.atomic():
                act()
        except DomainError:
            did = False
        else:
            did = True
        assert did == may
        return did

    def assert_adds_up(self) -> None:
        self.root.refresh_from_db()
        left = [Allotment.objects.get(pk=pot.pk).left for pot in self.pots]
        assert (self.root.left, left) == (self.model.root, self.model.pots)


@given(days=DAYS)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_books_say_what_the_model_says(ground, finance, days):
    with transaction.atomic():
        office = Office(ground, finance)
        for act, place, cents in days:
            getattr(office, act)(place, Decimal(cents) / 100)
            office.assert_adds_up()
        assert balances.drifts() == []
        transaction.set_rollback(True)
