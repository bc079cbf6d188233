from communities.models.compounds import Building, Compound, Unit
from communities.models.duplicates import DuplicateDecision
from communities.models.eligibility import (
    Criterion,
    EligibilityException,
    EligibilityOutcome,
    EligibilityRule,
    Shortfall,
)
from communities.models.photos import Photo
from communities.models.pool import FiveYearPlan, PlanYear, PoolEntry, PriorityRule, PriorityWeight
from communities.models.surveys import FacilityCondition, Survey

__all__ = [
    "Building",
    "Compound",
    "Criterion",
    "DuplicateDecision",
    "EligibilityException",
    "EligibilityOutcome",
    "EligibilityRule",
    "FacilityCondition",
    "FiveYearPlan",
    "Photo",
    "PlanYear",
    "PoolEntry",
    "PriorityRule",
    "PriorityWeight",
    "Shortfall",
    "Survey",
    "Unit",
]
