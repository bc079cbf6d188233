"""Reads of the reserve pool."""

from accounts.models import User
from communities.choices import MAY_BE_RENOVATED
from communities.models import EligibilityOutcome, PoolEntry
from communities.models.eligibility import StandingQuerySet


def waiting_outside(user: User, *, division_code: str) -> StandingQuerySet:
    """What may be renovated in the division, as far as the person sees it, and does not stand in the pool."""
    inside = PoolEntry.objects.current().values("compound")
    visible = EligibilityOutcome.objects.for_user(user).in_division(division_code)
    return visible.filter(result__in=MAY_BE_RENOVATED).exclude(pk__in=inside)
