"""卫滨区 in May 2023: the month is open, 南桥 reports on two compounds, 健康路 on one."""

from datetime import date

import pytest

from accounts.models import User
from progress.models import MonthlyReturn, MonthRule, ReportingMonth
from progress.services import versions
from projects.models import Project
from tests.progress.stories import fill
from tests.projects.conftest import a_project, compound, counted, listed, programme, project, street_office  # noqa: F401

MAY = date(2023, 5, 1)
AS_AT, DUE, LATE, LOCK = date(2023, 5, 25), date(2023, 5, 28), date(2023, 5, 30), date(2023, 6, 5)
OPENED = date(2023, 5, 15)


@pytest.fixture
def month_rule(divisions) -> MonthRule:
    return MonthRule.objects.create(
        division=divisions["卫滨区"],
        since=date(2023, 1, 1),
        document="卫政办〔2023〕2号",
        as_at_day=25,
        due_day=28,
        late_day=30,
        lock_day=5,
    )


@pytest.fixture
def projects(listed, person, office) -> dict[str, Project]:  # noqa: F811
    """Each of the three compounds as a project of one site, implemented by its street, by compound."""
    return {
        name: a_project(
            entry, implementer=person("street_clerk", entry.division.name, f"setup.{entry.pk}").organisation, by=office
        )
        for name, entry in listed.items()
    }


@pytest.fixture
def may(divisions, month_rule, projects) -> ReportingMonth:
    """May 2023 of 卫滨区: facts up to the 25th, due on the 28th, late after the 30th, locked after 5 June."""
    return ReportingMonth.objects.create(
        division=divisions["卫滨区"],
        month=MAY,
        rule=month_rule,
        as_at=AS_AT,
        due_on=DUE,
        late_on=LATE,
        lock_on=LOCK,
        opened_on=OPENED,
    )


@pytest.fixture
def april(divisions, month_rule, projects, clerk) -> MonthlyReturn:
    """April as 南桥 reported it: 中州小区 begun, 60% of its basic works, 20.00 万元."""
    month = ReportingMonth.objects.create(
        division=divisions["卫滨区"],
        month=date(2023, 4, 1),
        rule=month_rule,
        as_at=date(2023, 4, 25),
        due_on=date(2023, 4, 28),
        late_on=date(2023, 4, 30),
        lock_on=date(2023, 5, 5),
        opened_on=date(2023, 4, 15),
    )
    made = a_return(month, divisions["南桥街道"], by=clerk)
    figures = {"started_on": "2023-04-03", "basic": "60", "invested": "20", "lifts": "1", "problems": "管线迁改"}
    fill(made.current, {"中州小区": figures}, by=clerk, today=date(2023, 4, 25))
    return made


@pytest.fixture
def nanqiao(may, divisions, clerk) -> MonthlyReturn:
    """南桥's return of May, with 中州小区 and 新运23号院 on it."""
    return a_return(may, divisions["南桥街道"], by=clerk)


@pytest.fixture
def jiankang(may, divisions, neighbour) -> MonthlyReturn:
    """健康路's return of May, with 健康路195号院 on it."""
    return a_return(may, divisions["健康路街道"], by=neighbour)


def a_return(reporting_month: ReportingMonth, division, *, by: User) -> MonthlyReturn:
    """A return as the month's opening makes it, by the street of this person."""
    made = MonthlyReturn.objects.create(
        reporting_month=reporting_month,
        division=division,
        month=reporting_month.month,
        organisation=by.organisation,
        opened_on=reporting_month.opened_on,
        open_until=reporting_month.lock_on,
        plan_compounds=2,
        plan_households=197,
        plan_investment=5_033_800,
    )
    versions.draw_up_first(returns=[made])
    return made
