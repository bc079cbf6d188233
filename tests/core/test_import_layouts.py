"""What every kind of ledger promises, whichever room declares it."""

import io

import openpyxl
import pytest

from core.imports.layout import LAYOUTS
from core.imports.matching import match_workbook
from core.imports.reading import read_sheets
from core.workbooks.opening import open_workbook
from core.workbooks.templates import HEAD_ROW, blank_template
from tests import workbooks


@pytest.fixture(params=sorted(LAYOUTS))
def layout(request):
    return LAYOUTS[request.param]


@pytest.fixture
def template(layout):
    return blank_template(title=layout.title, columns=layout.columns, lists={}, example=layout.example)


def test_no_two_columns_share_a_key(layout):
    keys = [column.key for column in layout.columns]

    assert {key for key in keys if keys.count(key) > 1} == set()


def test_its_label_and_filled_columns_exist(layout):
    assert {layout.label_key, *layout.fill_down} <= {column.key for column in layout.columns}


def test_every_heading_of_its_template_is_recognised(layout, template):
    (matched,), warnings = match_workbook(open_workbook(template), layout, remembered={}, chosen={})

    assert (warnings, matched.questions) == ([], [])
    assert {found.column.key for found in matched.imported} == {
        column.key for column in layout.columns if column.importable
    }


def test_its_example_reads_back_as_it_was_meant(layout, template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    book.worksheets[0].cell(HEAD_ROW + 1, 1).value = 1  # no longer the example
    matched, _ = match_workbook(open_workbook(workbooks.saved(book)), layout, remembered={}, chosen={})
    reading = read_sheets(matched, layout)

    assert reading.problems == []
    assert {key: value for key, value in reading.rows[0].values.items() if value is not None} == dict(layout.example)
