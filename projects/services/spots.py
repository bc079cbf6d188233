"""Spots of a site, and which photographs of the compound show them before, during and after (F46)."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import OuterRef, Subquery

from accounts.models import User
from communities.models import Photo
from communities.services import photos
from communities.services.compounds import follows_moves
from core import audit
from core.errors import DomainError
from projects import site_policies
from projects.choices import SpotStage
from projects.models import IllegalStructure, ProjectSite, Spot, SpotPhoto


@transaction.atomic
def add(*, site: ProjectSite, name: str, by: User, note: str = "") -> Spot:
    """Name a place that will be photographed at every stage. Refused: a name used twice at the site."""
    site_policies.check_can_photograph(by, site)
    spot = Spot(site=ProjectSite.objects.select_for_update(of=("self",)).get(pk=site.pk), division_id=site.division_id)
    _keep(spot, name=name, note=note)
    audit.write(by=by, action="新增拍摄点位", on=spot, details={"小区": str(spot.site)})
    return spot


@transaction.atomic
def change(*, spot: Spot, name: str, by: User, note: str = "") -> Spot:
    """Rename a spot by the same rule; its photographs stay."""
    ProjectSite.objects.select_for_update(of=("self",)).get(pk=spot.site_id)
    locked = _locked(spot, by=by)
    before = locked.name
    _keep(locked, name=name, note=note)
    audit.write(by=by, action="修改拍摄点位", on=locked, details={"原名称": before})
    return locked


@transaction.atomic
def remove(*, spot: Spot, by: User) -> None:
    """Remove a spot that shows nothing. Refused while it has photographs."""
    spot = _locked(spot, by=by)
    if count := spot.photos.filter(photo__removed_reason="").count():
        raise DomainError(f"点位“{spot}”还有 {count} 张照片，请先逐张取下（照片仍保留在小区照片中），再删除点位。")
    audit.write(by=by, action="删除拍摄点位", on=spot, details={"小区": str(spot.site)})
    spot.delete()


@transaction.atomic
def add_photo(*, spot: Spot, stage: str, upload: UploadedFile, by: User) -> SpotPhoto:
    """Keep a new photograph with the compound and show it at the spot; a picture already there is not kept twice."""
    spot = _locked(spot, by=by)
    try:
        photo = photos.add(compound=spot.site.compound, upload=upload, by=by)
    except photos.SamePhoto as same:
        photo = same.photo
        _check_not_shown(spot, photo)
    return _show(spot, stage=stage, photo=photo, by=by)


@transaction.atomic
def attach(*, spot: Spot, stage: str, photo: Photo, by: User) -> SpotPhoto:
    """Show a photograph that the compound has already, from a survey for instance."""
    spot = _locked(spot, by=by)
    if photo.compound_id != spot.site.compound_id or photo.removed_reason:
        raise DomainError(f"所选照片不是{spot.site}的照片，或已移除。请重新选择。")
    _check_not_shown(spot, photo)
    return _show(spot, stage=stage, photo=photo, by=by)


@transaction.atomic
def detach(*, shot: SpotPhoto, by: User) -> None:
    """Take a photograph off its spot; it stays with the compound."""
    spot = _locked(shot.spot, by=by)
    stage = shot.get_stage_display()
    audit.write(by=by, action="取下点位照片", on=spot, details={"照片": shot.photo_id, "阶段": stage})
    shot.delete()


@follows_moves
def move_spots(compounds: list[int]) -> None:
    """What lies at a site lies where the site's compound lies."""
    owners = ProjectSite.objects.filter(pk=OuterRef("site_id")).values("compound__division_id")
    for part in (Spot, IllegalStructure):
        part.objects.filter(site__compound__in=compounds).update(division_id=Subquery(owners))


def _locked(spot: Spot, *, by: User) -> Spot:
    """Two phones may send the same picture at the same moment."""
    locked = Spot.objects.select_for_update(of=("self",)).select_related("site__compound").get(pk=spot.pk)
    site_policies.check_can_photograph(by, locked.site)
    return locked


def _keep(spot: Spot, *, name: str, note: str) -> None:
    name = name.strip()
    if not name:
        raise DomainError("请填写点位名称，例如“大门口”“3号楼北侧”。")
    if Spot.objects.filter(site=spot.site_id, name=name).exclude(pk=spot.pk).exists():
        raise DomainError(f"{spot.site}已有名为“{name}”的点位，请换一个名称。")
    spot.name, spot.note = name, note.strip()
    spot.save()


def _check_not_shown(spot: Spot, photo: Photo) -> None:
    if shown := spot.photos.filter(photo=photo).first():
        raise DomainError(
            f"这张照片已放在点位“{spot}”的“{shown.get_stage_display()}”。阶段放错时，请先取下，再重新放入。"
        )


def _show(spot: Spot, *, stage: str, photo: Photo, by: User) -> SpotPhoto:
    # A picture once removed from the compound and now uploaded again may still have its place here.
    shot, _ = SpotPhoto.objects.update_or_create(spot=spot, photo=photo, defaults={"stage": SpotStage(stage)})
    audit.write(by=by, action="放入点位照片", on=spot, details={"照片": photo.pk, "阶段": shot.get_stage_display()})
    return shot
