"""Papers kept beside a record. Each room has its own table, so that scope is the room's own."""

from django.conf import settings
from django.db import models


class Attachment(models.Model):
    """One file as it was handed over; core/attachments.py says which kinds are taken. A removed one is not shown."""

    file = models.FileField("文件", upload_to="attachments/%Y/%m/")
    name = models.CharField("文件名", max_length=200)
    size = models.PositiveIntegerField("大小")  # bytes
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="上传人")
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)
    removed_reason = models.CharField("移除原因", max_length=200, blank=True)

    class Meta:
        abstract = True
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name
