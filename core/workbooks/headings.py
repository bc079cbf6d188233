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
from core.workbooks.sheet import WIDEST, Cells, Sheet, letter

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
    """Where the head of a sheet stands, what stands above it, and what that says about units."""

    first: int
    last: int
    headings: tuple[Heading, ...]
    units: tuple[str, ...] = ()
    above: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Match:
    """What one column is taken for (None: not imported). `question`: a person has to say; `remark`: she should know."""

    heading: Heading
    column: Column | None = None
    unit: Unit | None = None
    question: str = ""
    remark: str = ""


def find_head(sheet: Sheet, columns: Sequence[Column], remembered: Remembered) -> Head | None:
    """The rows near the top whose words name most of the columns; None when not one is named."""
    top = dict(islice(sheet.rows(), LOOKED_AT))
    names = Names(columns, remembered)
    best, best_score = None, (0, 0, 0)
    for first in top:
        for last in _depths(sheet, top, first):
            headings = tuple(_headings(sheet, top, first, last))
            found = [hit for heading in headings if (hit := names.find(heading)) and hit[1]]
            score = (len({key for _, key in found}), -sum(distance for distance, _ in found), last - first)
            if found and score > best_score:
                best, best_score = Head(first=first, last=last, headings=headings), score
    if best is None:
        return None
    above = tuple(str(cell) for row, cells in top.items() if row < best.first for cell in cells if cell != "")
    return replace(best, above=above, units=tuple(unit for line in above for unit in words.units_stated(line)))


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
    width = min(max(len(top.get(row, ())) for row in range(first, last + 1)), WIDEST)
    parents = dict.fromkeys(range(first, last + 1), "")
    for column in range(1, width + 1):
        path: list[str] = []
        unit = ""
        texts = {row: _words_at(sheet, top, row, column, first) for row in parents}
        for row, text in texts.items():
            # A wider heading stands for all below it, also where its cells were not merged.
            parents[row] = text or (parents[row] if row < last and texts[last] else "")
            stem, stated = _stem_and_unit(parents[row], first_part=not path)
            unit = stated or unit
            if stem and stem not in path:
                path.append(stem)
        if path:
            yield Heading(column=column, path=tuple(path), unit=unit)


def _stem_and_unit(text: str, *, first_part: bool) -> tuple[str, str]:
    bare = text.strip("()")
    if words.is_unit(bare) and not first_part:
        return "", bare
    return words.split_unit(text)


def _words_at(sheet: Sheet, top: Mapping[int, Cells], row: int, column: int, first: int) -> str:
    """The words in a cell, or those of the merged range over it that begins inside the head."""
    merge = sheet.merge_at(row, column)
    if merge and merge.top >= first:
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


def match(
    head: Head, columns: Sequence[Column], *, remembered: Remembered, chosen: Mapping[int, tuple[str, str]]
) -> list[Match]:
    """Say what every column of the sheet is, as far as that is certain.

    `chosen` is what a person said about this very file: (column key or "", unit or "") by column number.
    """
    by_key = {column.key: column for column in columns}
    found = _nearest(head, Names(columns, remembered), chosen)
    claims = Counter(key for key in found.values() if key)
    matches = []
    for heading in head.headings:
        column = by_key.get(found.get(heading.column, ""))
        if column is None:
            matches.append(Match(heading=heading))
        elif claims[column.key] > 1:
            rivals = "、".join(letter(other) for other, key in found.items() if key == column.key)
            question = f"{rivals} 列都像“{column.title}”，请指定用哪一列，其余的选“不导入”。"
            matches.append(Match(heading=heading, column=column, question=question))
        else:
            unit = chosen.get(heading.column, ("", ""))[1]
            remembered_unit = remembered.get(heading.words, ("", ""))[1]
            matches.append(_with_unit(Match(heading=heading, column=column), unit, head, remembered_unit))
    return matches


def _nearest(head: Head, names: Names, chosen: Mapping[int, tuple[str, str]]) -> dict[int, str]:
    """The column key of each heading; of several that name the same, those named most directly."""
    found = {heading.column: hit for heading in head.headings if (hit := names.find(heading)) and hit[1]}
    found |= {column: (0, key) for column, (key, _) in chosen.items()}
    best: dict[str, int] = {}
    for distance, key in found.values():
        best[key] = min(distance, best.get(key, distance))
    return {column: key for column, (distance, key) in found.items() if distance == best[key]}


def _with_unit(found: Match, chosen: str, head: Head, remembered: str) -> Match:
    """Settle the unit of a column: a person's word, its heading, the line above the head, or the last answer."""
    column, stated = found.column, chosen or found.heading.unit
    family = unit_choices(column)
    if column.kind is Kind.PERCENT:
        return replace(found, unit=words.unit_named(stated, family))
    if column.kind not in (Kind.MONEY, Kind.AREA):
        if not family or not stated or words.unit_named(stated, family):
            return replace(found, unit=column.unit)
        question = f"“{found.heading.text}”写的单位是“{stated}”，应为“{column.unit.symbol}”，请确认。"
        return replace(found, unit=column.unit, question=question)
    named = {unit for word in ([stated] if stated else head.units) if (unit := words.unit_named(word, family))}
    if len(named) == 1:
        return replace(found, unit=named.pop())
    if not stated and remembered:
        unit = words.unit_named(remembered, family)
        return replace(
            found, unit=unit, remark=f"“{found.heading.text}”没有写明单位，已按上次的选择“{remembered}”换算。"
        )
    wanted = "、".join(unit.symbol for unit in family)
    reason = f"的单位“{stated}”不能换算" if stated else "没有写明单位"
    return replace(found, question=f"“{found.heading.text}”{reason}，请选择（{wanted}）。")


def unit_choices(column: Column | None) -> tuple[Unit, ...]:
    """The units in which a ledger may give a column."""
    if column is None:
        return ()
    family = {Kind.MONEY: MONEY_UNITS, Kind.AREA: AREA_UNITS, Kind.PERCENT: (PERCENT,)}.get(column.kind)
    return family or ((column.unit,) if column.unit else ())
