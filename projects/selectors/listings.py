"""In which programmes a compound is listed: what 杜绝重复申报 asks (F14)."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from communities.models import Compound
from communities.selectors.duplicates import look_alikes
from divisions.models import Level
from projects.models import ProgrammeEntry
from projects.policies import Listing


def listed_look_alikes(compound: Compound) -> list[tuple[str, str, Listing]]:
    """Other compounds of the district that may be this one and are listed somewhere: name, reason, listing."""
    district = Compound.objects.within(compound.division_id[: Level.COUNTY])
    found = [(pair.other, pair.reason) for pair in look_alikes(compound, among=district)]
    listings = listings_of([place.ref for place, _ in found])
    return [(place.name, reason, listing) for place, reason in found for listing in listings.get(place.ref, [])]


def listings_of(compounds: Collection[int], *, apart_from: int | None = None) -> Mapping[int, list[Listing]]:
    """In which programmes these compounds are listed, by compound; all of them, also those out of the reader's sight.

    `apart_from` is the programme in hand. Two queries.
    """
    entries = (
        ProgrammeEntry.objects.filter(compound__in=compounds)
        .exclude(programme=apart_from)
        .select_related("programme")
        .prefetch_related("only_buildings")
        .order_by("programme__year")
    )
    found: dict[int, list[Listing]] = defaultdict(list)
    for entry in entries:
        buildings = frozenset(building.name for building in entry.only_buildings.all())
        listing = Listing(entry.programme_id, entry.programme.title, entry.programme.year, buildings)
        found[entry.compound_id].append(listing)
    return found
