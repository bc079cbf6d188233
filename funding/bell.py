"""What the top bar tells of payment requests: those to review and to pay, and those that came back. One query."""

from datetime import date

from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from core.selectors import Told, teller
from funding.choices import RequestStatus
from funding.selectors.requests import numbers_waiting

WORDS = {
    RequestStatus.SUBMITTED: "支付待审",
    RequestStatus.APPROVED: "待拨付",
    RequestStatus.RETURNED: "支付被退回",
}


@teller
def tell(user: User, today: date) -> list[Told]:
    if not (user.may(Permission.REVIEW_PAYMENTS) or user.may(Permission.FILL_FUNDS)):
        return []
    listed, waiting = reverse("funding:request_list"), numbers_waiting(user)
    return [
        Told(word, waiting[status], f"{listed}?waiting=true&status={status.value}") for status, word in WORDS.items()
    ]
