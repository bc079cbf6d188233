"""Photographs that are used more than once: in two compounds, or at two spots of one."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from communities.models import Photo
from divisions.models import Division, Level
from progress.contradictions.facts import Picture, Use
from projects.choices import SpotStage
from projects.models import ProjectSite, SpotPhoto


def used_twice(sites: QuerySet[ProjectSite]) -> list[Picture]:
    """Every photograph of these sites with a second use anywhere, with all its uses. Three queries."""
    compounds = sites.values("compound")
    photos = Photo.objects.shown()
    elsewhere = photos.filter(sha256=OuterRef("sha256")).exclude(compound=OuterRef("compound"))
    shared = set(photos.filter(compound__in=compounds).filter(Exists(elsewhere)).values_list("sha256", flat=True))
    again = SpotPhoto.objects.filter(photo=OuterRef("photo")).exclude(pk=OuterRef("pk"))
    at_spots = SpotPhoto.objects.filter(spot__site__in=sites.values("pk"), photo__removed_reason="")
    shared |= set(at_spots.filter(Exists(again)).values_list("photo__sha256", flat=True))
    if not shared:
        return []
    return [Picture(sha256=sha256, uses=tuple(uses)) for sha256, uses in _uses(shared).items() if len(uses) > 1]


def _uses(fingerprints: Iterable[str]) -> dict[str, list[Use]]:
    """Each use once, in the order in which the photographs were put up."""
    photos = (
        Photo.objects.shown()
        .filter(sha256__in=list(fingerprints))
        .select_related("compound", "division__parent")
        .order_by("pk")
    )
    spots: dict[int, list[SpotPhoto]] = {}
    for each in SpotPhoto.objects.filter(photo__in=photos.order_by().values("pk")).select_related("spot"):
        spots.setdefault(each.photo_id, []).append(each)
    found: dict[str, list[Use]] = {}
    for photo in photos:
        places = [(each.spot.name, str(SpotStage(each.stage).label)) for each in spots.get(photo.pk, [])]
        for spot, stage in places or [("", "")]:
            found.setdefault(photo.sha256, []).append(_use(photo, spot, stage))
    return found


def _use(photo: Photo, spot: str, stage: str) -> Use:
    street: Division = photo.division.parent if photo.division.level == Level.COMMUNITY else photo.division
    return Use(
        compound_id=photo.compound_id,
        compound=photo.compound.name,
        street=street.name,
        street_code=street.pk,
        spot=spot,
        stage=stage,
    )
