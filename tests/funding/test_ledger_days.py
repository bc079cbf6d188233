"""Acts dated back: on no day had anybody less than nothing, so that a report as at any day makes sense."""

from datetime import date
from uuid import uuid4

import pytest

from core.errors import DomainError
from funding.choices import ActKind, EntryKind
from funding.services import allocations
from funding.services.ledger import Line
from tests.funding import stories
from tests.funding.stories import TODAY, yuan

pytestmark = pytest.mark.django_db

ALLOTTED, BEFORE = date(2023, 5, 10), date(2023, 5, 9)


@pytest.fixture
def late_pot(root, project, finance):
    """200 万元 that came to the project on 10 May."""
    return stories.allotted(root, to=project, wan=200, by=finance, on=ALLOTTED)


def taken_back(pot, wan, *, on, by):
    amount, reason = yuan(wan), "示例：收回结余"
    return allocations.take_back(allotment=pot, amount=amount, key=uuid4(), on=on, by=by, today=TODAY, reason=reason)


def test_nothing_is_taken_back_before_it_was_there(late_pot, finance):
    with pytest.raises(DomainError, match=r"在 2023-05-09 只有 0\.00 元"):
        taken_back(late_pot, 1, on=BEFORE, by=finance)

    assert taken_back(late_pot, 1, on=ALLOTTED, by=finance)


def test_nothing_is_taken_back_that_is_paid_out_later(late_pot, part, clerk, finance):
    request = stories.a_request(part, late_pot, by=clerk, wan=30, reviewer=finance)
    stories.paid(request, by=finance, on=date(2023, 6, 1))

    with pytest.raises(DomainError, match=r"在 2023-06-01 只有 1,700,000\.00 元"):
        stories.posted(
            ActKind.TAKE_BACK,
            [Line(kind=EntryKind.ALLOCATION, allotment=late_pot, giver=late_pot.parent, amount=-yuan(171))],
            by=finance,
            on=ALLOTTED,
        )


def test_nothing_is_paid_before_the_money_came(late_pot, part, clerk, finance):
    request = stories.a_request(part, late_pot, by=clerk, wan=30, reviewer=finance)

    with pytest.raises(DomainError, match="资金到位比这一天晚"):
        stories.paid(request, by=finance, on=BEFORE)


def test_no_document_gives_on_before_it_has_received(root, project, listed, finance):
    """Of 946.33 万元 all but 100 are promised for June: dated in May, 101 more were not to be had in June."""
    stories.allotted(root, to=project, wan="846.33", by=finance, on=date(2023, 6, 1))

    with pytest.raises(DomainError, match=r"在 2023-06-01 只有 1,000,000\.00 元"):
        stories.allotted(root, to=project, wan=101, by=finance, on=ALLOTTED)


def test_what_is_dated_after_everything_else_asks_no_days(late_pot, finance):
    taken_back(late_pot, 1, on=TODAY, by=finance)

    late_pot.refresh_from_db()
    assert late_pot.left == yuan(199)
