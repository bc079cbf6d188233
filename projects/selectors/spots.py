"""The photographs of spots, by stage, as pages show them side by side. A fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from django.db.models import Prefetch, QuerySet
from django.utils.timezone import localtime

from accounts.models import User
from communities.models import Compound
from projects.choices import SpotStage
from projects.models import Project, ProjectSite, Spot, SpotPhoto


@dataclass(frozen=True)
class Stage:
    """One column of a spot: its photographs, the earliest first."""

    stage: SpotStage
    shots: list[SpotPhoto]

    @property
    def newest(self) -> SpotPhoto | None:
        return self.shots[-1] if self.shots else None


@dataclass(frozen=True)
class Series:
    """A spot with its three columns, and what does not fit together."""

    spot: Spot
    stages: list[Stage]
    remarks: list[str]


@dataclass(frozen=True)
class SiteSeries:
    site: ProjectSite
    series: list[Series]


def series_of_project(project: Project, *, user: User) -> list[SiteSeries]:
    """Every site of the project that she may see, with its spots; a site without spots is there too."""
    sites = ProjectSite.objects.for_user(user).filter(project=project).select_related("compound", "division")
    return [SiteSeries(site, [series_of(s) for s in site.spots.all()]) for site in sites.prefetch_related(_spots())]


def series_of_compound(compound: Compound, *, user: User) -> list[Series]:
    """The spots of the compound in all its projects that show something."""
    spots = _with_shots(Spot.objects.for_user(user).filter(site__compound=compound).select_related("site__project"))
    return [series for series in map(series_of, spots) if any(stage.shots for stage in series.stages)]


def series_of(spot: Spot) -> Series:
    """From a spot whose photographs are loaded."""
    shots = sorted(spot.photos.all(), key=lambda shot: (_taken(shot) or shot.photo.uploaded_at, shot.pk))
    stages = [Stage(stage, [shot for shot in shots if shot.stage == stage]) for stage in SpotStage]
    return Series(spot, stages, contradictions(stages))


def contradictions(stages: Iterable[Stage]) -> list[str]:
    """Photographs of a later stage that were taken before one of an earlier stage; those without a time say nothing."""
    remarks = []
    for before, after in combinations(stages, 2):
        last = max(filter(None, map(_taken, before.shots)), default=None)
        first = min(filter(None, map(_taken, after.shots)), default=None)
        if last and first and first < last:
            remarks.append(
                f"“{after.stage.label}”有照片拍摄于 {localtime(first):%Y-%m-%d %H:%M}，"
                f"早于“{before.stage.label}”的照片（{localtime(last):%Y-%m-%d %H:%M}），请核对是否放错阶段。"
            )
    return remarks


def _taken(shot: SpotPhoto) -> datetime | None:
    return shot.photo.taken_at


def _with_shots(spots: QuerySet[Spot]) -> QuerySet[Spot]:
    shots = SpotPhoto.objects.filter(photo__removed_reason="").select_related("photo")
    return spots.prefetch_related(Prefetch("photos", shots))


def _spots() -> Prefetch:
    return Prefetch("spots", _with_shots(Spot.objects.all()))
