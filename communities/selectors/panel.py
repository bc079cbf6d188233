"""What the compound's own page says of eligibility, pool and duplicates."""

from datetime import date
from typing import Any

from accounts.models import User
from accounts.permissions import Permission
from communities.models import Compound
from communities.selectors.duplicates import look_alikes
from communities.selectors.eligibility import eligibility_of


def panel_of(compound: Compound, *, user: User, on: date) -> dict[str, Any]:
    """Context of communities/_eligibility_panel.html, in eight queries."""
    return {
        "assessment": eligibility_of(compound, on=on),
        "pool_entry": compound.pool_entries.current().select_related("plan_year").first(),
        "look_alikes": look_alikes(compound, among=Compound.objects.for_user(user)),
        "may_pool": user.may(Permission.MANAGE_POOL),
        "may_decide": user.may(Permission.DECIDE_DUPLICATES),
    }
