"""Several payment requests approved at once; each by itself, so that one refusal does not hold up the others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from accounts.models import User
from core.errors import DomainError
from funding.models import PaymentRequest
from funding.services import requests


@dataclass(frozen=True)
class Approved:
    """What went through, and of what did not: why."""

    approved: list[PaymentRequest] = field(default_factory=list)
    refused: list[tuple[PaymentRequest, str]] = field(default_factory=list)


def approve_all(*, chosen: Iterable[PaymentRequest], on: date, by: User, today: date) -> Approved:
    """Approve each in full, the oldest first. A transaction for each: locks of several are never held together."""
    done = Approved()
    for each in sorted(chosen, key=lambda one: one.pk):
        try:
            requests.approve(request=each, granted=each.amount, on=on, by=by, today=today)
        except DomainError as refusal:
            done.refused.append((each, str(refusal)))
        else:
            done.approved.append(each)
    return done
