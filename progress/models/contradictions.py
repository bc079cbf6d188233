"""What in a return contradicts itself or what else is known. It is put to the street; nothing is deleted (F34)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.permissions import Permission
from communities.models.compounds import why
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from progress.choices import ContradictionRule
from progress.models.returns import MonthlyReturn
from projects.models import ProjectSite


class ContradictionQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_RETURNS

    def standing(self):
        """Those that the figures of now still show."""
        return self.filter(gone_at=None)


class Contradiction(models.Model):
    """One finding of one rule in one return, about a site or the whole. The street may answer; it stays on record."""

    monthly_return = models.ForeignKey(
        MonthlyReturn, models.PROTECT, related_name="contradictions", verbose_name="月报"
    )
    site = models.ForeignKey(
        ProjectSite, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="项目小区"
    )
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    rule = models.CharField("规则", max_length=16, choices=ContradictionRule)
    subject = models.CharField(max_length=60)  # what exactly it is about, so that it is found once: "12:invested"
    text = models.CharField("情况", max_length=300)  # with the figures and the threshold it was found by
    found_at = models.DateTimeField("发现时间")
    gone_at = models.DateTimeField("消除时间", null=True, blank=True)  # a later version no longer shows it
    answer = models.CharField("街道说明", max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="说明人"
    )
    answered_at = models.DateTimeField("说明时间", null=True, blank=True)

    history = HistoricalRecords(verbose_name="矛盾数据变更", history_change_reason_field=why())
    objects = ContradictionQuerySet.as_manager()

    class Meta:
        verbose_name = "矛盾数据"
        ordering = ["-found_at", "-pk"]
        indexes = [models.Index(fields=["division", "found_at"], name="contradiction_in_division")]
        constraints = [
            models.UniqueConstraint(fields=["monthly_return", "rule", "subject"], name="contradiction_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="contradiction_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rule_display()}：{self.text}"

    def get_absolute_url(self) -> str:
        return reverse("progress:contradiction_detail", args=[self.pk])
