"""Dates and years as people type them, and as Excel turns them round."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from core.workbooks import words

EXCEL_DAY_ZERO = date(1899, 12, 30)
SERIALS = range(25_569, 73_051)  # 1970 to 2099
YEARS = range(1900, 2101)

YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})[日号]?")
TIME = re.compile(r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
YEAR = re.compile(r"(约|大约)?(\d{4})(?:年(?:\d{1,2}月)?|[-/]\d{1,2})?(?:左右)?")


def read_date(raw: Any) -> tuple[date | None, str]:
    """The day meant by a cell, and what was assumed; None when the day is not certain (2023年3月, 3/4/2023)."""
    if isinstance(raw, datetime):
        return raw.date(), ""
    if isinstance(raw, date):
        return raw, ""
    if isinstance(raw, int | float) and raw == int(raw) and int(raw) in SERIALS:
        day = EXCEL_DAY_ZERO + timedelta(days=int(raw))
        return day, f"数字 {raw:.0f} 已按 Excel 日期读作 {day:%Y-%m-%d}，请核对。"
    text = words.plain(f"{raw:.15g}" if isinstance(raw, float) else TIME.sub("", str(raw).strip()))
    if parts := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        return _day(*parts.groups()), ""
    if parts := YEAR_LAST.fullmatch(text):
        first, second, year = parts.groups()
        readings = {_day(year, first, second), _day(year, second, first)} - {None}
        return (readings.pop() if len(readings) == 1 else None), ""
    return None, ""


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def read_year(raw: Any) -> tuple[int | None, str]:
    """The year meant by a cell. 1998 in a cell formatted as a date comes as a day of 1905 and is turned back."""
    if isinstance(raw, date):
        day = raw.date() if isinstance(raw, datetime) else raw
        if (serial := (day - EXCEL_DAY_ZERO).days) in YEARS:
            return serial, f"单元格设成了日期格式，已按 {serial} 年读取，请核对。"
        return day.year, ""
    text = words.plain(f"{raw:.15g}" if isinstance(raw, float) else raw)
    if parts := YEAR.fullmatch(text):
        about = parts[1] or text.endswith("左右")
        return int(parts[2]), f"写的是“{text}”，已按 {parts[2]} 年读取，请核对。" if about else ""
    day, _ = read_date(raw) if isinstance(raw, str) else (None, "")
    return (day.year, "") if day else (None, "")
