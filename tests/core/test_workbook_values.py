"""One cell at a time: what is certain is read, what is not is refused in a sentence."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from core import units
from core.workbooks.values import Unclear, packed, read, unpacked
from tests.core import ledger_columns as columns


def value(column, raw, unit=None):
    return read(column, raw, unit=unit)[0]


def remark(column, raw, unit=None):
    return read(column, raw, unit=unit)[1]


def refusal(column, raw, unit=None):
    with pytest.raises(Unclear) as unclear:
        read(column, raw, unit=unit)
    return str(unclear.value)


@pytest.mark.parametrize("raw", ["", "  ", "\u3000", None])
def test_nothing_is_nothing(raw):
    assert [value(column, raw) for column in columns.ALL] == [None] * len(columns.ALL)


@pytest.mark.parametrize("raw", ["-", "—", "——", "/", "、"])
def test_a_dash_for_a_figure_is_nothing(raw):
    assert (value(columns.HOUSEHOLDS, raw), value(columns.START, raw)) == (None, None)


@pytest.mark.parametrize(
    "raw",
    [
        1403,
        1403.0,
        "1403",
        "1,403",
        "１４０３",
        " 1403 户",
        "1403户",
        "1403个",
        "'1403",
        "1403.0",
        "约1403户",
        "1403户左右",
    ],
)
def test_whole_numbers_in_the_spellings_of_ledgers(raw):
    assert value(columns.HOUSEHOLDS, raw) == 1403


def test_about_is_read_and_remarked():
    assert remark(columns.HOUSEHOLDS, "约1,403户") == "写的是“约1,403户”，已按 1,403 读取，请核对。"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("一百户", "不是确切的数字"),
        ("100多户", "单位“多户”不对"),
        ("100余户", "单位“余户”不对"),
        ("100-120", "不对"),
        ("10+2", "不对"),
        ("1,40", "不对"),
        ("1.020,00", "不对"),
        ("1.2E+17", "不对"),
        ("12 34", "几个数"),
        (76.5, "应为整数"),
        (True, "逻辑值"),
        (date(2023, 3, 20), "日期格式"),
        (-5, "户数应在 0 至 50,000户 之间，这里是 -5户。"),
        (3_000_000, "户数应在 0 至 50,000户 之间"),
        ("=1+1", "不是确切的数字"),
    ],
)
def test_a_number_that_is_not_certain_is_refused(raw, words):
    assert words in refusal(columns.HOUSEHOLDS, raw)


@pytest.mark.parametrize(
    ("raw", "unit", "yuan"),
    [
        (188.77, units.WAN_YUAN, "1887700.00"),
        ("1,887,700", units.YUAN, "1887700.00"),
        ("188.77万元", None, "1887700.00"),
        ("¥1,887,700.00元", units.YUAN, "1887700.00"),
        ("0.0188770亿元", units.WAN_YUAN, "1887700.00"),
        (0.1 + 0.2, units.YUAN, "0.30"),
    ],
)
def test_money_becomes_yuan_to_the_cent(raw, unit, yuan):
    assert value(columns.INVESTMENT, raw, unit) == Decimal(yuan)


@pytest.mark.parametrize(
    ("raw", "unit", "sqm"),
    [(0.6156, units.WAN_SQM, "6156.00"), ("6156.5平方米", units.SQM, "6156.50"), ("3亩", units.SQM, "2000.00")],
)
def test_areas_become_square_metres(raw, unit, sqm):
    assert value(columns.AREA, raw, unit) == Decimal(sqm)


def test_a_unit_in_the_cell_beats_that_of_the_head_and_is_remarked():
    assert remark(columns.INVESTMENT, "1887700元", units.WAN_YUAN) == "单元格写的是“元”，已按元换算，请核对。"


@pytest.mark.parametrize(("raw", "words"), [("188.77千元", "不能换算"), ("200亩地", "不能换算"), (-1, "应在 0 至")])
def test_an_amount_that_cannot_be_converted_is_refused(raw, words):
    assert words in refusal(columns.AREA if "亩" in str(raw) else columns.INVESTMENT, raw, units.WAN_YUAN)


@pytest.mark.parametrize(
    "raw",
    [
        date(2023, 3, 20),
        datetime.fromisoformat("2023-03-20T08:30"),
        "2023-03-20",
        "2023/3/20",
        "2023.3.20",
        "2023年3月20日",
        "2023 年 3 月 20 号",
        "20230320",
        20230320.0,
        "3/20/2023",
        "20/3/2023",
        "2023-3-20 08:30:00",
        "２０２３－０３－２０",
        45005,
    ],
)
def test_dates_in_the_spellings_of_ledgers(raw):
    assert value(columns.START, raw) == date(2023, 3, 20)


def test_a_date_that_lost_its_format_is_remarked():
    assert remark(columns.START, 45005.0) == "数字 45005 已按 Excel 日期读作 2023-03-20，请核对。"


@pytest.mark.parametrize(
    "raw",
    [
        "2023年3月",
        "2023.3",
        2023.3,
        "2023年3月底",
        "3月20日",
        "23.3.20",
        "3/4/2023",
        "2023-02-30",
        "待定",
        20231340,
        "1023-01-01",
    ],
)
def test_a_day_that_is_not_certain_is_refused(raw):
    assert "2023-03-20" in refusal(columns.START, raw) or "1900 年" in refusal(columns.START, raw)


@pytest.mark.parametrize(
    "raw",
    [
        1998,
        1998.0,
        "1998",
        "1998年",
        "约1998年",
        "1998-05",
        "1998年5月",
        "1998-05-01",
        date(1998, 5, 1),
        date(1905, 6, 20),
    ],
)
def test_years_in_the_spellings_of_ledgers(raw):
    assert value(columns.YEAR, raw) == 1998


@pytest.mark.parametrize("raw", ["98年", "90年代", "1998-2000", "1998前", 98, 199.8])
def test_a_year_that_is_not_certain_is_refused(raw):
    assert refusal(columns.YEAR, raw)


def test_an_absurd_year_is_refused_with_the_range():
    assert refusal(columns.YEAR, 2998) == "建成年份应在 1900 至 2100 之间，这里是 2998。"


@pytest.mark.parametrize(
    ("raw", "unit", "percent", "remarked"),
    [("85%", None, 85, False), ("85.5％", None, 85.5, False), (85, None, 85, False), (85, units.PERCENT, 85, False),
     (0.85, None, 85, True), (1, None, 100, True), (0.85, units.PERCENT, 0.85, True), (1, units.PERCENT, 1, False)],
)  # fmt: skip
def test_per_cent_is_85_and_what_could_be_meant_otherwise_is_remarked(raw, unit, percent, remarked):
    found, said = read(columns.CONSENT, raw, unit=unit)

    assert (found, bool(said)) == (Decimal(str(percent)), remarked)


def test_more_than_all_is_refused():
    assert "应在 0 至 100% 之间，这里是 120%" in refusal(columns.CONSENT, "120%")


@pytest.mark.parametrize(
    ("raw", "expected"), [("有", True), ("是", True), ("√", True), ("无", False), ("×", False), (True, True)]
)
def test_yes_and_no(raw, expected):
    assert value(columns.COMMITTEE, raw) is expected


def test_neither_yes_nor_no_is_refused():
    assert refusal(columns.COMMITTEE, "筹备中") == "应填“是”或“否”，这里是“筹备中”。"


def test_a_choice_is_read_by_its_label():
    assert (value(columns.STRUCTURE, "砖混结构"), value(columns.STRUCTURE, " 砖混 ")) == ("brick", "brick")


def test_a_beginning_that_fits_two_labels_is_refused_with_the_list():
    assert refusal(columns.STRUCTURE, "框架") == "“框架”不在可选范围内。可填：砖混结构、框架结构、框架剪力墙。"


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("  中州小区 ", "中州小区"),
        ("中州\n小区", "中州小区"),
        ("A栋\n东", "A栋东"),
        (88.0, "88"),
        ("'=1+1", "=1+1"),
        ("'甲'", "'甲'"),
    ],
)
def test_names_are_tidied(raw, text):
    assert value(columns.NAME, raw) == text


def test_long_texts_keep_their_lines():
    assert value(columns.REMARKS, "1.道路\r\n2.路灯") == "1.道路\n2.路灯"


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (date(2023, 3, 2), "变成了日期（2023-03-02）"),
        (1.2e17, "近似值"),
        ("长" * 300, "300 个字，最多 200 个"),
        (True, "逻辑值"),
    ],
)
def test_a_text_that_excel_has_spoilt_is_refused(raw, words):
    assert words in refusal(columns.NAME, raw)


@pytest.mark.parametrize(
    ("column", "kept"),
    [
        (columns.INVESTMENT, Decimal("1887700.00")),
        (columns.START, date(2023, 3, 20)),
        (columns.HOUSEHOLDS, 76),
        (columns.COMMITTEE, False),
        (columns.NAME, "2023-03-20"),
        (columns.AREA, None),
    ],
)
def test_values_survive_being_kept(column, kept):
    assert unpacked(column, packed(kept)) == kept


def test_another_word_for_a_choice_is_taken_with_a_remark():
    column = replace(columns.STRUCTURE, choice_also={"框架": columns.STRUCTURE.choices.values[1]})

    assert value(column, "框架") == columns.STRUCTURE.choices.values[1]
    assert remark(column, "框架") == "“框架”已按“框架结构”读取，请核对。"
