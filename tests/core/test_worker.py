"""With a real worker beside the site: on the file broker, or on Redis where REDIS_URL names one."""

import subprocess
import sys

import pytest

from tests.tree import ROOT

pytestmark = pytest.mark.worker

# What the site does, in a process of its own: it cannot see the test's in-memory database, nor can the worker.
STORY = """
import sys, time
import django
django.setup()
from datetime import timedelta
from django.utils import timezone
from accounts.models import Organisation, User
from accounts.permissions import Role
from core import jobs
from core.models import Job
from divisions.models import Division
from renovation.celery import app

division, _ = Division.objects.get_or_create(code="410703000000", defaults={"name": "卫滨区", "level": 6})
organisation = Organisation.objects.create(name="示例办公室", kind="leading_group_office", division=division)
role = Role.LEADING_GROUP_OFFICE
office = User.objects.create(username="office", full_name="示例", organisation=organisation, role=role)

def ask():
    arguments = {"list": "compounds", "query": "", "where": "卫滨区"}
    return jobs.start(kind="export", title="导出", by=office, arguments=arguments)

def outcome(job):
    for _ in range(300):
        job.refresh_from_db()
        if job.is_finished:
            break
        time.sleep(0.1)
    print(job.status, job.message, bool(job.file and job.file.size), flush=True)

lost = ask()
app.control.purge()
print("lost", flush=True)
sys.stdin.readline()
outcome(ask())
jobs.resend_stuck(now=timezone.now() + jobs.SILENT_AFTER + timedelta(seconds=1))
outcome(lost)
"""


@pytest.fixture
def site(outside):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", STORY], cwd=ROOT, env=outside, **pipes) as process:
        yield process
        process.kill()


def test_the_worker_does_what_it_is_told_and_what_the_broker_forgot(site, worker):
    """The machine loses power between two exports: the broker forgets the first message, the row does not."""
    assert site.stdout.readline() == "lost\n"
    worker()

    outcomes, _ = site.communicate("go on\n", timeout=60)

    assert outcomes.splitlines() == ["done 共 0 条。 True"] * 2
