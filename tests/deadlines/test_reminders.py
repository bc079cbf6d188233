"""Who is told of what on which day, and nobody twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Organisation, OrganisationKind, User
from accounts.permissions import Role
from accounts.services import handover
from deadlines.choices import Outcome
from deadlines.models import Deadline, Digest, Reminder, ReminderRun
from deadlines.services import deadlines, reminders, rules
from deadlines.services.deadlines import Due
from divisions.models import Division

pytestmark = pytest.mark.django_db

SET, DUE = date(2023, 3, 1), date(2023, 5, 31)
WEEK_BEFORE = date(2023, 5, 24)


def run(today: date) -> ReminderRun:
    return reminders.run(today=today, now=datetime(today.year, today.month, today.day, tzinfo=UTC))


def run_days(first: date, last: date) -> None:
    for days in range((last - first).days + 1):
        run(first + timedelta(days=days))


def told(person: User) -> list[tuple[date, int]]:
    return list(Reminder.objects.filter(recipient=person).order_by("digest__on").values_list("digest__on", "stage"))


def test_the_street_is_told_a_week_before(rule, due, clerk):
    due(organisation=clerk.organisation)

    run(WEEK_BEFORE)

    reminder = Reminder.objects.get(recipient=clerk)
    assert (reminder.line, reminder.why) == ("还有7天：完成招投标（期限 2023-05-31）", "贵单位承办")


def test_every_stage_is_told_once_day_after_day(rule, due, clerk, leader, office):
    due(organisation=clerk.organisation)

    run_days(date(2023, 5, 1), date(2023, 6, 15))

    stages = [-7, -3, -1, 0, 1, 3, 7, 14]
    assert told(clerk) == [(DUE + timedelta(days=stage), stage) for stage in stages]
    assert [stage for _, stage in told(leader)] == [1, 3, 7, 14]
    assert [stage for _, stage in told(office)] == [3, 7, 14]


def test_each_line_says_why_it_comes_to_her(rule, due, clerk, leader, office):
    due(organisation=clerk.organisation)

    run(date(2023, 6, 5))  # the third day was a day without a run

    assert dict(Reminder.objects.values_list("recipient__role", "why")) == {
        Role.STREET_CLERK: "贵单位承办",
        Role.STREET_LEADER: "贵单位逾期5天，按规则报单位负责人",
        Role.LEADING_GROUP_OFFICE: "逾期5天，按规则报领导小组办公室",
    }


def test_run_twice_nobody_gets_one_twice(rule, due, clerk):
    due(organisation=clerk.organisation)
    run(WEEK_BEFORE)

    run(WEEK_BEFORE)

    assert (Reminder.objects.count(), Digest.objects.count()) == (1, 1)


def test_after_three_days_without_a_run_nobody_misses_one(rule, due, clerk):
    """The stage of three days before fell on a day without a run: told on the next, with the days that are left."""
    due(organisation=clerk.organisation)
    run(WEEK_BEFORE)

    run(date(2023, 5, 29))

    assert Reminder.objects.get(stage=-3).line.startswith("还有2天")
    assert Reminder.objects.count() == 2


def test_all_that_comes_up_on_a_day_is_one_digest(rule, due, clerk, divisions):
    for division in ("南桥街道", "卫滨区", "新乡市"):
        due(organisation=clerk.organisation, subject=divisions[division])

    run(WEEK_BEFORE)

    assert [digest.reminders.count() for digest in Digest.objects.all()] == [3]


def test_the_person_named_is_told_and_not_her_colleagues(rule, due, clerk, leader):
    due(organisation=clerk.organisation, assigned_to=leader)

    run(WEEK_BEFORE)

    assert list(Reminder.objects.values_list("recipient__role", "why")) == [(Role.STREET_LEADER, "您是责任人")]


def test_after_a_handover_the_successor_is_told(rule, due, clerk, leader, person):
    colleague = person(Role.STREET_CLERK, "南桥街道", "second")
    due(organisation=clerk.organisation, assigned_to=clerk)
    run(WEEK_BEFORE)

    handover.hand_over(person=clerk, successor=colleague, on=WEEK_BEFORE, reason="示例", leaves=True, by=clerk)
    run(date(2023, 5, 28))

    assert (told(clerk), told(colleague)) == ([(WEEK_BEFORE, -7)], [(date(2023, 5, 28), -3)])


@pytest.mark.parametrize("owing", ["nobody", "an empty office", "a person without organisation"])
def test_where_nobody_is_there_the_office_is_told(rule, due, clerk, office, divisions, owing):
    empty = Organisation.objects.create(name="示例部门", kind=OrganisationKind.BUREAU, division=divisions["卫滨区"])
    if owing == "a person without organisation":
        User.objects.filter(pk=clerk.pk).update(organisation=None)
    due(organisation=None if owing == "nobody" else empty, assigned_to=clerk if "person" in owing else None)

    run(WEEK_BEFORE)

    assert list(Reminder.objects.values_list("recipient__role", flat=True)) == [Role.LEADING_GROUP_OFFICE]
    assert "请领导小组办公室督办" in Reminder.objects.get().why


def test_what_nobody_could_be_told_waits_until_somebody_comes(rule, due, person):
    due()
    run(WEEK_BEFORE)

    newcomer = person(Role.LEADING_GROUP_OFFICE, "卫滨区")
    run(date(2023, 5, 25))

    assert told(newcomer) == [(date(2023, 5, 25), -7)]


def test_another_districts_office_hears_nothing(rule, due, clerk, outsider):
    due(organisation=clerk.organisation)

    run(date(2023, 6, 30))

    assert told(outsider) == []


def test_what_is_done_is_not_told_of(rule, due, clerk):
    deadline = due(organisation=clerk.organisation)
    deadlines.clear(kind="phase", model=Division, ids=[deadline.subject_id], on=date(2023, 5, 20))

    run(WEEK_BEFORE)

    assert Reminder.objects.count() == 0


def test_a_moved_date_is_told_of_anew(rule, due, clerk):
    due(organisation=clerk.organisation)
    run(WEEK_BEFORE)
    due(on=date(2023, 6, 30), organisation=clerk.organisation, today=WEEK_BEFORE)

    run_days(date(2023, 5, 25), date(2023, 6, 23))

    assert told(clerk) == [(WEEK_BEFORE, -7), (date(2023, 6, 23), -7)]


def test_a_date_moved_there_and_back_is_not_told_twice(rule, due, clerk):
    due(organisation=clerk.organisation)
    run(WEEK_BEFORE)
    due(on=date(2023, 6, 30), organisation=clerk.organisation, today=WEEK_BEFORE)
    due(organisation=clerk.organisation, today=WEEK_BEFORE)

    run_days(date(2023, 5, 25), date(2023, 5, 28))

    assert [stage for _, stage in told(clerk)] == [-7, -3]
    assert Digest.objects.filter(reminders=None).count() == 0


def test_without_a_rule_nobody_is_told(due, clerk):
    due(organisation=clerk.organisation)

    run(DUE)

    assert Reminder.objects.count() == 0


def test_a_new_rule_counts_from_its_day(rule, due, clerk, office, divisions):
    """Set in May for June: the stages of May stay the old ones, those of June are the new ones."""
    due(on=date(2023, 6, 30), organisation=clerk.organisation)
    new = {"before": "20,10", "on_the_day": False, "after": "", "then_every": None}
    new |= {"leader_after": None, "office_after": None}
    rules.set_rule(
        division=divisions["卫滨区"], since=date(2023, 6, 1), document="示例", by=office, on=WEEK_BEFORE, **new
    )

    run_days(WEEK_BEFORE, date(2023, 7, 10))

    assert told(clerk) == [(date(2023, 6, 10), -20), (date(2023, 6, 20), -10)]


def test_a_changed_rule_tells_nothing_twice(rule, due, clerk, office, divisions):
    due(organisation=clerk.organisation)
    run(WEEK_BEFORE)
    same = {"before": "7，3，1", "on_the_day": True, "after": "1", "then_every": None}
    same |= {"leader_after": None, "office_after": None}

    rules.set_rule(division=divisions["卫滨区"], since=WEEK_BEFORE, document="示例", by=office, on=WEEK_BEFORE, **same)
    run_days(date(2023, 5, 25), date(2023, 7, 1))

    assert [stage for _, stage in told(clerk)] == [-7, -3, -1, 0, 1]


def _dues(count: int, due_on: date, clerk: User, subject: Division) -> list[Due]:
    common = {"subject": subject, "title": "示例", "due_on": due_on, "division_id": subject.pk, "url": "/"}
    return [Due(kind=f"kind{n}", organisation_id=clerk.organisation_id, **common) for n in range(count)]


def test_the_run_takes_as_many_statements_for_many_as_for_few(rule, clerk, divisions):
    def statements(count: int, today: date) -> int:
        Deadline.objects.all().delete()
        due_on = today + timedelta(days=7)
        deadlines.set_all(dues=_dues(count, due_on, clerk, divisions["南桥街道"]), today=SET)
        with CaptureQueriesContext(connection) as queries:
            assert run(today).reminders == count
        return len(queries)

    assert statements(2, date(2023, 6, 1)) == statements(40, date(2023, 7, 1))


def test_closing_keeps_the_first_outcome(due):
    deadline = due()
    deadlines.clear(kind="phase", model=Division, ids=[deadline.subject_id], on=SET, outcome=Outcome.WITHDRAWN)

    deadlines.clear(kind="phase", model=Division, ids=[deadline.subject_id], on=DUE)

    deadline.refresh_from_db()
    assert (deadline.closed_on, deadline.outcome) == (SET, Outcome.WITHDRAWN)


def test_what_is_due_again_is_open_again(rule, due):
    deadline = due()
    deadlines.clear(kind="phase", model=Division, ids=[deadline.subject_id], on=SET)

    again = due(today=date(2023, 4, 1))

    assert (again.pk, again.closed_on, again.remind_on) == (deadline.pk, None, WEEK_BEFORE)


def test_what_stays_as_it_was_is_not_written(rule, due):
    due()

    with CaptureQueriesContext(connection) as queries:
        due(today=WEEK_BEFORE)

    assert [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE"))] == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_one_run(rule, due, clerk):
    """The second waits at the day's row until the first is done."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite knows one writer at a time")
    due(organisation=clerk.organisation)

    def work(_):
        try:
            return run(WEEK_BEFORE).reminders
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(work, range(4)))

    assert (made, Reminder.objects.count(), Digest.objects.count()) == ([1] * 4, 1, 1)
