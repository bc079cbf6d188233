"""The ledger read against what is on file: for each row its place, its compound, its facts and its survey."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from communities.imports.columns import CONDITION_KEYS, FACT_KEYS, SURVEY_KEYS
from communities.models import Compound
from communities.naming import split_names
from communities.selectors.known import KnownCompounds
from communities.services.surveys import FIGURES, Findings
from core.imports.layout import Context, LedgerRow
from core.units import rounded
from divisions.matching import AmbiguousName, DivisionMatcher
from divisions.models import Level
from divisions.territory import prefix_of


@dataclass(eq=False)
class Line:
    """One row and what it means. `division_id` is None where the street is not known; `unclear` says why."""

    row: LedgerRow
    today: date
    division_id: str | None = None
    community_unknown: bool = False
    unclear: str = ""
    meant: list[Compound] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.row.values["name"])

    @property
    def former_names(self) -> str:
        return self.row.values.get("former_names") or ""

    @property
    def compound(self) -> Compound | None:
        """The compound on file; None for a new one."""
        return self.meant[0] if len(self.meant) == 1 else None

    @cached_property
    def facts(self) -> dict[str, Any]:
        """What the row says of the compound. A blank cell says nothing."""
        return _filled_in(self.row, FACT_KEYS)

    @cached_property
    def findings(self) -> Findings | None:
        """The survey that the row holds, if any of its columns is filled in; without a date it is today's."""
        found = _filled_in(self.row, SURVEY_KEYS)
        conditions = _filled_in(self.row, CONDITION_KEYS)
        facilities = {CONDITION_KEYS[key]: (condition, "") for key, condition in conditions.items()}
        surveyed_on = self.row.values.get("surveyed_on")
        if not (found or facilities or surveyed_on):
            return None
        figures = {key: self.facts[key] for key in FIGURES if key in self.facts}
        return Findings(surveyed_on=surveyed_on or self.today, facts=figures | found, facilities=facilities)


def lines_of(rows: Sequence[LedgerRow], context: Context) -> list[Line]:
    """All rows against the register, in six queries: streets, communities, and the compounds they name."""
    lines = [Line(row, context.today) for row in rows]
    _find_places(lines, context.by.territory)
    names = {name for line in lines for name in (line.name, *split_names(line.former_names))}
    known = KnownCompounds(Compound.objects.for_user(context.by), names)
    for line in lines:
        if line.division_id:
            line.meant = known.find(division_id=line.division_id, name=line.name, former_names=line.former_names)
    return lines


def _find_places(lines: Iterable[Line], territory: str) -> None:
    """The community where the row names one, else the street; both inside the person's territory."""
    streets, communities = DivisionMatcher(territory), DivisionMatcher(territory, Level.COMMUNITY)
    for line in lines:
        community = line.row.values.get("community")
        try:
            line.division_id = streets.match(str(line.row.values["street"]))
            if line.division_id and community:
                found = communities.match(str(community), prefix_of(line.division_id))
                line.community_unknown = found is None
                line.division_id = found or line.division_id
        except AmbiguousName as unclear:
            line.unclear = str(unclear)


def _filled_in(row: LedgerRow, keys: Iterable[str]) -> dict[str, Any]:
    said = row.values
    filled_in = [key for key in keys if said.get(key) is not None]
    return {key: rounded(said[key]) if isinstance(said[key], Decimal) else said[key] for key in filled_in}
