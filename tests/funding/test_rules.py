"""What documents order about money: in force by division and day, set by the finance bureau, shipped with us."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.urls import reverse

from core.errors import DomainError, NotAllowed
from funding.choices import Use
from funding.models import FeeRule, PaymentRule, QueueRule, RewardRule, SourceRule, WeightTable
from funding.selectors.rules import payment_rule, source_rule
from funding.services import rules
from projects.choices import Source

pytestmark = pytest.mark.django_db

NANQIAO, MAZHUANG, MARCH = "410703008000", "410411001000", date(2023, 3, 1)
EVEN = {"area": 40, "households": 40, "buildings": 10, "compounds": 10, "performance": 0}


def of(source: str, *, division_code: str = NANQIAO, on: date = MARCH) -> SourceRule | None:
    return source_rule(source=source, division_code=division_code, on=on)


@pytest.fixture
def set_rule(divisions, finance):
    def make(model=RewardRule, **changes):
        facts = {"division": divisions["卫滨区"], "since": MARCH, "document": "卫财〔2023〕1号", "by": finance}
        return rules.set_rule(model=model, **facts | changes)

    return make


def test_every_installation_starts_with_rules(divisions):
    call_command("load_fund_rules")
    before = SourceRule.objects.count()
    call_command("load_fund_rules")

    assert SourceRule.objects.count() == before == 17 * 3  # 河南省's default, 卫滨区, 湛河区
    assert set(SourceRule.objects.filter(division="410703000000").values_list("source", flat=True)) == set(Source)
    assert FeeRule.objects.get().least_rate == Decimal("0.30")


def test_in_weibin_central_subsidy_pays_the_buildings_and_central_budget_what_is_around_them(divisions):
    call_command("load_fund_rules")

    subsidy, budget = of(Source.CENTRAL_SUBSIDY), of(Source.CENTRAL_BUDGET)

    assert Use.BUILDING in subsidy.use_list
    assert Use.INFRASTRUCTURE not in subsidy.use_list
    assert budget.use_list == [Use.INFRASTRUCTURE]
    assert not budget.to_finished
    assert "卫政办〔2023〕2号" in subsidy.document


def test_what_no_plan_gives_is_said_to_be_ours(divisions):
    call_command("load_fund_rules")

    assert "系统初始值" in RewardRule.objects.get().document
    assert of(Source.PROVINCE, division_code=MAZHUANG).division_id == "410411000000"


def test_a_source_without_a_rule_has_none(divisions):
    assert of(Source.DISTRICT) is None


def test_without_a_payment_rule_the_systems_own_bounds_hold(divisions):
    rule = payment_rule(division_code=NANQIAO, on=MARCH)

    assert (rule.least_progress, rule.most_retention, rule.document) == (80, 3, "系统初始值")
    assert rule.pk is None


def test_a_new_rule_of_a_source_leaves_the_others_alone(set_rule):
    set_rule(SourceRule, source=Source.DISTRICT, uses="building")
    set_rule(SourceRule, source=Source.PROVINCE, uses="lifts")
    set_rule(SourceRule, source=Source.DISTRICT, uses="lifts", since=date(2023, 6, 1))

    assert of(Source.DISTRICT).uses == "building"
    assert of(Source.DISTRICT, on=date(2023, 6, 1)).uses == "lifts"


def test_a_rule_does_not_begin_before_the_one_it_follows(set_rule):
    set_rule(share=50)

    with pytest.raises(DomainError, match="施行日期须晚于现有规则"):
        set_rule(share=60)


def test_weights_that_do_not_make_a_hundred_are_refused_with_their_sum(set_rule):
    with pytest.raises(DomainError, match=r"楼栋数 5.*＝ 95%，相差 5"):
        set_rule(WeightTable, **EVEN | {"buildings": 5})


def test_the_weights_of_one_document_are_entered_once(set_rule):
    set_rule(WeightTable, **EVEN)

    with pytest.raises(DomainError, match="权重已经登记"):
        set_rule(WeightTable, **EVEN)


def test_weights_of_several_documents_hold_side_by_side(set_rule):
    set_rule(WeightTable, **EVEN)
    set_rule(WeightTable, document="财综〔2024〕15号", since=date(2023, 1, 1), **EVEN)

    assert WeightTable.objects.count() == 2


def test_a_share_above_a_hundred_is_refused(set_rule):
    with pytest.raises(DomainError, match="奖补比例"):
        set_rule(share=Decimal(101))


@pytest.mark.parametrize("who", ["clerk", "office", "auditor"])
def test_only_the_finance_bureau_sets_rules(set_rule, who, request):
    with pytest.raises(NotAllowed):
        set_rule(share=50, by=request.getfixturevalue(who))


POSTED = {
    "source": {"source": "district", "uses": ["building", "lifts"], "to_finished": "on", "most_share": "60"},
    "payment": {
        "least_progress": "80",
        "most_retention": "3",
        "most_advance": "30",
        "review_days": "5",
        "settlement_months": "3",
        "unused_months": "6",
        "ahead_points": "10",
    },
    "weights": {name: str(weight) for name, weight in EVEN.items()},
    "reward": {"share": "50"},
    "fee": {"least_rate": "0.3", "least_months": "36"},
    "queue": {"place_1": "rank", "place_2": "started"},
}


@pytest.mark.parametrize("kind", POSTED)
def test_each_kind_is_set_on_its_page_and_shown(divisions, finance, signed_in, kind):
    client = signed_in(finance)
    facts = {"since": "2023-03-01", "document": "卫财〔2023〕9号"}

    response = client.post(reverse("funding:rule_create", args=[kind]), facts | POSTED[kind], follow=True)

    page = response.content.decode()
    assert "已设置" in page
    assert "卫财〔2023〕9号" in page


@pytest.mark.parametrize(
    ("kind", "changes", "words"),
    [
        ("weights", {"area": "50"}, "现在是 110%，相差 -10"),
        ("queue", {"place_2": "rank"}, "“人工排定的顺序”选了两次"),
        ("source", {"uses": []}, "这个字段是必填项"),
        ("fee", {"least_rate": "0.305"}, "小数不能超过"),
        ("reward", {"share": "0"}, "0.01"),
    ],
)
def test_what_cannot_be_a_rule_is_told_at_the_form(divisions, finance, signed_in, kind, changes, words):
    facts = {"since": "2023-03-01", "document": "卫财〔2023〕9号"} | POSTED[kind] | changes

    response = signed_in(finance).post(reverse("funding:rule_create", args=[kind]), facts)

    assert response.status_code == 422
    assert words in response.content.decode()


def test_the_form_starts_from_what_holds(divisions, finance, signed_in):
    call_command("load_fund_rules")
    client = signed_in(finance)

    page = client.get(reverse("funding:rule_create", args=["source"]) + "?source=central_budget").content.decode()

    assert '<option value="central_budget" selected>' in page
    assert client.get(reverse("funding:rule_create", args=["nonsense"])).status_code == 404


def test_every_kind_of_rule_is_set_somewhere(divisions):
    call_command("load_fund_rules")

    for model in (SourceRule, PaymentRule, WeightTable, RewardRule, FeeRule, QueueRule):
        assert model.objects.exists(), model
