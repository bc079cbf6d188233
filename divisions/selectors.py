"""Reads about divisions: what a search field offers, where an old code or name leads, what became of a division."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Value, When

from core.models import AuditEntry
from divisions import territory
from divisions.matching import DivisionMatcher
from divisions.models import Division

StreetMatcher = DivisionMatcher  # streets are what it looks for unless told otherwise
SUGGESTIONS = 20


@dataclass(frozen=True)
class Suggestion:
    """One line under a search field: 卫滨区 › 南桥街道."""

    code: str
    name: str
    path: str


def suggest(*, user: Any, text: str, levels: Iterable[int] = ()) -> list[Suggestion]:
    """At most twenty divisions in force of her territory; those whose name begins with the text come first."""
    divisions = Division.objects.for_user(user).in_force().search(text)
    if levels := set(levels):
        divisions = divisions.filter(level__in=levels)
    begins = Case(When(name__startswith=text, then=Value(0)), default=Value(1))
    found = list(divisions.order_by(begins, "code")[:SUGGESTIONS])
    paths = paths_of((division.code for division in found), within=user.territory)
    return [Suggestion(division.code, division.name, paths[division.code]) for division in found]


def paths_of(codes: Iterable[str], *, within: str | None) -> dict[str, str]:
    """The names from the top of a territory down to each division, in one query."""
    lines = {code: territory.ancestors(code) for code in codes}
    names = dict(Division.objects.filter(pk__in=set().union(*lines.values())).values_list("code", "name"))
    return {
        code: " › ".join(names[c] for c in reversed(line) if c in names and territory.contains(within, c))
        for code, line in lines.items()
    }


def successor_of(division: Division) -> Division:
    """The division in force that this one has become."""
    while division.successor_id:
        division = division.successor
    return division


def line_of(division: Division) -> list[Division]:
    """The division and all that were merged or renumbered into it, newest first."""
    line, newest = [division], [division.code]
    while newest:
        before = list(Division.objects.filter(successor__in=newest).order_by("-until", "code"))
        line += before
        newest = [predecessor.code for predecessor in before]
    return line


def changes_of(line: list[Division]) -> list[AuditEntry]:
    """What was done to a division and its predecessors, newest first, with the person who did it."""
    codes = [division.code for division in line]
    return list(AuditEntry.objects.filter(subject_type=Division._meta.label, subject_id__in=codes).select_related("by"))


def next_code(division: Division) -> str:
    """A code for a new division below: the one after the highest in use."""
    children = sorted(territory.prefix_of(code) for code in division.children.values_list("code", flat=True))
    if not children:
        return ""
    width = len(children[-1]) - len(division.prefix)
    return territory.next_free(division.prefix, children[-1][-width:], {territory.code_of(child) for child in children})
