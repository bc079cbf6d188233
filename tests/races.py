"""Several people at one moment. SQLite lets one writer in at a time; PostgreSQL must be told who waits for whom."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from core.errors import DomainError

NEEDS_ROW_LOCKS = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's; SQLite has one writer"),
]


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each gave, or the refusal, when all begin together; in their order."""
    all_ready = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> Any:
        all_ready.wait()
        try:
            return act()
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def told_at_once(*acts: Callable[[], Any]) -> list[str]:
    """What each is told when all press the button together: "done", or why not."""
    return [str(each) if isinstance(each, DomainError) else "done" for each in at_once(*acts)]


def each_at_once(act: Callable[[Any], Any], those: Iterable[Any]) -> list[str]:
    """The same act done with each of those together: what it gave, or why not, in words and sorted."""
    return sorted(str(each) for each in at_once(*(partial(act, one) for one in those)))
