"""What the top bar of every page tells about what is due: two queries, none for who has no to-dos."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from core.selectors import Told, teller
from deadlines.models import Digest
from deadlines.selectors.owed import urgent


@teller
def tell(user: User, today: date) -> list[Told]:
    """待办 with its number, and the digests that she has not opened yet, where there are any."""
    if not user.may(Permission.SEE_TODO):
        return []
    due = urgent(user, today)
    unread = Digest.objects.for_user(user).filter(read_at=None).count()
    return [
        Told("待办", due["overdue"] + due["soon"], reverse("deadlines:todo"), late=due["overdue"], always=True),
        Told("提醒", unread, reverse("deadlines:digest_list")),
    ]
