"""Processes beside the test: their environment, and a real Celery worker."""

import os
import re
import signal
import subprocess
import sys

import pytest
from django.db import connection

from tests.tree import ROOT


@pytest.fixture
def outside(transactional_db, tmp_path):
    """The environment of processes beside the test: the test's own PostgreSQL, or a SQLite file made for them."""
    environment = os.environ | {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "renovation.settings.dev"}
    if connection.vendor == "sqlite":
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'db.sqlite3'}"
        subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    else:
        own = connection.settings_dict
        host = f"{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT'] or 5432}"
        environment["DATABASE_URL"] = f"postgres://{host}/{own['NAME']}"
    if redis := os.environ.get("REDIS_URL"):
        # Each test process has a Redis database to itself, or one's worker would take the other's messages.
        number = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)
        environment["REDIS_URL"] = f"{redis.rsplit('/', 1)[0]}/{number + 1}"
    return environment


@pytest.fixture
def worker(outside):
    """Starts a worker and waits until it is ready; stops it at the end as `make run` would."""
    started = []

    def start():
        command = [sys.executable, "-m", "celery", "-A", "renovation", "worker", "--pool", "solo", "--loglevel", "info"]
        process = subprocess.Popen(command, cwd=ROOT, env=outside, stderr=subprocess.PIPE, text=True)
        started.append(process)
        assert any(" ready" in line for line in process.stderr)
        return process

    yield start
    for process in started:
        process.send_signal(signal.SIGTERM)
        sys.stderr.write(process.communicate(timeout=30)[1])
