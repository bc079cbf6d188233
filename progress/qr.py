"""What the code on the printed sheet says, and how it is drawn: LXGZ 410703008000 2023-05 V2 AB23CD45."""

import re
from dataclasses import dataclass
from datetime import date

import segno

from progress.models import ReturnVersion

PATTERN = re.compile(r"LXGZ (\d{12}) (\d{4})-(\d{2}) V(\d{1,3}) ([2-9A-HJ-NP-Z]{8})")


@dataclass(frozen=True)
class Marked:
    """Which version a sheet says it is."""

    division_id: str
    month: date
    number: int
    code: str

    def is_of(self, version: ReturnVersion) -> bool:
        return (self.division_id, self.month, self.number, self.code) == (
            version.division_id,
            version.month,
            version.number,
            version.code,
        )


def text_of(version: ReturnVersion) -> str:
    return f"LXGZ {version.division_id} {version.month:%Y-%m} V{version.number} {version.code}"


def read(text: str) -> Marked | None:
    """What one of our codes says; None for any other."""
    found = PATTERN.fullmatch(text.strip())
    if found is None or not 1 <= int(found[3]) <= 12:
        return None
    return Marked(found[1], date(int(found[2]), int(found[3]), 1), int(found[4]), found[5])


def picture(version: ReturnVersion) -> segno.QRCode:
    return drawn(text_of(version))


def drawn(text: str) -> segno.QRCode:
    """Error correction Q: a quarter of it may lie under the seal."""
    return segno.make_qr(text, error="q")
