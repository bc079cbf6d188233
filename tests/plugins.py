"""What every test may lean on: a Chromium to drive, and a run in which nothing may be skipped."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

NO_CHROMIUM = "no Chromium found: install chromium, or name one in the environment variable CHROMIUM"
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find_chromium() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).exists() else None
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if find_chromium():
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """With NO_SKIPS set, a skipped test has failed: where everything is installed, nothing stays untried."""
    report = yield
    if os.environ.get("NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped although NO_SKIPS is set: {report.longrepr[-1]}"
    return report


@pytest.fixture(autouse=True, scope="session")
def flushed_without_guards() -> None:
    """SQLite empties its tables row by row after a test, which the ledger refuses; `migrate` guards it again."""
    from django.db import connection

    from funding import guards

    if connection.vendor == "sqlite":
        flush = connection.ops.sql_flush
        connection.ops.sql_flush = lambda *tables, **options: [*guards.dropped(), *flush(*tables, **options)]


@pytest.fixture(scope="session")
def chromium() -> Iterator:
    """One browser for the session."""
    from playwright.sync_api import sync_playwright

    # Playwright keeps an event loop in this thread, and Django would take every query for an asynchronous one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=CHROMIUM_ARGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium) -> Iterator:
    """A fresh page on an office screen."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    yield context.new_page()
    context.close()
