"""A statistics table laid out: heads merge, figures are rounded once, the total has its place."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from reports.choices import RowLevel, TotalPlace
from reports.models import StatColumn, StatTable
from reports.selectors.span import Span
from reports.selectors.working_out import Row, Worked
from reports.stat_sheet import Head, as_at_words, filled_in, heads, laid_out, unknown_words

STARTS = StatColumn(head="累计开工数", measure="started")
RATE = StatColumn(head="开工率", measure="start_rate", places=1, whole_word="全部开工")
MONEY = StatColumn(head="计划投资（万元）", measure="planned_investment", unit="万元", places=2)


def a_row(name: str, **values) -> Row:
    plain = {"planned_compounds": 3, "started": 1, "planned_investment": Decimal("8624300.00")}
    return Row(
        code="410703008000",
        name=name,
        parent_name="卫滨区",
        reported=True,
        month_counted=date(2023, 5, 1),
        values={**plain, **values},
    )


def a_sheet(*columns: StatColumn, rows: tuple[Row, ...] = (), **table):
    span = Span(
        prefix="410703",
        month=date(2023, 5, 1),
        as_at=date(2023, 5, 31),
        last_as_at=date(2023, 4, 30),
        known_at=datetime(2023, 6, 1, tzinfo=UTC),
    )
    whole = a_row("合计")
    worked = Worked(span=span, rows=rows or (a_row("南桥街道"),), total=whole, last_total=whole)
    made = StatTable(name="表", title="{年}年1—{月}月进展情况表", **{"rows_by": RowLevel.STREET, **table})
    return laid_out(table=made, columns=columns, worked=worked)


def test_equal_neighbours_merge_and_a_lonely_head_spans_all_rows():
    top = "新开工改造小区数（个）"

    assert heads([("", "", "序号"), (top, "", "计划任务数"), (top, "", "开工数"), ("户数", "", "开工数")]) == (
        (Head("序号", 0, 0, 2, 1), Head(top, 0, 1, 1, 2), Head("户数", 0, 3, 1, 1)),
        (Head("计划任务数", 1, 1), Head("开工数", 1, 2), Head("开工数", 1, 3)),
    )


def test_three_rows_of_heads_merge_only_under_the_same_head():
    found = heads([("管线", "供水", "本月"), ("管线", "供水", "累计"), ("管线", "排水", "本月"), ("电梯", "", "本月")])

    assert found == (
        (Head("管线", 0, 0, 1, 3), Head("电梯", 0, 3, 1, 1)),
        (Head("供水", 1, 0, 1, 2), Head("排水", 1, 2, 1, 1), Head("本月", 1, 3, 2, 1)),
        (Head("本月", 2, 0), Head("累计", 2, 1), Head("本月", 2, 2)),
    )


def test_without_upper_heads_there_is_one_row():
    assert len(a_sheet(STARTS, RATE).heads) == 1


def test_equal_lowest_heads_do_not_merge():
    assert heads([("", "", "本月"), ("", "", "本月")]) == ((Head("本月", 0, 0), Head("本月", 0, 1)),)


def test_a_figure_is_shown_in_the_unit_of_its_column():
    assert str(a_sheet(MONEY).lines[1].cells[0]) == "862.43"


@pytest.mark.parametrize(
    ("started", "planned", "shown"),
    [
        (1, 3, "33.3%"),
        (3, 3, "全部开工"),
        (107, 100, "全部开工"),
        (4, 7, "57.1%"),
        (1, 0, ""),
        (99_996, 100_000, "100.0%"),
    ],
)
def test_a_rate_is_divided_once_and_whole_says_so_in_words(started, planned, shown):
    sheet = a_sheet(RATE, rows=(a_row("南桥街道", started=started, planned_compounds=planned),))

    assert str(sheet.lines[1].cells[0]) == shown


def test_a_rate_above_a_hundred_stays_a_figure_where_no_word_is_set():
    column = StatColumn(head="开工率", measure="start_rate", places=1)

    sheet = a_sheet(column, rows=(a_row("南桥街道", started=107, planned_compounds=100),))

    assert str(sheet.lines[1].cells[0]) == "107.0%"


def test_half_is_rounded_up_from_the_exact_rate_and_not_from_a_rounded_one():
    # 2469 of 3639 is 67.8483…, which by way of 67.85 would become 67.9.
    column = StatColumn(head="开工率（%）", measure="start_rate", places=1)

    sheet = a_sheet(column, rows=(a_row("南桥街道", started=2469, planned_compounds=3639),))

    assert str(sheet.lines[1].cells[0]) == "67.8"


@pytest.mark.parametrize(
    ("place", "names"),
    [
        (TotalPlace.FIRST, ["合计", "南桥街道"]),
        (TotalPlace.LAST, ["南桥街道", "合计"]),
        (TotalPlace.NONE, ["南桥街道"]),
    ],
)
def test_the_total_stands_where_the_table_says(place, names):
    assert [line.names[-1] for line in a_sheet(STARTS, total=place).lines] == names


def test_names_before_the_figures_are_those_that_the_table_asks_for():
    sheet = a_sheet(STARTS, rows_by=RowLevel.SITE, coded=True)

    assert [head.text for head in sheet.heads[0]] == ["序号", "区划代码", "所在街道", "小区名称", "累计开工数"]
    assert sheet.lines[1].names == ("1", "410703008000", "卫滨区", "南桥街道")


def test_year_and_month_are_filled_into_the_title():
    assert a_sheet(STARTS).title == "2023年1—5月进展情况表"


def test_a_title_over_months_says_january_alone():
    assert filled_in("{年}年1—{月}月进展情况表", date(2023, 1, 1)) == "2023年1月进展情况表"


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2021, 8, 31), "（截至2021年8月底）"), (date(2023, 5, 25), "（截至2023年5月25日）")],
)
def test_the_end_of_a_month_is_called_so(day, words):
    assert as_at_words(day) == words


def test_a_column_whose_measure_is_gone_is_named_and_stays_empty():
    sheet = a_sheet(STARTS, StatColumn(head="旧指标", measure="gone"))

    assert sheet.unknown == ("旧指标",)
    assert str(sheet.lines[1].cells[1]) == ""
    assert unknown_words(sheet.unknown).startswith("“旧指标”列所用的指标已不存在")
