"""Compounds to list, without the rules of their room."""

from itertools import count

import pytest

from communities.models import Compound


@pytest.fixture
def compound(divisions):
    """Make a compound in a street: compound("南桥街道", name="示例一号院", households=120)."""
    numbers = count(1)

    def make(street: str = "南桥街道", **facts) -> Compound:
        number = next(numbers)
        facts = {"name": f"示例{number}号院", "name_key": f"示例{number}", "households": 100, **facts}
        return Compound.objects.create(division=divisions[street], **facts)

    return make
