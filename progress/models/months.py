"""When a month is reported: the district's rule, and the days that came of it."""

from datetime import date

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.permissions import Permission
from divisions import territory
from divisions.models import Division, Rule
from divisions.scope import ScopedQuerySet
from progress.choices import InMonth, Moves

DAY = (MinValueValidator(1), MaxValueValidator(31))


class MonthRule(Rule):
    """Four clocks of a month's return, as days of a month (31 is the last day of any month), and when it opens.

    `as_at`: which facts count. `due`: by when it is asked for. `late`: after this day it is 迟报. `lock`: after this
    day the street can no longer fill it, and it is 漏报. The last two figures say when a contradiction is remarked.
    """

    opens_before = models.PositiveSmallIntegerField("提前开放（天）", default=10, validators=[MaxValueValidator(60)])
    as_at_day = models.PositiveSmallIntegerField("数据截至日", validators=DAY)
    due_month = models.PositiveSmallIntegerField("应报日所在月", choices=InMonth, default=InMonth.SAME)
    due_day = models.PositiveSmallIntegerField("应报日", validators=DAY)
    late_month = models.PositiveSmallIntegerField("迟报界限日所在月", choices=InMonth, default=InMonth.SAME)
    late_day = models.PositiveSmallIntegerField("迟报界限日", validators=DAY)
    lock_month = models.PositiveSmallIntegerField("锁定日所在月", choices=InMonth, default=InMonth.NEXT)
    lock_day = models.PositiveSmallIntegerField("锁定日", validators=DAY)
    moves = models.CharField("遇假日", max_length=10, choices=Moves, default=Moves.HOLIDAYS)
    unchanged_months = models.PositiveSmallIntegerField(
        "连续几个月无变化时提示", default=2, validators=[MinValueValidator(1), MaxValueValidator(12)]
    )
    ahead_points = models.PositiveSmallIntegerField(
        "投资进度与形象进度相差多少个百分点时提示",
        default=30,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    class Meta(Rule.Meta):
        verbose_name = "月报时限"


class ReportingMonthQuerySet(ScopedQuerySet):
    """A month is opened for a whole district: its streets see it too."""

    seen_with = Permission.VIEW_RETURNS

    def within(self, prefix: str):
        above = territory.ancestors(territory.code_of(prefix))
        return super().within(prefix) | self.filter(division__in=above)


class ReportingMonth(models.Model):
    """One month of one district (county level), with the days that its rule gave when it was opened.

    The days are kept here, so that a later rule does not change whether an earlier month was late.
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    month = models.DateField("月份")  # its first day
    rule = models.ForeignKey(MonthRule, models.PROTECT, related_name="+", verbose_name="月报时限")
    as_at = models.DateField("数据截至")
    due_on = models.DateField("应报日")
    late_on = models.DateField("迟报界限日")
    lock_on = models.DateField("锁定日")
    estimated = models.BooleanField("推算", default=False)  # a date rests on a year whose holidays are not announced
    opened_on = models.DateField("开放日期")
    days_reason = models.CharField(
        "调整原因", max_length=200, blank=True
    )  # why the office moved the days of this month

    objects = ReportingMonthQuerySet.as_manager()

    class Meta:
        verbose_name = "月报月份"
        ordering = ["-month", "division_id"]
        constraints = [
            models.UniqueConstraint(fields=["division", "month"], name="month_once_per_district"),
            models.CheckConstraint(
                condition=Q(as_at__lte=F("due_on"), due_on__lte=F("late_on"), late_on__lte=F("lock_on")),
                name="month_days_in_order",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.division}{self.month:%Y年}{self.month.month}月月报"

    def get_absolute_url(self) -> str:
        return reverse("progress:month_detail", args=[self.pk])

    def is_locked(self, today: date) -> bool:
        return today > self.lock_on
