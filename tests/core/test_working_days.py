"""Working days from the official table, and by reckoning where a year is not announced (domain.md 7)."""

from datetime import date

import pytest
from django.core.management import call_command

from core import calendar
from core.calendar import Adjustment
from core.errors import DomainError, NotAllowed
from core.models import AuditEntry, CalendarDay, CalendarYear
from core.working_days import WorkingDays

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 20)


@pytest.fixture
def official():
    calendar.load_official()


@pytest.fixture
def told(monkeypatch):
    """What rooms hear of changed years."""
    heard = []
    monkeypatch.setattr(calendar, "_listeners", [lambda years, today: heard.append((list(years), today))])
    return heard


def off(month, day, name=""):
    return Adjustment(day=date(2027, month, day), is_working=False, name=name)


def worked(month, day, name=""):
    return Adjustment(day=date(2027, month, day), is_working=True, name=name)


# 2027-01-01 and 10-01 are Fridays; 05-01 and 05-02, 10-02 and 10-03 fall on a weekend.
NOTICE = [off(1, 1, "元旦"), off(10, 1, "国庆节"), worked(10, 10, "国庆节")]


def set_2027(by, days=NOTICE, year=2027):
    return calendar.set_year(year=year, document="国办发明电〔2026〕1号", days=days, by=by, today=TODAY)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2025, 4, 21), date(2025, 5, 13)),
        (date(2025, 9, 22), date(2025, 10, 16)),
        (date(2026, 1, 26), date(2026, 2, 13)),
        (date(2026, 2, 9), date(2026, 3, 5)),
        (date(2026, 4, 20), date(2026, 5, 12)),
        (date(2026, 9, 14), date(2026, 10, 9)),
        (date(2026, 9, 21), date(2026, 10, 16)),
    ],
)
def test_fourteen_working_days_of_public_notice_end_when_the_official_calendar_says(official, start, end):
    reckoned = WorkingDays().after(start, 14)

    assert (reckoned.day, reckoned.estimated) == (end, False)
    assert WorkingDays().between(start, end) == 14


def test_a_span_over_new_year_into_an_unannounced_year_is_given_and_marked(official):
    reckoned = WorkingDays().after(date(2026, 12, 28), 10)

    assert (reckoned.day, reckoned.estimated) == (date(2027, 1, 12), True)
    assert str(reckoned) == "2027-01-12（推算）"


def test_a_span_that_ends_in_december_is_not_marked(official):
    assert WorkingDays().after(date(2026, 12, 28), 3).estimated is False


def test_an_unannounced_year_rests_on_the_fixed_statutory_days():
    days = WorkingDays()

    assert [days.is_working(date(2027, 10, day)) for day in (1, 4, 9)] == [False, True, False]


def test_no_table_at_all_still_gives_a_date():
    assert WorkingDays().after(date(2040, 12, 31), 1).day == date(2041, 1, 2)


def test_nothing_lies_between_a_day_and_an_earlier_one(official):
    assert WorkingDays().between(date(2026, 3, 5), date(2026, 3, 1)) == 0


def test_the_table_is_read_in_two_queries(official, django_assert_num_queries):
    with django_assert_num_queries(2):
        days = WorkingDays()
        days.after(date(2025, 1, 1), 500)


def test_all_shipped_years_are_loaded_once(official):
    assert list(CalendarYear.objects.order_by("year").values_list("year", flat=True)) == list(range(2004, 2027))
    kept = CalendarDay.objects.count()

    assert calendar.load_official() == []
    assert CalendarDay.objects.count() == kept


def test_only_departures_from_the_plain_week_are_kept(official):
    assert [str(day) for day in CalendarDay.objects.all() if day.is_working != (day.day.weekday() >= 5)] == []


def test_a_year_that_is_there_is_kept_when_the_shipped_calendar_comes():
    CalendarYear.objects.create(year=2024, document="示例通知")

    call_command("load_calendar", verbosity=0)

    assert CalendarYear.objects.get(year=2024).document == "示例通知"
    assert not CalendarDay.objects.filter(year=2024).exists()


def test_an_announced_year_replaces_the_reckoning_and_rooms_hear_of_it(official, system_admin, told):
    set_2027(system_admin)

    days = WorkingDays()
    assert days.after(date(2026, 12, 28), 10).estimated is False
    assert days.is_working(date(2027, 10, 10))
    assert told == [([2027], TODAY)]
    assert AuditEntry.objects.get(action="设置工作日历").details["调整"][0] == "2027-01-01 休 元旦"


def test_a_year_entered_again_is_replaced(system_admin):
    set_2027(system_admin)
    set_2027(system_admin, [off(1, 1), off(10, 1)])

    assert CalendarDay.objects.filter(year=2027).count() == 2


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (Adjustment(day=date(2028, 1, 1), is_working=False), "2028-01-01 不在 2027 年内"),
        (off(1, 2), "2027-01-02 本是周末"),
        (worked(1, 4), "2027-01-04 平时上班"),
        (off(1, 1), "2027-01-01 写了两次"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused_by_name(day, said, system_admin):
    with pytest.raises(DomainError, match=said):
        set_2027(system_admin, [*NOTICE, day])


def test_a_notice_without_a_statutory_day_is_incomplete(system_admin):
    with pytest.raises(DomainError, match="2027-10-01 是法定节假日"):
        set_2027(system_admin, [off(1, 1)])


def test_a_year_far_off_is_refused(system_admin):
    with pytest.raises(DomainError, match="2000 至 2100"):
        set_2027(system_admin, [], year=2101)


def test_only_who_keeps_the_calendar_may_set_it(clerk):
    with pytest.raises(NotAllowed):
        set_2027(clerk)


def test_rooms_hear_of_years_that_the_shipped_calendar_brings(told):
    calendar.load_official(today=TODAY)

    assert told == [(list(range(2004, 2027)), TODAY)]
