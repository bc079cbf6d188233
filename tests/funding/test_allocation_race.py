"""Two people give out the same money at one moment. SQLite lets one writer in at a time; PostgreSQL must be told."""

from uuid import uuid4

import pytest

from funding.models import Allotment, FundAct, Simulation, SimulationLine
from funding.services import allocations, simulations
from tests.funding.stories import TODAY, yuan
from tests.races import NEEDS_ROW_LOCKS, at_once

pytestmark = NEEDS_ROW_LOCKS


@pytest.fixture
def streets(divisions):
    return [divisions["南桥街道"], divisions["健康路街道"]]


@pytest.fixture
def give(root, finance):
    def allocate(to, wan, key=None) -> FundAct:
        shares = [(to, yuan(wan))]
        return allocations.allocate(giver=root, shares=shares, key=key or uuid4(), on=TODAY, by=finance, today=TODAY)

    return allocate


def test_the_last_money_goes_to_one(give, root, streets):
    told = at_once(*(lambda street=street: give(street, 600) for street in streets))

    assert sum(isinstance(each, FundAct) for each in told) == 1
    assert sum("可分配余额 3,463,300.00 元" in str(each) for each in told) == 1
    assert Allotment.objects.get(pk=root.pk).left == yuan("346.33")


def test_one_key_pressed_twice_is_one_act(give, root, streets):
    key = uuid4()

    told = at_once(*[lambda: give(streets[0], 100, key)] * 2)

    assert told == [FundAct.objects.get(kind="allocate")] * 2
    assert root.children.get().received == yuan(100)


def test_two_first_gifts_to_one_street_are_one_allotment(give, root, streets):
    at_once(lambda: give(streets[0], 100), lambda: give(streets[0], 50))

    assert root.children.get().received == yuan(150)


def test_money_that_goes_back_and_on_at_once_goes_once(give, root, streets, finance):
    give(streets[0], 100)
    pot = root.children.get()
    facts = {"amount": yuan(100), "on": TODAY, "by": finance, "today": TODAY, "reason": "调整"}

    told = at_once(
        lambda: allocations.take_back(allotment=pot, key=uuid4(), **facts),
        lambda: allocations.move(source=pot, target=streets[1], key=uuid4(), **facts),
    )

    assert sum(isinstance(each, FundAct) for each in told) == 1
    assert Allotment.objects.get(pk=pot.pk).left == 0


def test_a_simulation_is_decided_by_one(root, streets, finance):
    made = Simulation.objects.create(
        allotment=root, division=root.division, name="方案1", recipients="streets", amount=yuan(100), created_by=finance
    )
    SimulationLine.objects.create(simulation=made, position=1, division=streets[0], amount=yuan(100))

    def decide() -> FundAct:
        return simulations.decide(simulation=made, key=uuid4(), on=TODAY, by=finance, today=TODAY)

    told = at_once(decide, decide)

    assert sum("已经决定" in str(each) for each in told) == 1
    assert root.children.get().received == yuan(100)
