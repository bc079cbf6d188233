"""Whole ledgers as streets send them: what is data, what is not, and every problem at its cell."""

import io
from decimal import Decimal

import pytest

from core.imports.layout import Layout, Severity
from core.imports.matching import match_workbook
from core.imports.reading import read_sheets
from core.workbooks.errors import Unreadable
from core.workbooks.opening import open_workbook
from core.workbooks.writing import Table, csv_chunks, write_xlsx
from tests import workbooks
from tests.core.ledger_columns import ALL, PLAN
from tests.core.test_workbook_writing import FULL, LINES, compound

HEAD = ["序号", "街道", "小区名称", "楼栋数（栋）", "户数", "建筑面积（㎡）", "计划投资（万元）", "备注"]
ONE = [1, "南桥街道", "示例一号院", 3, 76, 6156, 188.77, None]
TWO = [2, "南桥街道", "示例二号院", 3, 121, 10259, 314.61, None]


def layout(columns=PLAN):
    nothing = dict.fromkeys(("plan", "versions", "apply", "undo", "landing"))
    return Layout(
        key="plan",
        title="年度计划",
        columns=columns,
        permission="",
        checks=(),
        fill_down=frozenset({"street"}),
        **nothing,
    )


def reading(data, columns=PLAN):
    sheets, warnings = match_workbook(open_workbook(data), layout(columns), remembered={}, chosen={})
    assert [question for sheet in sheets for question in sheet.questions] == []
    found = read_sheets(sheets, layout(columns))
    found.problems += warnings
    return found


def ledger(*rows, **more):
    return reading(workbooks.xlsx([HEAD, *rows], **more))


def said(found, severity=Severity.ERROR):
    return [(problem.cell, problem.text) for problem in found.problems if problem.severity == severity]


def names(found):
    return [row.values["name"] for row in found.rows]


def test_a_plain_ledger_reads_without_a_word():
    found = ledger(ONE, TWO)

    assert (found.problems, names(found)) == ([], ["示例一号院", "示例二号院"])
    assert found.rows[0].values["investment"] == Decimal("1887700.00")
    assert found.rows[1].cell("households") == "E3"


def test_merged_streets_stand_for_every_row():
    found = ledger(ONE, [2, None, *TWO[2:]], [3, None, "示例三号院", 1, 1, 1, 1], merges=["B2:B4"])

    assert [row.values["street"] for row in found.rows] == ["南桥街道"] * 3
    assert found.problems == []


def test_a_blank_street_below_is_read_as_above_and_said():
    found = ledger(ONE, [2, None, *TWO[2:]])

    assert found.rows[1].values["street"] == "南桥街道"
    assert said(found, Severity.WARNING) == [("B3", "B 列第 3 行共 1 个空白单元格，已按上方的内容读取，请核对。")]


def test_as_above_does_not_reach_across_a_total():
    found = ledger(ONE, [None, "小计", None, 3, 76, 6156, 188.77], [2, None, *TWO[2:]])

    assert said(found) == [("B4", "“街道”是空的，请补填。")]


@pytest.mark.parametrize(
    "line",
    [
        ["合计", None, "2个", 6, 197, 16415, 503.38],
        [None, "小计：", None, 6, 197, 16415, 503.38],
        ["全 市 小 计:", None, None, 6, 197, 16415, 503.38],
        [None, None, "合 计", 6, 197, 16415, 503.38],
        ["共计2个小区", None, None, 6, 197, 16415, 503.38],
    ],
)
def test_totals_are_recognised_first_and_last_and_not_loaded(line):
    for rows in ([ONE, TWO, line], [line, ONE, TWO]):
        found = ledger(*rows)

        assert (names(found), found.problems, len(found.totals)) == (["示例一号院", "示例二号院"], [], 1)


def test_a_wrong_total_is_a_warning_that_names_both_figures():
    found = ledger(ONE, TWO, ["合计", None, "2个", 6, 198, 16415, 503.38])

    assert said(found) == []
    assert said(found, Severity.WARNING) == [
        ("E4", "合计行的“户数”写的是 198 户，所含 2 行相加是 197 户，相差 1 户。请核对。")
    ]


