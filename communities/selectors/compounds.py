"""What the pages of compounds read."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from communities.models import Compound, Unit
from communities.models.compounds import DERIVED


def listed(user: Any) -> QuerySet[Compound]:
    """The compounds a person may see, with what a row of the list shows; keys and search texts stay behind."""
    rows = Compound.objects.for_user(user).select_related("division__parent__parent", "outcome", "assigned_to")
    return rows.defer(*DERIVED)


def page_of(compound: Compound) -> dict[str, Any]:
    """What belongs to a compound, for its page: five queries."""
    units = Prefetch("units", queryset=Unit.objects.order_by("name"))
    surveys = list(compound.surveys.select_related("recorded_by").prefetch_related("facilities")[:10])
    return {
        "buildings": list(compound.buildings.prefetch_related(units)),
        "newest": surveys[0] if surveys else None,
        "surveys": surveys,
        "photos": list(compound.photos.shown()[:8]),
    }
