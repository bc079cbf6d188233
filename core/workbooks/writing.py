"""Lists as files: an .xlsx as an office would lay it out, or a .csv; both written row by row in flat memory.

What is written reads back unchanged: values are typed and unrounded, units stand in the head, the total is a row that
the import recognises. The workbook holds no formula, and text stays text whatever it begins with.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, BinaryIO

from django.utils import timezone
from rustpy_xlsxwriter import Format, write_worksheet

from core.columns import YES_OR_NO, Column, Kind

TOTAL = "合计"
LONGEST_CELL = 32_767  # characters that Excel accepts
WOULD_BE_FORMULA = ("=", "+", "-", "@", "\t", "\r")
A4 = 9

NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.CHOICE: "@",
    Kind.YESNO: "@",
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.00",
    Kind.MONEY: "#,##0.00",
    Kind.AREA: "#,##0.00",
    Kind.PERCENT: "0.00",
    Kind.YEAR: "0",
    Kind.DATE: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}


@dataclass(frozen=True, kw_only=True)
class Table:
    """What is written: `lines` stand below the title (filters in words, when and by whom it was made)."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Any]
    lines: Sequence[str] = ()
    totals: Mapping[str, Any] = field(default_factory=dict)  # sums by column key, in base units; empty: no total row


def write_xlsx(table: Table, target: str | BinaryIO) -> None:
    """Write the table as a workbook of one sheet, ready to print on A4 landscape."""
    headings = [column.heading for column in table.columns]
    last = len(headings) - 1
    above = [(table.title, _title()), *((line, Format().set_font_color("#595959")) for line in table.lines)]
    head = len(above)
    write_worksheet(
        (dict(zip(headings, record, strict=True)) for record in _records(table)),
        target,
        sheet_name=_sheet_name(table.title),
        header_row=head,
        merge_ranges=[(row, 0, row, max(last, 1), text, style) for row, (text, style) in enumerate(above)],
        header_format=_head(),
        column_formats=[_cell(column) for column in table.columns],
        column_widths=[float(column.width) for column in table.columns],
        freeze_row=head + 1,
        freeze_col=1,
        conditional_formats=_bold_total(headings[0]) if table.totals else None,
        page_setup={
            "paper_size": A4,
            "landscape": True,
            "repeat_rows": head,
            "fit_to_pages": (1, 0),
            "print_gridlines": True,
            "footer": "&C第 &P 页，共 &N 页",
        },
    )


def csv_chunks(table: Table) -> Iterator[bytes]:
    """The same as UTF-8 with the mark by which Excel recognises it; an apostrophe keeps would-be formulas harmless."""
    writer = csv.writer(_Line())
    yield b"\xef\xbb\xbf"
    for line in (table.title, *table.lines):
        yield writer.writerow([_guarded(line)]).encode()
    yield writer.writerow([column.heading for column in table.columns]).encode()
    for record in _records(table):
        yield writer.writerow([_guarded(value) for value in record]).encode()


class _Line:
    """Lets the csv writer return each line instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def _records(table: Table) -> Iterator[list[Any]]:
    """The cells of every row, then of the total. One blank row when there is none, or the head would be missing."""
    read = [column.read for column in table.columns]
    convert = [_converter(column) for column in table.columns]
    pairs = list(zip(read, convert, strict=True))
    none = True
    for row in table.rows:
        none = False
        yield [None if (value := of(row)) is None else into(value) for of, into in pairs]
    if table.totals:
        sums = [
            None if (value := table.totals.get(column.key)) is None else into(value)
            for column, into in zip(table.columns, convert, strict=True)
        ]
        yield [TOTAL, *sums[1:]]
    elif none:
        yield [None] * len(pairs)


def cell_value(column: Column, value: Any) -> Any:
    """One value of a column as it stands in a cell."""
    return _converter(column)(value)


def _converter(column: Column) -> Callable[[Any], Any]:
    """How the values of a column become cells."""
    if column.kind is Kind.CHOICE and column.choices:
        labels = {value: str(label) for value, label in column.choices.choices}
        return lambda value: labels.get(value, str(value))
    if column.kind is Kind.YESNO:
        return lambda value: YES_OR_NO[bool(value)]
    if column.kind in (Kind.MONEY, Kind.AREA):
        factor = column.unit.factor if column.unit else Decimal(1)
        return lambda value: float(value / factor)
    if column.kind in (Kind.DECIMAL, Kind.PERCENT):
        return float
    if column.kind is Kind.MOMENT:
        return lambda value: timezone.localtime(value).replace(tzinfo=None, second=0, microsecond=0)
    if column.kind in (Kind.INTEGER, Kind.YEAR, Kind.DATE):
        return lambda value: value
    return lambda value: str(value)[:LONGEST_CELL]


def _guarded(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(WOULD_BE_FORMULA) else value


def _title() -> Format:
    return Format().set_bold().set_font_size(14).set_align("center")


def _head() -> Format:
    look = Format().set_bold().set_align("center").set_align("vertical_center").set_text_wrap()
    return look.set_background_color("#DCE6F1").set_border("thin")


def _cell(column: Column) -> Format:
    return Format().set_num_format(NUMBER_FORMATS[column.kind]).set_align("right" if column.numeric else "left")


def _bold_total(heading: str) -> dict[str, Any]:
    rule = {"type": "text", "criteria": "begins_with", "value": TOTAL, "format": Format().set_bold()}
    return {heading: rule}


def _sheet_name(title: str) -> str:
    """A title as Excel accepts it for a tab: without its seven forbidden signs, at most 31 characters."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31] or "数据"
