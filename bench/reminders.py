"""The day's reminders over 200,000 deadlines: rows read per reminder made, and the time beside the bare query."""

import time
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from bench.clock import median_ms, table
from bench.generate import PROVINCE

TODAY = date(2026, 6, 15)
DUE_SHARE = 20  # one deadline in twenty is reminded of on the day
BARE = "SELECT id, due_on, organisation_id FROM deadlines_deadline WHERE closed_on IS NULL AND remind_on <= %s"


def report(*, deadlines: int) -> None:
    _fill(deadlines)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE deadlines_deadline")
    bare = median_ms(_bare)
    first, rows = _run(TODAY), []
    rows.append(("first run of the day", *first, first[1] * 1000 / bare))
    again = _run(TODAY)
    rows.append(("run again", *again, again[1] * 1000 / bare))
    head = ("reminders", "made", "s", "rows read", "rows read a reminder", "x of bare query")
    table(f"Reminders over {deadlines:,} deadlines, {deadlines // DUE_SHARE:,} of them due to be said", head, rows)


def _fill(count: int) -> None:
    """Open deadlines of all street offices; one in twenty comes up today, the others later. One clerk an office."""
    from accounts.models import Organisation, OrganisationKind, User
    from accounts.permissions import Role
    from deadlines.models import Deadline, ReminderRule

    Deadline.objects.all().delete()
    ReminderRule.objects.update_or_create(
        division_id=PROVINCE,
        since=date(2026, 1, 1),
        defaults={"document": "示例", "before": "7,3,1", "after": "1,3,7", "then_every": 7, "leader_after": 3},
    )
    offices = list(Organisation.objects.filter(kind=OrganisationKind.STREET_OFFICE).order_by("pk"))
    User.objects.bulk_create(
        (
            User(username=f"clerk-{office.pk}", full_name="示例经办", organisation=office, role=Role.STREET_CLERK)
            for office in offices
        ),
        ignore_conflicts=True,
    )
    Deadline.objects.bulk_create(
        (_deadline(number, offices[number % len(offices)]) for number in range(count)), batch_size=2_000
    )


def _deadline(number: int, office):
    from deadlines.models import Deadline

    due_today = number % DUE_SHARE == 0
    due_on = TODAY + timedelta(days=3 if due_today else 30 + number % 200)
    return Deadline(
        kind="phase",
        subject_type="bench",
        subject_id=number,
        title=f"示例项目{number}：工程实施阶段",
        url="/",
        due_on=due_on,
        division_id=office.division_id,
        organisation=office,
        remind_on=TODAY if due_today else due_on - timedelta(days=7),
        set_on=TODAY - timedelta(days=60),
    )


def _bare() -> None:
    with connection.cursor() as cursor:
        cursor.execute(BARE, [TODAY])
        cursor.fetchall()


def _run(today: date) -> tuple[int, float, int, float]:
    """Reminders made, seconds, deadline rows read, and how many of these per reminder."""
    from deadlines.models import Reminder
    from deadlines.services import reminders

    made, before = Reminder.objects.count(), _rows_read()
    started = time.perf_counter()
    reminders.run(today=today, now=timezone.make_aware(datetime.combine(today, datetime.min.time())))
    seconds = time.perf_counter() - started
    made, read = Reminder.objects.count() - made, _rows_read() - before
    return made, seconds, read, read / made if made else 0.0


def _rows_read() -> int:
    """What PostgreSQL counts: rows of the table read through an index or by walking it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush()")
        cursor.execute(
            "SELECT coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) FROM pg_stat_user_tables"
            " WHERE relname = 'deadlines_deadline'"
        )
        return cursor.fetchone()[0]
