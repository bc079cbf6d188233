"""The compounds a programme lists, with the figures that are promised for each."""

import re

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from communities.models import Building, Compound
from communities.models.compounds import why
from divisions.models import Division
from divisions.territory import bounds
from projects.models.batches import Batch
from projects.models.programmes import PartQuerySet, Programme

CARRIED_OVER = re.compile(r"转入\d{4}年度计划")  # as services/carrying_over.py notes it in the remarks


class EntryQuerySet(PartQuerySet):
    def of(self, programme: Programme):
        """The entries that make up a programme: its own, and those of the programmes below it of the same year."""
        return self.filter(programme__year=programme.year, programme__division__pk__range=bounds(programme.prefix))


class ProgrammeEntry(models.Model):
    """A compound as the programme lists it. Area in ㎡, money in 元; an empty figure is one the plan does not give.

    A compound comes back in another year only for other buildings, or with a reason (F14, B八(三)).
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="entries", verbose_name="年度计划")
    batch = models.ForeignKey(
        Batch, models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name="批次"
    )
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="programme_entries", verbose_name="小区")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveIntegerField("序号", null=True, blank=True)
    only_buildings = models.ManyToManyField(Building, blank=True, related_name="+", verbose_name="限于楼栋")
    buildings = models.PositiveIntegerField("楼栋数", null=True, blank=True)
    households = models.PositiveIntegerField("居民户数", null=True, blank=True)
    floor_area = models.DecimalField("建筑面积", max_digits=14, decimal_places=2, null=True, blank=True)
    investment = models.DecimalField("计划投资", max_digits=14, decimal_places=2, null=True, blank=True)
    categories = models.CharField("改造类别", max_length=40, blank=True)  # Category values joined by commas
    contents = models.CharField("改造内容", max_length=500, blank=True)
    justification = models.CharField("再次纳入理由", max_length=300, blank=True)
    remarks = models.CharField("备注", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(verbose_name="计划小区变更", history_change_reason_field=why())
    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "计划小区"
        ordering = ["number", "pk"]
        indexes = [models.Index(fields=["programme", "division"], name="entry_by_street")]
        constraints = [
            models.UniqueConstraint(fields=["programme", "compound"], name="compound_once_in_programme"),
            models.CheckConstraint(
                condition=Q(floor_area=None) | Q(floor_area__gte=0), name="entry_floor_area_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(investment=None) | Q(investment__gte=0), name="entry_investment_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.compound.name

    def get_absolute_url(self) -> str:
        return reverse("projects:entry_detail", args=[self.pk])

    @property
    def carried_over(self) -> str:
        """To which year it went on, as its remarks say: 转入2024年度计划."""
        found = CARRIED_OVER.search(self.remarks)
        return found.group() if found else ""
