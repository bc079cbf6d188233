"""What residents, utilities, owners and society give: in money, work or goods, promised and received (Z五, B六)."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from communities.models import Building, Unit
from communities.models.compounds import why
from funding.choices import GivenAs, ShareMethod
from funding.credit_codes import validate_credit_code
from funding.models.entries import MONEY, FundAct, balance, never_negative
from funding.models.scope import OfProjectQuerySet
from projects.choices import Source
from projects.models import Project, ProjectSite


class SharePlan(models.Model):
    """How a sum, 元, falls to the households of one site: 单户, 平均 or 按楼层梯次. Its groups make the total."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="share_plans", verbose_name="项目")
    site = models.ForeignKey(ProjectSite, models.PROTECT, related_name="+", verbose_name="小区")
    title = models.CharField("分摊事项", max_length=100)  # 加装电梯, 外墙保温 …
    method = models.CharField("分摊办法", max_length=10, choices=ShareMethod)
    total = models.DecimalField("分摊总额", **MONEY)
    document = models.CharField("依据", max_length=100)  # the residents' decision
    decided_on = models.DateField("议定日期")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "居民分摊"
        ordering = ["-pk"]
        constraints = [models.CheckConstraint(condition=Q(total__gt=0), name="share_total_positive")]

    def __str__(self) -> str:
        return f"{self.site}{self.title}分摊"

    def get_absolute_url(self) -> str:
        return reverse("funding:share_plan_detail", args=[self.pk])


class Contribution(models.Model):
    """What one giver promises to a project, 元; work and goods at the value agreed. `received` is the sum of receipts.

    Of residents the giver is a group of households (a floor), never a person's name. Money goes to the project's own
    account of that source, out of which contracts are paid.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="contributions", verbose_name="项目")
    source = models.CharField("出资来源", max_length=20, choices=Source)
    given_as = models.CharField("方式", max_length=6, choices=GivenAs, default=GivenAs.MONEY)
    giver = models.CharField("出资方", max_length=100)
    credit_code = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[validate_credit_code])
    promised = models.DecimalField("议定金额（折价）", **MONEY)
    basis = models.CharField("依据", max_length=100, blank=True)
    received = balance("已收到")
    plan = models.ForeignKey(
        SharePlan, models.PROTECT, null=True, blank=True, related_name="groups", verbose_name="居民分摊"
    )
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="楼栋")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单元")
    floor = models.PositiveSmallIntegerField("楼层", null=True, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    coefficient = models.DecimalField("分摊系数", max_digits=6, decimal_places=3, default=Decimal(1))
    each = models.DecimalField("每户金额", null=True, blank=True, **MONEY)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)

    history = HistoricalRecords(
        verbose_name="出资变更", history_change_reason_field=why(), excluded_fields=["created_at", "received"]
    )
    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "出资"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(promised__gte=0), name="promise_not_negative"),
            never_negative(models.F("received"), "contribution_received_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.giver}（{self.get_source_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("funding:contribution_detail", args=[self.pk])


class ContributionReceipt(models.Model):
    """What was received, 元. Append-only: a mistake is reversed by a negative one. `act` put money into the ledger."""

    key = models.UUIDField(unique=True)
    contribution = models.ForeignKey(Contribution, models.PROTECT, related_name="receipts")
    amount = models.DecimalField("金额（折价）", **MONEY)
    on = models.DateField("日期")
    number = models.CharField("收据号", max_length=60, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    act = models.OneToOneField(FundAct, models.PROTECT, null=True, blank=True, related_name="receipt")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "出资收据"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="receipt_of_something"),
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(reverses__isnull=False), name="receipt_negative_only_to_reverse"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount:,.2f} 元"
