"""Recording surveys: dated and kept; the newest gives the compound its figures (B四(三), Z四(一), W三(一), X五(一))."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from accounts.permissions import Permission
from communities import policies
from communities.models import Compound, FacilityCondition, Survey
from communities.services import standing
from communities.services.compounds import BATCH, change_many
from core import audit
from core.errors import DomainError

# What the compound takes over from its newest survey.
FIGURES = (
    "built_year",
    "buildings_count",
    "units_count",
    "households",
    "population",
    "floor_area",
    "safety",
    "hazards_count",
    "illegal_structures",
    "willingness",
    "elderly_share",
)


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What one visit found. `facts` by field of Survey; `facilities`: facility → (condition, note). Blank: unasked."""

    surveyed_on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    facilities: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @property
    def figures(self) -> dict[str, Any]:
        return {name: self.facts[name] for name in FIGURES if self.facts.get(name) not in (None, "")}


@transaction.atomic
def record(*, compound: Compound, findings: Findings, by: User, today: date) -> Survey:
    """Keep a survey; when none is newer, the compound takes its figures. Blank facts change nothing."""
    check_findings(findings, today=today)
    policies.check_can_change(by, Permission.SURVEY, compound)
    newest = compound.surveys.aggregate(on=Max("surveyed_on"))["on"]
    (survey,) = record_many(findings={compound: findings}, by=by)
    reason = f"摸底调查 {findings.surveyed_on}"
    if newest is None or findings.surveyed_on >= newest:
        figures = {compound.pk: findings.figures}
        change_many(changes=figures, by=by, reason=reason, right=Permission.SURVEY, assess=False)
    standing.refresh(compounds=[compound.pk], on=today)
    audit.write(by=by, action="登记摸底调查", on=compound, reason=reason)
    return survey


@transaction.atomic
def record_many(*, findings: Mapping[Compound, Findings], by: User, imported_in: int | None = None) -> list[Survey]:
    """Keep a survey for each compound. Part of a service that does the rest: it checks, gives the figures, assesses."""
    surveys = [
        Survey(
            compound=compound,
            division_id=compound.division_id,
            surveyed_on=found.surveyed_on,
            recorded_by=by,
            imported_in_id=imported_in,
            **found.facts,
        )
        for compound, found in findings.items()
    ]
    Survey.objects.bulk_create(surveys, batch_size=BATCH)
    conditions = [
        FacilityCondition(survey=survey, facility=facility, condition=condition, note=note)
        for survey, found in zip(surveys, findings.values(), strict=True)
        for facility, (condition, note) in found.facilities.items()
    ]
    FacilityCondition.objects.bulk_create(conditions, batch_size=BATCH)
    return surveys


def check_findings(findings: Findings, *, today: date) -> None:
    """Refuse what cannot have been found, all of it at once."""
    if refusals := refusals_of(findings, today=today):
        raise DomainError("".join(sentence for _, sentence in refusals))


def refusals_of(findings: Findings, *, today: date) -> list[tuple[str, str]]:
    """What is wrong, each with the field at which to say it."""
    facts = findings.facts
    asked = [value for value in facts.values() if value not in (None, "")]
    built_later = (facts.get("built_year") or 0) > findings.surveyed_on.year
    rules = (
        (findings.surveyed_on > today, "surveyed_on", "调查日期在今天之后，请改为实际调查的日期。"),
        (not asked and not findings.facilities, "surveyed_on", "没有填写任何调查内容。"),
        (_more(facts, "households_visited", "households"), "households_visited", "入户户数多于居民户数，请核对。"),
        (_more(facts, "residents_in_need", "population"), "residents_in_need", "困难居民多于人口，请核对。"),
        (_more(facts, "buildings_count", "units_count"), "units_count", "单元数少于楼栋数，请核对。"),
        (_more(facts, "buildings_count", "households"), "buildings_count", "楼栋数多于居民户数，请核对。"),
        (built_later, "built_year", "建成年份在调查日期之后，请核对。"),
    )
    return [(name, sentence) for broken, name, sentence in rules if broken]


def _more(facts: Mapping[str, Any], part: str, whole: str) -> bool:
    return facts.get(part) is not None and facts.get(whole) is not None and facts[part] > facts[whole]
