"""The pages of eligibility, pool, plan and duplicates, as the office and the clerk use them."""

from decimal import Decimal

import pytest
from django.urls import reverse

from communities.models import DuplicateDecision, EligibilityException, EligibilityRule, FiveYearPlan, PoolEntry
from communities.services import plans, pool
from tests.communities.pool_stories import TODAY, a_compound, a_rule, weights

WAN = 10_000


@pytest.fixture
def district(divisions):
    a_rule(divisions["卫滨区"])
    weights(divisions["卫滨区"])
    return divisions["卫滨区"]


def page(client, name, *args, **query):
    return client.get(reverse(f"communities:{name}", args=args), query).content.decode()


def send(client, name, *args, **data):
    return client.post(reverse(f"communities:{name}", args=args), data)


def pooled(office, name="新运23号院", **facts):
    return pool.enter(compound=a_compound(office, name=name, **facts), reason="符合条件", by=office, on=TODAY)


# --- who may be renovated


def test_the_list_names_the_condition_and_the_clause(district, office, clerk, signed_in):
    a_compound(office, name="华青小区", built_year=2004)

    assert "2004年建成，晚于2000年（四（一））" in page(signed_in(clerk), "eligibility_list")


def test_the_list_is_narrowed_by_result_and_by_condition(district, office, signed_in):
    a_compound(office, name="新运23号院")
    a_compound(office, name="华青小区", built_year=2004)
    a_compound(office, name="平川家属院", safety="")

    def found(**query):
        content = page(signed_in(office), "eligibility_list", **query)
        return {name for name in ("新运23号院", "华青小区", "平川家属院") if name in content}

    assert found(result="eligible") == {"新运23号院"}
    assert found(short_of="structure_safe") == {"平川家属院"}
    assert found(result="ineligible", short_of="structure_safe") == set()
    assert found(q="hqxq") == {"华青小区"}
    assert found(pooled="yes") == set()


def test_the_office_grants_and_withdraws_an_exception_on_the_page(district, office, signed_in):
    compound = a_compound(office, built_year=2004)

    send(signed_in(office), "exception_grant", compound.pk, "built_by", reason="省计划同意")
    exception = EligibilityException.objects.get()
    assert "例外准予" in page(signed_in(office), "eligibility_detail", compound.pk)
    send(signed_in(office), "exception_withdraw", exception.pk, reason="计划调整")

    content = page(signed_in(office), "eligibility_detail", compound.pk)
    assert "省计划同意" in content
    assert "计划调整" in content


def test_an_exception_without_a_reason_comes_back(district, office, signed_in):
    compound = a_compound(office, built_year=2004)

    answer = send(signed_in(office), "exception_grant", compound.pk, "built_by", reason="")

    assert answer.status_code == 422
    assert not EligibilityException.objects.exists()


def test_the_page_answers_for_a_day_in_the_past(district, office, signed_in):
    compound = a_compound(office)

    assert "没有适用于本小区的改造对象范围" in page(
        signed_in(office), "eligibility_detail", compound.pk, on="2020-01-01"
    )
    assert "示例〔2023〕1号" in page(signed_in(office), "eligibility_detail", compound.pk, on="2023-02-28")
    assert "示例〔2023〕1号" in page(signed_in(office), "eligibility_detail", compound.pk, on="2023-02-31")


# --- rules


def test_the_office_sets_a_new_version_from_the_one_in_force(district, office, signed_in):
    form = page(signed_in(office), "rule_create")
    assert "重点改造2000年底以前建成的" in form

    answer = send(
        signed_in(office),
        "rule_create",
        since="2030-01-01",
        document="示例〔2029〕7号",
        **{
            "built_by-used": "on",
            "built_by-figure": "2005",
            "built_by-clause": "三",
            "built_by-wording": "2005年底以前",
        },
    )

    assert answer.status_code == 302
    newest = EligibilityRule.objects.get(document="示例〔2029〕7号")
    assert [(c.test, c.figure) for c in newest.criteria.all()] == [("built_by", 2005)]
    assert "尚未施行" in page(signed_in(office), "rule_list")


def test_a_condition_needs_its_clause_and_wording(district, office, signed_in):
    answer = send(signed_in(office), "rule_create", since="2030-01-01", document="示例", **{"built_by-used": "on"})

    assert answer.status_code == 422
    assert "请填写“建成年份”的条款。" in answer.content.decode()


def test_weights_that_do_not_make_a_hundred_come_back_with_the_sum(district, office, signed_in):
    answer = send(signed_in(office), "weight_create", since="2030-01-01", document="示例", age="60", hazards="30")

    assert answer.status_code == 422
    assert "合计须为100，现在是90" in answer.content.decode()


# --- the pool


def test_the_working_is_shown_line_by_line(district, office, signed_in):
    content = page(signed_in(office), "pool_entry", pooled(office).pk)

    for text in ("1988年建成，38年", "0.7600", "30.40", "71.35", "示例〔2023〕2号", "150.00 万元"):
        assert text in content


