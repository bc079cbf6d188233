"""A ledger 年度改造计划 read against what is on file: for each row its street, its compound and its entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from communities.models import Compound
from communities.naming import name_key
from communities.selectors.known import KnownCompounds
from core.imports.layout import Context, LedgerRow
from divisions.matching import AmbiguousName
from divisions.selectors import StreetMatcher
from projects.models import Batch, Programme, ProgrammeEntry


@dataclass(eq=False)
class Line:
    """One row with what it means here. `street` is None where the name fits no street, `unclear` says why."""

    row: LedgerRow
    street: str | None
    unclear: str = ""
    meant: list[Compound] = field(default_factory=list)
    entry: ProgrammeEntry | None = None

    @property
    def name(self) -> str:
        return str(self.row.values["name"])

    @property
    def compound(self) -> Compound | None:
        """The compound on file; None for one that the ledger is the first to name."""
        return self.meant[0] if len(self.meant) == 1 else None


@dataclass(eq=False)
class PlanLedger:
    """Rows of one file for one programme. Reads in a fixed number of queries, whatever the number of rows."""

    programme: Programme
    lines: list[Line]

    @classmethod
    def read(cls, rows: Sequence[LedgerRow], context: Context) -> "PlanLedger":
        programme = Programme.objects.select_related("division").get(pk=context.options["programme"])
        matcher = StreetMatcher(programme.prefix)
        ledger = cls(programme, [_line(row, matcher) for row in rows])
        ledger._find_compounds()
        ledger._find_entries()
        return ledger

    @cached_property
    def batches(self) -> dict[str, Batch]:
        """Batches by everything a ledger may call them: 第一期, 1."""
        found = {}
        for batch in Batch.objects.filter(programme=self.programme):
            found[str(batch.number)] = batch
            found[name_key(batch.name)] = batch
        return found

    def batch_named(self, text: str) -> Batch | None:
        return self.batches.get(name_key(text))

    def _find_compounds(self) -> None:
        among = Compound.objects.within(self.programme.prefix)
        known = KnownCompounds(among, {line.name for line in self.lines})
        for line in self.lines:
            if line.street:
                line.meant = known.find(division_id=line.street, name=line.name)

    def _find_entries(self) -> None:
        compounds = [line.compound.pk for line in self.lines if line.compound]
        entries = ProgrammeEntry.objects.filter(programme=self.programme, compound__in=compounds)
        related = entries.select_related("batch").prefetch_related("only_buildings")
        by_compound = {entry.compound_id: entry for entry in related}
        for line in self.lines:
            line.entry = by_compound.get(line.compound.pk) if line.compound else None


def _line(row: LedgerRow, matcher: StreetMatcher) -> Line:
    try:
        return Line(row, matcher.match(str(row.values["street"])))
    except AmbiguousName as unclear:
        return Line(row, None, str(unclear))
