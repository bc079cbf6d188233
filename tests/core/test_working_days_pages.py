"""The working-day table on the screen, and entering the notice of a new year."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import calendar
from core.models import CalendarDay, CalendarYear

pytestmark = pytest.mark.django_db
PAGE, EDIT = "/working-days/", "/working-days/2027/edit/"
NOTICE = "2027-01-01 休 元旦\n2027年10月1日 休 国庆节\n\n2027/10/10 班"


@pytest.fixture(autouse=True)
def november_20(time_machine):
    time_machine.move_to("2026-11-20 10:00+08:00", tick=False)


def typed(client, days=NOTICE):
    return client.post(EDIT, {"document": "国办发明电〔2026〕1号", "days": days})


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_a_year_shows_its_holidays_and_how_many_days_are_worked(clerk, signed_in):
    calendar.load_official()

    shown = text(signed_in(clerk).get(PAGE, {"year": "2026"}))

    assert "国务院办公厅关于2026年部分节假日安排的通知" in shown
    assert "14 班" in shown  # 2026-02-14, a Saturday worked for the Spring Festival
    assert "全年 248 个工作日" in shown


def test_it_opens_with_the_year_of_today(clerk, signed_in):
    assert "2026年工作日历" in text(signed_in(clerk).get(PAGE))


def test_a_year_without_a_notice_says_that_it_is_reckoned(clerk, signed_in):
    assert "放假安排尚未公布" in text(signed_in(clerk).get(PAGE, {"year": "2027"}))


@pytest.mark.parametrize("year", ["1999", "2101", "26", "x", "２０２６年"])
def test_a_year_that_the_table_cannot_hold_does_not_exist(year, clerk, signed_in):
    assert signed_in(clerk).get(PAGE, {"year": year}).status_code == 404


def test_the_administrator_enters_a_notice_as_it_is_written(system_admin, signed_in):
    answer = typed(signed_in(system_admin))

    assert answer.url == f"{PAGE}?year=2027"
    assert list(CalendarDay.objects.values_list("day", "is_working", "name")) == [
        (date(2027, 1, 1), False, "元旦"),
        (date(2027, 10, 1), False, "国庆节"),
        (date(2027, 10, 10), True, ""),
    ]


def test_a_new_year_starts_from_the_statutory_days(system_admin, signed_in):
    form = signed_in(system_admin).get(EDIT).context["form"]

    assert form.initial["days"] == "2027-01-01 休\n2027-10-01 休"


def test_what_is_kept_comes_back_to_be_corrected(system_admin, signed_in):
    client = signed_in(system_admin)
    typed(client)

    form = client.get(EDIT).context["form"]

    assert form.initial["days"] == "2027-01-01 休 元旦\n2027-10-01 休 国庆节\n2027-10-10 班"


def test_every_line_that_cannot_be_read_is_named_by_its_number(system_admin, signed_in):
    answer = typed(signed_in(system_admin), "2027-01-01 休 元旦\n元旦放假\n2027-02-30 休")

    assert answer.status_code == 422
    assert ["第 2 行“元旦放假”" in text(answer), "第 3 行“2027-02-30 休”" in text(answer)] == [True, True]
    assert not CalendarYear.objects.exists()


def test_a_refusal_stands_beside_what_was_typed(system_admin, signed_in):
    answer = typed(signed_in(system_admin), "2027-01-02 休")

    assert answer.status_code == 422
    assert "2027-01-02 本是周末" in text(answer)
    assert "2027-01-02 休</textarea>" in answer.content.decode()


def test_more_lines_than_a_year_has_adjustments_are_no_notice(system_admin, signed_in):
    days = "\n".join(f"2027-0{month}-{day:02} 休" for month in range(1, 6) for day in range(1, 22))

    assert "不会有这么多调整" in text(typed(signed_in(system_admin), days))


def test_the_page_asks_a_fixed_number_of_questions(clerk, signed_in, django_assert_num_queries):
    client = signed_in(clerk)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as reckoned:
        client.get(PAGE, {"year": "2027"})
    calendar.load_official()

    with django_assert_num_queries(len(reckoned)):
        client.get(PAGE, {"year": "2026"})
