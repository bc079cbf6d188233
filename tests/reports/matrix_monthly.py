"""Who opens the monthly report: drawn up by the office, read by all who see the district once it is issued."""

from datetime import UTC, date, datetime

from accounts.permissions import GRANTS, Permission, Role
from progress.models import MonthRule
from reports.models import CardExemption, MonthlyReport
from reports.services import monthly, rules
from tests.matrix import Case, World
from tests.reports.stories import a_month, a_rule

MAKERS = frozenset(role for role, rights in GRANTS.items() if Permission.MAKE_REPORTS in rights)
VIEWERS = frozenset(role for role, rights in GRANTS.items() if Permission.VIEW_REPORTS in rights)
SETTERS = frozenset(role for role, rights in GRANTS.items() if Permission.SET_RULES in rights)
MAY, NOW = date(2023, 5, 1), datetime(2023, 6, 8, 1, 0, tzinfo=UTC)


def a_draft(world: World) -> MonthlyReport:
    district = world.divisions["卫滨区"]
    days = {"as_at_day": 25, "due_day": 28, "late_day": 28, "lock_day": 5}
    rule = MonthRule.objects.create(division=district, since=date(2023, 1, 1), document="示例〔2023〕1号", **days)
    a_month(district, MAY, rule)
    a_rule(district)
    return monthly.make(division=district, month=MAY, now=NOW, by=world.people[Role.LEADING_GROUP_OFFICE])


def an_issued(world: World) -> MonthlyReport:
    report = a_draft(world)
    return monthly.issue(
        report=report,
        version=report.version,
        issued_on=NOW.date(),
        today=NOW.date(),
        by=world.people[Role.LEADING_GROUP_OFFICE],
        render=lambda report: {"word": b"word"},
        although_empty=True,
    )


def an_exemption(world: World) -> CardExemption:
    street, office = world.divisions["南桥街道"], world.people[Role.LEADING_GROUP_OFFICE]
    return rules.exempt(division=street, month=MAY, reason="洪涝灾害", by=office, today=NOW.date())


def of(make) -> dict:
    return {"args": lambda world: [make(world).pk]}


MATRIX = {
    "reports:report_list": Case(roles=VIEWERS),
    "reports:report_create": Case(roles=MAKERS),
    "reports:report_detail": Case(roles=VIEWERS, next_door=True, **of(an_issued)),
    "reports:report_edit": Case(roles=MAKERS, **of(a_draft)),
    "reports:report_make_again": Case(roles=MAKERS, **of(a_draft)),
    "reports:report_discard": Case(roles=MAKERS, **of(a_draft)),
    "reports:report_compare": Case(roles=VIEWERS, next_door=True, **of(an_issued)),
    "reports:report_issue": Case(roles=MAKERS, **of(a_draft)),
    "reports:report_file": Case(roles=VIEWERS, next_door=True, args=lambda world: [an_issued(world).pk, "word"]),
    "reports:ranking": Case(roles=VIEWERS),
    "reports:changes": Case(roles=VIEWERS),
    "reports:report_rule_list": Case(roles=VIEWERS),
    "reports:report_rule_create": Case(roles=SETTERS),
    "reports:exemption_create": Case(roles=MAKERS),
    "reports:exemption_remove": Case(roles=MAKERS, **of(an_exemption)),
}
