"""Batches 批次 of a programme and their dates."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from communities.models.compounds import why
from divisions.models import Division
from projects.models.programmes import IssuedAboveQuerySet, Programme


class Batch(models.Model):
    """A part of the programme with its own number of compounds and its own dates (X五)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="batches")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveSmallIntegerField("期次")
    name = models.CharField("名称", max_length=40)
    compounds = models.PositiveIntegerField("计划小区数", null=True, blank=True)

    history = HistoricalRecords(verbose_name="批次变更", history_change_reason_field=why())
    objects = IssuedAboveQuerySet.as_manager()

    class Meta:
        verbose_name = "批次"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="batch_once_per_programme"),
            models.UniqueConstraint(fields=["programme", "name"], name="batch_named_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BatchDate(models.Model):
    """One stage of a batch, from and to (either may be open). Stages may overlap, as 象山's do."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="dates")
    position = models.PositiveSmallIntegerField(default=1)
    stage = models.CharField("阶段", max_length=60)
    starts_on = models.DateField("开始", null=True, blank=True)
    ends_on = models.DateField("结束", null=True, blank=True)

    class Meta:
        verbose_name = "批次时间"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["batch", "stage"], name="stage_once_per_batch"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=models.F("ends_on")),
                name="batch_stage_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.stage
