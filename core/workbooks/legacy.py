"""The .xls of Excel 97-2003: the same facts as `scan` finds in an .xlsx, from its binary records.

The same container also holds Word files and, when a password was set, encrypted .xlsx files: they are told apart here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from core.workbooks.errors import DAMAGED, PASSWORD, UNUSUAL, Unreadable
from core.workbooks.ole import OleFile
from core.workbooks.scan import MAX_BLOCK, NO_RESULT, Facts, refuse_reach

MINI_STREAM_BELOW = 4096  # smaller streams are kept elsewhere; no real workbook is that small

BOUND_SHEET, FILE_PASS, END_OF_PART = 0x85, 0x2F, 0x0A
STRINGS, EXTENT = 0xFC, 0x200
MAX_ROWS, MAX_COLUMNS = 65_536, 256
ROW, COLUMN_INFO, ERROR_OR_BOOL, MANY_NUMBERS = 0x208, 0x7D, 0x205, 0xBD
FORMULAS = {0x06, 0x206, 0x406}
CELLS = {0x203, 0x27E, 0xFD, 0x204, 0xD6} | FORMULAS | {ERROR_OR_BOOL, MANY_NUMBERS}
ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


@dataclass(frozen=True)
class LegacySheet:
    visible: bool
    facts: Facts


def examine(data: bytes) -> list[LegacySheet]:
    """The facts of every sheet, in the order of their tabs; refuses locked, damaged and far-reaching workbooks."""
    try:
        stream = _workbook_stream(data)
        return [
            LegacySheet(visible=state == 0, facts=_facts(stream, offset, sheet))
            for offset, state, sheet in _bound_sheets(stream)
        ]
    except (struct.error, IndexError) as error:
        raise Unreadable(DAMAGED) from error


def _workbook_stream(data: bytes) -> bytes:
    file = OleFile(data)
    if "EncryptedPackage" in file.streams:
        raise Unreadable(PASSWORD)
    name = next((name for name in ("Workbook", "Book") if name in file.streams), None)
    if name is None:
        raise Unreadable("这不是 Excel 工作簿（可能是 Word 或演示文稿）。请把表格另存为 .xlsx 后再上传。")
    stream = file.read(name)
    if len(stream) < MINI_STREAM_BELOW:
        raise Unreadable(UNUSUAL)
    return stream


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from `at` to the end of that part of the workbook."""
    while True:
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + length]
        if kind == END_OF_PART:
            return
        at += 4 + length


def _bound_sheets(stream: bytes) -> Iterator[tuple[int, int, str]]:
    for kind, body in _records(stream, 0):
        if kind == FILE_PASS:
            raise Unreadable(PASSWORD)
        if kind == STRINGS and struct.unpack_from("<I", body, 4)[0] > len(stream):
            raise Unreadable(DAMAGED)  # the reader sets room aside for as many as are announced
        if kind == BOUND_SHEET and body[5] == 0:  # a worksheet, not a chart
            encoding = "utf-16-le" if body[7] & 1 else "latin-1"
            yield *struct.unpack_from("<IB", body), body[8:].decode(encoding, "replace")


def _facts(stream: bytes, offset: int, sheet: str) -> Facts:
    facts = Facts()
    last_row = last_column = 0
    for kind, body in _records(stream, offset):
        if kind == EXTENT:
            _check_extent(body)
        elif kind == ROW and struct.unpack_from("<H", body, 12)[0] & 0x20:
            facts.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
        elif kind == COLUMN_INFO and body[8] & 1:
            first, last = struct.unpack_from("<HH", body)
            facts.hidden_columns.update(range(first + 1, min(last, 255) + 2))
        elif kind in CELLS:
            row, column = (number + 1 for number in struct.unpack_from("<HH", body))
            if kind == MANY_NUMBERS:
                column = struct.unpack_from("<H", body, len(body) - 2)[0] + 1
            elif wrong := _wrong(kind, body):
                facts.broken[row, column] = wrong
            last_row, last_column = max(last_row, row), max(last_column, column)
    if last_row * last_column > MAX_BLOCK:
        refuse_reach(sheet)
    return facts


def _check_extent(body: bytes) -> None:
    """Refuse a sheet that announces more than the format can hold: the reader sets room aside for all of it."""
    first_row, end_row, first_column, end_column = struct.unpack_from("<IIHH" if len(body) >= 14 else "<HHHH", body)
    if not (first_row <= end_row <= MAX_ROWS and first_column <= end_column <= MAX_COLUMNS):
        raise Unreadable(DAMAGED)


def _wrong(kind: int, body: bytes) -> str:
    if kind == ERROR_OR_BOOL and body[7]:
        return ERRORS.get(body[6], NO_RESULT)
    if kind in FORMULAS and body[12:14] == b"\xff\xff" and body[6] == 2:
        return ERRORS.get(body[8], NO_RESULT)
    return ""
