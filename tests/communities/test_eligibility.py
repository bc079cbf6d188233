"""F11: each compound shows which rule it fails and why; an exception needs a reason and a person."""

from datetime import date

import pytest
import time_machine

from communities.choices import Result, Safety
from communities.models import EligibilityException, EligibilityOutcome
from communities.selectors.eligibility import assess_many, eligibility_of
from communities.services import compounds, eligibility, removals, standing, surveys
from communities.tasks import refresh_standing
from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from tests.communities.pool_stories import (
    CRITERIA,
    GOOD,
    NOT_APPLICABLE,
    POOR,
    TODAY,
    a_compound,
    a_rule,
    a_survey,
)


@pytest.fixture
def rule(divisions):
    return a_rule(divisions["卫滨区"])


def sentences(compound, on=TODAY):
    return [finding.sentence for finding in eligibility_of(compound, on=on).shortfalls]


def stored(compound):
    outcome = EligibilityOutcome.objects.get(pk=compound.pk)
    return outcome.result, [shortfall.sentence for shortfall in outcome.shortfalls.all()]


def test_a_compound_of_2004_fails_and_the_clause_is_named(rule, office):
    compound = a_compound(office, built_year=2004)

    (finding,) = eligibility_of(compound, on=TODAY).shortfalls

    assert (finding.sentence, finding.clause) == ("2004年建成，晚于2000年", "四（一）")


def test_the_list_keeps_what_the_page_shows(rule, office):
    fine, late = a_compound(office), a_compound(office, name="华青小区", built_year=2004, safety="")

    assert stored(fine) == (Result.ELIGIBLE, [])
    assert stored(late) == (Result.INELIGIBLE, sentences(late))


def test_a_corrected_fact_changes_the_outcome_at_once(rule, office):
    compound = a_compound(office, safety=Safety.DANGEROUS)

    compounds.change(compound=compound, facts={"safety": Safety.SAFE}, by=office, reason="鉴定报告")

    assert stored(compound) == (Result.ELIGIBLE, [])


def test_a_removed_compound_has_no_outcome(rule, office):
    compound = a_compound(office)

    removals.remove(compound=compound, by=office, reason="已拆除")

    assert not EligibilityOutcome.objects.filter(pk=compound.pk).exists()


def test_a_district_without_rules_says_so(divisions, office):
    assert stored(a_compound(office)) == (Result.NO_RULE, [])


def test_the_rule_in_force_on_the_day_applies(divisions, office):
    a_rule(divisions["卫滨区"], since=date(2020, 1, 1), criteria=[CRITERIA[0] | {"figure": 1985}])
    a_rule(divisions["卫滨区"], since=date(2023, 2, 28))
    compound = a_compound(office, built_year=1988)

    assert sentences(compound, on=date(2023, 2, 27)) == ["1988年建成，晚于1985年"]
    assert sentences(compound, on=date(2023, 2, 28)) == []


def test_the_districts_own_rule_goes_before_the_prefectures(divisions, office):
    a_rule(divisions["新乡市"], criteria=[CRITERIA[0] | {"figure": 1985}])
    compound = a_compound(office, built_year=1988)
    assert sentences(compound) == ["1988年建成，晚于1985年"]

    a_rule(divisions["卫滨区"])

    assert stored(compound) == (Result.ELIGIBLE, [])


def test_the_newest_survey_that_asked_counts(divisions, office):
    a_rule(
        divisions["卫滨区"],
        criteria=[
            {"test": "facilities_poor", "figure": 2, "clause": "二", "wording": "明显老化缺失"},
            {"test": "management_agreed", "clause": "五（三）5", "wording": "形成共识"},
        ],
    )
    compound = a_compound(office)
    a_survey(compound, office, date(2024, 5, 1), [POOR, GOOD, POOR], management_agreed=False)
    a_survey(compound, office, date(2025, 5, 1), management_agreed=True)
    a_survey(compound, office, date(2023, 5, 1), [GOOD, GOOD, GOOD], management_agreed=False)

    assert stored(compound) == (Result.ELIGIBLE, [])
    assert sentences(compound, on=date(2024, 12, 31)) == ["居民尚未就长效管理形成共识"]


def test_facilities_that_do_not_apply_are_not_counted(divisions, office):
    a_rule(
        divisions["卫滨区"],
        criteria=[{"test": "facilities_poor", "figure": 2, "clause": "二", "wording": "明显老化缺失"}],
    )
    compound = a_compound(office)

    a_survey(compound, office, date(2024, 5, 1), [POOR, GOOD, NOT_APPLICABLE])

    assert sentences(compound) == ["调查设施2项，严重老化或缺失1项，少于2项"]


# --- exceptions


