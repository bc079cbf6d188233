"""On which days a deadline is told of, by its district's rule."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deadlines import stages
from deadlines.models import ReminderRule

DUE = date(2023, 5, 31)
FIGURES = st.lists(st.integers(1, 30), unique=True, max_size=4).map(lambda days: ",".join(map(str, days)))
RULES = st.builds(
    ReminderRule,
    before=FIGURES,
    on_the_day=st.booleans(),
    after=FIGURES,
    then_every=st.none() | st.integers(1, 20),
    leader_after=st.none() | st.integers(1, 30),
    office_after=st.none() | st.integers(1, 30),
)


def weibin(**changes) -> ReminderRule:
    return ReminderRule(**{"before": "7,3,1", "after": "1,3,7", "then_every": 7, "leader_after": 1} | changes)


@pytest.mark.parametrize(
    ("late", "stage"),
    [(-8, None), (-7, -7), (-4, -7), (-3, -3), (0, 0), (2, 1), (3, 3), (13, 7), (14, 14), (20, 14), (700, 700)],
)
def test_the_latest_stage_that_has_come(late, stage):
    assert stages.reached(weibin(), DUE, DUE + timedelta(days=late)) == stage


@pytest.mark.parametrize(("late", "day"), [(-30, -7), (-7, -3), (0, 1), (3, 7), (7, 14), (14, 21), (700, 707)])
def test_the_next_day_to_speak(late, day):
    assert stages.next_day(weibin(), DUE, DUE + timedelta(days=late)) == DUE + timedelta(days=day)


def test_after_the_last_stage_nothing_is_left():
    assert stages.next_day(weibin(then_every=None), DUE, DUE + timedelta(days=7)) is None


def test_the_day_on_which_it_goes_up_is_a_stage():
    assert stages.reached(weibin(leader_after=2, office_after=5), DUE, DUE + timedelta(days=5)) == 5


def test_without_a_rule_nobody_is_told():
    assert (stages.reached(None, DUE, DUE), stages.next_day(None, DUE, DUE)) == (None, None)


def test_what_is_set_today_is_told_of_tomorrow():
    """Today's digests may have gone out this morning."""
    assert stages.first_day(weibin(), DUE, today=DUE) == DUE + timedelta(days=1)


def test_what_is_due_later_waits_for_its_first_stage():
    assert stages.first_day(weibin(), DUE, today=date(2023, 3, 1)) == date(2023, 5, 24)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # slow only where many tests run at once
@given(rule=RULES, late=st.integers(-60, 400))
def test_the_next_day_is_the_day_on_which_the_stage_changes(rule, late):
    """Walking day by day and asking for the next day agree: no stage is passed over, and none is named twice."""
    after = DUE + timedelta(days=late)
    until = after + timedelta(days=100)
    day, now = after, stages.reached(rule, DUE, after)
    while day < until and stages.reached(rule, DUE, day) == now:
        day += timedelta(days=1)

    changed = None if stages.reached(rule, DUE, day) == now else day
    told = stages.next_day(rule, DUE, after)

    assert told == changed or (changed is None and (told is None or told > until))
