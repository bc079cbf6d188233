"""Two people apply the same import at the same moment. SQLite lets one writer in at a time; PostgreSQL must be told."""

from datetime import date

from django.utils import timezone

from core.imports import applying, previewing, receiving
from core.models import Job
from tests import workbooks
from tests.core import job_ledger
from tests.races import NEEDS_ROW_LOCKS, told_at_once

pytestmark = NEEDS_ROW_LOCKS


def test_one_wins_and_the_other_is_told(office, person):
    second = person("leading_group_office", "卫滨区", "second")
    with job_ledger.registered() as layout:
        data = workbooks.xlsx([["小区名称", "户数"], ["示例一号院", 76], ["示例二号院", 121]])
        source = receiving.receive(layout=layout, data=data, name="台账.xlsx", by=office, now=timezone.now())
        previewing.preview(import_id=source.pk, by=office, today=date(2023, 3, 1))

        told = told_at_once(
            *(lambda by=by: applying.apply(import_id=source.pk, by=by, now=timezone.now()) for by in (office, second))
        )

    assert "done" in told
    assert "没有重复导入" in max(told, key=len)
    assert Job.objects.count() == 2
