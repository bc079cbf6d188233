"""Printed totals are compared with the rows they cover, wherever they stand."""

from decimal import Decimal

import pytest

from core.workbooks.totals import Counted, Printed, differences


def row(number, households, area="0", unread=()):
    figures = {"households": Decimal(households), "area": Decimal(area)}
    return Counted(number=number, figures=figures, unread=frozenset(unread))


def total(number, words, households, count=None, **more):
    figures = {"households": Decimal(households)} | {key: Decimal(value) for key, value in more.items()}
    return Printed(number=number, words=words, figures=figures, tolerance={"area": Decimal("0.005")}, count=count)


def found(totals, rows):
    return [(wrong.printed.number, wrong.key, wrong.stated, wrong.summed) for wrong in differences(totals, rows)]


ROWS = [row(5, 76), row(6, 121), row(8, 166), row(9, 99)]


@pytest.mark.parametrize(
    "totals",
    [
        pytest.param([total(7, "小计", 197), total(10, "小计", 265), total(11, "合计", 462)], id="last"),
        pytest.param([total(3, "合计", 462), total(4, "小计", 197), total(7, "小计", 265)], id="first"),
        pytest.param([total(3, "全市小计", 462)], id="a sub-total over everything"),
        pytest.param([total(7, "小计", 197), total(10, "小计", 265), total(11, "小计", 462)], id="all called the same"),
        pytest.param([total(7, "合计", 197), total(10, "合计", 265)], id="totals of parts"),
    ],
)
def test_right_totals_agree_wherever_they_stand(totals):
    assert found(totals, ROWS) == []


def test_totals_of_two_districts_nest():
    rows = [*ROWS, row(15, 10), row(16, 20)]
    totals = [total(7, "小计", 197), total(10, "小计", 265), total(11, "合计", 462)]
    totals += [total(17, "小计", 30), total(18, "合计", 30), total(19, "总计", 492)]

    assert found(totals, rows) == []


def test_a_wrong_sub_total_is_named_with_both_figures():
    totals = [total(7, "小计", 198), total(10, "小计", 265), total(11, "合计", 462)]

    assert found(totals, ROWS) == [(7, "households", 198, 197)]


def test_a_wrong_number_of_rows_is_named():
    assert found([total(7, "小计", 197, count=3)], ROWS) == [(7, "", 3, 2)]


def test_a_total_rounded_to_two_places_agrees():
    rows = [row(5, 1, "0.6156"), row(6, 1, "1.0259")]

    assert found([total(7, "合计", 2, area="1.64")], rows) == []
    assert found([total(7, "合计", 2, area="1.65")], rows) == [(7, "area", Decimal("1.65"), Decimal("1.6415"))]


def test_a_total_over_a_cell_that_could_not_be_read_is_let_pass():
    assert found([total(10, "合计", 462)], [*ROWS[:3], row(9, 0, unread=["households"])]) == []


def test_a_total_without_rows_says_nothing():
    assert found([total(3, "合计", 5)], []) == []
