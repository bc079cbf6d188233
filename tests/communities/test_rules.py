"""Rules are records of a district, from a day, by a document; four rule sets ship."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import call_command

from communities.choices import Result
from communities.models import EligibilityOutcome, EligibilityRule, PriorityRule
from communities.services import rules, standing
from core.errors import DomainError, NotAllowed
from core.models import Job, JobStatus
from divisions.models import Division, Level
from tests.communities.pool_stories import CRITERIA, TODAY, a_compound, a_rule

SOON = date(2026, 5, 1)


@pytest.fixture
def four_districts(divisions):
    Division.objects.create(code="450304000000", name="象山区", level=Level.COUNTY)
    Division.objects.create(code="652800000000", name="巴音郭楞蒙古自治州", level=Level.PREFECTURE)
    call_command("load_rules", stdout=StringIO())


def shipped(code, model=EligibilityRule):
    return model.objects.in_force(code, TODAY)


def conditions(code):
    return [(c.test, c.figure, c.clause) for c in shipped(code).criteria.all()]


def test_weibin_asks_for_consent_on_later_management_and_nothing_else(four_districts):
    assert shipped("410703008000").document == "卫政办〔2023〕2号"
    assert conditions("410703008000") == [("management_agreed", None, "五（三）5")]


def test_zhanhe_takes_what_was_built_before_2000_and_excludes_five_kinds(four_districts):
    assert conditions("410411000000") == [
        ("in_centre", None, "二"),
        ("built_by", 1999, "二"),
        ("facilities_poor", 1, "二"),
        ("structure_safe", None, "二"),
        ("willing", None, "二"),
        ("not_in_programmes", None, "二"),
    ]
    assert len(shipped("410411000000").criteria.get(test="not_in_programmes").among) == 5


def test_xiangshan_names_factors_without_limits(four_districts):
    assert {figure for _, figure, _ in conditions("450304001000")} == {None}


def test_bazhou_takes_what_was_built_by_the_end_of_2000(four_districts):
    assert ("built_by", 2000, "四（一）") in conditions("652801000000")


def test_weights_ship_for_the_four_and_make_a_hundred(four_districts):
    assert [sum(weight.weight for weight in rule.weights.all()) for rule in PriorityRule.objects.all()] == [100] * 4


def test_loading_again_adds_nothing(four_districts, capsys):
    call_command("load_rules")

    assert "0 套" in capsys.readouterr().out
    assert EligibilityRule.objects.count() == 4


def test_a_new_version_holds_from_its_day_and_the_old_one_before(divisions, office):
    old = a_rule(divisions["卫滨区"])

    rules.set_eligibility(
        division=divisions["卫滨区"], since=SOON, document="示例〔2026〕9号", criteria=CRITERIA[:1], by=office, on=TODAY
    )

    assert EligibilityRule.objects.in_force("410703008000", date(2026, 4, 30)) == old
    assert EligibilityRule.objects.in_force("410703008000", SOON).document == "示例〔2026〕9号"


def test_a_version_cannot_be_slipped_in_before_the_present_one(divisions, office):
    a_rule(divisions["卫滨区"])

    with pytest.raises(DomainError, match="施行日期须晚于现有规则"):
        rules.set_eligibility(
            division=divisions["卫滨区"],
            since=date(2023, 2, 28),
            document="示例",
            criteria=CRITERIA,
            by=office,
            on=TODAY,
        )


def test_a_rule_set_without_conditions_is_refused(divisions, office):
    with pytest.raises(DomainError, match="至少选择一条"):
        rules.set_eligibility(
            division=divisions["卫滨区"], since=SOON, document="示例", criteria=[], by=office, on=TODAY
        )


def test_weights_must_make_a_hundred(divisions, office):
    with pytest.raises(DomainError, match="合计须为100，现在是90"):
        rules.set_priority(
            division=divisions["卫滨区"],
            since=SOON,
            document="示例",
            cost_per_sqm=None,
            weights={"age": 90},
            by=office,
            on=TODAY,
        )


def test_an_office_sets_rules_for_its_own_territory_only(divisions, office, clerk):
    for person, division in ((office, "湛河区"), (office, "新乡市"), (clerk, "南桥街道")):
        with pytest.raises(NotAllowed):
            rules.set_eligibility(
                division=divisions[division], since=SOON, document="示例", criteria=CRITERIA, by=person, on=TODAY
            )


def test_a_new_rule_is_applied_to_every_compound_at_once(divisions, office):
    compound = a_compound(office, built_year=1988)

    rules.set_eligibility(
        division=divisions["卫滨区"], since=TODAY, document="示例", criteria=CRITERIA, by=office, on=TODAY
    )

    assert EligibilityOutcome.objects.get(pk=compound.pk).result == Result.ELIGIBLE


def test_many_compounds_are_assessed_anew_by_a_job(divisions, office, monkeypatch, django_capture_on_commit_callbacks):
    compound = a_compound(office)
    monkeypatch.setattr(standing, "AT_ONCE", 0)

    with django_capture_on_commit_callbacks(execute=True):
        job = rules.set_eligibility(
            division=divisions["卫滨区"], since=TODAY, document="示例", criteria=CRITERIA, by=office, on=TODAY
        )

    assert Job.objects.get(pk=job.pk).status == JobStatus.DONE
    assert EligibilityOutcome.objects.get(pk=compound.pk).result == Result.ELIGIBLE


def test_a_person_sees_the_rules_of_her_line_and_below(divisions, office, prefecture, outsider):
    for name in ("河南省", "新乡市", "卫滨区", "湛河区"):
        a_rule(divisions[name], document=name)

    def seen(user):
        return {rule.document for rule in EligibilityRule.objects.for_user(user)}

    assert seen(office) == {"河南省", "新乡市", "卫滨区"}
    assert seen(prefecture) == {"河南省", "新乡市", "卫滨区"}
    assert seen(outsider) == {"河南省", "湛河区"}
