"""Two people apply the same import at the same moment. SQLite lets one writer in at a time; PostgreSQL must be told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from core.errors import Conflict
from core.imports import applying, previewing, receiving
from core.models import Job
from tests import workbooks
from tests.core import job_ledger

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgres,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="row locks are PostgreSQL's; SQLite has one writer"),
]


def test_one_wins_and_the_other_is_told(office, person):
    second = person("leading_group_office", "卫滨区", "second")
    with job_ledger.registered() as layout:
        data = workbooks.xlsx([["小区名称", "户数"], ["示例一号院", 76], ["示例二号院", 121]])
        source = receiving.receive(layout=layout, data=data, name="台账.xlsx", by=office, now=timezone.now())
        previewing.preview(import_id=source.pk, by=office, today=date(2023, 3, 1))
        both_ready = Barrier(2)

        def apply(by):
            both_ready.wait(10)
            try:
                applying.apply(import_id=source.pk, by=by, now=timezone.now())
                return "导入"
            except Conflict as refusal:
                return str(refusal)
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            outcomes = sorted(pool.map(apply, [office, second]), key=len)

    assert outcomes[0] == "导入"
    assert "没有重复导入" in outcomes[1]
    assert Job.objects.count() == 2
