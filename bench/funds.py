"""Money: fund pages and reports at 1,000, 20,000 and 1,000,000 entries, and how fast people write at one document.

Each report stands beside the bare sum over the same entries; writers beside bare inserts under the same lock.
"""

import tempfile
import threading
import time
from datetime import date
from pathlib import Path

import psycopg2

from bench import fund_rows
from bench.clock import median_ms, recorded, table
from bench.generate import PROVINCE
from bench.ground import DATABASE_URL, browser, person_of
from bench.writers import storm

SIZES = (1_000, 20_000, 1_000_000)
DISTRICT = "980101000000"
AS_AT = date(fund_rows.YEAR, 12, 31)
PAGES = {
    "overview": "/funds/",
    "documents": "/funds/documents/",
    "allotments": "/funds/allotments/",
    "projects' money": "/funds/projects/",
    "contracts": "/funds/contracts/",
    "entries": "/funds/entries/",
    "entries of a source": "/funds/entries/?source=central_subsidy",
}
TABLES = ("by-source", "by-document", "by-project", "payments", "ranking", "self-evaluation")
BARE = """SELECT {by}, kind, SUM(amount) FROM funding_fundentry
    WHERE division_id BETWEEN %s AND %s AND "on" <= %s GROUP BY {by}, kind"""
GROUPS = {"by-source": "source", "by-document": "document_id", "by-project": "project_id", "ranking": "division_id"}
SECONDS = 15
WRITERS = (1, 4, 16)


def report() -> None:
    results = {}
    for size in SIZES:
        fund_rows.grow(size)
        results[size] = {**_pages(), **_reports()}
    smallest = results[SIZES[0]]
    for size, rows in results.items():
        table(
            f"Fund pages and reports of a province (district in brackets), {size:,} entries",
            ("page", "ms", "SQL bare ms", "page/bare", f"x of {SIZES[0]:,}", "SQL", "bare sum ms"),
            [
                (name, ms, bare, ms / bare, ms / smallest[name][0], sql, own)
                for name, (ms, bare, sql, own) in rows.items()
            ],
        )
    writers()


def _pages() -> dict[str, tuple]:
    return {name: (*_opened(PROVINCE, address), "") for name, address in PAGES.items()}


def _reports() -> dict[str, tuple]:
    found = {}
    for whole, division in (("", PROVINCE), (" (district)", DISTRICT)):
        for name in TABLES:
            address = f"/funds/reports/{name}/?as_at={AS_AT}&year={fund_rows.YEAR}"
            found[f"{name}{whole}"] = (*_opened(division, address), _bare_sum(name, division))
    return found


def _opened(division: str, address: str) -> tuple[float, float, int]:
    client = browser(person_of(division, "finance"))

    def visit():
        response = client.get(address)
        assert response.status_code == 200, (response.status_code, address)
        return response

    with recorded() as statements:
        visit()
    return median_ms(visit, 3), median_ms(statements.run_bare, 3), len(statements.texts)


def _bare_sum(name: str, division: str) -> float | str:
    from django.db import connection

    from divisions.territory import bounds, prefix_of

    if name not in GROUPS:
        return ""

    def run():
        with connection.cursor() as cursor:
            cursor.execute(BARE.format(by=GROUPS[name]), [*bounds(prefix_of(division)), AS_AT])
            cursor.fetchall()

    return median_ms(run, 3)


def writers() -> None:
    """Acts a second at one document: the product's own services in processes beside, and bare inserts in threads."""
    from funding.models import Allotment

    root = Allotment.objects.filter(division=DISTRICT, parent=None).order_by("pk").first()
    by = person_of(DISTRICT, "finance")
    fund_rows.ready_to_write(root, by)
    rows = []
    for number in WRITERS:
        with tempfile.TemporaryDirectory() as folder:
            made = storm(
                root=root.pk,
                by=by.username,
                on=AS_AT,
                writers=number,
                seconds=SECONDS,
                folder=Path(folder),
                environment={"DATABASE_URL": DATABASE_URL, "DJANGO_SETTINGS_MODULE": "renovation.settings.test"},
            )
        acts, bare = len(made.done) / SECONDS, _bare_inserts(root, by.pk, number)
        rows.append((number, acts, bare, acts / bare))
    table("Acts a second at one document", ("writers", "acts/s", "bare inserts/s", "of bare"), rows)


def _bare_inserts(root, by: int, number: int) -> float:
    """What the same database does when it only locks the root, writes an act and an entry, and commits."""
    pots = list(root.children.exclude(project=None).values_list("pk", flat=True)[:number])
    counts, until = [0] * number, time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=_insert, args=(place, root.pk, pots[place], by, until, counts))
        for place in range(number)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


def _insert(place: int, root: int, pot: int, by: int, until: float, counts: list[int]) -> None:
    act, entry = fund_rows.bare_insert_sql()
    connection = psycopg2.connect(DATABASE_URL)
    while time.monotonic() < until:
        with connection, connection.cursor() as cursor:
            cursor.execute("SELECT * FROM funding_allotment WHERE id IN (%s, %s) ORDER BY id FOR UPDATE", [root, pot])
            cursor.execute(act, {"on": AS_AT, "by": by})
            cursor.execute(entry, {"on": AS_AT, "act": cursor.fetchone()[0], "pot": pot})
        counts[place] += 1
    connection.close()
