"""Words of a ledger made comparable: full width to half width, line breaks and spaces out, units told apart."""

import re
import unicodedata
from functools import cache, lru_cache

from core import units
from core.units import AREA_UNITS, MONEY_UNITS, Unit

BLANKS = re.compile(r"[\s\u200b-\u200d\ufeff]+")
BRACKETED = re.compile(r"[(\[【<〔{]([^()\[\]【】<>〔〕{}]*)[)\]】>〕}]")
EDGES = "*:、,.;-_/\\#"
SCALES = "十百千万亿"
LONGEST_HEADING = 60  # characters; what is longer is a note


def plain(text: object) -> str:
    """The text in half width without any blanks: `计划 投资（万元）` is `计划投资(万元)`."""
    return BLANKS.sub("", unicodedata.normalize("NFKC", str(text)))


def name(text: str) -> str:
    """The words of a heading, without brackets, marks and case."""
    return BRACKETED.sub("", plain(text)).strip(EDGES).lower()


@cache
def _known_units() -> dict[str, Unit]:
    known = [unit for unit in vars(units).values() if isinstance(unit, Unit)]
    return {plain(symbol).lower(): unit for unit in known for symbol in (*unit.also, unit.symbol)}


@cache
def _measured() -> list[str]:
    """What money and areas are measured in, 万平方米 before 平方米. Without 元, which ends other words too."""
    symbols = {plain(symbol).lower() for unit in MONEY_UNITS + AREA_UNITS for symbol in (*unit.also, unit.symbol)}
    return sorted((symbol for symbol in symbols if len(symbol) > 1), key=len, reverse=True)


def unit_named(text: str, among: tuple[Unit, ...]) -> Unit | None:
    """The unit of a family that goes by this name."""
    wanted = plain(text).lower()
    for unit in among:
        if wanted in {plain(symbol).lower() for symbol in (unit.symbol, *unit.also)}:
            return unit
    return None


def is_unit(text: str) -> bool:
    """Whether the text is a unit of measure, also one that we do not convert (千元, 万户)."""
    wanted = plain(text).lower()
    return wanted in _known_units() or (wanted[:1] in SCALES and wanted[1:] in _known_units())


@lru_cache(maxsize=2_000)
def split_unit(heading: str) -> tuple[str, str]:
    """`建筑面积\\n(万平方米)` is 建筑面积 in 万平方米; `计划投资万元` is 计划投资 in 万元."""
    text = plain(heading)
    if len(text) > LONGEST_HEADING:
        return text, ""
    for found in BRACKETED.finditer(text):
        unit = found[1].removeprefix("单位:").strip(EDGES)
        if is_unit(unit):
            return text[: found.start()] + text[found.end() :], unit
    for found in re.finditer("[/,:]", text):
        if is_unit(text[found.end() :]):
            return text[: found.start()], text[found.end() :]
    ending = next((symbol for symbol in _measured() if text.lower().endswith(symbol) and text.lower() != symbol), "")
    return text.lower().removesuffix(ending), ending


def units_stated(line: str) -> list[str]:
    """The units in a line above the head: `填报单位:…办公室    单位:万元、万平方米` states 万元 and 万平方米."""
    text = unicodedata.normalize("NFKC", line)
    stated = re.findall(r"单位\s*:\s*([^\s:]+)", text) + BRACKETED.findall(text)
    return [unit for part in stated for unit in re.split(r"[、,;/和及]", part.removeprefix("单位:")) if is_unit(unit)]
