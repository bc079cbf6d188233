"""Two workers open the same month, or two people move its days, at one moment."""

from datetime import timedelta

from core.models import AuditEntry
from progress.models import MonthlyReturn, ReportingMonth, ReturnVersion
from progress.services import months
from tests.progress.conftest import OPENED
from tests.races import NEEDS_ROW_LOCKS, at_once

pytestmark = NEEDS_ROW_LOCKS


def test_workers_that_open_at_once_open_it_once(month_rule, projects):
    days = [OPENED + timedelta(days=number) for number in range(4)]

    opened = at_once(*(lambda day=day: months.open_months(today=day) for day in days))

    assert sorted(opened) == [0, 0, 0, 2]

    counted = (ReportingMonth.objects.count(), MonthlyReturn.objects.count(), ReturnVersion.objects.count())
    assert counted == (1, 2, 2)
    assert AuditEntry.objects.filter(action="开放月报").count() == 1
