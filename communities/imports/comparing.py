"""What a line of the ledger would change: facts of the compound, its community, and whether its survey is news."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from communities.imports.columns import CONDITION_KEYS, SURVEY_KEYS
from communities.imports.reading import Line
from communities.models import Compound, Survey
from communities.selectors.changes import compare
from communities.services.surveys import FIGURES, Findings

Change = tuple[Any, Any]  # old, new


class SurveysOnFile:
    """The surveys of these compounds with their facilities: two queries."""

    def __init__(self, compounds: Iterable[Compound]) -> None:
        surveys = Survey.objects.filter(compound__in=list(compounds)).prefetch_related("facilities")
        self._newest: dict[int, Survey] = {}
        self._dated: dict[tuple[int, date], Survey] = {}
        for survey in surveys.order_by("surveyed_on", "pk"):
            self._newest[survey.compound_id] = self._dated[survey.compound_id, survey.surveyed_on] = survey

    def is_outdated(self, line: Line) -> bool:
        """A newer survey has given the compound its figures; this one is kept and changes nothing."""
        newest = self._newest.get(line.compound.pk) if line.compound and line.findings else None
        return newest is not None and line.findings.surveyed_on < newest.surveyed_on

    def news_in(self, line: Line) -> dict[str, Change]:
        """What the line's survey says otherwise than the one on file; nothing where that holds all of it."""
        if not line.findings:
            return {}
        found = _said(line.findings)
        dated = line.row.values.get("surveyed_on")
        compound = line.compound.pk if line.compound else None
        on_file = self._dated.get((compound, dated)) if dated else self._newest.get(compound)
        known = _known(on_file) if on_file else {}
        news = {key: (known.get(key), value) for key, value in found.items() if known.get(key) != value}
        return news if on_file or not dated else {"surveyed_on": (None, dated), **news}


def fact_changes(line: Line, *, outdated: bool) -> dict[str, Change]:
    """Facts of the compound on file that the line changes; its name stays, recognised under whatever spelling."""
    kept = {"name", *(FIGURES if outdated else ())}
    return compare(line.compound, {key: value for key, value in line.facts.items() if key not in kept})


def packed(findings: Findings) -> dict[str, Any]:
    """As plain JSON, to be kept with the planned row."""
    facts = {key: value if isinstance(value, bool | int) else str(value) for key, value in findings.facts.items()}
    return {"surveyed_on": findings.surveyed_on.isoformat(), "facts": facts, "facilities": dict(findings.facilities)}


def unpacked(kept: dict[str, Any]) -> Findings:
    facilities = {key: (condition, note) for key, (condition, note) in kept["facilities"].items()}
    return Findings(surveyed_on=date.fromisoformat(kept["surveyed_on"]), facts=kept["facts"], facilities=facilities)


def _said(findings: Findings) -> dict[str, Any]:
    facts = {key: findings.facts[key] for key in SURVEY_KEYS if key in findings.facts}
    found = {key: findings.facilities.get(facility) for key, facility in CONDITION_KEYS.items()}
    return facts | {key: condition_and_note[0] for key, condition_and_note in found.items() if condition_and_note}


def _known(survey: Survey) -> dict[str, Any]:
    conditions = {each.facility: each.condition for each in survey.facilities.all()}
    facts = {key: getattr(survey, key) for key in SURVEY_KEYS}
    return facts | {key: conditions.get(facility) for key, facility in CONDITION_KEYS.items()}
