"""湛河's two subsidies: a share of what a street bore, and of the property fee after renovation (Z五)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.permissions import Permission
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from funding.choices import RewardStatus
from funding.models.entries import MONEY, balance, never_negative
from funding.models.rules import RewardRule, percent
from funding.models.scope import FundsQuerySet
from projects.models import Project, ProjectSite


class RewardQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_FUNDS


class Reward(models.Model):
    """What a street gets back for one programme year, 元. `lines` is the working, line by line, frozen once decided.

    share × (in-scope spending − all other sources). The figures that follow are those of the working.
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="街道")
    year = models.PositiveSmallIntegerField("计划年度")
    rule = models.ForeignKey(RewardRule, models.PROTECT, related_name="+", verbose_name="规则")
    as_at = models.DateField("截至日期")
    share = percent("奖补比例（%）")
    spent = models.DecimalField("实际支出", **MONEY)
    out_of_scope = models.DecimalField("其中：超出改造范围", **MONEY)
    others = models.DecimalField("其他来源承担", **MONEY)
    borne = models.DecimalField("街道实际承担", **MONEY)
    amount = models.DecimalField("奖补金额", **MONEY)
    lines = models.JSONField("计算过程", default=list)
    status = models.CharField("状态", max_length=8, choices=RewardStatus, default=RewardStatus.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="测算人")
    made_at = models.DateTimeField("测算时间", auto_now_add=True)
    document = models.CharField("核定文号", max_length=100, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="核定人"
    )
    decided_on = models.DateField("核定日期", null=True, blank=True)

    objects = RewardQuerySet.as_manager()

    class Meta:
        verbose_name = "以奖代补"
        ordering = ["-year", "division_id", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "year"], condition=Q(status=RewardStatus.DECIDED), name="reward_decided_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="reward_not_negative"),
            models.CheckConstraint(
                condition=Q(status=RewardStatus.DRAFT, decided_by=None, decided_on=None)
                | Q(status=RewardStatus.DECIDED, decided_by__isnull=False, decided_on__isnull=False),
                name="reward_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division}{self.year}年以奖代补"

    def get_absolute_url(self) -> str:
        return reverse("funding:reward_detail", args=[self.pk])


class FeeSubsidy(models.Model):
    """A compound's property-fee subsidy: floor area ㎡ × rate 元/㎡·月 × months, from its first month on."""

    site = models.OneToOneField(ProjectSite, models.PROTECT, related_name="fee_subsidy", verbose_name="小区")
    project = models.ForeignKey(Project, models.PROTECT, related_name="+", editable=False)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    company = models.CharField("物业服务单位", max_length=100)
    floor_area = models.DecimalField("建筑面积", max_digits=14, decimal_places=2)
    rate = models.DecimalField("补贴标准", max_digits=6, decimal_places=2)
    first_month = models.DateField("起始月")  # its first day
    months = models.PositiveSmallIntegerField("期限（月）")
    document = models.CharField("依据文号", max_length=100)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = FundsQuerySet.as_manager()

    class Meta:
        verbose_name = "物业费补贴"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(first_month__day=1), name="subsidy_from_first_of_month"),
            models.CheckConstraint(condition=Q(floor_area__gt=0, rate__gt=0, months__gt=0), name="subsidy_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.site}物业费补贴"

    def get_absolute_url(self) -> str:
        return reverse("funding:subsidy_detail", args=[self.pk])


class FeeInstalment(models.Model):
    """The months of one calendar year of a subsidy, 元; paid out of an allotment, once and never above."""

    subsidy = models.ForeignKey(FeeSubsidy, models.PROTECT, related_name="instalments")
    year = models.PositiveSmallIntegerField("年度")
    months = models.PositiveSmallIntegerField("月数")
    amount = models.DecimalField("金额", **MONEY)
    paid = balance("已拨付")

    class Meta:
        verbose_name = "物业费补贴分期"
        ordering = ["subsidy_id", "year"]
        constraints = [
            models.UniqueConstraint(fields=["subsidy", "year"], name="instalment_once_a_year"),
            never_negative(F("amount") - F("paid"), "instalment_never_overpaid"),
            never_negative(F("paid"), "instalment_paid_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.subsidy} {self.year}年"
