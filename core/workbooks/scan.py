"""What must be known of a sheet before it is read: how far it reaches, and what the fast reader would not tell.

The reader (calamine) holds a sheet as one dense block, so a stray value in XFD1048576 would ask for a terabyte; it also
shows error cells and formulas without a stored result as blanks, and says nothing of hidden rows. One pass over the
XML with bounded memory finds all of that. Regular expressions, because a real XML parser takes five times as long as
the reading itself; a sheet whose cells they cannot count to the last one is refused, so nothing slips past them.
"""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import NoReturn

from openpyxl.utils import column_index_from_string

from core.workbooks.errors import TOO_BIG_INSIDE, UNUSUAL, Unreadable

MAX_BLOCK = 5_000_000  # cells of the dense block, about 120 MB
MAX_ROW_BYTES = 16 * 1024 * 1024
MAX_MERGES = 200_000
MAX_BROKEN = 10_000  # cells remembered one by one; nobody mends more

# Cells down to their last attribute, the row of at most so many digits: nothing else may stand where a cell stands.
CELL = rb'<c r="([A-Z]{1,3}+)\d{1,%d}+"'
# PLAIN: neither error nor formula, so that nothing need be looked for.
PLAIN = CELL + rb'(?: s="\d++")?+(?: t="(?:s|n|b|str|inlineStr)")?+(?: ?+/>|>(?:<v>|<is>|</c>))'
ATTRIBUTES = rb'(?: (?:s|t|cm|vm|ph)="\w*+")*+ ?+'
ANY = CELL + ATTRIBUTES + rb"/?+>"
FILLED = CELL + ATTRIBUTES + rb"><(?!/c)"
BLANK = CELL + ATTRIBUTES + rb"(?:/>|></c>)"

CELL_BEGINS = re.compile(rb"<c[\s/>]")
ROW_NUMBER = re.compile(rb'<row [^<>]*?\br="(\d{1,7})"')
HIDDEN_ROW = re.compile(rb'<row\b(?=[^<>]*\bhidden="(?:1|true)")[^<>]*?\br="(\d{1,7})"')
HIDDEN_COLUMNS = re.compile(rb'<col\b(?=[^<>]*\bhidden="(?:1|true)")(?=[^<>]*\bmin="(\d{1,5})")[^<>]*\bmax="(\d{1,5})"')
ERROR_CELL = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]* t="e"[^<>]*>(?:<f[^<>]*/>|<f[^<>]*>[^<]*</f>)?<v>([^<]*)</v>')
BARE_FORMULA = re.compile(
    rb'<c r="([A-Z]+)(\d+)"(?![^<>]* t="str")[^<>]*><f(?:[^<>]*/>|[^<>]*>[^<]*</f>)(?:<v></v>|<v */>)?</c>'
)
PREFIX = re.compile(rb"<(\w+:)worksheet\b")

NO_RESULT = "公式没有计算结果"


@dataclass(kw_only=True)
class Facts:
    """What a sheet hides. Rows and columns count from 1; `broken` maps (row, column) to what is wrong there."""

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    broken: dict[tuple[int, int], str] = field(default_factory=dict)


def scan(pieces: Callable[[], Iterator[bytes]], *, sheet: str) -> Facts:
    """Gather the facts of one sheet; refuse it when its values reach too far to be held."""
    facts = Facts()
    stretches = _stretches(pieces())
    for first, last in HIDDEN_COLUMNS.findall(next(stretches)):
        facts.hidden_columns.update(range(int(first), min(int(last), 16_384) + 1))
    if _block(stretches, facts) > MAX_BLOCK:
        stretches = _stretches(pieces())
        next(stretches)
        if _block(stretches, None) > MAX_BLOCK:
            refuse_reach(sheet)
    return facts


def refuse_reach(sheet: str) -> NoReturn:
    raise Unreadable(
        f"工作表“{sheet}”的内容超出了可导入的范围，常见原因是在很远的行或列里误留了内容。"
        "请把需要的部分复制到新工作簿，保存后再上传。"
    )


