"""A ledger 年度改造计划 read against what is on file: for each row its street, its compound and its entry."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Q

from communities.models import Compound
from communities.naming import name_key, split_names
from core.imports.layout import Context, LedgerRow
from divisions.matching import AmbiguousName
from divisions.models import Level
from divisions.selectors import StreetMatcher
from divisions.territory import code_of
from projects.models import Batch, Programme, ProgrammeEntry


def street_code(division_code: str) -> str:
    """The street in which a compound lies, also when it is filed under a community."""
    return code_of(division_code[: Level.STREET])


@dataclass(eq=False)
class Line:
    """One row with what it means here. `street` is None where the name fits no street, `unclear` says why."""

    row: LedgerRow
    street: str | None
    unclear: str = ""
    compound: Compound | None = None
    entry: ProgrammeEntry | None = None

    @property
    def name(self) -> str:
        return str(self.row.values["name"])

    @property
    def key(self) -> tuple[str | None, str]:
        return self.street, name_key(self.name)


@dataclass(eq=False)
class PlanLedger:
    """Rows of one file for one programme. Reads in a fixed number of queries, whatever the number of rows."""

    programme: Programme
    lines: list[Line] = field(default_factory=list)

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
        """By street and name in any spelling; the present name goes before a former one, the same spelling first."""
        keys = {key for _, key in (line.key for line in self.lines)}
        on_file = (
            Compound.objects.active()
            .within(self.programme.prefix)
            .filter(Q(name_key__in=keys) | ~Q(former_names=""))
            .select_related("division")
            .order_by("pk")
        )
        present: dict[tuple, list[Compound]] = {}
        former: dict[tuple, Compound] = {}
        for compound in on_file:
            street = street_code(compound.division_id)
            present.setdefault((street, compound.name_key), []).append(compound)
            for name in split_names(compound.former_names):
                former.setdefault((street, name_key(name)), compound)
        for line in self.lines:
            same = present.get(line.key, [])
            exact = [compound for compound in same if compound.name == line.name]
            line.compound = next(iter([*exact, *same]), former.get(line.key))

    def _find_entries(self) -> None:
        compounds = [line.compound.pk for line in self.lines if line.compound]
        entries = ProgrammeEntry.objects.filter(programme=self.programme, compound__in=compounds)
        by_compound = {entry.compound_id: entry for entry in entries.select_related("batch")}
        for line in self.lines:
            line.entry = by_compound.get(line.compound.pk) if line.compound else None


def _line(row: LedgerRow, matcher: StreetMatcher) -> Line:
    try:
        return Line(row, matcher.match(str(row.values["street"])))
    except AmbiguousName as unclear:
        return Line(row, None, str(unclear))
