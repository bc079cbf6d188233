"""Fund reports that were made, and on which day of the month each is made by itself."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from accounts.permissions import Permission
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from funding.choices import MoneyUnit, ReportTable


class FundReportQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_FUNDS


class ReportSchedule(models.Model):
    """One table, or with an empty `table` the zip of all, on a set day of each month (31: the last day)."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    table = models.CharField("报表", max_length=16, choices=ReportTable, blank=True)
    unit = models.CharField("单位", max_length=4, choices=MoneyUnit, default=MoneyUnit.WAN)
    day = models.PositiveSmallIntegerField("每月几日", validators=[MinValueValidator(1), MaxValueValidator(31)])
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="设置人")
    set_on = models.DateField("设置日期")
    stopped_on = models.DateField("停用日期", null=True, blank=True)

    objects = FundReportQuerySet.as_manager()

    class Meta:
        verbose_name = "定期报表"
        ordering = ["division_id", "day", "pk"]

    def __str__(self) -> str:
        return f"每月 {self.day} 日：{self.get_table_display() or '全部报表'}"


class FundReport(models.Model):
    """One file as it was made: the table (empty: the zip of all) of a division as at a date."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    table = models.CharField("报表", max_length=16, choices=ReportTable, blank=True)
    unit = models.CharField("单位", max_length=4, choices=MoneyUnit)
    since = models.DateField("起始日期", null=True, blank=True)
    as_at = models.DateField("截至日期")
    schedule = models.ForeignKey(
        ReportSchedule, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="定期报表"
    )
    file = models.FileField("文件", upload_to="fund_reports/%Y/%m/")
    name = models.CharField("文件名", max_length=200)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="制表人")
    made_at = models.DateTimeField("制表时间", auto_now_add=True)

    objects = FundReportQuerySet.as_manager()

    class Meta:
        verbose_name = "资金报表"
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["division", "-made_at"], name="fund_report_in_division")]
        constraints = [
            models.UniqueConstraint(fields=["schedule", "as_at"], name="fund_report_once_per_day_set"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:report_file", args=[self.pk])
