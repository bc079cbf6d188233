"""What an account may do, and letting it in again: the security administrator's part."""

from axes.utils import reset as forget_failures
from django.db import transaction

from accounts import policies
from accounts.models import User
from core import audit


@transaction.atomic
def grant(*, person: User, role: str, reason: str, by: User) -> User:
    """Give the account its one role, or take it away (role ""). From the next page on she sees what it permits."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    policies.check_can_grant(by, person, role)
    before = person.get_role_display()
    person.role = role
    person.save()
    action = "授予角色" if role else "收回角色"
    audit.write(by=by, action=action, on=person, reason=reason, details={"角色": [before, person.get_role_display()]})
    return person


@transaction.atomic
def unlock(*, person: User, by: User) -> None:
    """Forget the failed attempts under her name, from whatever computer."""
    policies.check_can_secure(by, person, "解锁账号")
    forgotten = forget_failures(username=person.username)
    audit.write(by=by, action="解锁账号", on=person, details={"清除失败记录": forgotten})
