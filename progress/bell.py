"""What the top bar tells of returns: how many wait for this person. One query, none for who decides nothing."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from core.selectors import Told, teller
from progress.selectors.months import versions_waiting

DECIDES = (Permission.APPROVE_RETURNS, Permission.REVIEW_RETURNS)


@teller
def tell(user: User, today: date) -> list[Told]:
    if not any(user.may(right) for right in DECIDES):
        return []
    waiting = versions_waiting(user).count()
    return [Told("月报待审", waiting, f"{reverse('progress:return_list')}?waiting=true")]
