"""Read one cell as what its column holds. What is not certain is refused with a sentence that says how to write it.

`read` gives the value in base units (元, ㎡; None where blank) and a remark: what was assumed, for a person to check.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import TextChoices

from core.columns import Column, Kind
from core.errors import DomainError
from core.units import PERCENT, Unit
from core.workbooks import dates, words
from core.workbooks.headings import unit_choices

Read = tuple[Any, str]

LIMITS = {  # least and most in base units, unless the column says otherwise
    Kind.INTEGER: (0, 10_000_000),
    Kind.DECIMAL: (0, 1_000_000_000),
    Kind.MONEY: (0, 1_000_000_000_000),
    Kind.AREA: (0, 10_000_000_000),
    Kind.PERCENT: (0, 100),
    Kind.YEAR: (1900, 2100),
}
LONGEST = 200  # characters of a text, unless the column says otherwise
EXACT_DIGITS = 10**15  # Excel keeps fifteen digits

DASHES = re.compile(r"[-—–―－/\\、.]+")
FIGURE = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?(\D.*)?")
ABOUT = re.compile(r"^(?:大约|大概|约|近)|(?:左右|上下)(?=\D*$)")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\ufeff]")
WRAPPED = re.compile(r"[ \t]*\n[ \t]*")
GUARDED = re.compile(r"'(?=[=+\-@\t\r])")  # the apostrophe that our .csv puts before a would-be formula

YES = {"是", "有", "√", "✓", "✔", "y", "yes", "true", "1", "对"}
NO = {"否", "无", "没有", "×", "✗", "✘", "x", "n", "no", "false", "0"}


class Unclear(DomainError):
    """The cell cannot be read for certain; the text says how to write it."""


def read(column: Column, raw: Any, *, unit: Unit | None = None) -> Read:
    """The value of a cell and what was assumed; refuses what cannot be told for certain. `unit` is its column's."""
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None, ""
    if column.kind is not Kind.TEXT and isinstance(raw, str) and DASHES.fullmatch(words.plain(raw)):
        return None, ""
    return READERS[column.kind](column, raw, unit)


def shown(raw: Any) -> str:
    """What stands in a cell, for a list of problems."""
    if isinstance(raw, float):
        return f"{raw:.15g}"
    return str(raw)[:LONGEST]


def _text(column: Column, raw: Any, unit: Unit | None) -> Read:
    if isinstance(raw, bool):
        raise Unclear("这里是逻辑值，应为文字。请把单元格设为“文本”后重填。")
    if isinstance(raw, date):
        raise Unclear(f"Excel 把它变成了日期（{raw:%Y-%m-%d}）。请把单元格设为“文本”后重填。")
    if isinstance(raw, int | float) and abs(raw) >= EXACT_DIGITS:
        raise Unclear("这串长数字已被 Excel 改成近似值。请把单元格设为“文本”后重填。")
    text = CONTROL.sub("", shown(raw) if isinstance(raw, float) else str(raw)).replace("\r\n", "\n").strip()
    text = GUARDED.sub("", text) if GUARDED.match(text) else text
    if not column.long:
        text = WRAPPED.sub(" " if text.isascii() else "", text)
    if len(text) > (most := column.most or LONGEST):
        raise Unclear(f"文字有 {len(text)} 个字，最多 {most} 个。")
    return text or None, ""


def _integer(column: Column, raw: Any, unit: Unit | None) -> Read:
    figure, written, remark = _figure(raw)
    if written and written != "个" and not words.unit_named(written, unit_choices(column)):
        raise Unclear(f"“{shown(raw)}”的单位“{written}”不对，请只填数字。")
    if figure != figure.to_integral_value():
        raise Unclear(f"应为整数，这里是 {shown(raw)}。")
    return int(_within(column, figure)), remark


def _measured(column: Column, raw: Any, unit: Unit | None) -> Read:
    """Money and areas: the unit written in the cell, or else the unit of its column."""
    figure, written, remark = _figure(raw)
    if written:
        stated = words.unit_named(written, unit_choices(column))
        if stated is None:
            raise Unclear(f"“{shown(raw)}”的单位“{written}”不能换算，请按表头的单位只填数字。")
        if unit and stated is not unit:
            remark += f"单元格写的是“{written}”，已按{stated.symbol}换算，请核对。"
        unit = stated
    if unit is None:
        raise Unclear("没有写明单位，无法换算。")
    return _within(column, unit.to_base(figure)), remark


def _decimal(column: Column, raw: Any, unit: Unit | None) -> Read:
    figure, written, remark = _figure(raw)
    if written and not words.unit_named(written, unit_choices(column)):
        raise Unclear(f"“{shown(raw)}”的单位“{written}”不对，请只填数字。")
    return _within(column, figure), remark


def _percent(column: Column, raw: Any, unit: Unit | None) -> Read:
    """85, 85% and the 0.85 of a cell formatted as per cent. A number of at most 1 can be meant either way: remarked."""
    figure, written, remark = _figure(raw)
    if written and not words.unit_named(written, (PERCENT,)):
        raise Unclear(f"应为百分比，例如 85%，这里是“{shown(raw)}”。")
    if not written and not unit and 0 < figure <= 1:
        figure *= 100
        remark += f"{shown(raw)} 已按 {figure.normalize():f}% 读取，请核对。"
    elif not written and 0 < figure < 1:
        remark += f"{shown(raw)} 已按 {shown(raw)}% 读取；如果是 {figure * 100:f}%，请改写。"
    return _within(column, figure), remark


