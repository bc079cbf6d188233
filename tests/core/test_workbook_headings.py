"""The head of a ledger is found wherever it stands, and what is not certain about it is asked."""

from core import units
from core.workbooks.headings import find_head, match
from core.workbooks.opening import open_workbook
from tests import workbooks
from tests.core.ledger_columns import ALL, PLAN

FIRST = ["南桥街道", "示例一号院", 3, 76, 6156, 188.77]


def head_of(*rows, merges=(), columns=PLAN, remembered=None):
    return find_head(open_workbook(workbooks.xlsx(rows, merges=merges)).sheets[0], columns, remembered or {})


def matched(*rows, merges=(), columns=PLAN, remembered=None, chosen=None):
    head = head_of(*rows, merges=merges, columns=columns, remembered=remembered)
    return match(head, columns, remembered=remembered or {}, chosen=chosen or {})


def keys(matches):
    return [found.column and found.column.key for found in matches]


def questions(matches):
    return [found.question for found in matches if found.question]


def test_title_and_unit_lines_stand_above():
    head = head_of(
        ["2023年示例区老旧小区改造计划表"],
        ["填报单位:示例区办公室              单位:万元、万平方米"],
        ["街道办事处", "小区名称", "楼栋数\n(栋)", "居民户数", "建筑面积", "计划投资"],
        FIRST,
        merges=["A1:F1", "A2:F2"],
    )

    assert (head.first, head.last, head.units) == (3, 3, ("万元", "万平方米"))


def test_two_rows_with_merged_cells_are_one_head():
    matches = matched(
        ["街道", "小区名称", "总投资（万元）", None, None, "备注"],
        [None, None, "合计", "中央", "地方", None],
        ["南桥街道", "示例一号院", 188.77, 100, 88.77, None],
        merges=["A1:A2", "B1:B2", "C1:E1", "F1:F2"],
        columns=ALL,
    )

    assert keys(matches) == ["street", "name", "investment", "central", None, "remarks"]
    assert [found.unit for found in matches[2:4]] == [units.WAN_YUAN, units.WAN_YUAN]


def test_two_rows_are_one_head_also_where_nothing_is_merged():
    rows = "街道,小区名称,总投资,,备注\n,,中央(万元),地方(万元),\n南桥街道,示例一号院,100,88.77,\n"
    sheet = open_workbook(rows.encode()).sheets[0]
    head = find_head(sheet, ALL, {})

    assert (head.first, head.last) == (1, 2)
    assert keys(match(head, ALL, remembered={}, chosen={})) == ["street", "name", "central", None, "remarks"]


def test_a_row_of_units_belongs_to_the_head():
    matches = matched(
        ["街道", "小区名称", "楼栋数", "户数", "建筑面积", "计划投资"],
        [None, None, "栋", "户", "(万㎡)", "万元"],
        FIRST,
    )

    assert [found.unit and found.unit.symbol for found in matches] == [None, None, "栋", "户", "万㎡", "万元"]


def test_data_of_words_alone_is_not_taken_for_head():
    assert head_of(["街道", "小区名称"], ["南桥街道", "示例一号院"], ["南桥街道", "示例二号院"]).last == 1


def test_units_are_read_from_many_spellings():
    for heading in (
        "建筑面积（平方米）",
        "建筑面积(㎡)",
        "建筑面积/m2",
        "建筑面积\n[平米]",
        "建筑面积平方米",
        "*建筑面积 ( ㎡ )",
    ):
        assert matched(["小区名称", heading], ["示例一号院", 5])[1].unit is units.SQM


def test_a_longer_unit_is_not_taken_for_the_shorter():
    assert matched(["小区名称", "建筑面积万平方米", "总投资万元"], ["示例一号院", 5, 5])[1].unit is units.WAN_SQM


def test_the_line_above_gives_the_unit_when_it_names_only_one():
    assert matched(["单位：万元"], ["小区名称", "计划投资"], ["示例一号院", 5])[1].unit is units.WAN_YUAN


def test_money_without_a_unit_is_asked():
    matches = matched(["小区名称", "计划投资"], ["示例一号院", 188.77])

    assert questions(matches) == ["“计划投资”没有写明单位，请选择（元、万元、亿元）。"]


def test_a_unit_that_we_do_not_convert_is_asked():
    matches = matched(["小区名称", "计划投资（千元）"], ["示例一号院", 188.77])

    assert questions(matches) == ["“计划投资”的单位“千元”不能换算，请选择（元、万元、亿元）。"]


def test_households_in_ten_thousands_are_asked():
    matches = matched(["小区名称", "户数（万户）"], ["示例一号院", 0.3])

    assert questions(matches) == ["“户数”写的单位是“万户”，应为“户”，请确认。"]


def test_two_columns_by_the_same_name_are_asked():
    twins = matched(["小区名称", "户数", "户数"], ["示例一号院", 76, 76])
    before_and_after = matched(
        ["小区名称", "改造前", "改造后"],
        [None, "户数", "户数"],
        ["示例一号院", 76, 78],
        merges=["A1:A2"],
    )

    for matches in (twins, before_and_after):
        assert questions(matches) == ["B、C 列都像“户数”，请指定用哪一列，其余的选“不导入”。"] * 2


def test_of_two_columns_the_one_that_is_named_outright_wins():
    assert keys(
        matched(["小区名称", "户数", "已签约"], [None, None, "户数"], ["示例一号院", 76, 70], merges=["A1:A2", "B1:B2"])
    ) == [
        "name",
        "households",
        None,
    ]


def test_what_a_person_chose_for_this_file_settles_it():
    matches = matched(
        ["小区名称", "户数", "户数", "计划投资"],
        ["示例一号院", 76, 78, 5],
        chosen={2: ("", ""), 4: ("investment", "元")},
    )

    assert keys(matches) == ["name", None, "households", "investment"]
    assert (questions(matches), matches[3].unit) == ([], units.YUAN)


def test_an_unknown_heading_is_known_once_somebody_said_what_it_is():
    rows = (["院落名", "户数"], ["示例一号院", 76])

    assert keys(matched(*rows)) == [None, "households"]
    assert keys(matched(*rows, remembered={"院落名": ("name", "")})) == ["name", "households"]


def test_a_remembered_unit_is_used_with_a_remark_and_yields_to_what_the_file_says():
    remembered = {"计划投资": ("investment", "万元")}
    silent = matched(["小区名称", "计划投资"], ["示例一号院", 5], remembered=remembered)[1]
    stated = matched(["单位：元"], ["小区名称", "计划投资"], ["示例一号院", 5], remembered=remembered)[1]

    assert (silent.unit, silent.remark) == (units.WAN_YUAN, "“计划投资”没有写明单位，已按上次的选择“万元”换算。")
    assert (stated.unit, stated.remark) == (units.YUAN, "")


def test_a_sheet_that_names_nothing_has_no_head():
    assert head_of(["通知"], ["请各街道于月底前报送"], ["联系人", "示例"]) is None
