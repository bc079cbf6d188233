"""The lines of a return: one per site, with this month's figures; who changed a cell, and what was said about it."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from progress.choices import NoteKind, Span
from progress.models.returns import ReturnVersion
from projects.models import ProjectSite

PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))


def _percent(words: str) -> models.DecimalField:
    return models.DecimalField(words, max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT)


def _kilometres(words: str) -> models.DecimalField:
    return models.DecimalField(words, max_digits=10, decimal_places=3, null=True, blank=True)


class Quantities(models.Model):
    """What is done in a span of time: a month, this year, or since the start. Money in 元, pipes and cables in 公里.

    A negative month corrects an earlier one, with a reason.
    """

    invested = models.DecimalField("完成投资", max_digits=16, decimal_places=2, null=True, blank=True)
    paid = models.DecimalField("拨付资金", max_digits=16, decimal_places=2, null=True, blank=True)
    water_km = _kilometres("供水管道")
    drain_km = _kilometres("排水管道")
    gas_km = _kilometres("供气管道")
    heat_km = _kilometres("供热管道")
    cable_km = _kilometres("电力通信线路")
    lifts = models.IntegerField("加装电梯", null=True, blank=True)
    parking = models.IntegerField("新增停车位", null=True, blank=True)

    class Meta:
        abstract = True


QUANTITIES = tuple(field.name for field in Quantities._meta.local_fields)


class LineQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_RETURNS


class ReturnLine(Quantities):
    """One site in one version. The first block is what the site was when the figures were frozen; then the figures.

    Figures are facts up to the month's as-at date. Physical progress is cumulative, by category; `physical` is the
    mean of the categories the site has. Area in ㎡, money in 元.
    """

    version = models.ForeignKey(ReturnVersion, models.CASCADE, related_name="lines", verbose_name="月报版本")
    site = models.ForeignKey(ProjectSite, models.PROTECT, related_name="return_lines", verbose_name="项目小区")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    position = models.PositiveIntegerField("序号")
    year = models.PositiveSmallIntegerField("计划年度")
    project_name = models.CharField("项目", max_length=100)
    compound_name = models.CharField("小区", max_length=100)
    categories = models.CharField("改造类别", max_length=40, blank=True)  # Category values joined by commas
    buildings = models.PositiveIntegerField("楼栋数", null=True, blank=True)
    households = models.PositiveIntegerField("居民户数", null=True, blank=True)
    floor_area = models.DecimalField("建筑面积", max_digits=14, decimal_places=2, null=True, blank=True)
    investment = models.DecimalField("计划投资", max_digits=16, decimal_places=2, null=True, blank=True)
    planned_start = models.DateField("计划开工", null=True, blank=True)
    planned_end = models.DateField("计划完工", null=True, blank=True)

    started_on = models.DateField("开工日期", null=True, blank=True)
    completed_on = models.DateField("完工日期", null=True, blank=True)
    basic = _percent("基础类形象进度")
    improvement = _percent("完善类形象进度")
    upgrade = _percent("提升类形象进度")
    physical = _percent("总体形象进度")
    workers = models.PositiveIntegerField("现场人数", null=True, blank=True)
    problems = models.CharField("存在问题", max_length=300, blank=True)
    next_steps = models.CharField("下月计划", max_length=300, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        verbose_name = "月报行"
        ordering = ["version_id", "position"]
        indexes = [models.Index(fields=["site", "version"], name="line_of_site")]
        constraints = [
            models.UniqueConstraint(fields=["version", "site"], name="site_once_per_version"),
            models.CheckConstraint(
                condition=Q(completed_on=None) | Q(started_on__isnull=False, completed_on__gte=models.F("started_on")),
                name="line_completed_after_start",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{key: None}) | Q(**{f"{key}__gte": 0, f"{key}__lte": 100}), name=f"line_{key}_percent"
                )
                for key in ("basic", "improvement", "upgrade", "physical")
            ),
        ]

    def __str__(self) -> str:
        return self.compound_name


class Tally(Quantities):
    """What a line comes to with the months before it: this year, or since the start; the line's own month included."""

    line = models.ForeignKey(ReturnLine, models.CASCADE, related_name="tallies")
    span = models.CharField("口径", max_length=5, choices=Span)

    class Meta:
        verbose_name = "累计"
        constraints = [models.UniqueConstraint(fields=["line", "span"], name="tally_once_per_span")]

    def __str__(self) -> str:
        return self.get_span_display()


class CellQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_RETURNS
    division_path = "line__division"


class CellChange(models.Model):
    """Who typed what into a cell, in the order in which it was saved: history, and how two clerks see each other."""

    line = models.ForeignKey(ReturnLine, models.CASCADE, related_name="changes")
    figure = models.CharField(max_length=16)  # a key of progress.figures.FIGURES
    before = models.CharField("改前", max_length=300, blank=True)  # as the figure is shown, in its unit
    after = models.CharField("改后", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="修改人")
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = CellQuerySet.as_manager()

    class Meta:
        verbose_name = "单元格修改"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class CellNote(models.Model):
    """What was said about a cell: why it is returned, or why a figure is what it is (a fall, a correction)."""

    line = models.ForeignKey(ReturnLine, models.CASCADE, related_name="notes")
    figure = models.CharField(max_length=16)
    kind = models.CharField("类别", max_length=8, choices=NoteKind)
    text = models.CharField("内容", max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填写人")
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = CellQuerySet.as_manager()

    class Meta:
        verbose_name = "单元格说明"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.text
