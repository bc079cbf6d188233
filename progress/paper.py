"""The printed return cut into sheets of paper, so that each carries its head, its code and its number.

Browsers before Chromium 131 number no pages; the sheets are counted here. A4 landscape, lengths in lines of text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from progress.selectors.version_table import Row, Table

LINES = 38  # of the table that fit under the head of a sheet
NAME = 12  # characters of the compound's name on one line
WORDS = 42  # characters of a remark on one line
HEAD, TOTALS, FOOT = 2, 4, 4  # lines taken by the second block's head, the sums, the line for signatures


@dataclass(frozen=True)
class Sheet:
    """`rows` of figures, then `remarks`: problems and next steps. The sums follow the last row of figures."""

    number: int
    rows: Sequence[Row]
    remarks: Sequence[Row]
    has_sums: bool


def sheets_of(table: Table) -> list[Sheet]:
    """The sheets in order; there is always one, and the last has room for the signatures."""
    pages: list[tuple[list[Row], list[Row]]] = [([], [])]
    free = LINES
    for row in table.rows:
        free = _room(pages, free, _height(row))
        pages[-1][0].append(row)
    free = _room(pages, free, TOTALS)
    sums_on = len(pages)
    for number, row in enumerate(table.with_words):
        free = _room(pages, free, _words_height(row) + (HEAD if number == 0 else 0))
        pages[-1][1].append(row)
    _room(pages, free, FOOT)
    return [
        Sheet(number, rows, remarks, has_sums=number == sums_on)
        for number, (rows, remarks) in enumerate(pages, start=1)
    ]


def _room(pages: list[tuple[list[Row], list[Row]]], free: int, needed: int) -> int:
    """What is left of the sheet after this; a new sheet where it does not fit."""
    if needed > free:
        pages.append(([], []))
        free = LINES
    return free - needed


def _height(row: Row) -> int:
    return max(2, ceil(len(row.line.compound_name) / NAME))


def _words_height(row: Row) -> int:
    return max([1, *(ceil(len(cell.text) / WORDS) for cell in row.words)])
