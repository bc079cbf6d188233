"""Contracts: signed, for several projects, changed by papers, settled; never below what is paid."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import ChangeKind
from funding.models import Contract, ContractChange, ContractPart, PaymentRule, ProjectAccount
from funding.services import contracts
from projects.choices import Duty, ProjectStatus
from tests.funding import stories
from tests.funding.stories import CODE, TODAY, yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db
SIGNED_ON = date(2023, 4, 1)


@pytest.fixture
def sign(project, clerk):
    """Enter the construction contract of 150 万元, or what is said."""

    def make(wan=150, **facts) -> Contract:
        facts = {
            "project": project,
            "key": uuid4(),
            "by": clerk,
            "kind": "construction",
            "number": "卫滨施工〔2023〕1号",
            "name": "示例施工合同",
            "party": "示例建筑工程有限公司",
            "credit_code": CODE,
            "signed_on": SIGNED_ON,
        } | facts
        return contracts.sign(amount=yuan(wan), today=TODAY, **facts)

    return make


@pytest.fixture
def change(part, clerk):
    """A variation of 10 万元 on the contract of 150 万元, or what is said."""

    def make(wan=10, **facts) -> ContractPart:
        facts = {
            "on": date(2023, 5, 1),
            "document": "补充协议1号",
            "reason": "增加雨污分流",
            "key": uuid4(),
            "by": clerk,
        } | facts
        return contracts.change(part=part, amount=yuan(wan), today=TODAY, **facts)

    return make


@pytest.fixture
def settle(part, clerk):
    """Settled at 140 万元, or what is said."""

    def make(wan=140, **facts) -> ContractPart:
        facts = {"on": date(2023, 6, 20), "document": "卫结审〔2023〕3号", "key": uuid4(), "by": clerk} | facts
        return contracts.settle(part=part, amount=yuan(wan), today=TODAY, **facts)

    return make


@pytest.fixture
def next_door(listed, neighbour, office):
    """健康路195号院, implemented by its own street."""
    return a_project(listed["健康路195号院"], implementer=neighbour.organisation, by=office)


def facts_of(contract: Contract) -> dict:
    names = ("kind", "number", "name", "party", "credit_code", "signed_on", "progress_rate", "retention_rate")
    return {name: getattr(contract, name) for name in names}


# Signing


def test_a_signed_contract_has_its_price_as_the_first_change(sign, project):
    part = sign().parts.get()

    assert (part.project, part.amount) == (project, yuan(150))
    assert [(each.kind, each.amount) for each in part.changes.all()] == [(ChangeKind.ORIGINAL, yuan(150))]
    assert ProjectAccount.objects.get(project=project).contracted == yuan(150)


def test_it_lies_in_the_projects_division(sign, project):
    assert sign().division_id == project.division_id


def test_the_same_form_sent_twice_is_one_contract(sign):
    key = uuid4()

    assert sign(key=key) == sign(key=key)
    assert ContractChange.objects.count() == 1


def test_the_same_form_with_another_sum_is_refused(sign):
    key = uuid4()
    sign(key=key)

    with pytest.raises(Conflict, match="已经登记过"):
        sign(wan=160, key=key)


def test_a_number_is_taken_once_and_the_refusal_names_the_contract(sign):
    sign()

    with pytest.raises(DomainError, match=r"卫滨施工〔2023〕1号.*示例施工合同"):
        sign()


def test_the_credit_code_is_tidied_and_checked(sign):
    assert sign(credit_code=" 9135 0100m000100y43 ").credit_code == CODE
    with pytest.raises(DomainError, match="校验位不对"):
        sign(number="2号", credit_code="91350100M000100Y44")


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ({"progress_rate": Decimal("79.99")}, "进度款比例不得低于 80%（依据：系统初始值）"),
        ({"retention_rate": Decimal("3.01")}, "质保金比例不得高于 3%（依据：系统初始值）"),
        ({"advance_rate": Decimal("30.01")}, "预付款比例不得高于 30%（依据：系统初始值）"),
    ],
    ids=["progress", "retention", "advance"],
)
def test_rates_keep_to_the_rule_that_is_named(sign, rates, words):
    with pytest.raises(DomainError, match=words):
        sign(**rates)


def test_the_districts_own_rule_counts(sign, divisions):
    PaymentRule.objects.create(
        division=divisions["卫滨区"], since=date(2023, 1, 1), document="卫财建〔2023〕1号", least_progress=85
    )

    with pytest.raises(DomainError, match="不得低于 85%（依据：卫财建〔2023〕1号）"):
        sign()


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"signed_on": date(2023, 7, 1)}, "晚于今天"),
        ({"begins_on": date(2023, 6, 1), "ends_on": date(2023, 5, 1)}, "早于约定开工"),
        ({"warranty_until": date(2023, 3, 1)}, "早于签订日期"),
        ({"wan": "0"}, "必须大于 0"),
        ({"wan": "-1"}, "必须大于 0"),
        ({"wan": "100000000"}, "金额过大"),
    ],
    ids=["future", "ends before it begins", "warranty before signing", "nothing", "negative", "absurd"],
)
def test_facts_that_cannot_be_are_refused(sign, facts, words):
    with pytest.raises(DomainError, match=words):
        sign(**facts)


def test_a_contract_above_the_budget_is_entered(sign, project):
    stories.budgeted(project, 100)

    assert sign().parts.get().amount == yuan(150)


def test_the_construction_contract_proves_the_tender(sign, project):
    gate = stories.a_gate(project, Duty.TENDER)
    sign()

    gate.refresh_from_db()
    assert gate.evidence == "施工合同 卫滨施工〔2023〕1号（2023-04-01 签订）"


def test_a_design_contract_proves_no_tender(sign, project):
    gate = stories.a_gate(project, Duty.TENDER)
    sign(kind="design")

    gate.refresh_from_db()
    assert gate.satisfied_on is None


def test_no_contract_for_a_project_that_was_given_up(sign, project):
    project.status = ProjectStatus.CANCELLED
    project.save()

    with pytest.raises(DomainError, match="已取消"):
        sign()


@pytest.mark.parametrize("who", ["neighbour", "finance", "outsider"])
def test_only_the_implementer_and_the_office_sign(sign, request, who):
    with pytest.raises(NotAllowed):
        sign(by=request.getfixturevalue(who))


def test_the_office_signs_too(sign, office):
    assert sign(by=office).created_by == office


# One contract for several projects


def test_a_lot_for_two_streets_lies_in_their_county(sign, next_door, office, divisions):
    lot = sign()
    part = contracts.add_part(contract=lot, project=next_door, amount=yuan(80), key=uuid4(), by=office, today=TODAY)

    lot.refresh_from_db()
    assert lot.division == divisions["卫滨区"]
    assert part.amount == yuan(80)
    assert ProjectAccount.objects.get(project=next_door).contracted == yuan(80)


def test_a_street_sees_the_lot_in_which_it_has_a_part(sign, next_door, office, neighbour, outsider):
    lot = sign()
    assert not Contract.objects.for_user(neighbour).exists()

    contracts.add_part(contract=lot, project=next_door, amount=yuan(80), key=uuid4(), by=office, today=TODAY)

    assert Contract.objects.for_user(neighbour).get() == lot
    assert not Contract.objects.for_user(outsider).exists()


def test_a_part_sent_twice_is_one(sign, next_door, office):
    lot, key = sign(), uuid4()
    for _ in range(2):
        contracts.add_part(contract=lot, project=next_door, amount=yuan(80), key=key, by=office, today=TODAY)

    assert lot.parts.count() == 2


def test_a_project_is_in_a_contract_once(sign, project, clerk):
    with pytest.raises(DomainError, match="要增加价款请登记变更"):
        contracts.add_part(contract=sign(), project=project, amount=yuan(1), key=uuid4(), by=clerk, today=TODAY)


def test_a_street_adds_no_project_of_its_neighbour(sign, next_door, clerk):
    with pytest.raises(NotAllowed):
        contracts.add_part(contract=sign(), project=next_door, amount=yuan(1), key=uuid4(), by=clerk, today=TODAY)


def test_a_street_does_not_change_what_its_neighbours_contract_says(sign, next_door, office, clerk):
    lot = sign()
    contracts.add_part(contract=lot, project=next_door, amount=yuan(80), key=uuid4(), by=office, today=TODAY)

    with pytest.raises(NotAllowed):
        contracts.edit(contract=lot, version=2, by=clerk, today=TODAY, **facts_of(lot))


# Correcting


def test_what_a_contract_says_is_corrected_and_kept_in_its_history(sign, clerk):
    contract = sign()
    facts = facts_of(contract) | {"warranty_until": date(2025, 6, 1)}
    contracts.edit(contract=contract, version=1, by=clerk, today=TODAY, **facts)

    contract.refresh_from_db()
    assert (contract.warranty_until, contract.version) == (date(2025, 6, 1), 2)
    assert contract.history.first().history_user == clerk
    assert AuditEntry.objects.get(action="修改合同").details == {"质保期至": ["（空）", "2025-06-01"]}


def test_two_editors_do_not_overwrite_each_other(sign, clerk, office):
    contract = sign()
    contracts.edit(contract=contract, version=1, by=office, today=TODAY, **facts_of(contract) | {"party": "新单位"})

    with pytest.raises(Conflict, match="已被修改"):
        contracts.edit(contract=contract, version=1, by=clerk, today=TODAY, **facts_of(contract))


def test_a_number_that_another_contract_has_is_not_taken_over(sign, clerk):
    sign()
    other = sign(number="2号")

    with pytest.raises(DomainError, match="已经登记"):
        contracts.edit(
            contract=other, version=1, by=clerk, today=TODAY, **facts_of(other) | {"number": "卫滨施工〔2023〕1号"}
        )


# Changing


def test_a_variation_moves_the_sum_and_the_account(change, part):
    change()

    part.refresh_from_db()
    assert part.amount == yuan(160)
    assert ProjectAccount.objects.get(project=part.project).contracted == yuan(160)


def test_a_variation_may_lower_the_price(change):
    assert change(wan=-10).amount == yuan(140)


def test_a_variation_sent_twice_is_one(change):
    key = uuid4()
    change(key=key)

    assert change(key=key).amount == yuan(160)


def test_a_variation_sent_again_with_another_sum_is_refused(change):
    key = uuid4()
    change(key=key)

    with pytest.raises(Conflict, match="已经登记过"):
        change(wan=11, key=key)


def test_no_variation_takes_away_more_than_the_price(change):
    with pytest.raises(DomainError, match=r"减少额 80,000,000\.00 元超过合同价款 1,500,000\.00 元"):
        change(wan=-8000)


def test_no_variation_below_what_is_paid(change, approved, finance):
    stories.paid(approved, by=finance)

    with pytest.raises(DomainError, match=r"变更后合同价款 299,999\.99 元，低于已拨付的 300,000\.00 元"):
        change(wan="-120.000001")
    assert change(wan=-120).amount == yuan(30)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"document": " "}, "依据文件和事由"),
        ({"reason": ""}, "依据文件和事由"),
        ({"wan": 0}, "不能为 0"),
        ({"on": date(2023, 3, 31)}, "早于合同签订日期"),
        ({"on": date(2023, 7, 1)}, "晚于今天"),
        ({"kind": ChangeKind.SETTLEMENT}, "办理结算"),
    ],
    ids=["no paper", "no reason", "nothing", "before signing", "future", "settlement"],
)
def test_a_variation_is_complete(change, facts, words):
    with pytest.raises(DomainError, match=words):
        change(**facts)


def test_a_change_finer_than_the_cent_is_refused(part, clerk):
    with pytest.raises(DomainError, match="不是整分"):
        contracts.change(
            part=part,
            amount=Decimal("0.005"),
            on=TODAY,
            document="1号",
            reason="示例",
            key=uuid4(),
            by=clerk,
            today=TODAY,
        )


def test_the_neighbour_changes_nothing(change, neighbour):
    with pytest.raises(NotAllowed):
        change(by=neighbour)


# Settling


def test_a_settlement_brings_the_sum_to_the_settled_price(settle, part):
    settle()

    part.refresh_from_db()
    assert (part.amount, part.settled, part.settled_on) == (yuan(140), yuan(140), date(2023, 6, 20))
    assert [(each.kind, each.amount) for each in part.changes.all()][1:] == [(ChangeKind.SETTLEMENT, -yuan(10))]


def test_a_settlement_at_the_contract_price_enters_no_change(settle, part):
    settle(wan=150)

    assert part.changes.count() == 1


def test_no_settlement_below_what_is_paid(settle, approved, finance):
    stories.paid(approved, by=finance)

    with pytest.raises(DomainError, match="多付的须先冲销或在 30 日内退回"):
        settle(wan="29.99")


def test_nothing_is_changed_after_the_settlement(settle, change):
    settle()

    with pytest.raises(DomainError, match="不能再变更"):
        change()


@pytest.mark.parametrize("wan", [140, 150], ids=["lower", "as signed"])
def test_a_settlement_sent_twice_is_one(settle, part, wan):
    key = uuid4()
    settle(wan=wan, key=key)
    settle(wan=wan, key=key)

    assert AuditEntry.objects.filter(action="合同结算").count() == 1


def test_a_settlement_sent_again_with_another_price_is_refused(settle):
    key = uuid4()
    settle(key=key)

    with pytest.raises(Conflict):
        settle(wan=141, key=key)


def test_a_settlement_is_corrected_by_another(settle, part):
    settle()
    settle(wan=142, document="卫结审〔2023〕5号")

    part.refresh_from_db()
    assert (part.amount, part.settled) == (yuan(142), yuan(142))


def test_a_settlement_names_its_paper(settle):
    with pytest.raises(DomainError, match="结算审核"):
        settle(document="")
