"""Measuring and printing."""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

REPEATS = 15
WARM_UP = 3


def median_ms(call: Callable[[], Any], repeats: int = REPEATS) -> float:
    """The median of several warm calls, in milliseconds."""
    for _ in range(WARM_UP):
        call()
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        call()
        times.append(time.perf_counter() - started)
    return statistics.median(times) * 1000


@dataclass
class Statements:
    """The SQL that ran inside `recorded()`, so that it can be run again bare."""

    texts: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(self, execute, sql, params, many, context):
        if not many and sql.lstrip()[:6].upper() in ("SELECT", "WITH R"):
            self.texts.append((sql, params))
        return execute(sql, params, many, context)

    def run_bare(self) -> None:
        with connection.cursor() as cursor:
            for sql, params in self.texts:
                cursor.execute(sql, params)
                cursor.fetchall()


@contextmanager
def recorded():
    """Record the statements of a block."""
    statements = Statements()
    with connection.execute_wrapper(statements):
        yield statements


def table(title: str, head: tuple[str, ...], rows: list[tuple]) -> None:
    """Print rows under a head, aligned."""
    cells = [head, *[tuple(f"{v:.2f}" if isinstance(v, float) else str(v) for v in row) for row in rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(head))]
    print(f"\n{title}")
    for row in cells:
        print("  " + "  ".join(value.rjust(width) for value, width in zip(row, widths, strict=True)))
