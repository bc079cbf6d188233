"""Who has to act on a scheme, and by when: it stands in her 待办 like everything else that is due."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from deadlines.models import Deadline
from projects.models import Project
from projects.services import scheme_rules, schemes, standing

NOW, DAY = datetime(2023, 3, 15, 8, tzinfo=UTC), date(2023, 3, 20)  # a Wednesday, the Monday after


@pytest.fixture
def ready(scheme, line, clerk):
    line(scheme, "外墙", 100, "85.50")
    return schemes.set_funds(scheme=scheme, version=scheme.version, funds={"district": Decimal(8550)}, by=clerk)


@pytest.fixture
def submitted(ready, clerk):
    return schemes.submit(scheme=ready, by=clerk, now=NOW)


def due():
    return Deadline.objects.open().get(kind="scheme")


def test_a_submitted_scheme_is_the_offices_matter_within_five_working_days(submitted, project, office):
    assert due().title == f"{project.name}：审批改造方案（第 1 版）"
    assert (due().organisation, due().due_on) == (office.organisation, date(2023, 3, 22))


def test_the_districts_rule_says_how_many_days(ready, divisions, clerk, office):
    facts = {"since": date(2023, 1, 1), "document": "卫政办〔2023〕2号", "most_over": Decimal(10)}
    scheme_rules.set_rule(division=divisions["卫滨区"], review_days=2, by=office, **facts)

    schemes.submit(scheme=ready, by=clerk, now=NOW)

    assert (due().due_on, due().basis) == (date(2023, 3, 17), "卫政办〔2023〕2号")


def test_a_returned_scheme_is_the_streets_matter(submitted, clerk, office):
    schemes.return_(scheme=submitted, reason="缺少雨污分流", by=office, on=DAY)

    assert "按退回意见修改改造方案（第 1 版）" in due().title
    assert (due().organisation, due().due_on) == (clerk.organisation, date(2023, 3, 27))


def test_an_approved_scheme_is_done(submitted, office):
    schemes.approve(scheme=submitted, document="1号", on=DAY, by=office, today=DAY)

    assert Deadline.objects.get(kind="scheme").closed_on == DAY


@pytest.mark.parametrize("act", ["withdraw", "discard"])
def test_what_is_taken_back_waits_for_nobody(act, submitted, clerk, office):
    if act == "discard":
        schemes.return_(scheme=submitted, reason="缺少雨污分流", by=office, on=DAY)
    more = {"reason": "重做"} if act == "discard" else {}

    getattr(schemes, act)(scheme=submitted, by=clerk, on=DAY, **more)

    assert Deadline.objects.get(kind="scheme").outcome == "withdrawn"


def test_while_the_project_is_suspended_nobody_has_to_decide(submitted, project):
    Project.objects.filter(pk=project.pk).update(status="suspended", status_reason="资金未到位")
    standing.refresh(projects=[project.pk], today=DAY)
    suspended = Deadline.objects.open().filter(kind="scheme").count()
    Project.objects.filter(pk=project.pk).update(status="preparing", status_reason="")

    standing.refresh(projects=[project.pk], today=DAY)

    assert (suspended, due().due_on) == (0, date(2023, 3, 27))


def test_the_office_finds_it_in_her_to_do(submitted, office, signed_in):
    assert "审批改造方案（第 1 版）" in signed_in(office).get("/todo/", follow=True).content.decode()
