"""A contradiction is put to the street, stays on record, and stands or not with the figures."""

from datetime import date

import pytest
from django.urls import reverse

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from progress import tasks
from progress.choices import ContradictionRule
from progress.models import Contradiction, MonthlyReturn
from progress.selectors.contradictions import Counts, counts_by_return
from progress.services import contradictions
from tests.progress.stories import at, fill, submitted

pytestmark = pytest.mark.django_db
PAID = {"started_on": "2023-5-1", "basic": "20", "improvement": "20", "invested": "30", "paid": "45.5"}
SUBMITTED, LATER = at(date(2023, 5, 26), 9), at(date(2023, 5, 27), 12)


@pytest.fixture
def paid(nanqiao, clerk) -> Contradiction:
    """南桥 has submitted 45.5 万元 paid for 30 万元 built at 中州小区: it is found at once."""
    fill(nanqiao.current, {"中州小区": PAID}, by=clerk)
    submitted(nanqiao, by=clerk)
    return nanqiao.contradictions.get(rule=ContradictionRule.PAID_OVER_BUILT)


def pay(monthly_return: MonthlyReturn, amount: str) -> None:
    """The sums as a correction leaves them, in 元."""
    for line in monthly_return.current.lines.filter(compound_name="中州小区"):
        line.tallies.update(paid=amount)


def answer(contradiction: Contradiction, text: str = "合同约定预付三成。", *, by, seen: str = "") -> Contradiction:
    return contradictions.answer(contradiction=contradiction, text=text, seen=seen, by=by, now=LATER)


def test_found_again_it_is_the_same(paid, nanqiao):
    contradictions.look(monthly_return=nanqiao, now=LATER)

    assert nanqiao.contradictions.count() == 1


def test_corrected_it_is_marked_gone_and_kept(paid, nanqiao):
    pay(nanqiao, "300000")

    contradictions.look(monthly_return=nanqiao, now=LATER)

    paid.refresh_from_db()
    assert paid.gone_at == LATER


def test_found_once_more_it_stands_again_since_it_was_first_found(paid, nanqiao):
    pay(nanqiao, "300000")
    contradictions.look(monthly_return=nanqiao, now=LATER)
    pay(nanqiao, "400000")

    contradictions.look(monthly_return=nanqiao, now=LATER)

    paid.refresh_from_db()
    assert (paid.gone_at, paid.found_at) == (None, SUBMITTED)
    assert "累计拨付 40.00 万元" in paid.text
    assert [each.history_change_reason for each in paid.history.order_by("history_id")] == [
        "发现",
        "不再存在",
        "再次发现",
    ]


def test_the_street_answers_and_it_is_on_record(paid, clerk):
    answered = answer(paid, by=clerk)

    assert (answered.answer, answered.answered_by, answered.answered_at) == ("合同约定预付三成。", clerk, LATER)
    assert AuditEntry.objects.get(action="说明矛盾数据").by == clerk


def test_the_leader_may_answer_too(paid, leader):
    assert answer(paid, by=leader).answered_by == leader


def test_an_amended_answer_leaves_the_first_in_the_history(paid, clerk, leader):
    answer(paid, by=clerk)

    answer(paid, "合同第八条约定预付三成。", seen="合同约定预付三成。", by=leader)

    said = [each.answer for each in paid.history.order_by("history_id")]
    assert said == ["", "合同约定预付三成。", "合同第八条约定预付三成。"]


def test_two_who_answer_at_once_do_not_overwrite_each_other(paid, clerk, leader):
    answer(paid, by=clerk)

    with pytest.raises(Conflict, match="写过说明，请刷新后在其基础上修改"):
        answer(paid, "不清楚。", by=leader)


def test_the_office_does_not_answer_for_the_street(paid, office):
    with pytest.raises(NotAllowed, match="由填报单位说明"):
        answer(paid, by=office)


@pytest.mark.parametrize(("text", "sentence"), [("  ", "请写明情况"), ("长" * 301, "说明有 301 个字，最多 300 个")])
def test_an_answer_says_something_and_not_too_much(paid, clerk, text, sentence):
    with pytest.raises(DomainError, match=sentence):
        answer(paid, text, by=clerk)


def test_every_night_what_was_submitted_is_looked_at(paid, nanqiao, jiankang, monkeypatch):
    """健康路 has not submitted: its figures are not looked at."""
    Contradiction.objects.filter(pk=paid.pk).update(gone_at=SUBMITTED)
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)

    tasks.look_for_contradictions()

    assert list(Contradiction.objects.standing()) == [paid]


def test_after_the_lock_nothing_is_looked_at(paid):
    assert contradictions.look_at_open_months(today=date(2023, 6, 6), now=LATER) == 0


def test_counts_for_the_month_page(paid, nanqiao, jiankang):
    assert counts_by_return([nanqiao.pk, jiankang.pk]) == {nanqiao.pk: Counts(standing=1, unanswered=1)}


def test_the_page_shows_why_and_leads_to_the_cell(paid, nanqiao, office, signed_in):
    response = signed_in(office).get(paid.get_absolute_url())

    page, line = response.content.decode(), nanqiao.current.lines.get(compound_name="中州小区")
    assert "多出 15.50 万元" in page
    assert f"{reverse('progress:sheet', args=[nanqiao.pk])}#cell-{line.pk}-paid" in page
    assert "说明情况</a>" not in page


def test_the_street_answers_on_the_page(paid, clerk, signed_in):
    address = reverse("progress:contradiction_answer", args=[paid.pk])

    response = signed_in(clerk).post(address, {"text": "合同约定预付三成。", "seen": ""}, follow=True)

    assert "合同约定预付三成。" in response.content.decode()


def test_the_list_is_narrowed_to_what_nobody_has_answered(paid, clerk, signed_in):
    address = reverse("progress:contradiction_list")
    before = signed_in(clerk).get(f"{address}?answered=false&standing=true&rule=paid_over_built").content.decode()
    answer(paid, by=clerk)

    after = signed_in(clerk).get(f"{address}?answered=false").content.decode()

    assert ("中州小区累计拨付" in before, "中州小区累计拨付" in after) == (True, False)


def test_the_list_asks_the_same_for_two_and_for_twenty(paid, nanqiao, office, signed_in, counted):
    client, address = signed_in(office), reverse("progress:contradiction_list")
    client.get(address)
    with counted() as few:
        client.get(address)
    for number in range(20):
        paid.pk, paid.subject, paid._state.adding = None, f"copy {number}", True
        paid.save()
    with counted() as many:
        client.get(address)

    assert len(many) == len(few)
