"""Who draws up and issues a monthly report, and when one is closed. Checks raise; pages ask the same functions."""

from datetime import date

from accounts.models import User
from accounts.permissions import Permission
from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division, Level
from projects.policies import as_predicate
from reports.models import MonthlyReport


class Archived(DomainError):
    """An issued report is kept as it went out."""


def check_can_make(user: User, division: Division) -> None:
    """The office of the division itself or one above; reports are of a county or of what lies above counties."""
    user.demand(Permission.MAKE_REPORTS)
    if not territory.contains(user.territory, division.pk):
        raise NotAllowed(f"只有{division}的领导小组办公室可以编制它的进展月报。")
    if division.level > Level.COUNTY:
        raise DomainError("进展月报按区县或市州编制，请先在页首切换到区县。")


def check_can_edit(user: User, report: MonthlyReport) -> None:
    check_can_make(user, report.division)
    if not report.is_draft:
        raise Archived(f"《{report}》已以{report.document}印发，不能再改。需要更正时，请写明原因重新编发。")


def check_is_past(month: date, as_at: date, today: date) -> None:
    """Figures up to a day that is still to come are no figures."""
    if month > today:
        raise DomainError(f"{month.year}年{month.month}月还没有到，不能编制月报。")
    if as_at > today:
        raise DomainError(
            f"{month.year}年{month.month}月的数据截至{as_at.month}月{as_at.day}日，还没有到，请到那一天再编制。"
        )


def check_has_begun(month: date, today: date) -> None:
    """Nobody is let off for what has not happened."""
    if month > today:
        raise DomainError(f"{month.year}年{month.month}月还没有到，不能批准免于亮牌。")


def check_can_exempt(user: User, division: Division) -> None:
    user.demand(Permission.MAKE_REPORTS)
    if not territory.contains(user.territory, division.pk) or user.territory == division.prefix:
        raise NotAllowed(f"只有上级领导小组办公室可以批准{division}免于亮牌。")


can_make = as_predicate(check_can_make)
can_edit = as_predicate(check_can_edit)
