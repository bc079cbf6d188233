"""Two versions of a return held against each other, cell by cell (F33)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from progress.choices import NoteKind
from progress.figures import FIGURES, Figure
from progress.models import CellChange, CellNote, ReturnLine, ReturnVersion
from progress.showing import shown


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One cell that two versions of a return say differently; the last who typed it, and the reason given for it."""

    line: ReturnLine
    figure: Figure
    before: str
    after: str
    reason: str
    by: str
    at: datetime | None


@dataclass(frozen=True, kw_only=True)
class Comparison:
    differences: Sequence[Difference]
    added: Sequence[ReturnLine]  # sites that only the newer version has
    removed: Sequence[ReturnLine]


def compare(old: ReturnVersion, new: ReturnVersion) -> Comparison:
    """Cell by cell, by site. Four queries."""
    before = {line.site_id: line for line in old.lines.all()}
    after = {line.site_id: line for line in new.lines.all()}
    reasons = _newest(CellNote.objects.filter(line__version=new, kind=NoteKind.REASON))
    changes = _newest(
        CellChange.objects.filter(
            line__version__monthly_return=new.monthly_return_id,
            line__version__number__gt=old.number,
            line__version__number__lte=new.number,
        )
    )
    differences = [
        _difference(figure, before[site], line, reasons, changes)
        for site, line in after.items()
        if site in before
        for figure in FIGURES
        if getattr(before[site], figure.key) != getattr(line, figure.key)
    ]
    return Comparison(
        differences=differences,
        added=[line for site, line in after.items() if site not in before],
        removed=[line for site, line in before.items() if site not in after],
    )


def _newest(rows) -> dict[tuple[int, str], Any]:
    return {(row.line.site_id, row.figure): row for row in rows.select_related("by", "line").order_by("pk")}


def _difference(figure: Figure, old: ReturnLine, new: ReturnLine, reasons: Mapping, changes: Mapping) -> Difference:
    place = (new.site_id, figure.key)
    reason, change = reasons.get(place), changes.get(place)
    return Difference(
        line=new,
        figure=figure,
        before=shown(figure, getattr(old, figure.key)),
        after=shown(figure, getattr(new, figure.key)),
        reason=reason.text if reason else "",
        by=str(change.by) if change else "",
        at=change.at if change else None,
    )
