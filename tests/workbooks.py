"""Makes the workbooks that offices send: good ones, messy ones, and those that would do harm.

`core/files/ledger.xls` is the one file kept in binary: nothing that we install can write the old format.
"""

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

FILES = Path(__file__).parent / "core" / "files"
SHEET = "xl/worksheets/sheet1.xml"


def xlsx(
    *sheets: Sequence[Sequence[Any]],
    names: Sequence[str] = ("台账", "台账二", "台账三"),
    merges: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    hidden_sheets: Sequence[str] = (),
    formats: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook from rows of cells; merges, hidden rows and number formats go to its first sheet."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in zip(names, sheets, strict=False):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden_sheets else "visible"
    first = book.worksheets[0]
    for merge in merges:
        first.merge_cells(merge)
    for number in hidden_rows:
        first.row_dimensions[number].hidden = True
    for place, number_format in (formats or {}).items():
        first[place].number_format = number_format
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_cell(data: bytes, place: str, inside: str, attributes: str = "") -> bytes:
    """The workbook with one cell of its first sheet written anew: a cached error, a formula without a result …"""
    cell = f'<c r="{place}"{attributes}>{inside}</c>'.encode()
    return with_part(data, lambda xml: re.sub(rb'<c r="%s"[^>]*>.*?</c>' % place.encode(), cell, xml, count=1))


def with_rows(data: bytes, rows: bytes) -> bytes:
    """The workbook with these rows added below."""
    return with_part(data, lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>"))


def with_part(data: bytes, change, part: str = SHEET) -> bytes:
    """The workbook with one of its parts changed."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if entry.filename == part else content)
    return target.getvalue()


def archive(**parts: bytes) -> bytes:
    """Any other zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name.replace("__", "/"), content)
    return target.getvalue()


def admitting_less(data: bytes, part: str = SHEET, size: int = 1000) -> bytes:
    """The workbook with a lie in its directory: the part claims to unpack to `size` bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        entry = book.getinfo(part)
    said, claimed = entry.file_size.to_bytes(4, "little"), size.to_bytes(4, "little")
    packed = entry.compress_size.to_bytes(4, "little")
    return data.replace(packed + said, packed + claimed)


def cells(data: bytes, sheet: str | None = None) -> list[list[Any]]:
    """What a workbook of ours holds, as openpyxl sees it."""
    book = load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in (book[sheet] if sheet else book.active).iter_rows()]