def _stretches(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The part before the cells, then the cells in stretches of whole rows. Reads the sheet to its end."""
    buffer = prefix = b""
    for piece in pieces:
        buffer = _bounded(buffer + piece)
        if found := PREFIX.search(buffer):
            prefix = found[1]
        before, opened, rest = _without(prefix, buffer).partition(b"<sheetData")
        if opened:
            yield before
            if not rest.startswith(b"/>"):
                rest = yield from _whole_rows(rest, pieces, prefix)
            break
    else:
        yield buffer
        rest = b""
    # To the end, so that the stated size is proven.
    if sum(piece.count(b"mergeCell ") for piece in chain([rest], pieces)) > MAX_MERGES:
        raise Unreadable(TOO_BIG_INSIDE)


def _whole_rows(buffer: bytes, pieces: Iterator[bytes], prefix: bytes) -> Generator[bytes, None, bytes]:
    """Yields the cells; returns what was unpacked beyond them."""
    for piece in chain([b""], pieces):
        buffer = _without(prefix, _bounded(buffer + piece))
        end = buffer.find(b"</sheetData>")
        cut = end if end >= 0 else buffer.rfind(b"<row")
        if cut > 0:
            yield buffer[:cut]
            buffer = buffer[cut:]
        if end >= 0:
            return buffer
    return b""


def _bounded(buffer: bytes) -> bytes:
    if len(buffer) > MAX_ROW_BYTES:
        raise Unreadable(TOO_BIG_INSIDE)
    return buffer


def _without(prefix: bytes, buffer: bytes) -> bytes:
    """Some writers spell every element `<x:row>`."""
    return buffer.replace(b"<" + prefix, b"<").replace(b"</" + prefix, b"</") if prefix else buffer


def _block(stretches: Iterator[bytes], facts: Facts | None) -> int:
    """Rows times columns up to the last cell, noting facts on the way; without them, up to the last filled cell."""
    letters: set[bytes] = set()
    last_row = 0
    for stretch in stretches:
        if facts and b"hidden=" in stretch:
            facts.hidden_rows.update(map(int, HIDDEN_ROW.findall(stretch)))
        if not (cells := stretch.count(b"<c")):
            continue
        row = ROW_NUMBER.match(stretch, stretch.rfind(b"<row"))
        highest = int(row[1]) if row else 0
        digits = len(str(highest))
        found = _columns(stretch, digits, cells, facts) if facts else _filled_columns(stretch, digits)
        if found:
            letters.update(found)
            last_row = max(last_row, highest)
    width = max((column_index_from_string(letter.decode()) for letter in letters), default=0)
    return last_row * width


def _columns(stretch: bytes, digits: int, cells: int, facts: Facts) -> list[bytes]:
    """The column of each cell; refuses a stretch in which not every cell is written as expected.

    `cells` is their number, or more where rich text stands among them.
    """
    found = re.findall(PLAIN % digits, stretch)
    if len(found) == cells:
        return found
    found = re.findall(ANY % digits, stretch)
    if len(found) != len(CELL_BEGINS.findall(stretch)):
        raise Unreadable(UNUSUAL)
    if len(facts.broken) < MAX_BROKEN:
        for column, row, error in ERROR_CELL.findall(stretch):
            facts.broken[int(row), column_index_from_string(column.decode())] = error.decode()
        for column, row in BARE_FORMULA.findall(stretch):
            facts.broken[int(row), column_index_from_string(column.decode())] = NO_RESULT
    return found


def _filled_columns(stretch: bytes, digits: int) -> list[bytes]:
    """The same for the cells that hold something; takes longer."""
    found = re.findall(FILLED % digits, stretch)
    if len(found) + len(re.findall(BLANK % digits, stretch)) != len(CELL_BEGINS.findall(stretch)):
        raise Unreadable(UNUSUAL)
    return found
