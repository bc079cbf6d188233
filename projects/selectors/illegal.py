"""The ledger of illegal structures counted, and what became of one line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import Count, QuerySet, Sum

from communities.selectors.changes import KINDS, FieldChange, in_words
from core.units import rounded
from divisions.models import Division, Level
from projects.models import IllegalStructure, Spot
from projects.selectors.revisions import Revision

UNTOLD = frozenset({"id", "version", "site", "division"})  # bookkeeping, and what never changes
HUNDRED = Decimal(100)


@dataclass
class Figures:
    """So many structures 处 with so much area ㎡; those whose area nobody knows count as structures alone."""

    count: int = 0
    area: Decimal = Decimal(0)

    def add(self, count: int, area: Decimal | None) -> None:
        self.count += count
        self.area += area or Decimal(0)


@dataclass
class Tally:
    """Found, demolished, kept and outstanding."""

    division: Division | None = None
    found: Figures = field(default_factory=Figures)
    demolished: Figures = field(default_factory=Figures)
    retained: Figures = field(default_factory=Figures)
    outstanding: Figures = field(default_factory=Figures)

    def add(self, status: str, count: int, area: Decimal | None) -> None:
        for figures in (self.found, getattr(self, status)):
            figures.add(count, area)

    @property
    def rate(self) -> Decimal | None:
        """Demolished of those found, in percent by number; None where nothing was found."""
        return rounded(HUNDRED * self.demolished.count / self.found.count, 1) if self.found.count else None


def tally(structures: QuerySet[IllegalStructure]) -> Tally:
    """All of them together, in one query."""
    whole = Tally()
    for status, count, area in _grouped(structures, "status"):
        whole.add(status, count, area)
    return whole


def tallies_by_street(structures: QuerySet[IllegalStructure]) -> tuple[list[Tally], Tally]:
    """A line for each street that has any, communities within their street, and the sum. Two queries."""
    rows = list(_grouped(structures, "division", "status"))
    divisions = Division.objects.select_related("parent__parent").in_bulk({code for code, *_ in rows})
    lines: dict[str, Tally] = {}
    whole = Tally()
    for code, status, count, area in rows:
        division = divisions[code]
        street = division.parent if division.level == Level.COMMUNITY else division
        lines.setdefault(street.code, Tally(street)).add(status, count, area)
        whole.add(status, count, area)
    return [lines[code] for code in sorted(lines)], whole


def revisions_of(structure: IllegalStructure) -> list[Revision]:
    """Everything that happened to one line of the ledger, newest first. Two queries."""
    versions = list(structure.history.select_related("history_user").order_by("history_id"))
    spots = {str(pk): name for pk, name in Spot.objects.filter(site=structure.site_id).values_list("pk", "name")}
    return [
        Revision(
            at=newer.history_date,
            who=newer.history_user.full_name if newer.history_user else "系统",
            kind=KINDS[newer.history_type],
            reason=newer.history_change_reason or "",
            changes=tuple(_changes(older, newer, spots)) if older else (),
        )
        for older, newer in pairwise([None, *versions])
    ][::-1]


def _changes(older: Any, newer: Any, spots: dict[str, str]) -> Iterator[FieldChange]:
    for each in newer.tracked_fields:
        before, after = getattr(older, each.attname), getattr(newer, each.attname)
        if before == after or each.name in UNTOLD:
            continue
        words = [in_words(each, value, {}) for value in (before, after)]
        if each.name == "spot":
            words = [spots.get(word, word) for word in words]
        yield FieldChange(field=each.name, label=str(each.verbose_name), before=words[0], after=words[1])


def _grouped(structures: QuerySet[IllegalStructure], *keys: str) -> Iterable[tuple]:
    groups = structures.order_by().values(*keys).annotate(count=Count("pk"), sum=Sum("area"))
    return groups.values_list(*keys, "count", "sum")
