"""Who changed a cell of a return, and what was said about it."""

from progress.figures import BY_KEY, Figure
from progress.models import CellChange, CellNote, MonthlyReturn, ReturnLine

LATEST = 200  # changes on one page


def latest(monthly_return: MonthlyReturn) -> list[CellChange]:
    """The latest changes of the whole return, newest first, each with the `title` of its figure."""
    changes = CellChange.objects.filter(line__version__monthly_return=monthly_return).order_by("-pk")[:LATEST]
    found = list(changes.select_related("by", "line__version"))
    for change in found:
        change.title = BY_KEY[change.figure].heading
    return found


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
