"""The first three accounts of an office. Everybody else is entered by them, each doing her own part."""

from django.db import transaction

from accounts.models import Organisation, OrganisationKind, User
from accounts.passwords import first_password
from accounts.permissions import ADMINISTRATORS, Role
from core import audit
from core.errors import DomainError
from divisions.models import Division

USERNAMES = {Role.SYSTEM_ADMIN: "system", Role.SECURITY_ADMIN: "security", Role.AUDIT_ADMIN: "audit"}


@transaction.atomic
def found(*, division: Division) -> list[tuple[User, str]]:
    """Enter the leading-group office of a division and its three administrators, with their first passwords.

    Refused when the office already has an administrator: then she enters the others.
    """
    office, _ = Organisation.objects.get_or_create(
        division=division,
        kind=OrganisationKind.LEADING_GROUP_OFFICE,
        defaults={"name": f"{division}老旧小区改造领导小组办公室"},
    )
    if office.people.active().filter(role__in=ADMINISTRATORS).exists():
        raise DomainError(f"{office}已有管理员，请由系统管理员新增人员、安全管理员授予角色。")
    administrators = [_administrator(office, role) for role in USERNAMES]
    audit.write(by=None, by_name="命令行", action="设立三员", on=office)
    return administrators


def _administrator(office: Organisation, role: Role) -> tuple[User, str]:
    password = first_password()
    username = f"{USERNAMES[role]}.{office.division.prefix}"
    person = User(username=username, full_name=role.label, organisation=office, role=role)
    person.set_password(password)
    person.save()
    return person, password
