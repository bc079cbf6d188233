"""Two people give out the same money at one moment. SQLite lets one writer in at a time; PostgreSQL must be told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from core.errors import DomainError
from funding.models import Allotment, FundAct, Simulation, SimulationLine
from funding.services import allocations, simulations
from tests.funding.stories import TODAY, yuan

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's; SQLite has one writer"),
]


def at_once(act: Callable, those) -> list[str]:
    """What each is told when all press the button together."""
    those = list(those)
    ready = Barrier(len(those))

    def press(one) -> str:
        ready.wait()
        try:
            return str(act(one).pk)
        except DomainError as refusal:
            return str(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(those)) as pool:
        return list(pool.map(press, those))


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
    told = at_once(lambda street: give(street, 600), streets)

    assert sum(words.isdecimal() for words in told) == 1
    assert sum("可分配余额 3,463,300.00 元" in words for words in told) == 1
    assert Allotment.objects.get(pk=root.pk).left == yuan("346.33")


def test_one_key_pressed_twice_is_one_act(give, root, streets):
    key = uuid4()

    told = at_once(lambda street: give(street, 100, key), [streets[0]] * 2)

    assert told == [str(FundAct.objects.get(kind="allocate").pk)] * 2
    assert root.children.get().received == yuan(100)


def test_two_first_gifts_to_one_street_are_one_allotment(give, root, streets):
    at_once(lambda wan: give(streets[0], wan), [100, 50])

    assert root.children.get().received == yuan(150)


def test_money_that_goes_back_and_on_at_once_goes_once(give, root, streets, finance):
    give(streets[0], 100)
    pot = root.children.get()
    facts = {"amount": yuan(100), "on": TODAY, "by": finance, "today": TODAY, "reason": "调整"}

    told = at_once(
        lambda act: act(key=uuid4(), **facts),
        [
            lambda **more: allocations.take_back(allotment=pot, **more),
            lambda **more: allocations.move(source=pot, target=streets[1], **more),
        ],
    )

    assert sum(words.isdecimal() for words in told) == 1
    assert Allotment.objects.get(pk=pot.pk).left == 0


def test_a_simulation_is_decided_by_one(root, streets, finance):
    made = Simulation.objects.create(
        allotment=root, division=root.division, name="方案1", recipients="streets", amount=yuan(100), created_by=finance
    )
    SimulationLine.objects.create(simulation=made, position=1, division=streets[0], amount=yuan(100))

    def decide(key) -> FundAct:
        return simulations.decide(simulation=made, key=key, on=TODAY, by=finance, today=TODAY)

    told = at_once(decide, [uuid4(), uuid4()])

    assert sum("已经决定" in words for words in told) == 1
    assert root.children.get().received == yuan(100)
