"""A mistyped contract price is put right: no supplement is invented for it, and only while nothing was paid by it."""

from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import ChangeKind
from funding.models import ContractPart
from funding.selectors.contracts import contracts_listed, contracts_of, parts_shown
from funding.services import contracts
from tests.funding import stories
from tests.funding.stories import TODAY, yuan
from tests.funding.test_contracts import change, settle  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.fixture
def correct(part, clerk):
    """150 was typed for 160 万元, or for what is said."""

    def make(wan=160, **facts) -> ContractPart:
        facts = {"reason": "价款录入有误", "key": uuid4(), "by": clerk} | facts
        return contracts.correct(part=part, amount=yuan(wan), today=TODAY, **facts)

    return make


def test_a_correction_belongs_to_the_price_as_signed(correct, part, clerk):
    correct()

    part.refresh_from_db()
    assert part.amount == yuan(160)
    assert [(each.kind, each.amount, each.on) for each in part.changes.all()][1:] == [
        (ChangeKind.CORRECTION, yuan(10), part.contract.signed_on)
    ]
    shown = parts_shown(part.contract, user=clerk)[0]
    assert (shown.original, shown.changed) == (yuan(160), 0)
    assert contracts_of(part.project, user=clerk)[0].original == yuan(160)
    listed = contracts_listed(clerk).get()
    assert (listed.original, listed.changed) == (yuan(160), 0)


def test_a_correction_leaves_the_variations_as_they_are(change, correct, part, clerk):  # noqa: F811
    change(wan=10)
    correct(wan=15)

    part.refresh_from_db()
    shown = parts_shown(part.contract, user=clerk)[0]
    assert (part.amount, shown.original, shown.changed) == (yuan(25), yuan(15), yuan(10))


def test_a_correction_sent_twice_is_one(correct, part):
    key = uuid4()
    correct(key=key)
    correct(key=key)

    assert part.changes.count() == 2
    with pytest.raises(Conflict, match="已经登记过"):
        correct(wan=161, key=key)


def test_a_correction_says_who_why_and_from_what(correct, part):
    correct()

    entry = AuditEntry.objects.get(action="更正合同价款")
    assert entry.reason == "价款录入有误"
    assert entry.details["原合同价"] == ["1,500,000.00 元", "1,600,000.00 元"]


def test_no_correction_once_something_is_paid(correct, approved, finance):
    stories.paid(approved, by=finance)

    with pytest.raises(DomainError, match="已拨付"):
        correct()


def test_no_correction_once_it_is_settled(correct, settle):  # noqa: F811
    settle()

    with pytest.raises(DomainError, match="请更正结算"):
        correct()


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"reason": " "}, "更正的原因"), ({"wan": 150}, "没有需要更正的"), ({"wan": 0}, "必须大于 0")],
    ids=["no reason", "the same", "nothing"],
)
def test_a_correction_corrects_something(correct, facts, words):
    with pytest.raises(DomainError, match=words):
        correct(**facts)


def test_no_correction_below_what_variations_take_away(change, correct):  # noqa: F811
    change(wan=-20)

    with pytest.raises(DomainError, match=r"低于已登记的变更减少额 200,000\.00 元"):
        correct(wan=20)


def test_the_neighbour_corrects_nothing(correct, neighbour):
    with pytest.raises(NotAllowed):
        correct(by=neighbour)
