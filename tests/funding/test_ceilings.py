"""What a payment is held to, figure by figure; the lowest decides, and the refusal names it."""

from datetime import date
from decimal import Decimal

import pytest

from funding.choices import RequestKind, Use
from funding.models import Contract, ContractPart, PaymentRule, ProjectAccount, SourceRule
from funding.selectors import ceilings
from funding.selectors.ceilings import Asked, Exceeded
from projects.models import Project
from tests.funding import stories
from tests.funding.paying import source_rule  # noqa: F401
from tests.funding.stories import TODAY, yuan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("source_rule")]


def asked(part, pot, *, wan="1", **facts) -> Asked:
    facts = {"kind": RequestKind.PROGRESS, "use": Use.BUILDING, "done_value": part.amount, "on": TODAY} | facts
    return Asked(part=part, allotment=pot, amount=yuan(wan), **facts)


def left(part, pot, name: str, **facts) -> Decimal | None:
    part = ContractPart.objects.select_related("contract", "project").get(pk=part.pk)
    pot.refresh_from_db()
    return {each.name: each.left for each in ceilings.ceilings(asked(part, pot, **facts))}[name]


def refusal(part, pot, **facts) -> str:
    part = ContractPart.objects.select_related("contract", "project").get(pk=part.pk)
    with pytest.raises(Exceeded) as told:
        ceilings.check(asked(part, pot, **facts))
    return str(told.value)


def contract_so(part, **facts) -> None:
    Contract.objects.filter(pk=part.contract_id).update(**facts)


def settled_at(part, wan, **contract) -> None:
    ContractPart.objects.filter(pk=part.pk).update(settled=yuan(wan), settled_on=TODAY)
    contract_so(part, **contract)


def test_what_is_approved_and_not_paid_is_spoken_for(part, pot, approved):
    assert left(part, pot, "资金余额") == yuan(170)
    assert left(part, pot, "合同余额") == yuan(120)
    assert left(part, pot, "批复预算余额") == yuan(150)


def test_its_own_reservation_does_not_count_against_it(part, pot, approved):
    assert left(part, pot, "资金余额", request_id=approved.pk) == yuan(200)


def test_what_is_paid_lowers_every_ceiling(part, pot, approved, finance):
    stories.paid(approved, by=finance)

    assert left(part, pot, "资金余额") == yuan(170)
    assert left(part, pot, "合同余额") == yuan(120)
    assert left(part, pot, "批复预算余额") == yuan(150)


def test_the_refusal_names_the_lowest_ceiling_with_its_figures(part, pot):
    said = refusal(part, pot, wan="121")

    assert "1,210,000.00 元超过“进度款上限”还可支付的 1,200,000.00 元" in said
    assert "1,500,000.00 × 进度款比例 80% = 1,200,000.00" in said


def test_the_last_cent_may_be_asked_for(part, pot):
    ceilings.check(asked(part, pot, wan="120"))


def test_without_an_approved_budget_nothing_is_paid(part, pot):
    ProjectAccount.objects.update(approved=None)

    assert "概（预）算还没有批复" in refusal(part, pot)


def test_a_district_may_pay_before_the_budget_is_approved(part, pot, divisions):
    ProjectAccount.objects.update(approved=None)
    PaymentRule.objects.create(
        division=divisions["卫滨区"], since=date(2023, 1, 1), document="示例", budget_required=False
    )

    assert left(part, pot, "批复预算余额") is None


def test_a_source_without_a_rule_pays_nothing(part, pot):
    SourceRule.objects.all().delete()

    assert "还没有规定“中央财政补助资金”可用于什么" in refusal(part, pot)


def test_a_source_pays_only_for_what_its_rule_says(part, pot):
    assert "不能用于“小区配套基础设施”" in refusal(part, pot, use=Use.INFRASTRUCTURE)


def test_work_out_of_scope_needs_a_source_that_bears_it(part, pot):
    assert "超出改造范围" in refusal(part, pot, out_of_scope=yuan("0.5"))

    SourceRule.objects.update(out_of_scope=True)
    ceilings.check(asked(part, pot, out_of_scope=yuan("0.5")))


def test_money_for_works_under_way_is_not_spent_on_finished_ones(part, pot, source_rule):  # noqa: F811
    SourceRule.objects.update(to_finished=False)
    ceilings.check(asked(part, pot))

    Project.objects.update(status="completed")
    assert "不能用于已完工项目" in refusal(part, pot)


def test_a_source_bears_no_more_than_its_share_of_the_budget(part, pot, approved):
    SourceRule.objects.update(most_share=Decimal(30))

    assert left(part, pot, "中央财政补助资金承担比例") == yuan(24)  # 180 × 30% − 30


def test_an_advance_is_within_its_rate(part, pot):
    contract_so(part, advance_rate=Decimal(20))

    assert left(part, pot, "预付款上限", kind=RequestKind.ADVANCE) == yuan(30)


def test_advances_given_before_count(part, pot, clerk, finance):
    contract_so(part, advance_rate=Decimal(20))
    stories.a_request(part, pot, by=clerk, wan=12, reviewer=finance, kind=RequestKind.ADVANCE, done_value=None)

    assert left(part, pot, "预付款上限", kind=RequestKind.ADVANCE) == yuan(18)
    assert left(part, pot, "进度款上限", done_value=yuan(50)) == yuan(28)  # 50 × 80% − 12


def test_a_progress_payment_states_what_is_done(part, pot):
    assert "须填写累计完成产值" in refusal(part, pot, done_value=None)


def test_no_more_is_done_than_the_contract(part, pot):
    assert "超过合同价款 1,500,000.00 元" in refusal(part, pot, done_value=yuan(151))


def test_what_is_done_does_not_fall(part, pot, approved):
    assert "小于上次申请的 1,000,000.00 元" in refusal(part, pot, done_value=yuan(99))


def test_a_settlement_payment_waits_for_the_settled_price(part, pot):
    assert "还没有登记结算价" in refusal(part, pot, kind=RequestKind.SETTLEMENT)


def test_a_settlement_payment_keeps_the_retention_money_back(part, pot, approved):
    settled_at(part, 140)

    assert left(part, pot, "结算价扣除质保金", kind=RequestKind.SETTLEMENT) == yuan("105.8")  # 140 × 97% − 30


def test_retention_money_waits_for_the_end_of_warranty(part, pot):
    assert "还没有登记结算价" in refusal(part, pot, kind=RequestKind.RETENTION)
    settled_at(part, 140)
    assert "没有登记质保期" in refusal(part, pot, kind=RequestKind.RETENTION)
    contract_so(part, warranty_until=TODAY)
    assert "质保期至 2023-06-30" in refusal(part, pot, kind=RequestKind.RETENTION)


def test_after_warranty_the_rest_of_the_settled_price_is_paid(part, pot, approved):
    settled_at(part, 140, warranty_until=date(2023, 6, 29))

    assert left(part, pot, "质保金", kind=RequestKind.RETENTION) == yuan(110)


def test_the_ceilings_ask_a_fixed_number_of_queries(part, pot, clerk, finance, counted):
    part = ContractPart.objects.select_related("contract", "project").get(pk=part.pk)
    pot = type(pot).objects.select_related("document").get(pk=pot.pk)

    def asks() -> int:
        with counted() as queries:
            ceilings.ceilings(asked(part, pot))
        return len(queries)

    with_none = asks()
    for _ in range(5):
        stories.a_request(part, pot, by=clerk, wan=1, reviewer=finance)
    assert asks() == with_none
