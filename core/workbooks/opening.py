"""From an uploaded file to sheets of cells. What the file is, its content decides; its name may lie."""

import csv
import io
from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from python_calamine import CalamineError, CalamineWorkbook

from core.workbooks import legacy
from core.workbooks.errors import DAMAGED, Unreadable
from core.workbooks.package import Package
from core.workbooks.scan import Facts, scan
from core.workbooks.sheet import OPTIONS_SHEET, PROBLEMS_SHEET, Cells, Content, Merge, Sheet, Workbook

Read = TypeVar("Read")

MAX_UPLOAD = 20 * 1024 * 1024
MAX_SHEETS = 60

ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = {
    b"%PDF": "PDF 文件",
    b"Rar!": "RAR 压缩包",
    b"7z\xbc\xaf": "7z 压缩包",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"{\\rtf": "RTF 文档",
}


def open_workbook(data: bytes) -> Workbook:
    """Open an .xlsx, .xlsm, .xls or .csv; refuse everything else in a sentence that says what to do."""
    check_size(len(data))
    if data.startswith(ZIP):
        return _xlsx(data)
    if data.startswith(OLE):
        return _xls(data)
    for signature, what in OTHERS.items():
        if data.startswith(signature):
            raise Unreadable(f"这是{what}，不是 Excel 工作簿。请上传 .xlsx、.xls 或 .csv 文件。")
    return _csv(data)


def check_size(size: int) -> None:
    """Refuse an empty upload and one above 20 MB before it is read into memory."""
    if not size:
        raise Unreadable("文件是空的（0 字节）。请检查后重新上传。")
    if size > MAX_UPLOAD:
        raise Unreadable(
            f"文件有 {size / 1024 / 1024:.1f} MB，超过 {MAX_UPLOAD // 1024 // 1024} MB 的上限。"
            "请删去图片和无关的工作表，或按街道分成几个文件上传。"
        )


def _xlsx(data: bytes) -> Workbook:
    package = Package(data)
    parts = package.sheets()
    _check_count(len(parts))
    read = {part.path for part in parts if part.visible}
    for path in package.paths():
        if path not in read:
            for _ in package.pieces(path):  # proves its size
                pass
    reader = _reader(data)
    sheets = [
        _calamine_sheet(reader, part.name, scan(partial(package.pieces, part.path), sheet=part.name))
        for part in parts
        if part.visible and part.name != PROBLEMS_SHEET
    ]
    return _workbook("xlsx", sheets, [part.name for part in parts if not part.visible])


def _xls(data: bytes) -> Workbook:
    examined = legacy.examine(data)
    _check_count(len(examined))
    reader = _reader(data)
    names = [sheet.name for sheet in reader.sheets_metadata if "WorkSheet" in str(sheet.typ)]
    pairs = list(zip(names, examined, strict=False))
    sheets = [_calamine_sheet(reader, name, sheet.facts) for name, sheet in pairs if sheet.visible]
    return _workbook("xls", sheets, [name for name, sheet in pairs if not sheet.visible])


def _workbook(kind: str, sheets: list[Sheet], hidden: list[str]) -> Workbook:
    if not sheets:
        raise Unreadable("文件里没有可见的工作表。请取消隐藏需要导入的工作表，保存后再上传。")
    return Workbook(kind=kind, sheets=sheets, hidden=[name for name in hidden if name != OPTIONS_SHEET])


def _check_count(sheets: int) -> None:
    if sheets > MAX_SHEETS:
        raise Unreadable(f"文件有 {sheets} 个工作表，超过 {MAX_SHEETS} 个的上限。请只保留需要导入的工作表。")


def _reader(data: bytes) -> CalamineWorkbook:
    return _guarded(lambda: CalamineWorkbook.from_object(io.BytesIO(data)))


def _guarded(read: Callable[[], Read]) -> Read:
    """The reader is Rust: it reports damage as its own errors, and a contradiction in the file as a panic."""
    try:
        return read()
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable(DAMAGED) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable(DAMAGED) from error


def _calamine_sheet(reader: CalamineWorkbook, name: str, facts: Facts) -> Sheet:
    def load() -> Content:
        sheet = _guarded(lambda: reader.get_sheet_by_name(name))
        ranges = sheet.merged_cell_ranges or ()
        merges = (Merge(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges)
        return Content(sheet.iter_rows, tuple(merges))

    return Sheet(name=name, load=load, facts=facts)


def _csv(data: bytes) -> Workbook:
    text = _decoded(data)
    if text.lstrip().startswith("<"):
        raise Unreadable("这其实是网页文件，只是改了扩展名。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")
    delimiter = max(",\t;", key=text[:4096].count)

    def rows() -> Iterator[Cells]:
        return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)

    try:
        for _ in rows():
            pass
    except csv.Error as error:
        raise Unreadable("CSV 文件的引号不成对，读不出列。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。") from error
    return Workbook(kind="csv", sheets=[Sheet(name="CSV", load=lambda: Content(rows), can_merge=False)], hidden=[])


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    elif b"\0" in data:
        raise Unreadable("这不是 Excel 或 CSV 文件。请上传 .xlsx、.xls 或 .csv 文件。")
    else:
        encodings = ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("CSV 文件的文字编码认不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 后再上传。")
