"""Two people act on one return at the same moment. SQLite lets one writer in at a time; PostgreSQL must be told."""

from datetime import date

from progress.choices import ReturnStatus
from progress.models import MonthlyReturn, ReturnVersion
from progress.services import packages, scans
from tests.progress.stories import a_scan, approved, at, sealed
from tests.races import NEEDS_ROW_LOCKS, told_at_once

pytestmark = NEEDS_ROW_LOCKS

NOW, TODAY = at(date(2023, 5, 26), 16), date(2023, 5, 26)


def state_of(monthly_return: MonthlyReturn) -> tuple:
    versions = ReturnVersion.objects.filter(monthly_return=monthly_return).order_by("number")
    return tuple(versions.values_list("status", flat=True))


def test_of_two_who_submit_the_second_is_told_who_was_first(nanqiao, clerk, person):
    colleague = person("street_clerk", "南桥街道", "colleague")
    version = nanqiao.current

    told = told_at_once(*(lambda by=by: packages.submit(version=version, by=by, now=NOW) for by in (clerk, colleague)))

    assert told.count("done") == 1
    first = (clerk, colleague)[told.index("done")]
    refusal = told[1 - told.index("done")]
    assert f"已由{first}于 05月26日 16:00 提交" in refusal
    assert ReturnVersion.objects.get().submitted_by == first


def test_what_is_accepted_and_returned_at_once_is_one_of_both(nanqiao, office, prefecture):
    version = sealed(nanqiao)

    told = told_at_once(
        lambda: packages.accept(version=version, by=office, now=NOW),
        lambda: packages.return_(version=version, reason="请核对", by=prefecture, now=NOW, today=TODAY),
    )

    # Accepted first, it may still be returned, and goes on counting; returned first, it is no longer accepted.
    wanted = {
        (ReturnStatus.ACCEPTED, ReturnStatus.DRAFT): ["done", "done"],
        (ReturnStatus.RETURNED, ReturnStatus.DRAFT): ["已有新的版本", "done"],
    }[state_of(nanqiao)]
    assert all(want in got for want, got in zip(wanted, told, strict=True))


def test_a_scan_does_not_reach_a_version_that_is_recalled_at_the_same_moment(nanqiao, clerk, leader):
    version = approved(nanqiao)

    told = told_at_once(
        lambda: scans.attach(upload=a_scan(), by=leader, now=NOW, code=version.code),
        lambda: packages.recall(version=version, reason="漏填", by=clerk, now=NOW, today=TODAY),
    )

    assert told[1] == "done"
    assert told[0] == "done" or "已过期：之后又有第 2 版" in told[0]
    assert state_of(nanqiao) == (ReturnStatus.RECALLED, ReturnStatus.DRAFT)
    version.refresh_from_db()
    assert version.scans.count() == (1 if told[0] == "done" else 0)


def test_of_two_scans_at_once_both_are_kept_and_one_moment_counts(nanqiao, clerk, leader):
    version = approved(nanqiao)

    told = told_at_once(
        *(lambda by=by: scans.attach(upload=a_scan(), by=by, now=NOW, code=version.code) for by in (clerk, leader))
    )

    nanqiao.refresh_from_db()
    assert (told, version.scans.count(), nanqiao.reported_at) == (["done", "done"], 2, NOW)
