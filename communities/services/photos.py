"""Keeping photographs. A removed photo keeps its row and its files; the same picture uploaded again brings it back."""

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.permissions import Permission
from communities import photos, policies
from communities.models import Compound, Photo, Survey
from core import audit
from core.errors import DomainError


class SamePhoto(DomainError):
    """This very picture is already with the compound: `photo`."""

    def __init__(self, message: str, photo: Photo) -> None:
        super().__init__(message)
        self.photo = photo


@transaction.atomic
def add(*, compound: Compound, upload: UploadedFile, by: User, survey: Survey | None = None) -> Photo:
    """Keep one photograph with its thumbnail and its public copy; refused when it is no photo or there already."""
    policies.check_can_change(by, Permission.SURVEY, compound)
    picture = photos.read(upload.file, size=upload.size, most_bytes=settings.PHOTO_MAX_BYTES)
    same = Photo.objects.filter(compound=compound, sha256=picture.sha256).first()
    if same and not same.removed_reason:
        uploaded = timezone.localtime(same.uploaded_at)
        raise SamePhoto(f"这张照片已于 {uploaded:%Y-%m-%d} 上传过，没有重复保存。", same)
    photo = _put_back(same) if same else _keep(compound, picture, upload, by=by, survey=survey)
    audit.write(by=by, action="上传照片", on=compound, details={"照片": photo.pk, "指纹 SHA-256": photo.sha256})
    return photo


@transaction.atomic
def remove(*, photo: Photo, by: User, reason: str) -> None:
    """Take a photo off the pages and say why."""
    policies.check_can_change(by, Permission.SURVEY, photo.compound)
    photo.removed_reason = reason
    photo.save(update_fields=["removed_reason"])
    audit.write(by=by, action="移除照片", on=photo.compound, reason=reason, details={"照片": photo.pk})


def _put_back(photo: Photo) -> Photo:
    photo.removed_reason = ""
    photo.save(update_fields=["removed_reason"])
    return photo


def _keep(
    compound: Compound, picture: photos.Picture, upload: UploadedFile, *, by: User, survey: Survey | None
) -> Photo:
    photo = Photo(
        compound=compound,
        division_id=compound.division_id,
        sha256=picture.sha256,
        taken_at=picture.taken_at and timezone.make_aware(picture.taken_at),
        latitude=picture.latitude,
        longitude=picture.longitude,
        survey=survey,
        uploaded_by=by,
    )
    photo.original.save(f"{picture.sha256}.{picture.extension}", File(upload), save=False)
    photo.public_copy.save(f"{picture.sha256}.jpg", ContentFile(picture.public_copy), save=False)
    photo.thumbnail.save(f"{picture.sha256}.jpg", ContentFile(picture.thumbnail), save=False)
    photo.save()
    return photo
