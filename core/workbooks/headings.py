"""Find the head of a ledger, however many rows and merged cells it takes, and say which column is what.

What cannot be told for certain — two columns by the same name, an amount without a unit — becomes a question to the
person; it is never guessed. What she answers is remembered by the words of the heading (`Remembered`).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import islice

from core.columns import Column, Kind
from core.units import AREA_UNITS, MONEY_UNITS, PERCENT, Unit
from core.workbooks import words
from core.workbooks.sheet import Cells, Sheet, letter

LOOKED_AT = 60  # rows from the top in which a head is sought
DEEPEST = 3  # rows of one head
SUMS = {"", "合计", "小计", "总计", "计", "总额", "总数", "金额", "数量"}  # 总投资 > 合计 is 总投资

Remembered = Mapping[str, tuple[str, str]]  # words of a heading -> (column key or "", unit or "")


@dataclass(frozen=True, kw_only=True)
class Heading:
    """The words above one column: one per row of the head, as written but without the unit."""

    column: int
    path: tuple[str, ...]
    unit: str = ""

    @property
    def text(self) -> str:
        return " > ".join(self.path)

    @property
    def words(self) -> str:
        """What it is remembered by."""
        return "".join(words.plain(part).lower() for part in self.path)


@dataclass(frozen=True, kw_only=True)
class Head:
    """Where the head of a sheet stands, and what the lines above say about units."""

    first: int
    last: int
    headings: tuple[Heading, ...]
    units: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Match:
    """What one column is taken for. `column` None: not imported. `question`: a person has to say."""

    heading: Heading
    column: Column | None = None
    unit: Unit | None = None
    question: str = ""


def find_head(sheet: Sheet, columns: Sequence[Column], remembered: Remembered) -> Head | None:
    """The rows near the top whose words name most of the columns; None when hardly any is named."""
    top = dict(islice(sheet.rows(), LOOKED_AT))
    names = Names(columns, remembered)
    best, best_score = None, (1, 0) if len(columns) > 1 else (0, 0)
    for first in top:
        for last in _depths(sheet, top, first):
            headings = tuple(_headings(sheet, top, first, last))
            found = [hit for heading in headings if (hit := names.find(heading)) and hit[1]]
            score = (len({key for _, key in found}), -sum(distance for distance, _ in found))
            if score > best_score:
                best, best_score = Head(first=first, last=last, headings=headings), score
    if best is None:
        return None
    above = (str(cell) for row, cells in top.items() if row < best.first for cell in cells if cell != "")
    return replace(best, units=tuple(unit for line in above for unit in words.units_stated(line)))


def _depths(sheet: Sheet, top: Mapping[int, Cells], first: int) -> Iterator[int]:
    """The last rows that a head beginning at `first` may have."""
    for last in range(first, first + DEEPEST):
        below = _below(sheet, top, last) if last < first + DEEPEST - 1 else Below.DATA
        if below is not Below.HEAD:
            yield last
        if below is Below.DATA:
            return


class Below(Enum):
    """What the row below a row of the head is."""

    HEAD = "joined to it by merged cells, or nothing but units"
    PERHAPS = "only words, and they stand below a wider heading"
    DATA = "anything else"


def _below(sheet: Sheet, top: Mapping[int, Cells], row: int) -> Below:
    above, below = top[row], top.get(row + 1, ())
    filled = [index for index, cell in enumerate(below) if cell != ""]
    if not filled or any(not isinstance(below[index], str) for index in filled):
        return Below.DATA
    if all(words.is_unit(below[index].strip("()（） ")) for index in filled):
        return Below.HEAD
    if any((merge := sheet.merge_at(row, column)) and merge.bottom > row for column in range(1, len(above) + 1)):
        return Below.HEAD
    blank = [index >= len(above) or above[index] == "" for index in range(len(below) + 1)]
    under_wider = len(filled) > 1 and all(blank[index] or blank[index + 1] for index in filled)
    return Below.PERHAPS if under_wider else Below.DATA


def _headings(sheet: Sheet, top: Mapping[int, Cells], first: int, last: int) -> Iterator[Heading]:
    width = max(len(top.get(row, ())) for row in range(first, last + 1))
    parents = {row: "" for row in range(first, last + 1)}
    for column in range(1, width + 1):
        path: list[str] = []
        unit = ""
        for row in range(first, last + 1):
            text = _words_at(sheet, top, row, column)
            if not text and row < last and _words_at(sheet, top, last, column):
                text = parents[row]  # a wider heading whose cells were not merged
            parents[row] = text
            stem, stated = ("", text) if words.is_unit(text.strip("()（）")) and path else words.split_unit(text)
            unit = stated or unit
            if stem and stem not in path:
                path.append(stem)
        if path:
            yield Heading(column=column, path=tuple(path), unit=unit.strip("()（）"))


def _words_at(sheet: Sheet, top: Mapping[int, Cells], row: int, column: int) -> str:
    if merge := sheet.merge_at(row, column):
        row, column = merge.top, merge.left
    cells = top.get(row, ())
    return words.plain(cells[column - 1]) if column <= len(cells) else ""


class Names:
    """All names by which the columns of a layout are known."""

    def __init__(self, columns: Sequence[Column], remembered: Remembered) -> None:
        self._remembered = remembered
        self._keys: dict[str, str] = {}
        for column in columns:
            for known in (column.title, *column.also):
                self._keys.setdefault(words.name(known.replace(">", "")), column.key)

    def find(self, heading: Heading) -> tuple[int, str] | None:
        """(how far-fetched, column key); None when unknown. A key of "" was left out by a person before."""
        if heading.words in self._remembered:
            return 0, self._remembered[heading.words][0]
        parts = [words.name(part) for part in heading.path]
        spellings = [heading.words, "".join(parts), parts[-1]]
        if parts[-1] in SUMS:
            spellings[2] = parts[0]
        for distance, spelling in enumerate(spellings, start=1):
            if spelling in self._keys:
                return distance, self._keys[spelling]
        return None


def match(head: Head, columns: Sequence[Column], remembered: Remembered) -> list[Match]:
    """Say what every column of the sheet is, as far as that is certain."""
    names = Names(columns, remembered)
    by_key = {column.key: column for column in columns}
    found = {heading.column: names.find(heading) for heading in head.headings}
    nearest = {key: min(hit[0] for hit in found.values() if hit and hit[1] == key) for _, key in filter(None, found.values())}
    claims = Counter(key for distance, key in filter(None, found.values()) if key and distance == nearest[key])
    matches = []
    for heading in head.headings:
        distance, key = found[heading.column] or (0, "")
        column = by_key.get(key)
        if column is None or distance > nearest[key]:
            matches.append(Match(heading=heading))
        elif claims[key] > 1:
            rivals = "、".join(letter(other) for other, hit in found.items() if hit == (distance, key))
            question = f"{rivals} 列都像“{column.title}”，请指定用哪一列，其余的选“不导入”。"
            matches.append(Match(heading=heading, question=question))
        else:
            stated = heading.unit or remembered.get(heading.words, ("", ""))[1]
            matches.append(with_unit(Match(heading=heading, column=column), stated=stated, head=head))
    return matches


def with_unit(found: Match, *, stated: str, head: Head) -> Match:
    """Settle the unit of a matched column, from its heading or else from the line above the head."""
    column = found.column
    family = unit_choices(column)
    if not column or not family:
        return found
    if column.kind is Kind.PERCENT:
        return replace(found, unit=words.unit_named(stated, family))
    if column.kind in (Kind.MONEY, Kind.AREA):
        named = {unit for word in ([stated] if stated else head.units) if (unit := words.unit_named(word, family))}
        if len(named) == 1:
            return replace(found, unit=named.pop())
        wanted = "、".join(unit.symbol for unit in family)
        reason = f"的单位“{stated}”不能换算" if stated else "没有写明单位"
        return replace(found, question=f"“{found.heading.text}”{reason}，请选择（{wanted}）。")
    if stated and words.unit_named(stated, family) is None:
        return replace(
            found, unit=column.unit, question=f"“{found.heading.text}”写的单位是“{stated}”，应为“{column.unit.symbol}”，请确认。"
        )
    return replace(found, unit=column.unit)


def unit_choices(column: Column | None) -> tuple[Unit, ...]:
    """The units in which a ledger may give a column."""
    if column is None:
        return ()
    family = {Kind.MONEY: MONEY_UNITS, Kind.AREA: AREA_UNITS, Kind.PERCENT: (PERCENT,)}.get(column.kind)
    return family or ((column.unit,) if column.unit else ())

