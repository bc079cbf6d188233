"""What is written is typed, harmless and reads back unchanged."""

import io
import tracemalloc
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import openpyxl
import pytest

from core.workbooks.opening import open_workbook
from core.workbooks.writing import Table, csv_chunks, write_xlsx
from tests import workbooks
from tests.core import ledger_columns as columns

LINES = ("筛选：街道 南桥街道", "导出时间：2023年3月20日 10:00")


def compound(name="示例一号院", **more):
    values = {column.key: None for column in columns.ALL} | {"name": name, "street": "南桥街道"}
    return SimpleNamespace(**(values | more))


FULL = compound(
    buildings=3,
    households=76,
    area=Decimal("6156.00"),
    investment=Decimal("1887712.34"),
    consent=Decimal("85.50"),
    year=1998,
    start=date(2023, 3, 20),
    structure="brick",
    committee=False,
    fee=Decimal("0.30"),
)


def written(*rows, of=columns.ALL, totals=None):
    file = io.BytesIO()
    write_xlsx(Table(title="小区清单", lines=LINES, columns=of, rows=rows, totals=totals or {}), file)
    return file.getvalue()


def as_csv(*rows, of=columns.PLAN):
    return b"".join(csv_chunks(Table(title="小区清单", lines=LINES, columns=of, rows=rows)))


def test_title_filters_and_time_stand_above_the_head():
    cells = workbooks.cells(written(FULL))

    assert [row[0] for row in cells[:4]] == ["小区清单", *LINES, "街道"]


def test_cells_are_typed_in_the_unit_of_the_head():
    head, row = workbooks.cells(written(FULL))[3:5]
    cells = dict(zip(head, row, strict=True))

    assert cells["计划投资（万元）"] == 188.771234
    assert (cells["户数（户）"], cells["计划开工"].date(), cells["结构"], cells["业委会"]) == (
        76,
        date(2023, 3, 20),
        "砖混结构",
        "否",
    )


@pytest.mark.parametrize("text", ["=1+1", "+86", "-1", "@SUM(A1)", "=cmd|'/c calc'!A1"])
def test_text_that_looks_like_a_formula_stays_text(text):
    sheet = openpyxl.load_workbook(io.BytesIO(written(compound(text)))).active

    assert (sheet["B5"].value, sheet["B5"].data_type) == (text, "s")
    assert f"'{text}" in as_csv(compound(text)).decode("utf-8-sig")


def test_the_total_is_a_row_that_the_import_knows():
    last = workbooks.cells(written(FULL, totals={"households": 76, "investment": Decimal("1887712.34")}))[-1]

    assert (last[0], last[3], last[5], last[1]) == ("合计", 76, 188.771234, None)


def test_an_empty_list_still_has_its_head():
    assert [cell for cell in workbooks.cells(written())[3] if cell][:2] == ["街道", "小区名称"]


def test_it_prints_on_a4_landscape_with_the_head_on_each_page():
    sheet = openpyxl.load_workbook(io.BytesIO(written(FULL))).active

    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$4:$4", "B5")


def test_each_row_of_the_sheet_is_written_once():
    sheet = open_workbook(written(FULL, totals={"households": 76})).sheets[0]

    assert [number for number, _ in sheet.rows()] == [1, 2, 3, 4, 5, 6]


def test_csv_opens_in_excel_and_by_us():
    data = as_csv(FULL)

    assert data.startswith(b"\xef\xbb\xbf")
    assert list(open_workbook(data).sheets[0].rows())[-1][1][:4] == ["南桥街道", "示例一号院", "3", "76"]


def test_memory_does_not_grow_with_the_list():
    def peak(rows):
        tracemalloc.start()
        write_xlsx(Table(title="小区清单", columns=columns.ALL, rows=(FULL for _ in range(rows))), io.BytesIO())
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)

    assert peak(5_000) < 2 * peak(50) + 1_000_000
