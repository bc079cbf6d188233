"""What people do with a return, in one line each: fill(…), submitted(nanqiao), approved, sealed, accepted, returned.

Each of the steps takes a return as far as it says, from wherever it is, by people of its own unit and of the
district's office. Times are Shanghai's, of 26 May 2023 unless given: submitted at 9, approved at 10, sealed at 11,
accepted at 15.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from accounts.models import Organisation, OrganisationKind, User
from accounts.permissions import Role
from progress.choices import ReturnStatus
from progress.models import MonthlyReturn, ReturnVersion
from progress.models.returns import OPEN
from progress.services import cells, packages, scans

AS_AT = date(2023, 5, 25)
DAY = date(2023, 5, 26)
_shades = count()


def fill(
    version: ReturnVersion,
    figures: Mapping[str, Mapping[str, str]],
    *,
    by: User,
    today: date = AS_AT,
    reason: str = "",
) -> cells.Result:
    """Type into the sheet, by compound: fill(version, {"中州小区": {"invested": "12.5"}}, by=clerk)."""
    lines = {line.compound_name: line.pk for line in version.lines.all()}
    typed = [
        cells.Typed(line_id=lines[compound], figure=figure, text=text, reason=reason)
        for compound, of_line in figures.items()
        for figure, text in of_line.items()
    ]
    result = cells.save(version=version, cells=typed, by=by, today=today)
    refused = [f"{each.figure}: {each.error or each.sentence}" for each in result.cells if not each.is_saved]
    assert refused == []
    return result


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment in Shanghai's time."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=timezone.get_default_timezone())


def somebody(organisation: Organisation, role: str) -> User:
    """A person of this role in the organisation; made where there is none."""
    people = User.objects.filter(organisation=organisation, role=role).order_by("pk")
    found = people.filter(username=f"{role}.{organisation.division_id}").first() or people.first()
    if found is None:
        found = User(username=f"{role}.{organisation.pk}", full_name="示例人员", organisation=organisation, role=role)
        found.must_change_password = False
        found.set_unusable_password()
        found.save()
    return found


def clerk_of(monthly_return: MonthlyReturn) -> User:
    return somebody(monthly_return.organisation, Role.STREET_CLERK)


def leader_of(monthly_return: MonthlyReturn) -> User:
    return somebody(monthly_return.organisation, Role.STREET_LEADER)


def office_of(monthly_return: MonthlyReturn) -> User:
    district = monthly_return.reporting_month.division
    kind = OrganisationKind.LEADING_GROUP_OFFICE
    unit, _ = Organisation.objects.get_or_create(
        division=district, kind=kind, defaults={"name": f"{district}{kind.label}"}
    )
    return somebody(unit, Role.LEADING_GROUP_OFFICE)


def a_scan(name: str = "盖章件.png") -> SimpleUploadedFile:
    """A blank sheet without a code, none like another: its check code is typed."""
    sheet = BytesIO()
    Image.new("L", (8, 8 + next(_shades))).save(sheet, "PNG")
    return SimpleUploadedFile(name, sheet.getvalue())


def submitted(monthly_return: MonthlyReturn, *, day: date = DAY, by: User | None = None) -> ReturnVersion:
    version = _current(monthly_return)
    if version.status not in OPEN:
        return version
    packages.submit(version=version, by=by or clerk_of(monthly_return), now=at(day, 9))
    return _current(monthly_return)


def approved(monthly_return: MonthlyReturn, *, day: date = DAY, by: User | None = None) -> ReturnVersion:
    version = submitted(monthly_return, day=day)
    if version.status == ReturnStatus.SUBMITTED:
        packages.approve(version=version, by=by or leader_of(monthly_return), now=at(day, 10))
    return _current(monthly_return)


def sealed(monthly_return: MonthlyReturn, *, day: date = DAY, by: User | None = None) -> ReturnVersion:
    version = approved(monthly_return, day=day)
    if version.status == ReturnStatus.APPROVED:
        clerk = by or clerk_of(monthly_return)
        scans.attach(upload=a_scan(), by=clerk, now=at(day, 11), code=version.code)
    return _current(monthly_return)


def accepted(monthly_return: MonthlyReturn, *, day: date = DAY, by: User | None = None) -> ReturnVersion:
    version = sealed(monthly_return, day=day)
    if version.status == ReturnStatus.SEALED:
        packages.accept(version=version, by=by or office_of(monthly_return), now=at(day, 15))
    return _current(monthly_return)


def returned(
    monthly_return: MonthlyReturn, *, day: date = DAY, reason: str = "请核对完成投资", until: date | None = None
) -> ReturnVersion:
    """Given back by the office on the next day; the next version, to be corrected."""
    version = sealed(monthly_return, day=day)
    when = at(day + timedelta(days=1), 9)
    packages.return_(
        version=version,
        reason=reason,
        by=office_of(monthly_return),
        now=when,
        today=timezone.localdate(when),
        open_until=until,
    )
    return _current(monthly_return)


def _current(monthly_return: MonthlyReturn) -> ReturnVersion:
    monthly_return.refresh_from_db()
    return monthly_return.current
