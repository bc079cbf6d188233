"""`make run` as a newcomer meets it: an address and accounts on the screen, a site that answers, a worker."""

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from tests.tree import ROOT

pytestmark = [pytest.mark.worker, pytest.mark.timeout(300)]
CELERY = ROOT / ".venv/bin/celery"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@pytest.fixture
def empty_database() -> Iterator[dict[str, str]]:
    """Nothing to say on SQLite; beside the suite's own database on the PostgreSQL that DATABASE_URL names."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        yield {}
        return
    server, name = url.rsplit("/", 1)[0], f"renovation_run_{os.getpid()}"
    connection = psycopg2.connect(f"{server}/postgres")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": f"{server}/{name}"}
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")
    connection.close()


@pytest.fixture
def surroundings(tmp_path, empty_database) -> dict[str, str]:
    """The environment of a newcomer, with data and port of its own."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith(("DJANGO_", "DATABASE_URL"))}
    return inherited | empty_database | {"VAR_DIR": str(tmp_path), "PORT": str(free_port())}


class Site:
    """A running `bin/run`, its output so far in a file."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.env, self.log = env, log
        with log.open("w") as output:
            self.process = subprocess.Popen([ROOT / "bin/run"], env=env, stdout=output, stderr=subprocess.STDOUT)

    def screen(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_for_address(self) -> None:
        for _ in range(240 * 5):
            if "网址" in self.screen():
                return
            assert self.process.poll() is None, self.screen()
            time.sleep(0.2)
        pytest.fail(f"no address after four minutes:\n{self.screen()}")

    def get(self, path: str) -> tuple[int, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.env['PORT']}{path}", timeout=30) as answer:
            return answer.status, answer.read().decode()

    def worker_answers(self) -> bool:
        """Asked again for a while: through Redis, a worker that is still starting does not hear the question."""
        ping = [CELERY, "-A", "renovation", "inspect", "ping", "--timeout", "3"]
        asked = (subprocess.run(ping, env=self.env, cwd=ROOT, capture_output=True, text=True) for _ in range(10))
        return any("pong" in answer.stdout for answer in asked)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(timeout=60)


@pytest.fixture
def site(surroundings, tmp_path) -> Iterator[Site]:
    running = Site(surroundings, tmp_path / "screen.txt")
    yield running
    if running.process.poll() is None:
        running.stop()


def test_one_command_brings_up_site_and_worker_and_says_where(site):
    site.wait_for_address()

    assert f"http://localhost:{site.env['PORT']}/" in site.screen()
    assert site.get("/healthz")[0] == 200
    assert "登录" in site.get("/")[1]
    assert site.worker_answers()
    assert site.stop() == 0
    with pytest.raises(urllib.error.URLError):
        site.get("/healthz")


def test_a_taken_port_is_said_before_anything_starts(surroundings, tmp_path):
    with socket.create_server(("127.0.0.1", int(surroundings["PORT"]))):
        refused = Site(surroundings, tmp_path / "screen.txt")

        assert refused.process.wait(timeout=60) == 1

    assert "PORT=8001 make run" in refused.screen()
