"""Export of a long list in a worker of its own: time against the same cells written bare, and memory above idle.

python -m bench.exports 100000 ours|bare|idle      (one measurement per process: memory only ever grows)
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.clock import table
from bench.generate import PROVINCE
from bench.ground import DATABASE_URL

COLUMNS = 20


def measured(rows: int, way: str) -> dict[str, float]:
    """Run one way in a fresh process."""
    environment = os.environ | {"DATABASE_URL": DATABASE_URL}
    command = [sys.executable, "-m", "bench.exports", str(rows), way]
    return json.loads(subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout)


def report(rows: int) -> None:
    """performance.md row 15: at most 1.5 times the bare writer with its query stream, at most 80 MB over idle."""
    idle, tenth, ours, bare = (
        measured(rows, "idle"),
        measured(rows // 10, "ours"),
        measured(rows, "ours"),
        measured(rows, "bare"),
    )
    csv = measured(rows, "csv")
    ways = {
        "idle worker": idle,
        f"ours, {rows // 10:,} rows": tenth,
        f"ours, {rows:,} rows": ours,
        "XlsxWriter + values_list": bare,
        "ours as CSV": csv,
    }
    lines = [
        (name, way["seconds"], way["mb"], way["mb"] - idle["mb"], way["seconds"] / bare["seconds"])
        for name, way in ways.items()
    ]
    head = ("export", "s", "peak MB", "MB over idle", "x of bare")
    table(f"Export of {rows:,} rows x {COLUMNS} columns (performance.md rows 15, 16)", head, lines)


def _selection(rows: int):
    from django.http import QueryDict

    from bench.ground import office_of
    from core.lists import LISTS, Selection

    spec = LISTS["compounds"]
    keys = ",".join(column.key for column in spec.columns[:COLUMNS])
    selection = Selection(spec=spec, user=office_of(PROVINCE), params=QueryDict(f"columns={keys}"))
    selection.rows = selection.rows.filter(pk__lte=_last_key(rows))
    return selection


def _last_key(rows: int) -> int:
    from communities.models import Compound

    return list(Compound.objects.order_by("pk").values_list("pk", flat=True)[:rows])[-1]


def ours(rows: int) -> None:
    from core.workbooks.writing import Table, write_xlsx

    selection = _selection(rows)
    written = Table(title="小区", columns=selection.columns, rows=selection.every_row(), totals=selection.totals.sums)
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        write_xlsx(written, file.name)


def csv(rows: int) -> None:
    from core.workbooks.writing import Table, csv_chunks

    selection = _selection(rows)
    for _ in csv_chunks(Table(title="小区", columns=selection.columns, rows=selection.every_row())):
        pass


def bare(rows: int) -> None:
    """XlsxWriter in constant memory over a bare values_list of as many typed columns."""
    import xlsxwriter
    from django.db import models

    from communities.models import Compound

    kinds = (models.ForeignKey, models.TextField)
    names = [field.name for field in Compound._meta.fields if not isinstance(field, kinds)][:COLUMNS]
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        book = xlsxwriter.Workbook(file.name, {"constant_memory": True})
        sheet = book.add_worksheet()
        found = Compound.objects.filter(pk__lte=_last_key(rows)).order_by("name").values_list(*names)
        for number, record in enumerate(found.iterator(chunk_size=2_000)):
            sheet.write_row(number, 0, [float(v) if hasattr(v, "quantize") else v for v in record])
        book.close()


def idle(rows: int) -> None:
    """What a worker weighs before it does anything."""
    _selection(rows)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "renovation.settings.test")
    import django

    django.setup()
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    started = time.perf_counter()
    {"ours": ours, "bare": bare, "idle": idle, "csv": csv}[sys.argv[2]](int(sys.argv[1]))
    # Not ru_maxrss: a child process inherits its parent's.
    peak = int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1]) / 1024
    print(json.dumps({"seconds": time.perf_counter() - started, "mb": peak}))
