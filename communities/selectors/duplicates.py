"""Finding likely duplicates among the compounds on file: the database narrows by indexed keys, Python explains."""

from collections.abc import Collection, Iterable

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Substr

from communities import naming
from communities.duplicates import Likeness, Place, likely, pairs
from communities.models import Compound, DuplicateDecision
from communities.models.compounds import CompoundQuerySet

DISTRICT = Substr("division_id", 1, 6)
SHOWN = ("name", "former_names", "address", "division__name")


def place_of(compound: Compound) -> Place:
    return Place(
        ref=compound.pk,
        district=compound.division_id[:6],
        name=compound.name,
        former_names=compound.former_names,
        address=compound.address,
        street=compound.division.name,
    )


def suspected(compounds: CompoundQuerySet) -> list[Likeness]:
    """The undecided pairs among these compounds (for a person: start from `for_user`). Five queries."""
    return _undecided(pairs(map(place_of, _suspects(compounds.active()))))


def look_alikes(compound: Compound, *, among: CompoundQuerySet) -> list[Likeness]:
    """The undecided compounds that this one may be, for its own page. Three queries."""
    place = place_of(compound)
    return _undecided(likely([place], _near([place], among.active().exclude(pk=compound.pk))))


def near(places: Collection[Place], *, among: CompoundQuerySet) -> list[Likeness]:
    """For rows of a ledger: the compounds on file that each may be. Two queries for a batch of rows."""
    return likely(places, _near(places, among.active()))


def _undecided(found: list[Likeness]) -> list[Likeness]:
    """Without the pairs that somebody has already decided."""
    ordered = {tuple(sorted((pair.one.ref, pair.other.ref))): pair for pair in found}
    decisions = DuplicateDecision.objects.filter(first__in={first for first, _ in ordered})
    decided = set(decisions.values_list("first", "second"))
    return [pair for ids, pair in ordered.items() if ids not in decided]


def _near(places: Collection[Place], among: CompoundQuerySet) -> Iterable[Place]:
    """Compounds that share a key with one of the places, and those whose former names may."""
    stems = {stem for place in places for stem in (place.stem, *place.former_stems)}
    spots = set().union(*(place.spots for place in places))
    formers = among.exclude(former_names="").values_list("pk", "former_names")
    renamed = [pk for pk, former in formers if stems.intersection(map(naming.name_stem, naming.split_names(former)))]
    shares = Q(name_stem__in=stems) | Q(address_key__in=spots) | Q(name_key__in=spots) | Q(pk__in=renamed)
    return map(place_of, among.filter(shares).only(*SHOWN).select_related("division"))


def _suspects(active: CompoundQuerySet) -> CompoundQuerySet:
    """Compounds that share a name stem or a spot with another of their district, or a former name with anybody."""
    stems, spots = _shared(active, "name_stem"), _shared(active, "address_key")
    formers = active.exclude(former_names="").values_list("former_names", flat=True)
    renamed = {naming.name_stem(name) for names in formers for name in naming.split_names(names)}
    same_spot = active.annotate(district=DISTRICT).filter(district=OuterRef("district")).exclude(pk=OuterRef("pk"))
    suspects = active.annotate(district=DISTRICT).filter(
        Q(name_stem__in=stems | renamed)
        | Q(address_key__in=spots)
        | ~Q(former_names="")
        | Q(~Q(address_key=""), Exists(same_spot.filter(name_key=OuterRef("address_key"))))
        | Exists(same_spot.filter(address_key=OuterRef("name_key")))
    )
    return suspects.order_by("division_id", "name", "pk").only(*SHOWN).select_related("division")


def _shared(active: CompoundQuerySet, key: str) -> set[str]:
    """Values of a key that several compounds of one district have."""
    rows = active.exclude(**{key: ""}).order_by().annotate(district=DISTRICT).values("district", key)
    return set(rows.annotate(times=Count("pk")).filter(times__gt=1).values_list(key, flat=True))