def _year(column: Column, raw: Any, unit: Unit | None) -> Read:
    year, remark = dates.read_year(raw)
    if year is None:
        raise Unclear(f"“{shown(raw)}”不是确切的年份，请填四位数字，例如 1998。")
    return int(_within(column, Decimal(year))), remark


def _date(column: Column, raw: Any, unit: Unit | None) -> Read:
    day, remark = dates.read_date(raw)
    if day is None:
        raise Unclear(f"“{shown(raw)}”不是确切的日期，请写成 2023-03-20 的样子。")
    if not 1900 <= day.year <= 2100:
        raise Unclear(f"日期应在 1900 年至 2100 年之间，这里是 {day:%Y-%m-%d}。")
    return day, remark


def _choice(column: Column, raw: Any, unit: Unit | None) -> Read:
    """One of the choices by its label; the beginning of exactly one label will do, with a remark."""
    if column.choices is None:
        return _text(column, raw, unit)
    text = words.plain(shown(raw))
    by_label = _by_label(column.choices)
    if text in by_label:
        return by_label[text], ""
    if text in column.choice_also:
        value = column.choice_also[text]
        return value, f"“{shown(raw)}”已按“{column.choices(value).label}”读取，请核对。"
    begun = [label for label in by_label if len(text) > 1 and label.startswith(text)]
    if len(begun) == 1:
        return by_label[begun[0]], f"“{shown(raw)}”已按“{begun[0]}”读取，请核对。"
    raise Unclear(f"“{shown(raw)}”不在可选范围内。可填：{'、'.join(map(str, column.choices.labels))}。")


@cache
def _by_label(choices: type[TextChoices]) -> dict[str, str]:
    return {words.plain(label): value for value, label in choices.choices}


def _yes_no(column: Column, raw: Any, unit: Unit | None) -> Read:
    if isinstance(raw, bool):
        return raw, ""
    text = words.plain(shown(raw)).lower()
    if text in YES:
        return True, ""
    if text in NO:
        return False, ""
    raise Unclear(f"应填“是”或“否”，这里是“{shown(raw)}”。")


READERS: dict[Kind, Callable[[Column, Any, Unit | None], Read]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _decimal,
    Kind.MONEY: _measured,
    Kind.AREA: _measured,
    Kind.PERCENT: _percent,
    Kind.YEAR: _year,
    Kind.DATE: _date,
    Kind.CHOICE: _choice,
    Kind.YESNO: _yes_no,
}


def _figure(raw: Any) -> tuple[Decimal, str, str]:
    """The number in a cell, the unit written behind it, and a remark when it is only about so much."""
    if isinstance(raw, bool):
        raise Unclear("这里是逻辑值，应为数字。")
    if isinstance(raw, int | float):
        return Decimal(f"{raw:.15g}"), "", ""
    if isinstance(raw, date) or not isinstance(raw, str):
        raise Unclear("单元格是日期格式，应为数字。请把单元格格式改为“常规”后重填。")
    if len(raw) > LONGEST:
        raise Unclear("这里应为数字，却是一段文字。")
    if re.search(r"\d\s+\d", unicodedata.normalize("NFKC", raw)):
        raise Unclear(f"“{shown(raw)}”里有几个数，请只填一个。")
    text = words.plain(raw).removeprefix("'").removeprefix("¥")
    exact = ABOUT.sub("", text)
    if not (parts := FIGURE.fullmatch(exact)):
        raise Unclear(f"“{shown(raw)}”不是确切的数字，请填一个阿拉伯数字，例如 120。")
    sign, whole, fraction, written = parts.groups()
    figure = Decimal(f"{sign}{whole.replace(',', '')}{fraction or ''}")
    return figure, written or "", "" if exact == text else f"写的是“{shown(raw)}”，已按 {figure:,} 读取，请核对。"


def limits(column: Column) -> tuple[Decimal, Decimal] | None:
    """The least and the most that a column can sensibly hold, in the unit that people see; None for words."""
    if column.kind not in LIMITS:
        return None
    least, most = LIMITS[column.kind]
    least = least if column.least is None else column.least
    most = most if column.most is None else column.most
    return column.in_unit(Decimal(least)), column.in_unit(Decimal(most))


def _within(column: Column, figure: Decimal) -> Decimal:
    """Refuse a figure outside the limits of its column, naming them."""
    least, most = limits(column)
    seen = column.in_unit(figure)
    if least <= seen <= most:
        return figure
    unit = column.unit.symbol if column.unit else ""
    ends, said = (
        (f"{least} 至 {most}", f"{seen}")
        if column.kind is Kind.YEAR
        else (
            f"{plain_figure(least)} 至 {plain_figure(most)}{unit}",
            f"{plain_figure(seen)}{unit}",
        )
    )
    raise Unclear(f"{column.title}应在 {ends} 之间，这里是 {said}。")


def plain_figure(figure: Decimal) -> str:
    """1,234.5 — without an exponent and without zeros at the end."""
    text = f"{figure:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def packed(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def unpacked(column: Column, value: Any) -> Any:
    """The value again; the opposite of `packed`."""
    if value is None or not isinstance(value, str):
        return value
    if column.kind is Kind.DATE:
        return date.fromisoformat(value)
    return Decimal(value) if column.kind in (Kind.MONEY, Kind.AREA, Kind.DECIMAL, Kind.PERCENT) else value
