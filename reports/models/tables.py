"""Statistics tables as data: every superior's table is a saved mapping over the same records (F68; users-ask.md, 6)."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.urls import reverse

from accounts.permissions import Permission
from divisions.models import Division
from projects.models.programmes import IssuedAboveQuerySet
from reports.choices import RowLevel, TotalPlace


class StatTableQuerySet(IssuedAboveQuerySet):
    """A table set down above is filled in by everybody below."""

    seen_with = Permission.VIEW_REPORTS


class StatTable(models.Model):
    """One official table: its head and foot, what a row stands for, where the total goes."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="制发区划")
    name = models.CharField("名称", max_length=60)
    title = models.CharField("表题", max_length=120)  # {年} and {月} are filled in
    document = models.CharField("依据文号", max_length=100, blank=True)
    unit_line = models.CharField("单位行", max_length=60, blank=True)  # at right above the head: 单位：个、万元
    rows_by = models.CharField("每行为", max_length=8, choices=RowLevel, default=RowLevel.STREET)
    numbered = models.BooleanField("有序号列", default=True)
    coded = models.BooleanField("有区划代码列", default=False)
    total = models.CharField("合计", max_length=6, choices=TotalPlace, default=TotalPlace.FIRST)
    foot = models.CharField("表脚", max_length=200, blank=True)  # 单位负责人：　统计负责人：　填表人：　报出日期：
    retired_on = models.DateField("停用日期", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = StatTableQuerySet.as_manager()

    class Meta:
        verbose_name = "统计表"
        ordering = ["division_id", "name"]
        constraints = [models.UniqueConstraint(fields=["division", "name"], name="stat_table_named_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("reports:table_detail", args=[self.pk])


class StatColumn(models.Model):
    """One column: up to three heads, of which equal neighbours merge; the measure; how it is shown.

    `measure` is a key of reports.measures.MEASURES. A key that no longer exists is named where the table is shown, and
    the table is not exported until it is mended.
    """

    table = models.ForeignKey(StatTable, models.CASCADE, related_name="columns")
    position = models.PositiveSmallIntegerField("顺序")
    top = models.CharField("一级表头", max_length=60, blank=True)
    middle = models.CharField("二级表头", max_length=60, blank=True)
    head = models.CharField("列名", max_length=60)
    measure = models.CharField("指标", max_length=40)
    unit = models.CharField("单位", max_length=10, blank=True)  # a symbol of the measure's units: 元, 万元
    places = models.PositiveSmallIntegerField("小数位", default=0, validators=[MaxValueValidator(4)])
    whole_word = models.CharField("达到 100% 时写作", max_length=20, blank=True)  # 全部开工

    class Meta:
        verbose_name = "统计表列"
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["table", "position"], name="stat_column_position_once")]

    def __str__(self) -> str:
        return self.head