def test_an_exception_lets_the_compound_in_and_stays_visible(rule, office):
    compound = a_compound(office, built_year=2004)

    eligibility.grant(compound=compound, test="built_by", reason="省2026年计划同意纳入", by=office, on=TODAY)

    assert stored(compound) == (Result.EXCEPTED, ["2004年建成，晚于2000年"])
    entry = AuditEntry.objects.get(action="批准例外")
    assert (entry.by, entry.subject_id, entry.reason) == (office, str(compound.pk), "省2026年计划同意纳入")


def test_an_exception_is_for_what_fails_and_nothing_else(rule, office):
    compound = a_compound(office, built_year=2004, safety="")

    for test in ("not_in_programmes", "structure_safe"):
        with pytest.raises(DomainError, match="不需要例外"):
            eligibility.grant(compound=compound, test=test, reason="示例", by=office, on=TODAY)


def test_only_the_leading_group_office_grants_exceptions(rule, office, clerk):
    compound = a_compound(office, built_year=2004)

    with pytest.raises(NotAllowed):
        eligibility.grant(compound=compound, test="built_by", reason="示例", by=clerk, on=TODAY)


def test_an_office_grants_nothing_in_another_district(rule, office, outsider):
    compound = a_compound(office, built_year=2004)

    with pytest.raises(NotAllowed):
        eligibility.grant(compound=compound, test="built_by", reason="示例", by=outsider, on=TODAY)


def test_a_withdrawn_exception_is_kept_with_who_and_why(rule, office):
    compound = a_compound(office, built_year=2004)
    exception = eligibility.grant(compound=compound, test="built_by", reason="示例", by=office, on=TODAY)

    eligibility.withdraw(exception=exception, reason="计划调整", by=office, on=TODAY)

    exception.refresh_from_db()
    assert (exception.withdrawn_by, exception.withdrawn_reason) == (office, "计划调整")
    assert stored(compound) == (Result.INELIGIBLE, ["2004年建成，晚于2000年"])
    with pytest.raises(Conflict):
        eligibility.withdraw(exception=exception, reason="再撤一次", by=office, on=TODAY)


def test_after_a_withdrawal_it_may_be_granted_again(rule, office):
    compound = a_compound(office, built_year=2004)
    exception = eligibility.grant(compound=compound, test="built_by", reason="示例", by=office, on=TODAY)
    eligibility.withdraw(exception=exception, reason="计划调整", by=office, on=TODAY)

    eligibility.grant(compound=compound, test="built_by", reason="新文件", by=office, on=TODAY)

    assert EligibilityException.objects.in_force().get().reason == "新文件"


# --- many at once


def test_a_page_costs_the_same_for_two_compounds_and_for_twenty(rule, office, django_assert_num_queries):
    many = [a_compound(office, name=f"示例{number}号院") for number in range(20)]

    for few in (many[:2], many):
        with django_assert_num_queries(4):
            assess_many(few, on=TODAY)


def test_refreshing_twice_changes_nothing(rule, office):
    compound = a_compound(office, built_year=2004)
    before = stored(compound)

    standing.refresh_all(prefix="410703", on=TODAY)
    standing.refresh_all(prefix="410703", on=TODAY)

    assert stored(compound) == before


def test_a_refresh_asks_a_fixed_number_of_questions(rule, office, django_assert_max_num_queries):
    ids = [a_compound(office, name=f"示例{number}号院").pk for number in range(30)]

    with django_assert_max_num_queries(14):
        standing.refresh(compounds=ids, on=TODAY)


def test_every_night_the_rules_that_begin_that_day_are_applied(divisions, office):
    a_rule(divisions["卫滨区"], since=date(2020, 1, 1))
    compound = a_compound(office, built_year=1988)
    a_rule(divisions["卫滨区"], since=date(2026, 5, 1), criteria=[CRITERIA[0] | {"figure": 1985}])

    with time_machine.travel("2026-04-30 12:00 +0800"):
        refresh_standing()
    assert stored(compound) == (Result.ELIGIBLE, [])

    with time_machine.travel("2026-05-01 00:20 +0800"):
        refresh_standing()
        refresh_standing()
    assert stored(compound) == (Result.INELIGIBLE, ["1988年建成，晚于1985年"])


def test_a_survey_through_the_service_counts(divisions, office):
    a_rule(
        divisions["卫滨区"],
        criteria=[{"test": "management_agreed", "clause": "五（三）5", "wording": "形成共识"}],
    )
    compound = a_compound(office)

    findings = surveys.Findings(surveyed_on=date(2026, 3, 1), facts={"management_agreed": True})
    surveys.record(compound=compound, findings=findings, by=office, today=TODAY)

    assert stored(compound) == (Result.ELIGIBLE, [])
