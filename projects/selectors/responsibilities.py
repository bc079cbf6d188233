"""Who answers for a duty: the matrix in force, resolved to organisations (F05)."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from accounts.models import Organisation, OrganisationKind
from divisions.territory import ancestors
from projects.models import Project, Responsibility, ResponsibilityRule

TOLD_APART = frozenset({OrganisationKind.BUREAU, OrganisationKind.UTILITY})  # by what they are responsible for


class Responsible:
    """The matrices that hold in these divisions on a day, read once: four queries, however many projects ask.

    Of organisations of the same kind and function the one nearest above the project answers: a county's own bureau
    before the prefecture's, the street of the project before any other.
    """

    def __init__(self, division_codes: Iterable[str], on: date) -> None:
        codes = set(division_codes)
        rules = ResponsibilityRule.objects.in_force_for(codes, on) if codes else {}
        self._rules = {code: rule.pk for code, rule in rules.items() if rule}
        self._documents = {rule.pk: rule.document for rule in rules.values() if rule}
        self._lines: dict[int, list[Responsibility]] = defaultdict(list)
        asked = Responsibility.objects.filter(rule__in=self._documents).prefetch_related("items")
        for line in asked.order_by("rule_id", "position"):
            self._lines[line.rule_id].append(line)
        self._organisations = _organisations_above(codes)

    def lines(self, project: Project) -> list[Responsibility]:
        """All lines that hold where the project lies, in the plan's order."""
        return self._lines.get(self._rules.get(project.division_id, 0), [])

    def lines_for(self, project: Project, item_ids: Collection[int]) -> list[Responsibility]:
        """The lines that a project with these work items calls for: those about other items fall away."""
        wanted = set(item_ids)
        return [line for line in self.lines(project) if _calls_for(line, wanted)]

    def organisation_for(self, duty: str, project: Project) -> int | None:
        """Who owes this duty: of the plan's lines the first that leads to an organisation; else the implementer."""
        found = (self.organisations_of(line, project) for line in self.lines(project) if line.duty == duty)
        return next((organisations[0] for organisations in found if organisations), project.implementer_id)

    def organisations_of(self, line: Responsibility, project: Project) -> list[int]:
        """The organisations a line means; several where a district has several of the same kind and function.

        "The street" of a project that spans two of them is its implementer.
        """
        found = self._nearest(line, project.division_id)
        if not found and line.kind == OrganisationKind.STREET_OFFICE and project.implementer_id:
            return [project.implementer_id]
        return found

    def document_of(self, line: Responsibility) -> str:
        return self._documents[line.rule_id]

    def _nearest(self, line: Responsibility, division_code: str) -> list[int]:
        return _nearest(self._organisations, division_code, line.kind, line.function)


def offices_over(division_codes: Iterable[str]) -> dict[str, int | None]:
    """By division, the leading-group office nearest above it. One query."""
    codes = set(division_codes)
    found = _organisations_above(codes)
    return {code: next(iter(_nearest(found, code, OrganisationKind.LEADING_GROUP_OFFICE)), None) for code in codes}


def _nearest(
    found: dict[tuple[str, str, str], list[int]], division_code: str, kind: str, function: str = ""
) -> list[int]:
    above = (found[code, kind, function] for code in ancestors(division_code))
    return next(filter(None, above), [])


def _organisations_above(codes: Collection[str]) -> dict[tuple[str, str, str], list[int]]:
    """Organisations at work in these divisions or above them, by division, kind and function. One query.

    Only bureaus and utilities are told apart by their function.
    """
    above = {code for each in codes for code in ancestors(each)}
    found: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    rows = Organisation.objects.active().filter(division__in=above).order_by("pk")
    for pk, code, kind, function in rows.values_list("pk", "division_id", "kind", "function"):
        found[code, kind, function if kind in TOLD_APART else ""].append(pk)
    return found


def _calls_for(line: Responsibility, item_ids: set[int]) -> bool:
    limited_to = {item.pk for item in line.items.all()}
    return not limited_to or not limited_to.isdisjoint(item_ids)
