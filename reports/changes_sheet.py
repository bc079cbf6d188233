"""The workbook of what changed between two dates: by street, and by site."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from accounts.models import User
from core import audit
from core.workbooks.looks import on_paper
from divisions.models import Division
from reports.measures import MEASURES, Value
from reports.report_tables import heading, unit_of
from reports.selectors.changes import KEYS, Changed, SiteChanged

BOLD, CENTRED = Font(bold=True), Alignment(horizontal="center", vertical="center", wrap_text=True)


def workbook(
    *,
    division: Division,
    first: date,
    second: date,
    rows: Sequence[Changed],
    total: Changed,
    sites: Sequence[SiteChanged],
    by: User,
) -> bytes:
    """Two sheets. Every export is on record."""
    book = Workbook()
    said = f"{division}　{first:%Y-%m-%d} 至 {second:%Y-%m-%d}　导出：{timezone.localtime():%Y-%m-%d %H:%M}　{by}"
    _streets(book.active, said, (first, second), [*rows, total])
    _sites(book.create_sheet("小区变化"), said, sites)
    details = {"列表": "变化情况", "从": str(first), "到": str(second), "小区": len(sites)}
    audit.write(by=by, action="导出", division_id=by.division_id, details=details)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _streets(sheet: Any, said: str, days: tuple[date, date], rows: Sequence[Changed]) -> None:
    sheet.title = "街道变化"
    width = 1 + 3 * len(KEYS)
    _head(sheet, "两次会议之间的变化", said, width)
    sheet.cell(3, 1, "单位")
    sheet.merge_cells(start_row=3, end_row=4, start_column=1, end_column=1)
    for number, key in enumerate(KEYS):
        column = 2 + 3 * number
        sheet.cell(3, column, heading(key))
        sheet.merge_cells(start_row=3, end_row=3, start_column=column, end_column=column + 2)
        for offset, word in enumerate((*(f"{day:%Y-%m-%d}" for day in days), "变化")):
            sheet.cell(4, column + offset, word)
            sheet.column_dimensions[get_column_letter(column + offset)].width = 12
    for row in rows:
        cells = [[row.before.get(key), row.after.get(key), row.difference(key)] for key in KEYS]
        sheet.append(
            [row.name, *(_in_unit(key, value) for key, part in zip(KEYS, cells, strict=True) for value in part)]
        )
    _bold(sheet, 3, 4, sheet.max_row)
    sheet.freeze_panes = "B5"
    sheet.print_title_rows = "1:4"
    on_paper(sheet, across=True, named=1)


def _sites(sheet: Any, said: str, sites: Sequence[SiteChanged]) -> None:
    _head(sheet, "小区变化", said, 4)
    sheet.append(["街道", "小区", "项目", "变化"])
    for each in sites:
        sheet.append([each.street, each.compound, each.project, each.what])
    _bold(sheet, 3)
    for letter, width in zip("ABCD", (16, 24, 24, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "1:3"
    on_paper(sheet, across=True, named=1)


def _head(sheet: Any, title: str, said: str, width: int) -> None:
    sheet.append([title])
    sheet.append([said])
    for row in (1, 2):
        sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=width)
    sheet.cell(1, 1).alignment, sheet.cell(1, 1).font = CENTRED, Font(bold=True, size=14)
    sheet.column_dimensions[get_column_letter(1)].width = 18


def _bold(sheet: Any, *rows: int) -> None:
    for row in rows:
        for cell in sheet[row]:
            cell.font, cell.alignment = BOLD, CENTRED


def _in_unit(key: str, value: Value) -> Any:
    if value is None or MEASURES[key].kind == "count":
        return value
    return unit_of(key).from_base(Decimal(value))
