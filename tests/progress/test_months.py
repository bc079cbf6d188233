"""Months open by themselves, once, for every street that has something to report."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import call_command

from accounts.open_work import open_work
from core.errors import DomainError, NotAllowed
from core.models import AuditEntry
from deadlines.models import Deadline
from progress import tasks
from progress.choices import ReturnStatus
from progress.models import MonthlyReturn, MonthRule, ReportingMonth, ReturnVersion
from progress.services import due, month_days, month_rules, months, plans
from projects.models import Project
from tests.progress.conftest import AS_AT, DUE, LATE, LOCK, MAY, OPENED

pytestmark = pytest.mark.django_db


def streets_of(month: date) -> list[str]:
    return [each.division.name for each in MonthlyReturn.objects.filter(month=month).order_by("division_id")]


def test_a_month_opens_on_its_day_for_each_street_with_projects(month_rule, projects):
    assert months.open_months(today=OPENED - timedelta(days=1)) == 0

    assert months.open_months(today=OPENED) == 2
    assert streets_of(MAY) == ["健康路街道", "南桥街道"]
    month = ReportingMonth.objects.get()
    assert (month.as_at, month.due_on, month.late_on, month.lock_on) == (AS_AT, DUE, LATE, LOCK)


def test_the_street_office_fills_it_in_with_a_line_per_compound(month_rule, projects, street_office):
    months.open_months(today=OPENED)

    of_nanqiao = MonthlyReturn.objects.get(division__name="南桥街道")
    assert of_nanqiao.organisation == street_office
    assert [line.compound_name for line in of_nanqiao.current.lines.all()] == ["中州小区", "新运23号院"]
    assert (of_nanqiao.plan_compounds, of_nanqiao.plan_households) == (2, 197)


def test_where_the_office_implements_itself_the_office_fills_it_in(month_rule, projects, office):
    Project.objects.update(implementer=office.organisation)

    months.open_months(today=OPENED)

    assert {each.organisation for each in MonthlyReturn.objects.all()} == {office.organisation}


def test_opening_again_adds_nothing(month_rule, projects):
    months.open_months(today=OPENED)
    before = AuditEntry.objects.count()

    assert months.open_months(today=OPENED) == 0
    assert months.open_months(today=OPENED + timedelta(days=3)) == 0
    assert (ReportingMonth.objects.count(), ReturnVersion.objects.count()) == (1, 2)
    assert AuditEntry.objects.count() == before


def test_a_street_whose_first_project_comes_later_joins_the_open_month(month_rule, projects):
    late = projects["健康路195号院"]
    Project.objects.filter(pk=late.pk).update(status="cancelled")
    months.open_months(today=OPENED)
    assert streets_of(MAY) == ["南桥街道"]

    Project.objects.filter(pk=late.pk).update(status="planned")
    months.open_months(today=OPENED + timedelta(days=4))

    assert streets_of(MAY) == ["健康路街道", "南桥街道"]


def test_months_missed_while_the_machine_was_off_are_opened_late(month_rule, projects):
    Project.objects.update(created_at=datetime(2023, 3, 1, tzinfo=UTC))
    months.open_months(today=OPENED)

    months.open_months(today=date(2023, 8, 16))

    assert [each.month for each in ReportingMonth.objects.order_by("month")] == [
        date(2023, number, 1) for number in (5, 6, 7, 8)
    ]


def test_a_street_has_not_missed_the_months_before_its_first_project(month_rule, projects):
    Project.objects.update(created_at=datetime(2023, 3, 1, tzinfo=UTC))
    Project.objects.filter(pk=projects["健康路195号院"].pk).update(created_at=datetime(2023, 8, 2, tzinfo=UTC))
    ReportingMonth.objects.create(
        division_id="410703000000",
        month=MAY,
        rule=month_rule,
        as_at=AS_AT,
        due_on=DUE,
        late_on=LATE,
        lock_on=LOCK,
        opened_on=OPENED,
    )

    months.open_months(today=date(2023, 8, 16))

    assert streets_of(date(2023, 7, 1)) == ["南桥街道"]
    assert streets_of(date(2023, 8, 1)) == ["健康路街道", "南桥街道"]


def test_a_locked_month_takes_no_new_street(month_rule, projects):
    Project.objects.filter(pk=projects["健康路195号院"].pk).update(status="cancelled")
    months.open_months(today=OPENED)
    Project.objects.update(status="planned")

    months.open_months(today=LOCK + timedelta(days=1))

    assert streets_of(MAY) == ["南桥街道"]


def test_a_later_rule_leaves_open_months_as_they_are(month_rule, projects, office, divisions):
    months.open_months(today=OPENED)
    month_rules.set_rule(
        division=divisions["卫滨区"],
        since=date(2023, 6, 1),
        document="卫政办〔2023〕9号",
        as_at_day=31,
        due_month=1,
        due_day=3,
        late_month=1,
        late_day=3,
        lock_month=1,
        lock_day=10,
        by=office,
    )

    months.open_months(today=date(2023, 6, 21))

    assert ReportingMonth.objects.get(month=MAY).due_on == DUE
    assert ReportingMonth.objects.get(month=date(2023, 6, 1)).due_on == date(2023, 7, 3)


def test_a_district_without_a_rule_reports_nothing(projects):
    assert months.open_months(today=OPENED) == 0


def test_every_installation_starts_with_rules(divisions):
    call_command("load_month_rules")
    call_command("load_month_rules")

    assert MonthRule.objects.in_force("410703008000", MAY).as_at_day == 25
    assert MonthRule.objects.in_force("410411001000", date(2020, 5, 1)).document == "系统初始值"
    assert MonthRule.objects.count() == 3


@pytest.mark.parametrize(
    ("clocks", "words"),
    [({"due_day": 20}, "应报日不能早于数据截至日"), ({"lock_month": 0, "lock_day": 29}, "锁定日不能早于宽限日")],
)
def test_a_rule_whose_days_are_out_of_order_is_refused(divisions, office, clocks, words):
    usual = {"as_at_day": 25, "due_day": 28, "late_day": 30, "lock_month": 1, "lock_day": 5}

    with pytest.raises(DomainError, match=words):
        month_rules.set_rule(division=divisions["卫滨区"], since=MAY, document="示例", by=office, **usual | clocks)


def test_the_plan_follows_the_programme_until_the_as_at_day_and_then_stands(nanqiao, listed):
    entry = listed["中州小区"]
    entry.households = 80
    entry.save()

    plans.keep_up(today=AS_AT)
    nanqiao.refresh_from_db()
    assert nanqiao.plan_households == 201

    entry.households = 90
    entry.save()
    assert plans.keep_up(today=AS_AT + timedelta(days=1)) == 0


def a_due(kind: str, row: MonthlyReturn) -> Deadline:
    return Deadline.objects.get(kind=kind, subject_id=row.pk)


def test_the_street_owes_its_return_until_it_is_sealed_then_the_office_owes_its_decision(nanqiao, office):
    due.refresh(returns=[nanqiao.pk], today=OPENED)
    owed = a_due(due.KIND, nanqiao)
    assert (owed.due_on, owed.organisation, owed.closed_on) == (DUE, nanqiao.organisation, None)

    sealed = datetime(2023, 5, 26, 2, tzinfo=UTC)
    ReturnVersion.objects.filter(pk=nanqiao.current_id).update(status=ReturnStatus.SEALED, sealed_at=sealed)
    due.refresh(returns=[nanqiao.pk], today=date(2023, 5, 26))

    assert a_due(due.KIND, nanqiao).closed_on == date(2023, 5, 26)
    review = a_due(due.REVIEW, nanqiao)
    assert (review.due_on, review.organisation) == (date(2023, 5, 31), office.organisation)

    ReturnVersion.objects.filter(pk=nanqiao.current_id).update(status=ReturnStatus.ACCEPTED, accepted_at=sealed)
    due.refresh(returns=[nanqiao.pk], today=date(2023, 5, 27))
    assert a_due(due.REVIEW, nanqiao).closed_on == date(2023, 5, 27)


def test_a_duty_ends_when_the_street_can_do_nothing_more(nanqiao):
    due.refresh(returns=[nanqiao.pk], today=OPENED)

    assert due.close_expired(today=LOCK) == 0
    assert due.close_expired(today=LOCK + timedelta(days=1)) == 1
    assert a_due(due.KIND, nanqiao).outcome == "withdrawn"
    assert due.close_expired(today=LOCK + timedelta(days=2)) == 0


def days(**changed) -> dict:
    return {"as_at": AS_AT, "due_on": DUE, "late_on": LATE, "lock_on": LOCK, "reason": "示例：汛期"} | changed


def test_the_office_moves_the_days_of_a_month(may, nanqiao, office):
    later = {"due_on": LATE, "late_on": date(2023, 6, 1), "lock_on": date(2023, 6, 8)}

    month_days.change_days(month=may, by=office, today=DUE, **days(**later))

    nanqiao.refresh_from_db()
    assert nanqiao.open_until == date(2023, 6, 8)
    assert a_due(due.KIND, nanqiao).due_on == LATE


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"as_at": date(2023, 6, 1)}, "应在2023年5月之内"),
        ({"late_on": date(2023, 5, 27)}, "宽限日 2023-05-27 不能早于应报日"),
        ({"due_on": date(2023, 5, 26)}, "不能改到过去"),
        ({}, "没有变化"),
        ({"lock_on": date(2023, 6, 9), "reason": " "}, "写明调整原因"),
    ],
)
def test_days_that_make_no_sense_are_refused(may, office, changed, words):
    with pytest.raises(DomainError, match=words):
        month_days.change_days(month=may, by=office, today=DUE, **days(**changed))


def test_the_as_at_day_stands_once_a_street_has_submitted(may, nanqiao, office):
    ReturnVersion.objects.update(status=ReturnStatus.SUBMITTED, submitted_at=datetime(2023, 5, 26, tzinfo=UTC))

    with pytest.raises(DomainError, match="数据截至日不能再改"):
        month_days.change_days(month=may, by=office, today=DUE, **days(as_at=date(2023, 5, 20)))


def test_only_the_office_over_the_district_moves_its_days(may, clerk, outsider):
    for somebody in (clerk, outsider):
        with pytest.raises(NotAllowed):
            month_days.change_days(month=may, by=somebody, today=DUE, **days(lock_on=date(2023, 6, 9)))


def test_one_street_is_given_more_time(nanqiao, office):
    until = date(2023, 6, 12)
    due.refresh(returns=[nanqiao.pk], today=OPENED)

    month_days.extend(monthly_return=nanqiao, until=until, reason="示例：停电", by=office, today=date(2023, 6, 7))

    nanqiao.refresh_from_db()
    assert (nanqiao.open_until, nanqiao.is_closed(until)) == (until, False)
    assert a_due(due.KIND, nanqiao).due_on == until


def test_no_time_is_given_backwards_or_to_a_return_that_is_under_review(nanqiao, office):
    with pytest.raises(DomainError, match="延期须晚于"):
        month_days.extend(monthly_return=nanqiao, until=LOCK, reason="示例", by=office, today=OPENED)
    ReturnVersion.objects.update(status=ReturnStatus.SUBMITTED)
    with pytest.raises(DomainError, match="不需要延期"):
        month_days.extend(monthly_return=nanqiao, until=date(2023, 6, 12), reason="示例", by=office, today=OPENED)


def test_days_that_were_reckoned_move_when_the_year_is_announced(month_rule, projects, divisions):
    months.open_months(today=OPENED)
    ReportingMonth.objects.update(estimated=True, lock_on=date(2023, 6, 4))
    MonthlyReturn.objects.update(open_until=date(2023, 6, 4))

    assert month_days.reckon_again(today=OPENED) == 1

    month = ReportingMonth.objects.get()
    assert (month.lock_on, month.returns.first().open_until) == (LOCK, LOCK)


def test_the_person_of_last_month_goes_on_and_her_duty_is_handed_over_with_her_work(month_rule, projects, clerk):
    months.open_months(today=OPENED)
    MonthlyReturn.objects.filter(organisation=clerk.organisation).update(assigned_to=clerk)

    months.open_months(today=date(2023, 6, 16))

    june = MonthlyReturn.objects.get(month=date(2023, 6, 1), organisation=clerk.organisation)
    assert june.assigned_to == clerk
    assert a_due(due.KIND, june).assigned_to == clerk
    assert open_work(clerk)["街道月报"] == 2


def test_the_nightly_task_may_run_twice(month_rule, projects):
    tasks.open_months()
    opened = MonthlyReturn.objects.count()

    tasks.open_months()

    assert MonthlyReturn.objects.count() == opened == 2
