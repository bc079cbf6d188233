"""A return goes from the clerk to the leader, gets its seal, and is accepted or given back."""

import pytest

from tests.progress.stories import accepted

pytestmark = pytest.mark.django_db


def test_smoke(nanqiao):
    assert accepted(nanqiao).status == "accepted"
