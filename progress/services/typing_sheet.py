"""The lines that are typed into, with all that is known about them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Max

from accounts.models import User
from funding.selectors.paid import known_sites
from progress import checks, tallying
from progress.models import CellChange, CellNote, ReturnLine, ReturnVersion, Tally
from progress.selectors.sites import last_lines
from progress.typed import Typed

Place = tuple[int, str]  # line and figure


@dataclass(kw_only=True)
class Sheet:
    """The lines that are typed into, and all that is known about them. Loaded in a fixed number of queries."""

    version: ReturnVersion
    by: User
    as_at: date
    lines: dict[int, ReturnLine]
    last: dict[int, ReturnLine]
    tallies: dict[int, dict[str, Tally]]
    reasons: dict[int, dict[str, str]]
    newest: dict[Place, int]
    theirs: dict[Place, CellChange]
    from_ledger: set[int]  # sites whose payments the ledger of money knows
    changes: list[CellChange] = field(default_factory=list)
    notes: list[CellNote] = field(default_factory=list)


def load(version: ReturnVersion, cells: Sequence[Typed], by: User) -> Sheet:
    lines = version.lines.in_bulk({cell.line_id for cell in cells})
    changes = CellChange.objects.filter(line__in=lines)
    newest = {
        (line, figure): pk
        for line, figure, pk in changes.order_by().values_list("line_id", "figure").annotate(newest=Max("pk"))
    }
    unseen = {newest.get((cell.line_id, cell.figure), 0) for cell in cells if cell.seen < newest.get(place(cell), 0)}
    theirs = CellChange.objects.filter(pk__in=unseen).exclude(by=by).select_related("by")
    return Sheet(
        version=version,
        by=by,
        as_at=version.monthly_return.reporting_month.as_at,
        lines=lines,
        last=last_lines(site_ids=[line.site_id for line in lines.values()], before=version.month),
        tallies=tallying.tallies_of(lines.values()),
        reasons=checks.reasons_of(version),
        newest=newest,
        theirs={(change.line_id, change.figure): change for change in theirs},
        from_ledger=known_sites([line.site_id for line in lines.values()]),
    )


def place(cell: Typed) -> Place:
    return cell.line_id, cell.figure
