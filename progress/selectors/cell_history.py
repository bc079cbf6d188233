"""Who changed a cell of a return, and what was said about it."""

from progress.figures import Figure
from progress.models import CellChange, CellNote, ReturnLine


def changes_of(line: ReturnLine, figure: Figure) -> list[CellChange]:
    """In all versions of the return, newest first."""
    return list(CellChange.objects.filter(**_same(line, figure)).select_related("by", "line__version").order_by("-pk"))


def notes_of(line: ReturnLine, figure: Figure) -> list[CellNote]:
    """Reasons and returns, newest first."""
    return list(CellNote.objects.filter(**_same(line, figure)).select_related("by", "line__version").order_by("-pk"))


def _same(line: ReturnLine, figure: Figure) -> dict[str, object]:
    """A correction copies its lines: the site and the return are what stays."""
    return {
        "line__site": line.site_id,
        "line__version__monthly_return": line.version.monthly_return_id,
        "figure": figure.key,
    }
