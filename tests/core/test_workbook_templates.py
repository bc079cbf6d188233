"""What goes down to the streets: blank templates, and their own files with every problem marked."""

import io
from dataclasses import replace

import openpyxl
import pytest

from core.imports.matching import match_workbook
from core.imports.reading import read_sheets
from core.workbooks.errors import Unreadable
from core.workbooks.marking import Mark, marked_copy
from core.workbooks.opening import open_workbook
from core.workbooks.templates import blank_template
from tests import workbooks
from tests.core.ledger_columns import ALL
from tests.core.test_import_reading import layout

EXAMPLE = {"street": "南桥街道", "name": "某某小区", "households": 120, "structure": "brick"}
STREETS = ["南桥街道", "健康路街道"]
LEDGER = [["小区名称", "户数"], ["示例一号院", "三户"], ["示例二号院", 98]]
MARKS = [
    Mark(sheet="台账", cell="B2", value="三户", text="不是确切的数字。", severe=True),
    Mark(sheet="台账", cell="B2", value="三户", text="太少。", severe=False),
    Mark(sheet="台账", cell="", value="=1+1", text="没有合计。", severe=False),
]


@pytest.fixture(scope="module")
def template():
    return blank_template(title="年度计划", columns=ALL, lists={"street": STREETS}, example=EXAMPLE)


@pytest.fixture
def sheet(template):
    return openpyxl.load_workbook(io.BytesIO(template)).worksheets[0]


def rule_at(sheet, place):
    return next(rule for rule in sheet.data_validations.dataValidation if place in rule.sqref)


def test_the_template_reads_as_its_own_layout(template):
    (matched,), warnings = match_workbook(open_workbook(template), layout(ALL), remembered={}, chosen={})

    assert (warnings, matched.questions) == ([], [])
    assert {found.column.key for found in matched.matches if found.column} == {column.key for column in ALL}


def test_the_example_row_is_not_data(template):
    matched, _ = match_workbook(open_workbook(template), layout(ALL), remembered={}, chosen={})

    with pytest.raises(Unreadable, match="没有数据行"):
        read_sheets(matched, layout(ALL))


def test_what_is_filled_in_below_the_example_is_data(template):
    book = openpyxl.load_workbook(io.BytesIO(template))
    book.worksheets[0].append([1, "南桥街道", "示例一号院"])
    matched, _ = match_workbook(open_workbook(workbooks.saved(book)), layout(ALL), remembered={}, chosen={})

    assert [row.values["name"] for row in read_sheets(matched, layout(ALL)).rows] == ["示例一号院"]


def test_drop_downs_come_from_a_hidden_sheet(sheet):
    options = sheet.parent["填报选项"]

    assert rule_at(sheet, "B5").formula1 == "'填报选项'!$B$1:$B$2"
    assert ([options["B1"].value, options["B2"].value], options.sheet_state) == (STREETS, "hidden")


def test_choices_and_yes_or_no_have_drop_downs_of_themselves(sheet):
    options = sheet.parent["填报选项"]
    lists = [rule for rule in sheet.data_validations.dataValidation if rule.type == "list"]

    assert {options[rule.formula1.split("!")[1].split(":")[0].replace("$", "")].value for rule in lists} == {
        "南桥街道",
        "砖混结构",
        "是",
    }


def test_figures_are_held_to_their_range(sheet):
    households = rule_at(sheet, "E5")

    assert (households.type, households.formula1, households.formula2) == ("whole", "0", "50000")


def test_heads_say_what_to_write_and_required_ones_are_yellow(sheet):
    assert sheet["B3"].comment.text == "必填。"
    assert sheet["E3"].comment.text == "可以不填。填 0 至 50,000 之间的数，单位户。"
    assert (sheet["B3"].fill.fgColor.rgb, sheet["E3"].fill.fgColor.rgb) == ("00FFF2CC", "00DCE6F1")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_marked_copy_colours_and_comments_each_cell_in_question(kind):
    data = workbooks.xlsx(LEDGER)
    copy = marked_copy(data, replace(open_workbook(data), kind=kind), MARKS)
    cell = openpyxl.load_workbook(io.BytesIO(copy))["台账"]["B2"]

    assert (cell.value, cell.comment.text, cell.fill.fgColor.rgb) == ("三户", "不是确切的数字。\n太少。", "00FFC7CE")


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_marked_copy_lists_all_problems_with_links(kind):
    data = workbooks.xlsx(LEDGER)
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(data, replace(open_workbook(data), kind=kind), MARKS)))
    listed = book.worksheets[0]

    assert (listed.title, book.active.title) == ("导入问题清单", "导入问题清单")
    assert [cell.value for cell in listed[2]] == ["台账", "B2", "三户", "须改正", "不是确切的数字。"]
    assert [listed[place].hyperlink and listed[place].hyperlink.location for place in ("B2", "B4")] == [
        "'台账'!B2",
        None,
    ]


def test_a_formula_in_a_marked_copy_is_only_text():
    data = "小区名称,户数\n=1+1,98\n".encode()
    book = openpyxl.load_workbook(io.BytesIO(marked_copy(data, open_workbook(data), MARKS)))

    assert (book["CSV"]["A2"].value, book["CSV"]["A2"].data_type) == ("=1+1", "s")
    assert book["导入问题清单"]["C4"].data_type == "s"


def test_a_merged_cell_is_marked_where_it_shows():
    data = workbooks.xlsx([["街道", "小区名称"], ["南桥街道", "示例一号院"], [None, "示例二号院"]], merges=["A2:A3"])
    mark = Mark(sheet="台账", cell="A3", value="", text="不在辖区内。", severe=True)

    assert openpyxl.load_workbook(io.BytesIO(marked_copy(data, open_workbook(data), [mark])))["台账"]["A2"].comment


def test_blank_rows_stay_where_they_were_in_a_rebuilt_copy():
    data = "小区名称,户数\n\n,\n示例一号院,三户\n".encode()
    copy = marked_copy(data, open_workbook(data), [replace(MARKS[0], sheet="CSV", cell="B4")])

    assert openpyxl.load_workbook(io.BytesIO(copy))["CSV"]["B4"].comment


def test_a_marked_copy_is_mended_and_uploaded_again():
    data = workbooks.xlsx(LEDGER)
    again = marked_copy(data, open_workbook(data), MARKS)

    assert [sheet.name for sheet in open_workbook(again).sheets] == ["台账"]
    assert openpyxl.load_workbook(io.BytesIO(marked_copy(again, open_workbook(again), MARKS))).sheetnames == [
        "导入问题清单",
        "台账",
    ]
