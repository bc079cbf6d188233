"""F12: the reserve pool takes in who may be renovated, explains its ranking, and re-ranks when weights change."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from communities.choices import Safety
from communities.models import PoolEntry
from communities.services import compounds, eligibility, pool, rules
from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from tests.communities.pool_stories import JIANKANG, TODAY, a_compound, a_rule, weights


@pytest.fixture
def district(divisions):
    """卫滨 with a rule set and weights: 40 for age, 30 for willingness, 30 for hazards; 300 元/㎡."""
    a_rule(divisions["卫滨区"])
    weights(divisions["卫滨区"])
    return divisions["卫滨区"]


def enter(compound, by, **also):
    return pool.enter(compound=compound, reason="符合条件", by=by, on=TODAY, **also)


def ranking():
    return [entry.compound.name for entry in PoolEntry.objects.current().ranked().select_related("compound")]


def test_a_compound_enters_with_its_score_and_the_working(district, office):
    entry = enter(a_compound(office), office)

    assert [(line["factor"], line["points"]) for line in entry.working] == [
        ("建成年限", "30.40"),  # 38 of 50 years, of 40 points
        ("居民意愿", "25.95"),
        ("安全隐患", "15.00"),
    ]
    assert entry.score == Decimal("71.35")
    assert (entry.scored_by.document, entry.scored_on) == ("示例〔2023〕2号", TODAY)


def test_a_compound_that_fails_is_refused_with_every_reason(district, office):
    compound = a_compound(office, built_year=2004, safety=Safety.DANGEROUS)

    with pytest.raises(DomainError) as refusal:
        enter(compound, office)

    assert "2004年建成，晚于2000年（四（一））；房屋结构：危险房屋（二）" in str(refusal.value)


def test_a_compound_of_which_too_little_is_known_is_refused(district, office):
    with pytest.raises(DomainError, match="资料不全。建成年份未填报"):
        enter(a_compound(office, built_year=None), office)


def test_an_excepted_compound_enters(district, office):
    compound = a_compound(office, built_year=2004)
    eligibility.grant(compound=compound, test="built_by", reason="示例", by=office, on=TODAY)

    assert enter(compound, office).pk


def test_nobody_enters_twice(district, office):
    compound = a_compound(office)
    enter(compound, office)

    with pytest.raises(Conflict):
        enter(compound, office)
    with pytest.raises(IntegrityError), transaction.atomic():
        PoolEntry.objects.create(
            compound=compound, division=district, entered_on=TODAY, entered_by=office, entered_reason="x"
        )


def test_the_clerk_does_not_decide_about_the_pool(district, office, clerk):
    with pytest.raises(NotAllowed):
        enter(a_compound(office), clerk)


def test_all_that_may_be_renovated_enter_in_one_step(district, office):
    enter(a_compound(office, name="已入库小区"), office)
    fine, late = a_compound(office, name="华青小区"), a_compound(office, name="新楼", built_year=2015)

    taken = pool.enter_all(division_code=district.code, reason="2026年入库", by=office, on=TODAY)

    assert taken == 1
    assert PoolEntry.objects.get(compound=fine).entered_reason == "2026年入库"
    assert not late.pool_entries.exists()
    assert AuditEntry.objects.get(action="批量入库").details == {"小区数": 1}


def test_very_many_enter_by_a_job(district, office, django_capture_on_commit_callbacks):
    compound = a_compound(office)

    with django_capture_on_commit_callbacks(execute=True):
        job = pool.enter_all_later(division=district, reason="2026年入库", by=office, on=TODAY)

    job.refresh_from_db()
    assert job.message == "已将1个小区列入储备库。"
    assert compound.pool_entries.exists()


def test_who_leaves_keeps_the_score_and_may_come_back(district, office):
    compound = a_compound(office)
    entry = enter(compound, office)

    pool.leave(entry=entry, reason="已列入2026年计划", by=office, on=TODAY)

    entry.refresh_from_db()
    assert (entry.left_reason, entry.score) == ("已列入2026年计划", Decimal("71.35"))
    assert enter(compound, office).pk != entry.pk
    with pytest.raises(Conflict):
        pool.leave(entry=entry, reason="再出一次", by=office, on=TODAY)


def test_the_cost_is_the_estimate_and_else_reckoned_from_the_area(district, office):
    entry = enter(a_compound(office, floor_area=Decimal("5000.50")), office)
    assert PoolEntry.objects.with_cost().get().cost == Decimal("1500150.00")

    pool.set_estimate(entry=entry, estimate=Decimal("1234567.89"), by=office)

    assert PoolEntry.objects.with_cost().get().cost == Decimal("1234567.89")


def test_a_new_survey_moves_a_compound_up_in_the_ranking(district, office):
    enter(a_compound(office, name="甲小区", hazards_count=5), office)
    second = a_compound(office, name="乙小区", hazards_count=4)
    enter(second, office)
    assert ranking() == ["甲小区", "乙小区"]

    compounds.change(compound=second, facts={"hazards_count": 9}, by=office, reason="摸底调查")

    assert ranking() == ["乙小区", "甲小区"]


def test_new_weights_rank_the_pool_anew(district, office):
    enter(a_compound(office, name="老而愿", built_year=1970, hazards_count=0), office)
    enter(a_compound(office, name="新而险", built_year=1999, hazards_count=4, street=JIANKANG), office)
    assert ranking() == ["老而愿", "新而险"]

    rules.set_priority(
        division=district,
        since=date(2026, 3, 1),
        document="示例〔2026〕5号",
        cost_per_sqm=None,
        weights={"age": 10, "hazards": 90},
        by=office,
        on=TODAY,
    )

    assert ranking() == ["新而险", "老而愿"]
    assert {entry.scored_by.document for entry in PoolEntry.objects.all()} == {"示例〔2026〕5号"}


def test_among_equals_who_waited_longer_goes_first(district, office):
    later, earlier = (a_compound(office, name=name, built_year=1970) for name in ("后到小区", "先到小区"))
    pool.enter(compound=earlier, reason="x", by=office, on=date(2025, 1, 1))
    pool.enter(compound=later, reason="x", by=office, on=TODAY)

    assert ranking() == ["先到小区", "后到小区"]


def test_one_leaves_the_pool_only_with_a_person_and_a_reason(district, office):
    entry = enter(a_compound(office), office)

    with pytest.raises(IntegrityError), transaction.atomic():
        PoolEntry.objects.filter(pk=entry.pk).update(left_on=TODAY)
