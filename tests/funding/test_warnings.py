"""What is warned of about money, told as 卫滨's one document of 946.33 万元 is used, or is not (F58)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import RequestStatus, WarningKind
from funding.models import ContractPart, FundDocument, FundWarning, PaymentRequest, PaymentRule
from funding.physical import Physical
from funding.services import warnings
from projects.choices import Duty
from projects.models import Phase, Project
from tests.funding import stories
from tests.funding.stories import TODAY, yuan

pytestmark = pytest.mark.django_db
LATER = date(2023, 9, 1)  # six months after the allocation


def look(today: date = TODAY) -> dict[str, str]:
    """Kind → text of what stands after a look."""
    warnings.look(today=today)
    return {each.kind: each.text for each in FundWarning.objects.standing()}


@pytest.fixture
def rule(divisions) -> PaymentRule:
    return PaymentRule.objects.create(
        division=divisions["卫滨区"], since=date(2023, 1, 1), document="卫财〔2023〕8号", ahead_points=5
    )


@pytest.fixture
def reported(monkeypatch):
    """What the streets reported of the works: reported(project, 40)."""

    def say(project: Project, percent: int) -> None:
        known = {project.pk: Physical(Decimal(percent), "2023年5月月报")}
        monkeypatch.setattr("funding.physical._providers", [lambda ids: known])

    return say


def paid(approved: PaymentRequest, finance, *, physical: int | None = None) -> None:
    stories.paid(approved, by=finance)
    PaymentRequest.objects.filter(pk=approved.pk).update(physical=physical)


def accepted(project: Project, on: date = date(2023, 5, 10)) -> None:
    Project.objects.filter(pk=project.pk).update(status="accepted", status_since=on)


def test_nothing_is_warned_of_where_all_is_in_order(approved):
    stories.budgeted(approved.project, 200)

    assert look() == {}


def test_paid_ahead_of_what_the_request_says(approved, finance):
    """20% of the contract is paid, 5% is built."""
    paid(approved, finance, physical=5)

    assert look()[WarningKind.AHEAD] == (
        "“卫滨施工〔2023〕1号 示例施工合同”已拨付 30.00 万元，占合同价款 150.00 万元的 20%；形象进度 5%"
        "（支付申请 ZF2023-0001），高出 15 个百分点，超过 10 个百分点即提示（系统初始值）。如为预付款，请说明合同约定。"
    )


def test_the_streets_report_counts_before_what_the_request_claims(approved, finance, reported):
    """20% of the contract is paid; both figures stand in the text."""
    paid(approved, finance, physical=40)
    reported(approved.part.project, 5)

    assert "形象进度 5%（2023年5月月报；支付申请 ZF2023-0001填 40%），高出 15 个" in look()[WarningKind.AHEAD]


def test_a_request_that_claims_less_than_the_report_is_no_warning(approved, finance, reported):
    paid(approved, finance, physical=5)
    reported(approved.part.project, 90)

    assert WarningKind.AHEAD not in look()


def test_without_a_request_that_says_it_the_streets_report_counts(approved, finance, reported):
    paid(approved, finance)
    reported(approved.part.project, 3)

    assert "形象进度 3%（2023年5月月报）" in look()[WarningKind.AHEAD]


@pytest.mark.parametrize("physical", [10, None])
def test_just_as_many_points_or_no_known_progress_is_no_warning(approved, finance, physical):
    paid(approved, finance, physical=physical)

    assert WarningKind.AHEAD not in look()


def test_the_district_says_how_many_points(approved, finance, rule):
    paid(approved, finance, physical=12)

    assert "超过 5 个百分点即提示（卫财〔2023〕8号）" in look()[WarningKind.AHEAD]


def test_money_that_has_not_moved_for_six_months(pot):
    assert look(LATER - timedelta(days=1)) == {}

    look(LATER)
    assert FundWarning.objects.get(kind=WarningKind.UNUSED, project=pot.project).text == (
        "新财预〔2023〕45号（中央财政补助资金）在“中州小区改造项目”的资金结余 200.00 万元，最近一笔收付在 2023-03-01，"
        "此后没有动用。满 6 个月未用即提示（系统初始值）。"
    )
    assert "在“卫滨区”的资金结余 746.33 万元" in FundWarning.objects.get(project=None).text


def test_money_that_was_paid_out_of_has_moved(approved, finance):
    stories.paid(approved, by=finance)

    look(LATER)

    assert not FundWarning.objects.filter(project=approved.project, kind=WarningKind.UNUSED).exists()


def test_a_document_past_its_use_by_date(document, pot):
    FundDocument.objects.update(use_by=date(2023, 6, 29))

    assert look()[WarningKind.PAST_USE_BY] == (
        "新财预〔2023〕45号（中央财政补助资金）的使用期限为 2023-06-29，已过期，仍有 946.33 万元未使用（分在 2 处）。"
        "请办理结转、收回或说明原因。"
    )


def test_on_its_last_day_a_document_may_still_be_used(document):
    FundDocument.objects.update(use_by=TODAY)

    assert look() == {}


def test_contracts_above_the_approved_budget(part, clerk):
    stories.a_contract(part.project, by=clerk, wan="30.01", number="卫滨施工〔2023〕2号")

    assert look()[WarningKind.OVER_BUDGET] == (
        "“中州小区改造项目”合同价款合计 180.01 万元，超过批复预算 180.00 万元，多出 0.01 万元。"
        "超过即提示。请办理预算调整，或说明原因。"
    )


def test_more_money_than_the_approved_budget(part, pot, root, finance):
    stories.budgeted(part.project, 200)
    assert look() == {}

    stories.allotted(root, to=part.project, wan="0.01", by=finance)

    assert look()[WarningKind.OVER_ALLOTTED] == (
        "“中州小区改造项目”各笔资金合计 200.01 万元，超过批复预算 200.00 万元，多出 0.01 万元。"
        "超过即提示。请收回、调剂，或说明原因。"
    )


def test_works_accepted_three_months_ago_and_not_settled(part, rule):
    accepted(part.project)

    assert look(date(2023, 8, 10)) == {}
    assert look(date(2023, 8, 11))[WarningKind.UNSETTLED] == (
        "“中州小区改造项目”2023-05-10 竣工验收，应在 3 个月内（2023-08-10 前）结算（卫财〔2023〕8号），"
        "“卫滨施工〔2023〕1号 示例施工合同”（合同价款 150.00 万元）仍未登记结算价。"
    )


def test_the_day_of_acceptance_is_that_of_its_phase(part):
    accepted(part.project, on=date(2023, 8, 1))
    Phase.objects.create(
        project=part.project,
        position=1,
        name="竣工验收",
        duty=Duty.ACCEPTANCE,
        status="accepted",
        actual_start=date(2023, 4, 1),
        actual_end=date(2023, 4, 5),
    )

    assert "2023-04-05 竣工验收" in look(date(2023, 8, 11))[WarningKind.UNSETTLED]


def test_found_again_and_again_it_is_one(part):
    accepted(part.project)
    look(LATER)
    look(LATER)

    warning = FundWarning.objects.get(kind=WarningKind.UNSETTLED)
    assert (warning.found_on, warning.history.count()) == (LATER, 1)


def test_what_is_no_longer_true_is_gone_and_comes_back_as_a_new_one(part):
    accepted(part.project)
    look(LATER)
    Project.objects.update(status="under_construction")
    look(date(2023, 9, 2))
    accepted(part.project)
    look(date(2023, 9, 3))

    found = FundWarning.objects.filter(kind=WarningKind.UNSETTLED).order_by("pk")
    assert list(found.values_list("found_on", "gone_on")) == [
        (LATER, date(2023, 9, 2)),
        (date(2023, 9, 3), None),
    ]


def test_settled_it_is_gone(part):
    accepted(part.project)
    look(LATER)
    ContractPart.objects.filter(pk=part.pk).update(settled=yuan(140), settled_on=LATER)

    assert look(LATER) == {}


def test_other_figures_are_told_and_the_answer_stays(part, clerk):
    accepted(part.project)
    look(LATER)
    warning = FundWarning.objects.get()
    warnings.answer(warning=warning, text="审计在审，十月结算", seen="", by=clerk, now=timezone.now())
    accepted(part.project, on=date(2023, 5, 1))
    look(LATER)

    warning.refresh_from_db()
    assert "2023-05-01 竣工验收" in warning.text
    assert warning.answer == "审计在审，十月结算"
    assert warning.history.first().history_change_reason == "数字有变化"


def test_a_look_at_one_district_leaves_the_others(part):
    accepted(part.project)
    look(LATER)

    warnings.look(today=LATER, prefix="410411")

    assert FundWarning.objects.standing().exists()


@pytest.fixture
def warning(part) -> FundWarning:
    """中州小区's works are not settled."""
    accepted(part.project)
    warnings.look(today=LATER)
    return FundWarning.objects.get()


