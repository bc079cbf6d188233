"""The zip around an .xlsx: unpacked piece by piece, so that no file can unpack to more than it admits."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from core.workbooks.errors import DAMAGED, PASSWORD, TOO_BIG_INSIDE, Unreadable

MAX_UNPACKED = 600 * 1024 * 1024  # room for 1,048,576 formatted blank rows
MAX_SHARED_TEXT = 100 * 1024 * 1024  # held in memory by the reader
MAX_INDEX = 2 * 1024 * 1024  # workbook.xml and its relations
PIECE = 256 * 1024
ENCRYPTED = 0x1

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT_MAIN = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"

STRANGERS = {
    "word/document.xml": "Word 文档",
    "ppt/presentation.xml": "PowerPoint 演示文稿",
    "xl/workbook.bin": "二进制工作簿（.xlsb）",
    "content.xml": "OpenDocument 文件（.ods）",
}


@dataclass(frozen=True)
class SheetPart:
    """Where one sheet of the workbook is kept."""

    name: str
    path: str
    visible: bool


class Package:
    """An .xlsx file in memory. Opening it refuses whatever is no workbook, is damaged, locked, or a zip bomb."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            raise Unreadable(DAMAGED) from error
        self._parts = {entry.filename: entry for entry in entries}
        self._refuse_strangers()
        self._refuse_traps(entries)

    @property
    def unpacked(self) -> int:
        """Bytes of the whole workbook once unpacked."""
        return sum(entry.file_size for entry in self._parts.values())

    def _refuse_strangers(self) -> None:
        for path, what in STRANGERS.items():
            if path in self._parts:
                raise Unreadable(f"这是{what}，不是 Excel 工作簿。请把表格另存为 .xlsx 后再上传。")
        if "xl/workbook.xml" not in self._parts:
            raise Unreadable("这是压缩包，不是 Excel 工作簿。请解压后上传里面的 .xlsx 文件。")

    def _refuse_traps(self, entries: list[zipfile.ZipInfo]) -> None:
        if len(self._parts) != len(entries):
            raise Unreadable(DAMAGED)
        if any(entry.flag_bits & ENCRYPTED for entry in entries):
            raise Unreadable(PASSWORD)
        shared = sum(entry.file_size for entry in entries if entry.filename.lower().endswith("sharedstrings.xml"))
        if self.unpacked > MAX_UNPACKED or shared > MAX_SHARED_TEXT:
            raise Unreadable(TOO_BIG_INSIDE)

    def paths(self) -> list[str]:
        return list(self._parts)

    def pieces(self, path: str) -> Iterator[bytes]:
        """Unpack one part, refusing at the first byte beyond the size that the file states for it.

        zipfile itself stops silently at the stated size, the reader after us does not: hence by hand.
        """
        entry = self._parts.get(path)
        if entry is None:
            raise Unreadable(DAMAGED)
        left = entry.file_size
        for piece in _inflated(self._packed(entry), entry.compress_type):
            left -= len(piece)
            if left < 0:
                raise Unreadable(TOO_BIG_INSIDE)
            yield piece

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        name_and_extra = self._data[entry.header_offset + 26 : entry.header_offset + 30]
        start = entry.header_offset + 30 + int.from_bytes(name_and_extra[:2], "little")
        start += int.from_bytes(name_and_extra[2:], "little")
        packed = memoryview(self._data)[start : start + entry.compress_size]
        if len(packed) < entry.compress_size:
            raise Unreadable(DAMAGED)
        return packed

    def sheets(self) -> list[SheetPart]:
        """The sheets in the order of their tabs; charts and dialogs left out."""
        targets = {
            relation.get("Id"): _resolved(relation.get("Target", ""))
            for relation in self._xml("xl/_rels/workbook.xml.rels")
            if relation.get("Type", "").endswith("/worksheet")
        }
        found = []
        for sheet in self._xml("xl/workbook.xml").iter(f"{MAIN}sheet", f"{STRICT_MAIN}sheet"):
            relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            if relation in targets:
                visible = sheet.get("state", "visible") == "visible"
                found.append(SheetPart(sheet.get("name", ""), targets[relation], visible))
        return found

    def _xml(self, path: str) -> etree._Element:
        entry = self._parts.get(path)
        if entry is None or entry.file_size > MAX_INDEX:
            raise Unreadable(DAMAGED)
        try:
            return etree.fromstring(b"".join(self.pieces(path)), etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError as error:
            raise Unreadable(DAMAGED) from error


def _inflated(packed: memoryview, method: int) -> Iterator[bytes]:
    if method == zipfile.ZIP_STORED:
        for start in range(0, len(packed), PIECE):
            yield bytes(packed[start : start + PIECE])
        return
    if method != zipfile.ZIP_DEFLATED:
        raise Unreadable(DAMAGED)
    decoder = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for start in range(0, len(packed), PIECE):
            waiting: bytes | memoryview = packed[start : start + PIECE]
            while waiting and not decoder.eof:
                yield decoder.decompress(waiting, PIECE)
                waiting = decoder.unconsumed_tail
    except zlib.error as error:
        raise Unreadable(DAMAGED) from error
    if not decoder.eof:
        raise Unreadable(DAMAGED)


def _resolved(target: str) -> str:
    """A relation's target as a path in the package: `/xl/x.xml` is absolute, `x.xml` lies beside workbook.xml."""
    return target[1:] if target.startswith("/") else f"xl/{target}"
