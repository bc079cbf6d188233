"""Tell the rows below a head apart: data, printed totals, notes and signatures, the head again, the example."""

import re
from collections.abc import Mapping, Sequence
from enum import Enum
from itertools import pairwise, takewhile

from core.columns import NUMERIC
from core.workbooks import words
from core.workbooks.headings import Head, Match
from core.workbooks.sheet import Cells, Sheet

EXAMPLE = "示例行"  # begins a cell of the row that shows how to fill in a template

TOTAL = re.compile(r".{0,20}?(小计|合计|总计|共计|累计)(?:[:(].*|\d+个?.*)?")
NOTE = re.compile(
    r"(?:附?注|备注|说明|填[表报]说明|(?:单位|统计|部门)?负责人|(?:主管|分管|单位)领导|领导签字|审[核批]人?|[填制]表人?|填报人|经办人?|联系人"
    r"|联系电话|(?:填报|填表|制表|报出|上报)(?:日期|时间|单位)|单位(?:公章|盖章)?|盖章)(?:\([^)]*\))?\d*[:.、].*"
)
ORDINALS = set("甲乙丙丁戊己庚辛壬癸") | {"栏次", "序号"}


class RowKind(Enum):
    DATA = "data"
    TOTAL = "total"
    NOTE = "note"  # explanations, signatures, headings of a section
    AGAIN = "again"  # the head, the numbers of its columns, or the example of a template
    BLANK = "blank"  # nothing but a running number


class Reader:
    """What kind each row of one sheet is, once its columns are known."""

    def __init__(self, sheet: Sheet, head: Head, matches: Sequence[Match]) -> None:
        self._sheet = sheet
        self._after_head = head.last + 1
        self._mapped = [match.heading.column for match in matches if match.column]
        figures = [match.heading.column for match in matches if match.column and match.column.kind in NUMERIC]
        names = [column for column in self._mapped if column not in figures]
        # A running number stands before the names and is no figure that is summed.
        summed = [column for column in figures if column > min(names, default=0)]
        self._leading = min(summed, default=max(self._mapped, default=1) + 1) - 1
        head_rows = takewhile(lambda row: row[0] <= head.last, sheet.rows())
        self._head_words = {cell for row, cells in head_rows if row >= head.first for cell in cells if cell != ""}

    def kind(self, number: int, cells: Cells) -> RowKind:
        texts = {place: cell for place, cell in enumerate(cells, start=1) if isinstance(cell, str) and cell}
        filled = len(cells) - cells.count("")
        if any(text.startswith(EXAMPLE) for text in texts.values()) or self._is_head(number, cells, texts, filled):
            return RowKind.AGAIN
        if any(TOTAL.fullmatch(words.plain(text)) for place, text in texts.items() if place <= self._leading):
            return RowKind.TOTAL
        if not any(cells[place - 1] != "" for place in self._mapped if place <= len(cells)):
            return RowKind.NOTE if texts else RowKind.BLANK
        first = next(iter(texts), 0)
        if first and len(texts) == filled and NOTE.fullmatch(words.plain(texts[first])):
            return RowKind.NOTE
        if len(texts) == 1 and (merge := self._sheet.merge_at(number, first)) and merge.right - merge.left > 1:
            return RowKind.NOTE
        return RowKind.DATA

    def _is_head(self, number: int, cells: Cells, texts: Mapping[int, str], filled: int) -> bool:
        """The head once more, as on every printed sheet, or the numbers of its columns right below it."""
        same = sum(text in self._head_words for text in texts.values())
        if same > 1 and same * 3 >= filled * 2:
            return True
        if number != self._after_head or not all(words.plain(text) in ORDINALS for text in texts.values()):
            return False
        figures = [cell for cell in cells if isinstance(cell, int | float) and not isinstance(cell, bool)]
        return len(figures) > 2 and all(after - before == 1 for before, after in pairwise(figures))
