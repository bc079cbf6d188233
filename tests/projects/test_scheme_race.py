"""Two people act on one scheme at the same moment. SQLite lets one writer in at a time; PostgreSQL must be told."""

from datetime import UTC, date, datetime
from decimal import Decimal

from projects.services import schemes
from tests.races import NEEDS_ROW_LOCKS, each_at_once

pytestmark = NEEDS_ROW_LOCKS


def test_of_two_who_approve_one_wins(scheme, line, clerk, office, prefecture):
    line(scheme, "外墙", 100, "85.50")
    schemes.set_funds(scheme=scheme, version=1, funds={"district": Decimal("8550")}, by=clerk)
    schemes.submit(scheme=scheme, by=clerk, now=datetime(2023, 3, 15, tzinfo=UTC))
    day = date(2023, 3, 20)

    def approve(by):
        return schemes.approve(scheme=scheme, document="卫旧改办〔2023〕1号", on=day, by=by, today=day).status

    told = each_at_once(approve, [office, prefecture])

    assert told == ["approved", "方案目前是“已批准”，不能这样办理。"]


def test_of_two_who_begin_one_wins(project, clerk, office):
    told = each_at_once(lambda by: schemes.start(project=project, by=by).number, [clerk, office])

    assert told == ["1", f"“{project}”已有改造方案（第 1 版，编制中）。"]


def test_of_two_who_start_a_variation_one_wins(approved, project, clerk, office):
    def vary(by):
        return schemes.start_variation(project=project, reason="增加养老设施", by=by).number

    told = each_at_once(vary, [clerk, office])

    assert told == ["2", "第 2 版方案目前是“编制中”，办结之前不能另行发起变更。"]