@pytest.mark.parametrize(
    "line",
    [
        ["单位负责人(签章):          审核人:          填报人:"],
        ["注：本表一式三份。"],
        ["填报单位（盖章）：", None, "审核人：", None, "填报日期：2023年2月28日"],
        HEAD,
        ["示例行", "南桥街道", "某某小区", 1, 1, 1, 1],
        [None, None, None, None, None, None, None, None, "只在表外写的字"],
        [3],
        [],
    ],
)
def test_signatures_notes_repeated_heads_and_numbered_blanks_are_not_data(line):
    found = ledger(ONE, line, TWO, line)

    assert (names(found), found.problems) == (["示例一号院", "示例二号院"], [])


def test_the_numbers_of_the_columns_are_not_data():
    assert names(ledger(["栏次", "甲", "乙", 1, 2, 3, 4, 5], ONE)) == ["示例一号院"]


def test_every_problem_is_found_at_once_and_names_its_cell():
    found = ledger(
        [1, "南桥街道", None, "三栋", -5, 6156, "188.77千元"],
        [2, "南桥街道", "示例二号院", 3.5, "100-120", "约10259㎡", 314.61],
    )

    assert [place for place, _ in said(found)] == ["C2", "D2", "E2", "G2", "D3", "E3"]
    assert [place for place, _ in said(found, Severity.WARNING)] == ["F3"]
    assert [problem.value for problem in found.problems][1:4] == ["三栋", "-5", "188.77千元"]


def test_error_cells_and_formulas_without_result_stand_at_their_cells():
    data = workbooks.xlsx([HEAD, ONE, [2, "南桥街道", "示例二号院", "=1+2", 121, 10259, 314.61]])
    found = reading(workbooks.with_cell(data, "E2", "<v>#REF!</v>", ' t="e"'))

    assert said(found) == [
        ("E2", "单元格是错误值 #REF!，请改正公式或直接填写数值。"),
        ("D3", "这里是公式，但文件里没有计算结果。请用 Excel 或 WPS 打开并保存一次，或改填数值后重新上传。"),
    ]


def test_hidden_rows_are_read_and_said():
    found = ledger(ONE, TWO, hidden_rows=[3])

    assert len(found.rows) == 2
    assert said(found, Severity.WARNING)[0][1].startswith("有 1 行是隐藏的（第 3 行），也已读入")


def test_all_ledger_sheets_are_read_and_the_others_named():
    data = workbooks.xlsx([HEAD, ONE], [["通知"], ["请填报"]], [HEAD, TWO], hidden_sheets=["台账三"])
    found = reading(data)

    assert names(found) == ["示例一号院"]
    assert [problem.sheet for problem in found.problems] == ["台账二", "台账三"]


def test_a_csv_of_a_merged_ledger_reads_like_the_workbook():
    lines = ["2023年计划,,,", "单位：万元,,,", "街道,小区名称,户数,计划投资"]
    lines += ["南桥街道,示例一号院,76,188.77", ",示例二号院,121,314.61", "小计,2个,197,503.38"]
    found = reading("\r\n".join(lines).encode("gb18030"))

    assert [row.values["street"] for row in found.rows] == ["南桥街道"] * 2
    assert (said(found), len(said(found, Severity.WARNING))) == ([], 1)


def test_a_file_without_a_head_says_which_names_it_wants():
    with pytest.raises(Unreadable, match="至少写明街道、小区名称"):
        reading(workbooks.xlsx([["通知"], ["请报送"]]))


def test_a_head_without_rows_is_refused():
    with pytest.raises(Unreadable, match="没有数据行"):
        ledger(["合计", None, None, 0, 0, 0, 0])


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr("core.imports.reading.MAX_ROWS", 1)

    with pytest.raises(Unreadable, match="数据超过 1 行"):
        ledger(ONE, TWO)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_our_own_export_reads_back_unchanged(form):
    rows = [FULL, compound("=1+1"), compound("-示例"), compound("示例三号院", remarks="1.道路\n2.路灯")]
    table = Table(
        title="小区清单", lines=LINES, columns=ALL, rows=rows, totals={"households": 76, "area": Decimal(6156)}
    )
    if form == "xlsx":
        file = io.BytesIO()
        write_xlsx(table, file)
        found = reading(file.getvalue(), ALL)
    else:
        found = reading(b"".join(csv_chunks(table)), ALL)

    assert (found.problems, len(found.totals)) == ([], 1)
    assert [row.values for row in found.rows] == [{column.key: column.read(row) for column in ALL} for row in rows]
