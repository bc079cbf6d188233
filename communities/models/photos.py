"""Photographs taken on site."""

from django.conf import settings
from django.db import models

from accounts.permissions import Permission
from communities.models.compounds import Compound
from communities.models.surveys import Survey
from divisions.models import Division
from divisions.scope import ScopedQuerySet


class PhotoQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS

    def shown(self):
        return self.filter(removed_reason="")


class Photo(models.Model):
    """The original as taken, a thumbnail, and a copy without EXIF for the public; the place stays in this row."""

    compound = models.ForeignKey(Compound, models.CASCADE, related_name="photos", verbose_name="小区")
    survey = models.ForeignKey(Survey, models.SET_NULL, null=True, blank=True, related_name="photos")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    original = models.FileField("照片", upload_to="photos/original/%Y/%m/")
    public_copy = models.FileField(upload_to="photos/public/%Y/%m/")
    thumbnail = models.FileField(upload_to="photos/thumbnail/%Y/%m/")
    caption = models.CharField("说明", max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    taken_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    latitude = models.DecimalField("纬度", max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField("经度", max_digits=9, decimal_places=6, null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_reason = models.CharField("移除原因", max_length=200, blank=True)  # a removed photo is shown nowhere

    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = "照片"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["compound", "sha256"], name="photo_once_per_compound"),
        ]

    def __str__(self) -> str:
        return self.caption or f"照片 {self.pk}"
