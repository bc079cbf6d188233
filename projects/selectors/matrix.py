"""The matrix of duties as a table: whose line it is, and by which name the district knows that office."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Organisation, OrganisationKind, User
from projects.models import Responsibility, ResponsibilityRule
from projects.selectors.responsibilities import TOLD_APART

ORDER = [kind.value for kind in OrganisationKind]


@dataclass(frozen=True)
class Row:
    """One line: who, under the names of the district's own organisations, and whether the reader is one of them."""

    unit: str
    line: Responsibility
    hers: bool
    first: bool  # of its unit: the name is told once


@dataclass(frozen=True)
class Matrix:
    rule: ResponsibilityRule
    state: str
    rows: Sequence[Row]


def matrices(*, user: User, on: date) -> list[Matrix]:
    """The matrices in force and to come where she works, by kind of organisation; replaced ones are left out.

    Four queries.
    """
    begun: set[str] = set()
    found = []
    rules = ResponsibilityRule.objects.for_user(user).select_related("division").prefetch_related("lines__items")
    for rule in rules.order_by("division_id", "-since"):
        if rule.since > on or rule.division_id not in begun:
            found.append(rule)
        if rule.since <= on:
            begun.add(rule.division_id)
    names = _names(rule.division_id for rule in found)
    return [Matrix(rule, "尚未施行" if rule.since > on else "现行", _rows(rule, user, names)) for rule in found]


def _rows(rule: ResponsibilityRule, user: User, names: dict[tuple[str, str, str], list[str]]) -> list[Row]:
    lines = sorted(rule.lines.all(), key=lambda line: (ORDER.index(line.kind), line.function, line.position))
    rows, before = [], ""
    for line in lines:
        unit = "、".join(names[rule.division_id, line.kind, line.function]) or _in_general(line)
        rows.append(Row(unit, line, _is_hers(line, user.organisation), unit != before))
        before = unit
    return rows


def _is_hers(line: Responsibility, organisation: Organisation) -> bool:
    same = line.kind == organisation.kind
    return same and (line.kind not in TOLD_APART or line.function == organisation.function)


def _in_general(line: Responsibility) -> str:
    """What the plan calls it where the district has entered no such organisation, or where each street is meant."""
    kind = OrganisationKind(line.kind).label
    return f"{line.get_function_display()}{kind}" if line.function else kind


def _names(codes: Iterable[str]) -> dict[tuple[str, str, str], list[str]]:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for each in Organisation.objects.active().filter(division__in=set(codes)).order_by("pk"):
        found[each.division_id, each.kind, each.function if each.kind in TOLD_APART else ""].append(each.name)
    return found
