"""The small file system (OLE) inside an .xls; also around Word files and around any Office file with a password."""

import struct

from core.workbooks.errors import DAMAGED, Unreadable

SECTOR_SHIFTS = (9, 12)  # sectors of 512 or 4,096 bytes
IN_HEADER = 109  # places for the allocation table in the header; the others are chained
LAST_SECTOR = 0xFFFFFFFA  # numbers above mean "end", "free" and so on
ENTRY = 128  # bytes of a directory entry


class OleFile:
    """The streams of an OLE file by name. Raises struct.error or IndexError where the file contradicts itself."""

    def __init__(self, data: bytes) -> None:
        shift = struct.unpack_from("<H", data, 30)[0]
        if shift not in SECTOR_SHIFTS:
            raise Unreadable(DAMAGED)
        self._data, self._sector = data, 1 << shift
        self._table = [number for sector in self._table_sectors() for number in self._numbers(sector)]
        self.streams = self._entries(self._chain(struct.unpack_from("<I", data, 48)[0]))

    def read(self, name: str) -> bytes:
        start, size = self.streams[name]
        return self._chain(start)[:size]

    def _read(self, sector: int) -> bytes:
        return self._data[self._sector * (sector + 1) : self._sector * (sector + 2)]

    def _numbers(self, sector: int) -> tuple[int, ...]:
        return struct.unpack(f"<{self._sector // 4}I", self._read(sector))

    def _table_sectors(self) -> list[int]:
        """Where the allocation table is kept."""
        following, tables = struct.unpack_from("<II", self._data, 68)
        found = list(struct.unpack_from(f"<{IN_HEADER}I", self._data, 76))
        for _ in range(min(tables, len(self._data) // self._sector)):
            *more, following = self._numbers(following)
            found += more
        return [sector for sector in found if sector <= LAST_SECTOR]

    def _chain(self, sector: int) -> bytes:
        found: list[bytes] = []
        while sector <= LAST_SECTOR and len(found) <= len(self._table):
            found.append(self._read(sector))
            sector = self._table[sector]
        return b"".join(found)

    @staticmethod
    def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
        """Name to first sector and size."""
        found = {}
        for at in range(0, len(directory), ENTRY):
            length = struct.unpack_from("<H", directory, at + 64)[0]
            name = directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace")
            found[name] = struct.unpack_from("<II", directory, at + 116)
        return found
