"""Compounds, rules and surveys for the stories about who may be renovated, and in which order."""

from datetime import date
from decimal import Decimal

from communities.choices import Condition, Facility, Programme, Safety
from communities.models import FacilityCondition, Survey
from communities.services import compounds, rules, standing

TODAY = date(2026, 3, 20)
NANQIAO, JIANKANG = "410703008000", "410703004000"

# Meets every condition of the rule set below.
FINE = {
    "built_year": 1988,
    "near_centre": True,
    "other_programme": Programme.NONE,
    "safety": Safety.SAFE,
    "willingness": Decimal("86.50"),
    "elderly_share": Decimal(40),
    "hazards_count": 5,
    "floor_area": Decimal(5_000),
    "households": 60,
}
CRITERIA = (
    {"test": "built_by", "figure": 2000, "clause": "四（一）", "wording": "重点改造2000年底以前建成的"},
    {
        "test": "not_in_programmes",
        "among": ["shantytown", "demolition", "self_built", "urban_village", "utility_handover"],
        "clause": "二",
        "wording": "不纳入老旧小区改造范围",
    },
    {"test": "structure_safe", "clause": "二", "wording": "房屋结构安全较好"},
)
WEIGHTS = {"age": 40, "willingness": 30, "hazards": 30}


def a_compound(by, name="新运23号院", street=NANQIAO, **facts):
    """A compound that may be renovated, but for the facts given."""
    return compounds.create(facts={"division_id": street, "name": name, **FINE, **facts}, by=by)


def a_rule(division, since=date(2023, 2, 28), criteria=CRITERIA, document="示例〔2023〕1号"):
    rule = rules.add_eligibility(division=division, since=since, document=document, criteria=criteria)
    standing.refresh_all(prefix=division.prefix, on=TODAY)
    return rule


def weights(division, since=date(2023, 2, 28), of=None, cost_per_sqm=Decimal(300)):
    rule = rules.add_priority(
        division=division,
        since=since,
        document="示例〔2023〕2号",
        cost_per_sqm=cost_per_sqm,
        weights=WEIGHTS if of is None else of,
    )
    standing.refresh_all(prefix=division.prefix, on=TODAY)
    return rule


def a_survey(compound, by, on, conditions=(), **facts):
    """A survey as it lies on file, with facilities in the order of the form."""
    survey = Survey.objects.create(
        compound=compound, division_id=compound.division_id, surveyed_on=on, recorded_by=by, **facts
    )
    FacilityCondition.objects.bulk_create(
        FacilityCondition(survey=survey, facility=facility, condition=condition)
        for facility, condition in zip(Facility, conditions, strict=False)
    )
    standing.refresh(compounds=[compound.pk], on=TODAY)
    return survey


POOR, GOOD, NOT_APPLICABLE = Condition.POOR, Condition.GOOD, Condition.NOT_APPLICABLE
