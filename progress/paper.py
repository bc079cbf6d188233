"""The printed return cut into sheets of paper, so that each carries its head, its code and its number.

Browsers before Chromium 131 number no pages; the sheets are counted here. Heights in millimetres of A4 landscape, as
the look of .paper in static/css/app.css makes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from progress.selectors.version_table import Row, Table

BODY = 158.0  # under the head of a sheet
LINE, PADDING = 3.4, 1.1  # a line of text, and what a row adds to its lines
FIGURES_HEAD, REMARKS_HEAD, SUMS, FOOT = 12.0, 7.0, 12.0, 14.0
NAME = 12  # characters of the compound's name on one line
WORDS = 40  # characters of a remark on one line


@dataclass
class Sheet:
    """`rows` of figures with the sums after the last of them, then `remarks`: problems and next steps."""

    number: int
    rows: list[Row] = field(default_factory=list)
    remarks: list[Row] = field(default_factory=list)
    has_sums: bool = False
    free: float = BODY

    @property
    def has_figures(self) -> bool:
        return bool(self.rows) or self.has_sums


class _Pile:
    """Sheets being filled; what does not fit begins the next one."""

    def __init__(self) -> None:
        self.sheets = [Sheet(1)]

    def room(self, height: float) -> Sheet:
        if height > self.sheets[-1].free:
            self.sheets.append(Sheet(len(self.sheets) + 1))
        self.sheets[-1].free -= height
        return self.sheets[-1]

    def add_figures(self, row: Row) -> None:
        height = _height(row)
        fresh = not self.sheets[-1].rows or height > self.sheets[-1].free
        self.room(height + (FIGURES_HEAD if fresh else 0)).rows.append(row)

    def add_sums(self) -> None:
        fresh = self.sheets[-1].free < SUMS
        self.room(SUMS + (FIGURES_HEAD if fresh else 0)).has_sums = True

    def add_remarks(self, row: Row) -> None:
        height = _remarks_height(row)
        fresh = not self.sheets[-1].remarks or height > self.sheets[-1].free
        self.room(height + (REMARKS_HEAD if fresh else 0)).remarks.append(row)

    def sign(self) -> None:
        """Nobody signs an empty sheet: the last line, or the sums, come along."""
        before = self.sheets[-1]
        last = self.room(FOOT)
        if last is before:
            return
        if before.remarks:
            last.remarks.append(before.remarks.pop())
        else:
            before.has_sums, last.has_sums = False, True


def sheets_of(table: Table) -> Sequence[Sheet]:
    """The sheets in order; there is always one."""
    pile = _Pile()
    for row in table.rows:
        pile.add_figures(row)
    pile.add_sums()
    for row in table.with_words:
        pile.add_remarks(row)
    pile.sign()
    return pile.sheets


def _height(row: Row) -> float:
    own = 2 if any(cell.total for cell in row.columns) else 1
    return max(own, ceil((len(row.line.compound_name) + 3) / NAME)) * LINE + PADDING


def _remarks_height(row: Row) -> float:
    name = ceil(len(row.line.compound_name) / (NAME + 8))
    return max([name, *(ceil(len(cell.text) / WORDS) for cell in row.words)]) * LINE + PADDING
