"""Two people act on one payment request at the same moment. SQLite has one writer; PostgreSQL must be told."""

from uuid import uuid4

from funding.models import FundAct, FundEntry, PaymentRequest
from funding.services import payments, requests
from tests.funding.paying import NOW, draft, drawn, granted, paid, source_rule, submitted  # noqa: F401
from tests.funding.stories import TODAY, yuan
from tests.races import NEEDS_ROW_LOCKS, told_at_once

pytestmark = NEEDS_ROW_LOCKS


def test_of_two_officers_one_pays(granted, finance, person):  # noqa: F811
    second = person("finance", "卫滨区", "second")

    told = told_at_once(*(lambda by=by: paid(granted, by=by) for by in (finance, second)))

    assert told.count("done") == 1
    assert any("目前是“已拨付”" in each for each in told)
    assert FundEntry.objects.filter(request=granted).count() == 1


def test_a_double_click_is_one_payment(granted, finance):  # noqa: F811
    key = uuid4()

    told = told_at_once(*(lambda: paid(granted, by=finance, key=key) for _ in range(4)))

    assert told == ["done"] * 4
    assert FundAct.objects.filter(kind="pay").count() == 1


def test_of_two_requests_that_fit_alone_one_is_approved(part, pot, source_rule, clerk, finance):  # noqa: F811
    both = [drawn(part, pot, by=clerk, wan="30") for _ in range(2)]
    for each in both:
        requests.submit(request=each, by=clerk, now=NOW)

    told = told_at_once(
        *(
            lambda each=each: requests.approve(request=each, granted=yuan(30), on=TODAY, by=finance, today=TODAY)
            for each in both
        )
    )

    assert told.count("done") == 1
    assert PaymentRequest.objects.pending().count() == 1


def test_numbers_run_on_without_gaps_or_doubles(part, pot, source_rule, clerk):  # noqa: F811
    told = told_at_once(*(lambda: drawn(part, pot, by=clerk) for _ in range(8)))

    assert told == ["done"] * 8
    numbers = sorted(PaymentRequest.objects.values_list("number", flat=True))
    assert numbers == [f"ZF2023-410703-{number:04}" for number in range(1, 9)]


def test_a_double_click_draws_up_one_request(part, pot, source_rule, clerk):  # noqa: F811
    key = uuid4()

    told = told_at_once(*(lambda: drawn(part, pot, by=clerk, key=key) for _ in range(4)))

    assert told == ["done"] * 4
    assert PaymentRequest.objects.count() == 1


def test_a_payment_and_its_reversal_meet_once(granted, finance):  # noqa: F811
    paid(granted, by=finance)

    def back():
        payments.reverse(request=granted, reason="收款账户有误", on=TODAY, key=uuid4(), by=finance, today=TODAY)

    told = told_at_once(back, back, back)

    assert told.count("done") == 1
    assert FundEntry.objects.filter(request=granted).count() == 2
