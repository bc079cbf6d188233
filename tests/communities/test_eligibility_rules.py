"""Who may be renovated, by the four plans' own words."""

from decimal import Decimal

import pytest

from communities import eligibility
from communities.choices import Programme, Result, Safety, State
from communities.facts import Facts
from communities.models import Criterion

OLD_AND_WANTED = Facts(
    built_year=1988,
    near_centre=True,
    other_programme=Programme.NONE,
    safety=Safety.SAFE,
    willingness=Decimal("86.50"),
    facilities_seen=15,
    facilities_poor=6,
    management_agreed=True,
)


def criterion(test, figure=None, among=(), clause="二"):
    return Criterion(test=test, figure=figure, among=list(among), clause=clause, wording="原文")


def finding(test, figure=None, among=(), **facts):
    assessment = eligibility.assess(
        criteria=[criterion(test, figure, among)], facts=Facts(**{**vars(OLD_AND_WANTED), **facts})
    )
    (only,) = assessment.findings
    return only.state, only.sentence


@pytest.mark.parametrize(
    ("test", "figure", "facts", "state", "sentence"),
    [
        ("built_by", 1999, {"built_year": 1999}, State.PASSED, "1999年建成，不晚于1999年"),
        ("built_by", 1999, {"built_year": 2000}, State.FAILED, "2000年建成，晚于1999年"),
        ("built_by", 2000, {"built_year": 2000}, State.PASSED, "2000年建成，不晚于2000年"),
        ("built_by", 2000, {"built_year": None}, State.UNKNOWN, "建成年份未填报"),
        ("built_by", None, {"built_year": 2012}, State.PASSED, "2012年建成（文件未定年限）"),
        ("in_centre", None, {"near_centre": False}, State.FAILED, "不在中心城区"),
        ("in_centre", None, {"near_centre": None}, State.UNKNOWN, "是否位于中心城区未填报"),
        ("structure_safe", None, {"safety": Safety.SAFE}, State.PASSED, "房屋结构：安全较好"),
        ("structure_safe", None, {"safety": Safety.REPAIR}, State.FAILED, "房屋结构：需加固"),
        ("structure_safe", None, {"safety": Safety.DANGEROUS}, State.FAILED, "房屋结构：危险房屋"),
        ("structure_safe", None, {"safety": Safety.UNKNOWN}, State.UNKNOWN, "房屋结构安全未鉴定"),
        ("structure_safe", None, {"safety": ""}, State.UNKNOWN, "房屋结构安全未鉴定"),
        ("facilities_poor", 1, {"facilities_poor": 1}, State.PASSED, "调查设施15项，严重老化或缺失1项，不少于1项"),
        ("facilities_poor", 1, {"facilities_poor": 0}, State.FAILED, "调查设施15项，严重老化或缺失0项，少于1项"),
        ("facilities_poor", 1, {"facilities_seen": 0}, State.UNKNOWN, "设施现状未调查"),
        ("facilities_poor", None, {}, State.PASSED, "调查设施15项，严重老化或缺失6项（文件未定项数）"),
        ("willing", 80, {"willingness": Decimal("80.00")}, State.PASSED, "居民改造意愿80%，不低于80%"),
        ("willing", 80, {"willingness": Decimal("79.99")}, State.FAILED, "居民改造意愿79.99%，低于80%"),
        ("willing", None, {}, State.PASSED, "居民改造意愿86.5%（文件未定比例）"),
        ("willing", None, {"willingness": None}, State.UNKNOWN, "居民改造意愿未调查"),
        ("management_agreed", None, {}, State.PASSED, "居民已就长效管理形成共识"),
        ("management_agreed", None, {"management_agreed": False}, State.FAILED, "居民尚未就长效管理形成共识"),
        ("management_agreed", None, {"management_agreed": None}, State.UNKNOWN, "居民是否就长效管理形成共识未调查"),
    ],
)
def test_each_condition_answers_with_the_figure(test, figure, facts, state, sentence):
    assert finding(test, figure, **facts) == (state, sentence)


@pytest.mark.parametrize("programme", [p for p in Programme if p != Programme.NONE])
def test_another_programme_takes_the_compound_out(programme):
    among = ["shantytown", "demolition", "self_built", "urban_village", "utility_handover"]

    state, sentence = finding("not_in_programmes", among=among, other_programme=programme)

    assert (state, sentence) == (State.FAILED, f"已纳入：{programme.label}")


def test_a_programme_that_the_plan_does_not_name_takes_nobody_out():
    state, _ = finding("not_in_programmes", among=["shantytown"], other_programme=Programme.UTILITY_HANDOVER)

    assert state == State.PASSED


def test_nobody_asked_is_not_the_same_as_in_no_programme():
    assert finding("not_in_programmes", other_programme="")[0] == State.UNKNOWN
    assert finding("not_in_programmes", other_programme=Programme.NONE)[0] == State.PASSED


@pytest.mark.parametrize(
    ("facts", "excepted", "result"),
    [
        ({}, (), Result.ELIGIBLE),
        ({"built_year": 2003}, (), Result.INELIGIBLE),
        ({"built_year": 2003}, ("built_by",), Result.EXCEPTED),
        ({"built_year": 2003, "safety": Safety.DANGEROUS}, ("built_by",), Result.INELIGIBLE),
        ({"safety": ""}, (), Result.INCOMPLETE),
        ({"safety": ""}, ("structure_safe",), Result.INCOMPLETE),
        ({"built_year": 2003, "safety": ""}, (), Result.INELIGIBLE),
    ],
)
def test_one_failure_keeps_out_and_an_exception_lets_in_only_what_it_names(facts, excepted, result):
    criteria = [criterion("built_by", 1999), criterion("structure_safe")]

    assessment = eligibility.assess(
        criteria=criteria, facts=Facts(**{**vars(OLD_AND_WANTED), **facts}), excepted=excepted
    )

    assert assessment.result == result


def test_without_a_rule_nothing_is_eligible():
    assessment = eligibility.assess(criteria=[], facts=OLD_AND_WANTED)

    assert assessment.result == Result.NO_RULE
    assert not assessment.may_be_renovated


def test_a_shortfall_names_its_clause():
    assessment = eligibility.assess(
        criteria=[criterion("built_by", 2000, clause="四（一）"), criterion("willing")],
        facts=Facts(built_year=2004, willingness=Decimal(90)),
    )

    assert [(item.sentence, item.clause) for item in assessment.shortfalls] == [("2004年建成，晚于2000年", "四（一）")]
