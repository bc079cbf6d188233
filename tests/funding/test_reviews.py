"""概（预）算评审: submitted, cut back, approved, sent back; the newest approved one is the ceiling."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import ReviewKind, ReviewStatus
from funding.models import BudgetReview, FundPaper, ProjectAccount
from funding.services import budgets
from projects.choices import Duty, ProjectStatus
from tests.funding import stories
from tests.funding.stories import TODAY, yuan

pytestmark = pytest.mark.django_db
SUBMITTED_ON, APPROVED_ON = date(2023, 3, 20), date(2023, 3, 30)


@pytest.fixture
def submit(project, clerk):
    """Hand 200 万元 in for review, or what is said."""

    def make(wan=200, **facts) -> BudgetReview:
        facts = {"kind": ReviewKind.BUDGET, "submitted_on": SUBMITTED_ON, "agency": "示例评审中心", "by": clerk} | facts
        return budgets.submit(project=project, amount=yuan(wan), today=TODAY, **facts)

    return make


@pytest.fixture
def approve(finance):
    def make(review, wan=180, **facts) -> BudgetReview:
        facts = {"document": "卫财评〔2023〕8号", "on": APPROVED_ON, "by": finance} | facts
        return budgets.approve(review=review, amount=yuan(wan), today=TODAY, **facts)

    return make


def account_of(project) -> ProjectAccount:
    return ProjectAccount.objects.get(project=project)


def test_what_is_approved_is_the_projects_ceiling(submit, approve, project):
    review = approve(submit())

    assert review.status == ReviewStatus.APPROVED
    assert account_of(project).approved == yuan(180)


def test_the_cut_back_rate_is_of_what_was_submitted(submit, approve):
    assert approve(submit(wan="200"), wan="186.66").cut_back == Decimal("6.67")


def test_nothing_is_cut_back_before_it_is_approved(submit):
    assert submit().cut_back is None


def test_a_second_round_waits_for_the_first(submit):
    submit()

    with pytest.raises(Conflict, match="还没有批复"):
        submit()


def test_a_newer_approval_takes_the_place_of_the_older(submit, approve, project):
    first = approve(submit())
    approve(submit(wan=300), wan=290)

    first.refresh_from_db()
    assert first.status == ReviewStatus.SUPERSEDED
    assert account_of(project).approved == yuan(290)


def test_no_more_is_approved_than_was_submitted(submit, approve):
    with pytest.raises(DomainError, match=r"批复金额 200\.01 万元超过送审金额 200 万元"):
        approve(submit(), wan="200.01")


def test_no_budget_is_approved_below_what_is_paid(submit, approve, approved, finance):
    stories.paid(approved, by=finance)

    with pytest.raises(DomainError, match="已拨付 30 万元，批复金额 29 万元不能低于"):
        approve(submit(), wan=29)


@pytest.mark.parametrize(
    ("on", "words"), [(date(2023, 3, 19), "早于送审日期"), (date(2023, 7, 1), "晚于今天")], ids=["early", "future"]
)
def test_a_decision_is_dated_between_submission_and_today(submit, approve, on, words):
    with pytest.raises(DomainError, match=words):
        approve(submit(), on=on)


def test_an_approval_names_its_document(submit, approve):
    with pytest.raises(DomainError, match="批复文号"):
        approve(submit(), document=" ")


def test_what_is_decided_is_not_decided_again(submit, approve):
    review = submit()
    approve(review)

    with pytest.raises(Conflict, match="刚刚办理过"):
        approve(review)


def test_a_round_sent_back_says_what_to_mend_and_makes_room(submit, finance, project):
    review = budgets.send_back(review=submit(), note="单价偏高", by=finance, on=APPROVED_ON, today=TODAY)

    assert (review.status, review.note) == (ReviewStatus.RETURNED, "单价偏高")
    assert submit().number == 2
    assert account_of(project).approved is None


def test_a_round_is_not_sent_back_without_a_reason(submit, finance):
    with pytest.raises(DomainError, match="退回的原因"):
        budgets.send_back(review=submit(), note=" ", by=finance, on=APPROVED_ON, today=TODAY)


def test_amounts_finer_than_the_cent_are_refused(project, clerk):
    with pytest.raises(DomainError, match="不是整分"):
        budgets.submit(
            project=project,
            kind="budget",
            submitted_on=SUBMITTED_ON,
            amount=Decimal("1.005"),
            agency="示例评审中心",
            by=clerk,
            today=TODAY,
        )


def test_the_neighbour_submits_nothing(submit, neighbour):
    with pytest.raises(NotAllowed):
        submit(by=neighbour)


def test_the_street_approves_nothing(submit, approve, clerk):
    with pytest.raises(NotAllowed):
        approve(submit(), by=clerk)


def test_another_districts_finance_bureau_approves_nothing(submit, approve, person):
    with pytest.raises(NotAllowed):
        approve(submit(), by=person("finance", "湛河区"))


def test_approval_proves_the_gate_that_asks_for_it(submit, approve, project):
    gate = stories.a_gate(project, Duty.BUDGET)
    approve(submit())

    gate.refresh_from_db()
    assert (gate.satisfied_on, gate.evidence) == (APPROVED_ON, "卫财评〔2023〕8号 批复预算 180 万元")


def test_a_project_that_does_not_run_is_approved_all_the_same(submit, approve, project):
    review = submit()
    project.status = ProjectStatus.SUSPENDED
    project.save()

    approve(review)
    assert account_of(project).approved == yuan(180)


def test_the_log_says_what_was_approved(submit, approve, finance):
    approve(submit())

    entry = AuditEntry.objects.get(action="批复概（预）算")
    assert entry.by == finance
    assert entry.details["核减率"] == "10.00%"


# Pages


def typed(**facts) -> dict:
    return {
        "kind": "budget",
        "submitted_on": "2023-03-20",
        "amount": "200",
        "unit": "wan",
        "agency": "示例评审中心",
    } | facts


def test_the_clerk_submits_on_the_page(signed_in, clerk, project):
    answer = signed_in(clerk).post(reverse("funding:review_create", args=[project.pk]), typed())

    assert answer.status_code == 302
    assert BudgetReview.objects.get().submitted_amount == yuan(200)


def test_the_paper_is_kept_with_the_review(signed_in, clerk, project):
    address = reverse("funding:review_create", args=[project.pk])

    signed_in(clerk).post(address, typed(upload=stories.a_scan("预算书.pdf")))

    assert FundPaper.objects.get().review == BudgetReview.objects.get()


def test_a_sum_ten_thousand_times_the_investment_is_asked_about_once(signed_in, clerk, project):
    address = reverse("funding:review_create", args=[project.pk])

    asked = signed_in(clerk).post(address, typed(amount="2000000"))
    sure = signed_in(clerk).post(address, typed(amount="2000000", sure="on"))

    assert asked.status_code == 422
    assert "单位是否选错" in asked.content.decode()
    assert sure.status_code == 302


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [("1000000.005", "yuan", "最多到分"), ("-5", "wan", "必须大于 0"), ("abc", "wan", "读不出金额")],
    ids=["three decimals", "negative", "no number"],
)
def test_bad_amounts_stand_at_the_field(signed_in, clerk, project, amount, unit, words):
    address = reverse("funding:review_create", args=[project.pk])

    answer = signed_in(clerk).post(address, typed(amount=amount, unit=unit))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not BudgetReview.objects.exists()


@pytest.fixture
def decide(signed_in, finance, submit):
    def post(**facts):
        address = reverse("funding:review_decide", args=[submit().pk])
        return signed_in(finance).post(address, {"on": "2023-03-30", "unit": "wan"} | facts)

    return post


def test_the_bureau_approves_on_the_page(decide, project):
    answer = decide(decision="approve", amount="180", document="卫财评〔2023〕8号")

    assert answer.url == f"{reverse('funding:project_funds', args=[project.pk])}#reviews"
    assert account_of(project).approved == yuan(180)


def test_the_bureau_sends_back_on_the_page(decide):
    decide(decision="return", note="单价偏高")

    assert BudgetReview.objects.get().status == ReviewStatus.RETURNED


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"decision": "approve", "document": "8号"}, "批复须填写批复金额"),
        ({"decision": "approve", "amount": "180"}, "批复须填写批复文号"),
        ({"decision": "return"}, "退回须写明原因"),
    ],
    ids=["no amount", "no document", "no reason"],
)
def test_a_decision_is_complete(decide, facts, words):
    answer = decide(**facts)

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_a_decided_review_opens_no_form(signed_in, submit, approve, finance):
    review = approve(submit())

    assert signed_in(finance).get(reverse("funding:review_decide", args=[review.pk])).status_code == 302


def test_the_list_says_the_overall_rate(signed_in, submit, approve, auditor):
    approve(submit())

    page = signed_in(auditor).get(reverse("funding:review_list")).content.decode()

    assert "送审 200.00 万元，批复 180.00 万元，总核减率 10.00%" in page


def test_the_list_asks_no_more_for_twenty_than_for_two(signed_in, clerk, auditor, finance, project):
    def made(number: int) -> None:
        review = budgets.submit(
            project=project,
            kind="budget",
            submitted_on=SUBMITTED_ON,
            amount=yuan(number),
            agency="示例评审中心",
            by=clerk,
            today=TODAY,
        )
        budgets.send_back(review=review, note="重报", by=finance, on=APPROVED_ON, today=TODAY)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("funding:review_list"))
            browser.get(reverse("funding:project_funds", args=[project.pk]))
        return len(queries)

    browser = signed_in(auditor)
    made(1), made(2)
    browser.get(reverse("funding:review_list"))
    with_two = asked()
    for number in range(3, 21):
        made(number)

    assert asked() == with_two
