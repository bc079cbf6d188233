"""Reminders with a real worker: messages lost, the worker killed while it sends, Redis killed under it."""

import shutil
import socket
import subprocess
import sys
from collections import Counter

import pytest

from tests.deadlines.mail_sink import MailSink
from tests.tree import ROOT

pytestmark = pytest.mark.worker

PEOPLE = 20
NO_REDIS = "no redis-server is installed"

# The site in a process of its own. Each line that the test writes is one step; it answers when the step is done.
STORY = f"""
import sys, time
import django
django.setup()
from datetime import timedelta
from django.db.models import F
from django.utils import timezone
from accounts.models import Organisation, User
from deadlines import tasks
from deadlines.models import Deadline, Delivery, Digest, Reminder, ReminderRule
from divisions.models import Division
from renovation.celery import app

today = timezone.localdate()
division, _ = Division.objects.get_or_create(code="410703000000", defaults={{"name": "卫滨区", "level": 6}})
bureau = Organisation.objects.create(name="示例部门", kind="bureau", division=division)
ReminderRule.objects.create(division=division, since=today - timedelta(days=30), document="示例", before="7")
for number in range({PEOPLE}):
    User.objects.create(
        username=f"person{{number}}", full_name="示例", organisation=bureau, role="bureau",
        email=f"person{{number}}@renovation.example",
    )
Deadline.objects.create(
    kind="phase", subject_type="x", subject_id=1, title="完成招投标", url="/", due_on=today + timedelta(days=7),
    division=division, organisation=bureau, remind_on=today, set_on=today,
)

def lose():  # the broker forgets the message of the first hour
    tasks.remind.delay()
    app.control.purge()

def remind():
    tasks.remind.delay()

def ten_minutes_later():  # when what a dead worker held is taken up again
    Delivery.objects.filter(status="sending").update(claimed_at=F("claimed_at") - timedelta(minutes=11))

def finish():  # the next hour's sweeps
    for _ in range(300):
        if not Delivery.objects.exclude(status="sent").exists() and Delivery.objects.exists():
            break
        tasks.remind.delay()
        time.sleep(0.5)

print("ready", flush=True)
for step in sys.stdin:
    globals()[step.strip()]()
    print(Reminder.objects.count(), Digest.objects.count(), Delivery.objects.filter(status="sent").count(), flush=True)
"""


@pytest.fixture
def sink(outside):
    """Stops at the sixth message; the site and its workers send there."""
    with MailSink(hold_at=6) as sink:
        outside["EMAIL_URL"] = sink.url
        yield sink
        sink.go_on.set()
        sink.shutdown()


@pytest.fixture
def step(outside, sink):
    """Let the site do the next step of the story; what it then counts."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", STORY], cwd=ROOT, env=outside, **pipes) as process:

        def do(name: str) -> str:
            if not do.ready:
                do.ready = process.stdout.readline() == "ready\n"
            print(name, file=process.stdin, flush=True)
            return process.stdout.readline().strip()

        do.ready = False
        yield do
        process.kill()


@pytest.fixture
def redis(outside, tmp_path):
    """Starts a Redis of the test's own, on a port of its own, as often as asked."""
    if not shutil.which("redis-server"):
        pytest.skip(NO_REDIS)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    outside["REDIS_URL"] = f"redis://127.0.0.1:{port}/0"
    started = []

    def start() -> subprocess.Popen:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert any("Ready to accept connections" in line for line in process.stdout)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def repeated(sink: MailSink) -> list[int]:
    """How often each message came, of those that came more than once; a mailbox shows each Message-ID once."""
    assert len({message["To"] for message in sink.messages}) == PEOPLE
    by_id = Counter(message["Message-ID"] for message in sink.messages)
    assert len(by_id) == PEOPLE
    return [count for count in by_id.values() if count > 1]


@pytest.mark.timeout(300)
def test_a_worker_killed_while_it_sends_leaves_nobody_out_and_tells_nobody_twice(worker, step, sink):
    """The broker forgot the first hour; the worker died with the sixth message taken and not confirmed."""
    step("lose")
    first = worker()
    step("remind")
    assert sink.middle.wait(60)
    first.kill()
    first.wait()
    sink.go_on.set()

    step("ten_minutes_later")
    worker()
    counts = step("finish")

    assert counts == f"{PEOPLE} {PEOPLE} {PEOPLE}"
    assert repeated(sink) == [2]  # the one in flight, under the same Message-ID


@pytest.mark.timeout(300)
def test_redis_killed_while_reminders_go_out_leaves_nobody_out_and_tells_nobody_twice(redis, worker, step, sink):
    """It comes back empty; the rows know what waits."""
    first = redis()
    worker()
    step("remind")
    assert sink.middle.wait(60)
    first.kill()
    first.wait()
    sink.go_on.set()

    redis()
    counts = step("finish")

    assert counts == f"{PEOPLE} {PEOPLE} {PEOPLE}"
    assert repeated(sink) == []
