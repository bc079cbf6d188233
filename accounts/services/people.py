"""Accounts of people, kept by the system administrator; what they may do is granted by another (services/roles.py)."""

from datetime import date

from django.db import transaction

from accounts import policies
from accounts.models import Organisation, User
from accounts.passwords import first_password
from core import audit


@transaction.atomic
def create(
    *, username: str, full_name: str, organisation: Organisation, email: str = "", mobile: str = "", by: User
) -> tuple[User, str]:
    """Enter a person without a role, who sees nothing yet. Returns her and the first password."""
    policies.check_can_manage(by, organisation.division)
    policies.check_works(organisation)
    policies.check_mobile(mobile)
    person = User(username=username, full_name=full_name, organisation=organisation, email=email, mobile=mobile)
    password = _give_first_password(person)
    person.save()
    audit.write(by=by, action="新增人员", on=person, details={"账号": username, "单位": str(organisation)})
    return person, password


@transaction.atomic
def edit(
    *, person: User, full_name: str, email: str, organisation: Organisation, by: User, mobile: str | None = None
) -> User:
    """Correct a person's data; without `mobile` her number stays.

    Moving to another organisation takes the role away: it was granted for the old one.
    """
    person = _locked(person, by)
    policies.check_can_manage(by, organisation.division)
    details: dict[str, object] = {"姓名": full_name, "电子邮箱": email}
    if mobile is not None and mobile != person.mobile:
        policies.check_mobile(mobile)
        person.mobile = mobile
        details["短信提醒手机号"] = person.masked_mobile
    if organisation != person.organisation:
        policies.check_can_move(by, person, organisation)
        details["单位"] = [str(person.organisation), str(organisation)]
        details["收回角色"] = person.get_role_display()
        person.role = ""
    person.full_name, person.email, person.organisation = full_name, email, organisation
    person.save()
    audit.write(by=by, action="修改人员", on=person, details=details)
    return person


@transaction.atomic
def reset_password(*, person: User, by: User) -> str:
    """Give a new first password; who is signed in under the old one is out at once."""
    person = _locked(person, by)
    policies.check_can_reset_password(by, person)
    password = _give_first_password(person)
    person.save()
    audit.write(by=by, action="重置密码", on=person)
    return password


@transaction.atomic
def change_password(*, person: User, password: str, today: date) -> None:
    """Her own new password, already validated; it holds for PASSWORD_MAX_AGE_DAYS."""
    person.set_password(password)
    person.must_change_password, person.password_changed_on = False, today
    # Nothing else: she may have lost her role since this page was opened.
    person.save(update_fields=["password", "must_change_password", "password_changed_on"])
    audit.write(by=person, action="修改密码", on=person)


@transaction.atomic
def close(*, person: User, on: date, reason: str, by: User) -> None:
    """Close the account of a person on whom nothing hangs; with open work, hand it over (services/handover.py)."""
    person = _locked(person, by)
    policies.check_can_close(by, person)
    policies.check_holds_nothing(person)
    leave(person, on)
    audit.write(by=by, action="停用账号", on=person, reason=reason, details={"离岗日期": str(on)})


@transaction.atomic
def reopen(*, person: User, by: User) -> str:
    """Let a person return: a new first password, and no role until one is granted again."""
    person = _locked(person, by)
    policies.check_can_reopen(person)
    person.is_active, person.left_on, person.role = True, None, ""
    password = _give_first_password(person)
    person.save()
    audit.write(by=by, action="恢复账号", on=person)
    return password


def leave(person: User, on: date) -> None:
    person.is_active, person.left_on = False, on
    person.save()


def _locked(person: User, by: User) -> User:
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    policies.check_can_manage(by, person.organisation.division)
    return person


def _give_first_password(person: User) -> str:
    password = first_password()
    person.set_password(password)
    person.must_change_password, person.password_changed_on = True, None
    return password
