"""The programme 年度计划 of a district and year: targets by street, batches, and the compounds it lists."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.permissions import Permission
from communities.models import Building, Compound
from divisions.models import Division
from divisions.scope import ScopedQuerySet


class ProgrammeStatus(models.TextChoices):
    DRAFT = "draft", "编制中"
    ISSUED = "issued", "已印发"


class Category(models.TextChoices):
    """改造类别 (W二(三), B附件3)."""

    BASIC = "basic", "基础类"
    IMPROVEMENT = "improvement", "完善类"
    UPGRADE = "upgrade", "提升类"


class ProgrammeQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_PROGRAMMES


class Programme(models.Model):
    """What a district undertakes to renovate in one year."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    year = models.PositiveSmallIntegerField("年度")
    title = models.CharField("名称", max_length=120)
    document = models.CharField("文号", max_length=60, blank=True)
    status = models.CharField("状态", max_length=8, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    history = HistoricalRecords(verbose_name="年度计划变更")
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "年度计划"
        ordering = ["-year", "division_id"]
        constraints = [models.UniqueConstraint(fields=["division", "year"], name="programme_once_per_year")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:programme_detail", args=[self.pk])


class Target(models.Model):
    """What the plan document promises for one street (or, in a prefecture, one county). Area in ㎡, money in 元.

    A figure left empty is one that the document does not give.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="targets")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="街道")
    compounds = models.PositiveIntegerField("小区数", null=True, blank=True)
    buildings = models.PositiveIntegerField("楼栋数", null=True, blank=True)
    households = models.PositiveIntegerField("居民户数", null=True, blank=True)
    floor_area = models.DecimalField("建筑面积", max_digits=16, decimal_places=2, null=True, blank=True)
    investment = models.DecimalField("计划投资", max_digits=16, decimal_places=2, null=True, blank=True)

    history = HistoricalRecords(verbose_name="目标任务变更")
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "目标任务"
        ordering = ["division_id"]
        constraints = [models.UniqueConstraint(fields=["programme", "division"], name="target_once_per_division")]

    def __str__(self) -> str:
        return f"{self.division} {self.programme.year}年目标"


class Batch(models.Model):
    """批次: a part of the programme with its own number of compounds and its own dates (X五)."""

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="batches")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    number = models.PositiveSmallIntegerField("期次")
    name = models.CharField("名称", max_length=40)
    compounds = models.PositiveIntegerField("计划小区数", null=True, blank=True)

    history = HistoricalRecords(verbose_name="批次变更")
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "批次"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="batch_once_per_programme")]

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


class ProgrammeEntry(models.Model):
    """A compound as the programme lists it, with the figures that are promised. Area in ㎡, money in 元.

    A figure left empty is one that the plan does not give. A compound comes back in another year only for other buildings, or with a reason (F14, B八(三)).
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
    justification = models.CharField("再次纳入理由", max_length=300, blank=True)
    remarks = models.CharField("备注", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(verbose_name="计划小区变更")
    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "计划小区"
        ordering = ["division_id", "number", "pk"]
        indexes = [models.Index(fields=["programme", "division"], name="entry_by_street")]
        constraints = [
            models.UniqueConstraint(fields=["programme", "compound"], name="compound_once_in_programme"),
            models.CheckConstraint(condition=Q(floor_area=None) | Q(floor_area__gte=0), name="entry_floor_area_not_negative"),
            models.CheckConstraint(condition=Q(investment=None) | Q(investment__gte=0), name="entry_investment_not_negative"),
        ]

    def __str__(self) -> str:
        return self.compound.name
