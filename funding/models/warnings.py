"""Warnings about money that explain themselves and can be answered; an answer stays on record."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from communities.models.compounds import why
from divisions.models import Division
from funding.choices import WarningKind
from funding.models.contracts import ContractPart
from funding.models.entries import Allotment
from funding.models.scope import FundsQuerySet
from projects.models import Project


class FundWarningQuerySet(FundsQuerySet):
    def standing(self):
        """Those that the records of now still show."""
        return self.filter(gone_on=None)


class FundWarning(models.Model):
    """One finding of one rule: `text` says the rule, the figures and the threshold. Of one subject it is found once."""

    kind = models.CharField("预警", max_length=16, choices=WarningKind)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="项目")
    allotment = models.ForeignKey(Allotment, models.PROTECT, null=True, blank=True, related_name="warnings")
    part = models.ForeignKey(ContractPart, models.PROTECT, null=True, blank=True, related_name="warnings")
    text = models.CharField("情况", max_length=300)
    subject = models.CharField(max_length=40, editable=False)  # "part:12": what it is about, so that it is found once
    found_on = models.DateField("发现日期")
    gone_on = models.DateField("消除日期", null=True, blank=True)
    answer = models.CharField("说明", max_length=300, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="说明人"
    )
    answered_at = models.DateTimeField("说明时间", null=True, blank=True)

    history = HistoricalRecords(verbose_name="资金预警变更", history_change_reason_field=why())
    objects = FundWarningQuerySet.as_manager()

    class Meta:
        verbose_name = "资金预警"
        ordering = ["-found_on", "-pk"]
        indexes = [models.Index(fields=["division", "found_on"], name="warning_in_division")]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], condition=Q(gone_on=None), name="warning_stands_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False) & ~Q(answer=""),
                name="warning_answered_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.text}"

    def get_absolute_url(self) -> str:
        return reverse("funding:warning_detail", args=[self.pk])
