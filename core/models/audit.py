"""Who did what, to what, when and why. Rows are only ever added."""

from typing import Any

from django.conf import settings
from django.db import models


class AuditEntry(models.Model):
    """One action of one person. Old and new values of master data are in its history; this is the log of acts.

    GB/T 22239 8.1.4.3: every user, time, kind of act, success. Kept for at least 184 days (domain.md 6): nothing
    deletes one. People read it through accounts.models.Act, which knows their territory.
    """

    at = models.DateTimeField("时间", db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="操作人"
    )
    by_name = models.CharField("账号", max_length=150, blank=True)  # also for a sign-in under an unknown name
    action = models.CharField("操作", max_length=40, db_index=True)
    succeeded = models.BooleanField("成功", default=True)
    subject_type = models.CharField(max_length=60, blank=True)  # app_label.ModelName
    subject_id = models.CharField(max_length=40, blank=True)
    subject_label = models.CharField("对象", max_length=200, blank=True)
    division = models.ForeignKey(
        "divisions.Division", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="区划"
    )
    reason = models.CharField("原因", max_length=500, blank=True)
    details = models.JSONField("内容", default=dict, blank=True)
    address = models.GenericIPAddressField("IP", null=True, blank=True)

    class Meta:
        verbose_name = "操作日志"
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.by_name} {self.action} {self.subject_label}"

    @property
    def in_words(self) -> str:
        """The details as one line: 原名：铁西街道；生效日期：2023-05-01. A pair [old, new] reads old → new."""
        return "；".join(
            f"{key}：{_in_words(value)}" for key, value in self.details.items() if value not in ("", [], {})
        )


def _in_words(value: Any) -> str:
    if isinstance(value, dict):
        return "、".join(f"{key} {_in_words(each)}" for key, each in value.items())
    if isinstance(value, list):
        return (" → " if len(value) == 2 else "、").join(map(_in_words, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return "空" if value in (None, "") else str(value)
