"""What the pages of compounds read."""

from typing import Any

from django.db.models import QuerySet

from communities.models import Compound
from communities.models.compounds import DERIVED


def listed(user: Any) -> QuerySet[Compound]:
    """The compounds a person may see, with what a row of the list shows; keys and search texts stay behind."""
    rows = Compound.objects.for_user(user).select_related("division__parent", "outcome", "assigned_to")
    return rows.defer(*DERIVED)
