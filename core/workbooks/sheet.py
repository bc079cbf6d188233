"""One sheet of an uploaded workbook, and the words for places in it. Rows and columns count from 1, as in Excel."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, NamedTuple

from openpyxl.utils import get_column_letter

from core.workbooks.scan import Facts

letter = cache(get_column_letter)

WIDEST = 300  # columns of a ledger that we look at
OPTIONS_SHEET = "填报选项"  # the hidden sheet behind the drop-downs of our own templates; never worth a warning
PROBLEMS_SHEET = "导入问题清单"  # the list that `marking` adds; a marked copy is mended and uploaded again

Cells = Sequence[Any]  # one row as the reader gives it: "" where blank, whole numbers as floats


def address(row: int, column: int) -> str:
    """(7, 5) is E7."""
    return f"{letter(column)}{row}"


class Merge(NamedTuple):
    """A merged range, both ends in it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Content:
    """The cells of a sheet from row 1 on (read again at each call), and its merged ranges."""

    rows: Callable[[], Iterator[Cells]]
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A visible sheet. Its content is loaded when somebody first looks."""

    name: str
    load: Callable[[], Content]
    facts: Facts = field(default_factory=Facts)
    can_merge: bool = True  # False: a .csv, where a cell "as above" is simply blank

    @cached_property
    def content(self) -> Content:
        return self.load()

    def rows(self) -> Iterator[tuple[int, Cells]]:
        """Every row that is not blank, with its number. Rows may be shorter than the sheet is wide."""
        for number, cells in enumerate(self.content.rows(), start=1):
            if cells.count("") != len(cells):
                yield number, cells

    @cached_property
    def _merges_by_column(self) -> dict[int, list[Merge]]:
        found: dict[int, list[Merge]] = {}
        for merge in sorted(self.content.merges):
            for column in range(merge.left, min(merge.right, WIDEST) + 1):
                found.setdefault(column, []).append(merge)
        return found

    def merge_at(self, row: int, column: int) -> Merge | None:
        """The merged range that covers a cell."""
        merges = self._merges_by_column.get(column, [])
        before = bisect_right(merges, row, key=lambda merge: merge.top) - 1
        return merges[before] if before >= 0 and merges[before].bottom >= row else None


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """What was opened: its visible sheets, and the names of the hidden ones, which are not read."""

    kind: str  # xlsx, xls or csv
    sheets: list[Sheet]
    hidden: list[str]