def test_a_refused_compound_stays_in_the_form_with_the_reason(district, office, signed_in):
    compound = a_compound(office, built_year=2004)

    answer = send(signed_in(office), "pool_enter", compound.pk, reason="想入库", estimate="12.5")

    assert answer.status_code == 422
    assert "不能入库：不符合。2004年建成，晚于2000年" in answer.content.decode()


def test_an_estimate_is_typed_in_wan_yuan_and_kept_in_yuan(district, office, signed_in):
    entry = pooled(office)

    send(signed_in(office), "pool_estimate", entry.pk, estimate="1,234.56")

    entry.refresh_from_db()
    assert entry.estimate == Decimal("12345600.00")


def test_all_that_may_be_renovated_in_a_street_enter_at_once(district, office, divisions, signed_in):
    a_compound(office, name="新运23号院")
    a_compound(office, name="健康路3号院", street="410703004000")
    url = reverse("communities:pool_enter_all") + "?territory=410703008000"

    signed_in(office).post(url, {"reason": "2026年入库"})

    assert [entry.compound.name for entry in PoolEntry.objects.select_related("compound")] == ["新运23号院"]


def test_an_entry_leaves_with_a_reason(district, office, signed_in):
    entry = pooled(office)

    send(signed_in(office), "pool_leave", entry.pk, reason="列入2026年计划")

    assert "列入2026年计划" in page(signed_in(office), "pool_entry", entry.pk)


# --- the plan


def test_a_plan_is_made_filled_and_corrected(district, office, signed_in):
    entry = pooled(office)
    client = signed_in(office)

    send(client, "plan_create", first_year="2026", **{f"budget_{number}": "200" for number in range(5)})
    plan = FiveYearPlan.objects.get()
    send(client, "plan_fill", plan.pk)
    assert '1 个，<span class="text-nowrap">150.00 / 200.00 万元' in page(client, "plan_detail", plan.pk)

    send(client, "plan_move", plan.pk, entry.pk, year=plan.years.get(year=2030).pk)
    entry.refresh_from_db()
    assert entry.plan_year.year == 2030

    send(client, "plan_budgets", plan.pk, **{f"budget_{number}": "100" for number in range(5)})
    assert "超预算 50.00 万元" in page(client, "plan_detail", plan.pk)


def test_a_move_over_the_budget_warns(district, office, signed_in):
    plan = plans.create(
        division=district, first_year=2026, budgets={2026 + n: Decimal(100 * WAN) for n in range(5)}, by=office
    )

    url = reverse("communities:plan_move", args=[plan.pk, pooled(office).pk])
    answer = signed_in(office).post(url, {"year": plan.years.first().pk}, follow=True)

    assert "2026年现已超出预算50.00万元" in answer.content.decode()


# --- duplicates


def test_a_pair_is_compared_and_kept_apart(district, office, signed_in):
    one, other = a_compound(office, name="中州小区"), a_compound(office, name="中州家属院", households=99)

    assert "名称去掉“家属院”“号楼”等字后相同" in page(signed_in(office), "duplicate_list")
    compared = page(signed_in(office), "duplicate_pair", one.pk, other.pk)
    assert '<td class="changed">99</td>' in compared
    send(signed_in(office), "duplicate_pair", one.pk, other.pk, decision="apart", reason="两个院")

    assert DuplicateDecision.objects.get().reason == "两个院"
    assert "没有发现疑似重复" in page(signed_in(office), "duplicate_list")


def test_a_pair_is_merged_into_the_one_that_stays(district, office, signed_in):
    stays, goes = (
        a_compound(office, name="新运家园", former_names="农机公司家属院"),
        a_compound(office, name="农机公司家属院"),
    )

    answer = send(signed_in(office), "duplicate_pair", stays.pk, goes.pk, decision=stays.pk, reason="改过名")

    assert answer.url == stays.get_absolute_url()
    goes.refresh_from_db()
    assert "并入“新运家园”" in goes.removed_reason


def test_a_clerk_does_not_find_a_pair_with_the_street_next_door(district, office, clerk, signed_in):
    one = a_compound(office, name="新运十号院")
    other = a_compound(office, name="新运10号", street="410703004000")

    url = reverse("communities:duplicate_pair", args=[one.pk, other.pk])

    assert signed_in(clerk).get(url).status_code == 404


# --- what a page costs


@pytest.mark.parametrize(
    "name", ["eligibility_list", "pool_list", "duplicate_list", "plan_list", "rule_list", "weight_list"]
)
def test_a_list_costs_the_same_for_2_and_for_20(name, district, office, signed_in, django_assert_max_num_queries):
    client, url = signed_in(office), reverse(f"communities:{name}")
    costs = []
    for many in (2, 20):
        for number in range(many):
            pooled(office, name=f"示例{many}{number}家属院")
            a_compound(office, name=f"示例{many}{number}家属楼", built_year=2004)
        client.get(url)
        with django_assert_max_num_queries(13) as asked:
            client.get(url)
        costs.append(len(asked))

    assert costs[0] == costs[1]
