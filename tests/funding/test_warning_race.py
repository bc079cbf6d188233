"""Two looks, and two movers, at once. PostgreSQL must be told who waits for whom."""

from datetime import date

from funding.models import FundWarning
from funding.services import warnings
from projects.models import Programme, Project
from projects.services import carrying_over
from tests.races import NEEDS_ROW_LOCKS, told_at_once

pytestmark = NEEDS_ROW_LOCKS
TODAY = date(2023, 9, 1)


def test_two_looks_at_once_find_a_thing_once(part):
    Project.objects.update(status="accepted", status_since=date(2023, 5, 1))

    told = told_at_once(*[lambda: warnings.look(today=TODAY)] * 2)

    assert (told, FundWarning.objects.count()) == (["done", "done"], 1)
    assert FundWarning.objects.get().history.count() == 1


def test_a_project_moved_twice_at_once_is_moved_once(project, office):
    move = {"projects": [project], "year": 2024, "reason": "资金不足", "by": office, "today": TODAY}

    told = sorted(told_at_once(*[lambda: carrying_over.carry_over(**move)] * 2))

    assert told[0] == "done"
    assert "2024年不晚于" in told[1]
    assert Programme.objects.get(year=2024).entries.count() == 1