def answer(warning: FundWarning, by, text: str = "审计在审，十月结算", seen: str = "") -> FundWarning:
    return warnings.answer(warning=warning, text=text, seen=seen, by=by, now=timezone.now())


def test_the_street_and_the_office_answer_and_it_is_on_record(warning, clerk, office):
    answer(warning, clerk)
    answered = answer(warning, office, "结算审计报告十月出具", seen="审计在审，十月结算")

    assert answered.answered_by == office
    assert [each.answer for each in answered.history.all()][:2] == ["结算审计报告十月出具", "审计在审，十月结算"]
    assert AuditEntry.objects.filter(action="说明资金预警").count() == 2


@pytest.mark.parametrize(("text", "words"), [("  无 ", "不少于 4 个字"), ("长" * 301, "最多 300 个")])
def test_an_answer_says_something_and_is_short(warning, clerk, text, words):
    with pytest.raises(DomainError, match=words):
        answer(warning, clerk, text)


def test_an_answer_that_she_has_not_seen_is_not_overwritten(warning, clerk, office):
    answer(warning, clerk)

    with pytest.raises(Conflict, match="写过说明"):
        answer(warning, office, "另有说明")


def test_who_does_not_implement_it_does_not_answer(warning, neighbour, finance, leader):
    for stranger in (neighbour, finance, leader):
        with pytest.raises(NotAllowed):
            answer(warning, stranger)


def test_of_a_document_the_finance_bureau_answers(root, finance, clerk):
    FundDocument.objects.update(use_by=date(2023, 6, 29))
    look()
    warning = FundWarning.objects.get(kind=WarningKind.PAST_USE_BY)

    assert answer(warning, finance).answered_by == finance
    with pytest.raises(NotAllowed):
        answer(warning, clerk, seen=warning.answer)


def test_a_reversed_request_says_nothing_of_progress(approved, finance):
    paid(approved, finance, physical=5)
    PaymentRequest.objects.update(status=RequestStatus.REVERSED)

    assert WarningKind.AHEAD not in look()


def test_as_many_statements_for_twenty_parts_as_for_two(part, clerk, counted):
    accepted(part.project)
    look(LATER)
    stories.a_contract(part.project, by=clerk, wan=1, number="二")
    FundWarning.objects.update(gone_on=LATER)
    with counted() as two:
        look(LATER)
    for number in range(18):
        stories.a_contract(part.project, by=clerk, wan=1, number=f"另{number}")
    FundWarning.objects.update(gone_on=LATER)
    with counted() as twenty:
        look(LATER)

    assert FundWarning.objects.standing().count() == 20
    assert len(twenty) <= len(two)
