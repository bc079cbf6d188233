"""A person leaves: everything open goes to another in one step 离岗交接."""

from datetime import date

from django.db import transaction
from django.db.models import ForeignKey
from simple_history.utils import bulk_update_with_history

from accounts import policies
from accounts.models import User
from accounts.open_work import FIELD, assigned, assignments, open_work
from accounts.services import people
from core import audit

BATCH = 500


@transaction.atomic
def hand_over(*, person: User, successor: User, on: date, reason: str, leaves: bool, by: User) -> dict[str, int]:
    """Give all that is open to the successor, and close the account of a person who leaves. Returns what moved."""
    person = User.objects.select_for_update(of=("self",)).get(pk=person.pk)
    policies.check_can_hand_over(by, person, successor)
    moved = open_work(person)
    for assignment in assignments():
        _move(assignment, person, successor, by)
    if leaves:
        policies.check_others_remain(person)
        people.leave(person, on)
    details = {"接手人": f"{successor}（{successor.username}）", "日期": str(on), "停用账号": leaves, "移交": moved}
    audit.write(by=by, action="离岗交接", on=person, reason=reason, details=details)
    return moved


def _move(assignment: ForeignKey, person: User, successor: User, by: User) -> None:
    """Master data tells in its own history who looked after it when."""
    rows = assigned(assignment, person)
    if not hasattr(assignment.model, "history"):
        rows.update(**{FIELD: successor})
        return
    mine = list(rows)
    for row in mine:
        row.assigned_to = successor
    bulk_update_with_history(
        mine, assignment.model, [FIELD], batch_size=BATCH, default_user=by, default_change_reason="离岗交接"
    )
