"""Reserve pool 储备库 with a priority score, and the five-year plan 五年规划 that it fills."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from accounts.permissions import Permission
from communities.choices import Factor
from communities.models.compounds import Compound
from divisions.models import Division, Rule
from divisions.scope import ScopedQuerySet


class PriorityRule(Rule):
    """A district's weights from a date, and the cost it reckons with where a compound has no estimate.

    No cost: a compound without an estimate of its own cannot be placed in a plan.
    """

    cost_per_sqm = models.DecimalField("估算单价（元/㎡）", max_digits=8, decimal_places=2, null=True, blank=True)

    class Meta(Rule.Meta):
        verbose_name = "储备库评分办法"


class PriorityWeight(models.Model):
    """How many of the hundred points one factor may bring."""

    rule = models.ForeignKey(PriorityRule, models.CASCADE, related_name="weights")
    factor = models.CharField("因素", max_length=16, choices=Factor)
    weight = models.PositiveSmallIntegerField("权重")

    class Meta:
        verbose_name = "评分权重"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "factor"], name="weight_once_per_factor"),
            models.CheckConstraint(condition=Q(weight__gte=1, weight__lte=100), name="weight_within_hundred"),
        ]

    def __str__(self) -> str:
        return f"{self.get_factor_display()} {self.weight}"


class PoolQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS

    def current(self):
        return self.filter(left_on=None)

    def with_cost(self):
        """`cost` in 元: the estimate somebody entered, else the one reckoned from area; None if neither is known."""
        return self.annotate(cost=Coalesce("estimate", "reckoned"))

    def ranked(self):
        """Highest score first; among equals the one that has waited longest."""
        return self.order_by("-score", "entered_on", "pk")


class PoolEntry(models.Model):
    """A compound in the reserve pool; money in 元.

    The score is kept with its working, by which rule and on which day.
    """

    compound = models.ForeignKey(Compound, models.CASCADE, related_name="pool_entries", verbose_name="小区")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    entered_on = models.DateField("入库日期")
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="入库人")
    entered_reason = models.CharField("入库理由", max_length=200)
    left_on = models.DateField("出库日期", null=True, blank=True)
    left_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="出库人"
    )
    left_reason = models.CharField("出库原因", max_length=200, blank=True)
    estimate = models.DecimalField("填报估算", max_digits=14, decimal_places=2, null=True, blank=True)
    reckoned = models.DecimalField("推算投资", max_digits=14, decimal_places=2, null=True, blank=True)
    score = models.DecimalField("得分", max_digits=5, decimal_places=2, default=0)
    working = models.JSONField("得分说明", default=list, blank=True)
    scored_by = models.ForeignKey(PriorityRule, models.PROTECT, null=True, blank=True, related_name="+")
    scored_on = models.DateField("评分日期", null=True, blank=True)
    plan_year = models.ForeignKey(
        "PlanYear", models.SET_NULL, null=True, blank=True, related_name="entries", verbose_name="规划年度"
    )

    objects = PoolQuerySet.as_manager()

    class Meta:
        verbose_name = "储备库"
        ordering = ["-score", "entered_on", "pk"]
        indexes = [
            models.Index(fields=["-score", "-id"], condition=Q(left_on=None), name="pool_ranked"),
            models.Index(fields=["division"], condition=Q(left_on=None), name="pool_in_division"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["compound"], condition=Q(left_on=None), name="compound_once_in_pool"),
            models.CheckConstraint(
                condition=Q(left_on=None, left_by=None, left_reason="")
                | Q(left_on__isnull=False, left_by__isnull=False) & ~Q(left_reason=""),
                name="pool_left_by_someone_with_reason",
            ),
            models.CheckConstraint(condition=Q(left_on=None) | Q(plan_year=None), name="pool_left_is_not_planned"),
            models.CheckConstraint(condition=Q(estimate=None) | Q(estimate__gt=0), name="pool_estimate_positive"),
        ]

    def __str__(self) -> str:
        return self.compound.name

    def get_absolute_url(self) -> str:
        return reverse("communities:pool_entry", args=[self.pk])


class FiveYearPlanQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS


class FiveYearPlan(models.Model):
    """五年专项规划 of a district: five years, each with a budget (B四(四))."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    first_year = models.PositiveSmallIntegerField("起始年度")
    title = models.CharField("名称", max_length=100)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = FiveYearPlanQuerySet.as_manager()

    class Meta:
        verbose_name = "五年规划"
        ordering = ["-first_year", "division_id"]
        constraints = [models.UniqueConstraint(fields=["division", "first_year"], name="plan_once_per_period")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("communities:plan_detail", args=[self.pk])

    @property
    def last_year(self) -> int:
        return self.first_year + 4


class PlanYear(models.Model):
    """One year of the plan and what it may cost, 元."""

    plan = models.ForeignKey(FiveYearPlan, models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField("年度")
    budget = models.DecimalField("预算", max_digits=16, decimal_places=2)

    class Meta:
        verbose_name = "规划年度"
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "year"], name="year_once_in_plan"),
            models.CheckConstraint(condition=Q(budget__gte=0), name="plan_budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}年"
