"""Who gets which card: at the very edge of a threshold, in points and in per cent, running, let off, without data."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reports import cards
from reports.cards import MonthBefore, behind, card_of, ranked
from reports.selectors.working_out import Row
from tests.reports.test_facts import RULE

MAY, APRIL, MARCH = date(2023, 5, 1), date(2023, 4, 1), date(2023, 3, 1)


def a_row(code: str, value: str | None, *, reported: bool = True) -> Row:
    figure = None if value is None else Decimal(value)
    return Row(
        code=code,
        name=f"示例{code}",
        parent_name="卫滨区",
        reported=reported,
        month_counted=MAY if reported else APRIL,
        values={"investment_rate": figure},
    )


@pytest.mark.parametrize(
    ("gap", "card"),
    [("0", ""), ("9.99", ""), ("10.00", "yellow"), ("30.00", "yellow"), ("30.01", "red"), ("40", "red")],
)
def test_ten_to_thirty_points_are_yellow_both_ends_in(gap, card):
    assert card_of(Decimal(gap), RULE) == card


@pytest.mark.parametrize(("gap", "card"), [("10.00", ""), ("10.01", "yellow"), ("29.99", "yellow"), ("30.00", "red")])
def test_the_ends_may_be_left_out(gap, card):
    rule = replace(RULE, yellow_included=False, red_included=True)

    assert card_of(Decimal(gap), rule) == card


@pytest.mark.parametrize(("counted", "gap"), [("points", "20.00"), ("percent", "50.00")])
def test_twenty_against_forty_is_twenty_points_or_fifty_per_cent(counted, gap):
    assert behind(Decimal(20), replace(RULE, behind_in=counted)) == Decimal(gap)


def test_nobody_is_behind_a_pace_of_nothing():
    assert behind(Decimal(0), replace(RULE, behind_in="percent", expected=Decimal(0))) == 0
    assert behind(Decimal(0), replace(RULE, expected=None)) is None


def test_equal_figures_share_a_place_and_the_next_counts_them():
    rows = [a_row("1", "50"), a_row("2", "60"), a_row("3", "50.00"), a_row("4", "10")]

    assert [(row.code, row.place) for row in ranked(rows, RULE, month=MAY, exempt={})] == [
        ("2", 1),
        ("1", 2),
        ("3", 2),
        ("4", 4),
    ]


def test_a_street_without_this_months_data_has_no_place_and_no_card():
    last = ranked([a_row("1", "0", reported=False), a_row("2", None)], RULE, month=MAY, exempt={})

    assert [(row.place, row.card, row.value) for row in last] == [(None, "", None), (None, "", None)]


def test_an_exemption_takes_the_card_and_keeps_the_place():
    (row,) = ranked([a_row("1", "5")], RULE, month=MAY, exempt={"1": "洪涝灾害"})

    assert (row.place, row.card, row.exempt, row.behind) == (1, "", "洪涝灾害", Decimal("35.00"))


def test_the_second_yellow_running_is_red_and_says_since_when():
    history = [MonthBefore(month=APRIL, cards={"1": "yellow"}), MonthBefore(month=MARCH, cards={"1": ""})]

    (row,) = ranked([a_row("1", "25")], RULE, month=MAY, exempt={}, history=history)

    assert (row.card, row.running, row.since) == ("red", 2, APRIL)
    assert row.why == "投资完成率25%，序时进度40.00%，落后15.00个百分点，达到黄牌标准，连续2个月亮牌，转为红牌"


def test_a_month_without_a_card_breaks_the_run():
    history = [MonthBefore(month=APRIL, cards={"1": ""}), MonthBefore(month=MARCH, cards={"1": "yellow"})]

    (row,) = ranked([a_row("1", "25")], RULE, month=MAY, exempt={}, history=history)

    assert (row.card, row.running) == ("yellow", 1)


def test_yellow_stays_yellow_where_the_rule_turns_none():
    history = [MonthBefore(month=APRIL, cards={"1": "yellow"})]
    rule = replace(RULE, yellow_months=0)

    (row,) = ranked([a_row("1", "25")], rule, month=MAY, exempt={}, history=history)

    assert (row.card, cards.own_cards([a_row("1", "25")], rule, {})) == ("yellow", {"1": "yellow"})
