"""What the top bar tells of returns: how many this person has to fill in, how many to decide on. One query."""

from datetime import date

from django.db.models import Count
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from core.selectors import Told, teller
from progress.selectors.months import to_fill_in, versions_waiting, waiting_for

WORKS = (Permission.FILL_RETURNS, Permission.APPROVE_RETURNS, Permission.REVIEW_RETURNS)


@teller
def tell(user: User, today: date) -> list[Told]:
    if not any(user.may(right) for right in WORKS):
        return []
    waiting = versions_waiting(user, today).aggregate(
        fill=Count("pk", filter=to_fill_in(user, today)), decide=Count("pk", filter=waiting_for(user))
    )
    listed = f"{reverse('progress:return_list')}?waiting=true"
    return [Told("月报待填", waiting["fill"], listed), Told("月报待审", waiting["decide"], listed)]
