"""What a line comes to with the months before it."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from progress.choices import Span
from progress.figures import FIGURES, FLOWS, Nature
from progress.models import ReturnLine, Tally

CENT = Decimal("0.01")
LEVELS = tuple(figure for figure in FIGURES if figure.nature is Nature.LEVEL)


def before(line: ReturnLine, tallies: Mapping[str, Tally], span: str) -> dict[str, Any]:
    """The sums up to the month before: what is stored less the line's own month."""
    return {
        figure.key: (getattr(tallies[span], figure.key) or 0) - (getattr(line, figure.key) or 0) for figure in FLOWS
    }


def carried(line: ReturnLine, last: ReturnLine | None, span: str) -> Tally:
    """The tally of a line that follows `last`; a new year begins at nothing."""
    sums = dict.fromkeys((figure.key for figure in FLOWS), 0)
    if last is not None and not (span == Span.YEAR and last.version.month.year != line.version.month.year):
        stored = next(tally for tally in last.tallies.all() if tally.span == span)
        sums = {key: getattr(stored, key) or 0 for key in sums}
    with_own = {key: value + (getattr(line, key) or 0) for key, value in sums.items()}
    return Tally(line=line, span=span, **with_own)


def overall(line: ReturnLine) -> Decimal | None:
    """The mean of the physical progress of the site's categories, to 0.01; a category not yet filled counts as 0.

    A site whose categories are not known takes those that are filled. None while nothing is filled.
    """
    own = line.categories.split(",") if line.categories else []
    counting = [figure.key for figure in LEVELS if not own or figure.category in own]
    filled = [getattr(line, key) for key in counting if getattr(line, key) is not None]
    if not filled:
        return None
    return (sum(filled, Decimal(0)) / len(counting if own else filled)).quantize(CENT, ROUND_HALF_UP)


def tallies_of(lines: Iterable[ReturnLine]) -> dict[int, dict[str, Tally]]:
    """The stored tallies of lines, by line and span. One query."""
    found: dict[int, dict[str, Tally]] = {line.pk: {} for line in lines}
    for tally in Tally.objects.filter(line__in=found):
        found[tally.line_id][tally.span] = tally
    return found
