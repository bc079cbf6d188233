"""What somebody typed or pasted into a cell, as the value that is kept. What is not certain is refused with a sentence.

The understanding of numbers, units and dates is that of the imports (core.workbooks.values).
"""

import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from core.columns import Column, Kind
from core.errors import DomainError
from core.units import WAN_YUAN, rounded
from core.workbooks import values, words
from progress.figures import LONGEST_TEXT, Figure, Nature

SERIAL = re.compile(r"\d{5}")  # how Excel gives a date whose cell lost its format
WITHOUT_YEAR = re.compile(r"(\d{1,2})月(\d{1,2})[日号]")
LONGEST_QUOTED = 20  # characters of what was typed that a sentence repeats
LONGEST_FIGURE = 40  # no number or day is longer, with its unit


def read(figure: Figure, text: str, *, as_at: date | None = None) -> Any:
    """The value in base units (元, 公里); None or "" where blank. `as_at`: facts after this day belong to next month.

    Refused: what is no number or day, more decimals than the figure has, what lies outside its limits.
    """
    typed = text.encode("utf-8", "ignore").decode()  # half of a broken character cannot be kept
    if figure.nature is Nature.WORDS:
        return values.read(column_of(figure), typed)[0] or ""
    if len(typed.strip()) > LONGEST_FIGURE:
        wanted = "确切的日期" if figure.nature is Nature.DAY else "确切的数字"
        raise DomainError(f"“{typed.strip()[:LONGEST_QUOTED]}…”不是{wanted}，请重新填写。")
    if figure.nature is Nature.DAY:
        return _day(figure, typed.strip(), as_at)
    return _number(figure, typed)


def _day(figure: Figure, typed: str, as_at: date | None) -> date | None:
    raw: Any = int(typed) if SERIAL.fullmatch(typed) else typed
    if as_at and (parts := WITHOUT_YEAR.fullmatch(words.plain(typed))):
        # In January's return a day of December is the one just gone.
        raw = f"{as_at.year - (as_at.month == 1 and int(parts[1]) == 12)}年{parts[0]}"
    day, _ = values.read(column_of(figure), raw)
    if day and as_at and day > as_at:
        raise DomainError(f"数据截至 {as_at:%Y-%m-%d}，之后的事实请在下月填报；这里是 {day:%Y-%m-%d}。")
    return day


def _number(figure: Figure, typed: str) -> Decimal | int | None:
    try:
        value, _ = values.read(column_of(figure), typed, unit=figure.unit)
    except values.Unclear as refusal:
        raise DomainError(_helped(figure, typed, str(refusal))) from refusal
    if value is None or isinstance(value, int):
        return value
    seen = figure.unit.from_base(value) if figure.unit else value
    if rounded(seen, figure.places) != seen:
        kept = f"最多保留 {figure.places} 位小数" if figure.places else "应填整数"
        raise DomainError(f"{figure.title}{kept}，这里是“{typed.strip()[:LONGEST_QUOTED]}”，请四舍五入后再填。")
    return value


def _helped(figure: Figure, typed: str, sentence: str) -> str:
    """The sentence, and what is the usual reason for a figure that is far too large."""
    if figure.unit is not WAN_YUAN or "应在" not in sentence:
        return sentence
    return f"{sentence}表头的单位是万元，是不是以元填写的？"


@cache
def column_of(figure: Figure) -> Column:
    """The figure as the imports know a column. A flow may be negative: it corrects an earlier month."""
    kind = {Nature.DAY: Kind.DATE, Nature.WORDS: Kind.TEXT, Nature.LEVEL: Kind.PERCENT}.get(figure.nature)
    if kind is None:
        whole = figure.places == 0
        kind = Kind.MONEY if figure.unit is WAN_YUAN else Kind.INTEGER if whole else Kind.DECIMAL
    most = figure.most
    if most is not None and figure.unit is not None:
        most = int(most * figure.unit.factor)
    if figure.nature is Nature.WORDS:
        most = LONGEST_TEXT
    least = -most if figure.nature is Nature.FLOW and most is not None else None
    return Column(key=figure.key, title=figure.title, kind=kind, unit=figure.unit, least=least, most=most, long=True)
