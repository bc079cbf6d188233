"""A ledger of 5,000 rows from upload to applied, with all checks, beside reading the workbook bare."""

import random
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.clock import table
from bench.generate import values
from bench.ground import office_of

DISTRICT = "980202000000"
NAMES = ("name", "street", "address", "built_year", "property_kind", "buildings_count", "units_count", "households",
         "population", "floor_area", "structure", "safety", "management_mode", "willingness")  # fmt: skip


def report(*, rows: int) -> None:
    """performance.md rows 17-20: at least 1,000 rows a second with all checks, at most one statement per ten rows."""
    data = _workbook(rows)
    bare = _seconds(lambda: _read_bare(data))
    statements = _EveryStatement()
    from django.db import connection

    with connection.execute_wrapper(statements):
        source, stages = _import(data)
    total = sum(stages.values())
    stages["undo, on top"] = _undo(source)
    lines = [(name, seconds, rows / seconds, seconds / bare) for name, seconds in stages.items()]
    head = ("stage", "s", "rows/s", "x of reading bare")
    table(
        f"Import of {rows:,} rows x {len(NAMES)} columns, {statements.count} statements = "
        f"{statements.count / rows:.3f} a row (rows 17-20)",
        head,
        [
            ("reading bare (calamine)", bare, rows / bare, 1.0),
            *lines,
            ("upload to applied", total, rows / total, total / bare),
        ],
    )


class _EveryStatement:
    """Counts statements, also those that write."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)


def _import(data: bytes) -> tuple[Any, dict[str, float]]:
    from django.utils import timezone

    from core.imports import applying, previewing, receiving
    from core.imports.layout import LAYOUTS

    office, now = office_of(DISTRICT), timezone.now()
    stages, started = {}, time.perf_counter()
    source = receiving.receive(layout=LAYOUTS["compounds"], data=data, name="bench.xlsx", by=office, now=now)
    stages["receive, match columns"], started = time.perf_counter() - started, time.perf_counter()
    source = previewing.preview(import_id=source.pk, by=office, today=timezone.localdate())
    stages["read, check, plan, keep"], started = time.perf_counter() - started, time.perf_counter()
    assert not source.errors, source.problems[:3]
    source = applying.apply(import_id=source.pk, by=office, now=now)
    stages["apply"] = time.perf_counter() - started
    assert source.new, "nothing was imported"
    return source, stages


def _undo(source: Any) -> float:
    from django.utils import timezone

    from core.imports import applying

    started = time.perf_counter()
    applying.undo(import_id=source.pk, by=source.applied_by, now=timezone.now())
    return time.perf_counter() - started


def _workbook(rows: int) -> bytes:
    """A ledger as a district sends it, new compounds only."""
    from communities.columns import COMPOUND_COLUMNS
    from core.workbooks.writing import Table, write_xlsx

    columns = [next(column for column in COMPOUND_COLUMNS if column.key == key) for key in NAMES]
    chance = random.Random(5)
    records = [_Row(values(9_000_000 + number, chance), f"示例{number % 10 + 1}街道") for number in range(rows)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "ledger.xlsx")
        readable = [_plain(column) for column in columns]
        write_xlsx(Table(title="小区基本信息台账", columns=readable, rows=records), str(path))
        return path.read_bytes()


class _Row(dict):
    def __init__(self, facts: dict, street: str) -> None:
        super().__init__(facts, street=street)


def _plain(column):
    """The same column, read from a plain record."""
    from dataclasses import replace

    return replace(column, value=lambda row, key=column.key: row.get(key))


def _read_bare(data: bytes) -> int:
    from io import BytesIO

    from python_calamine import CalamineWorkbook

    return len(CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python())


def _seconds(call) -> float:
    call()
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
