"""Two workers open the same month, or two people move its days, at one moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from core.models import AuditEntry
from progress.models import MonthlyReturn, ReportingMonth, ReturnVersion
from progress.services import months
from tests.progress.conftest import OPENED

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's; SQLite has one writer"),
]


def at_once(act: Callable, many: int) -> list:
    ready = Barrier(many)

    def go(number: int):
        ready.wait()
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(many) as pool:
        return sorted(pool.map(go, range(many)))


def test_workers_that_open_at_once_open_it_once(month_rule, projects):
    assert at_once(lambda number: months.open_months(today=OPENED + timedelta(days=number)), 4) == [0, 0, 0, 2]

    counted = (ReportingMonth.objects.count(), MonthlyReturn.objects.count(), ReturnVersion.objects.count())
    assert counted == (1, 2, 2)
    assert AuditEntry.objects.filter(action="开放月报").count() == 1
