"""Budget reviews and contracts: the ceilings that payments are held to."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from communities.models.compounds import why
from core.units import rounded
from divisions.models import Division, Level
from funding.choices import ChangeKind, ContractKind, ReviewKind, ReviewStatus
from funding.credit_codes import validate_credit_code
from funding.models.entries import MONEY, balance, never_negative
from funding.models.scope import FundsQuerySet, OfProjectQuerySet
from projects.models import Project, ProjectSite

PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))


class ProjectAccount(models.Model):
    """A project's ceilings and sums, 元; the row that is locked before they are compared.

    `approved` is the newest approved budget (none: not reviewed yet), `contracted` the contracts with their changes,
    `paid` what went out to contractors. `rank` is the district's own order among projects that wait for money.
    """

    project = models.OneToOneField(Project, models.PROTECT, related_name="account", verbose_name="项目")
    approved = models.DecimalField("批复预算", null=True, blank=True, **MONEY)
    contracted = balance("合同价款")
    paid = balance("已拨付")
    rank = models.PositiveSmallIntegerField("排序", null=True, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "项目资金账"
        ordering = ["project_id"]
        constraints = [
            models.CheckConstraint(condition=Q(approved=None) | Q(paid__lte=F("approved")), name="account_in_budget"),
            models.CheckConstraint(condition=Q(paid__gte=0), name="account_paid_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self.project)


class BudgetReview(models.Model):
    """One round of 概（预）算评审 of a project: what was submitted, to which agency, what was approved (X五(三)).

    The newest approved one is the project's ceiling.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="budget_reviews", verbose_name="项目")
    number = models.PositiveSmallIntegerField("次数")
    kind = models.CharField("类别", max_length=10, choices=ReviewKind, default=ReviewKind.BUDGET)
    status = models.CharField("状态", max_length=12, choices=ReviewStatus, default=ReviewStatus.SUBMITTED)
    submitted_on = models.DateField("送审日期")
    submitted_amount = models.DecimalField("送审金额", **MONEY)
    agency = models.CharField("评审机构", max_length=100, blank=True)
    approved_on = models.DateField("批复日期", null=True, blank=True)
    approved_amount = models.DecimalField("批复金额", null=True, blank=True, **MONEY)
    document = models.CharField("批复文号", max_length=100, blank=True)
    note = models.CharField("说明", max_length=300, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="送审人")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批复人"
    )

    history = HistoricalRecords(verbose_name="评审变更", history_change_reason_field=why())
    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "概（预）算评审"
        ordering = ["project_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="review_round_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(status=ReviewStatus.APPROVED), name="one_budget_in_force"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(status=ReviewStatus.SUBMITTED), name="one_review_at_a_time"
            ),
            models.CheckConstraint(condition=Q(submitted_amount__gt=0), name="review_submitted_positive"),
            models.CheckConstraint(
                condition=Q(approved_amount=None)
                | Q(approved_amount__gt=0, approved_amount__lte=F("submitted_amount")),
                name="review_approves_at_most_submitted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}{self.get_kind_display()}评审（第 {self.number} 次）"

    def get_absolute_url(self) -> str:
        return reverse("funding:project_funds", args=[self.project_id])

    @property
    def cut_back(self) -> Decimal | None:
        """核减率, per cent of what was submitted."""
        if self.approved_amount is None:
            return None
        return rounded((self.submitted_amount - self.approved_amount) * 100 / self.submitted_amount)


class ContractQuerySet(FundsQuerySet):
    def within(self, prefix: str):
        own = super(FundsQuerySet, self).within(prefix)
        if len(prefix) <= Level.COUNTY:
            return own
        mine = ProjectSite.objects.within(prefix).values("project")
        return own | self.filter(pk__in=ContractPart.objects.filter(project__in=mine).values("contract"))


class Contract(models.Model):
    """A contract, or lot, for one project or several; what it costs and pays is by its parts.

    Rates in per cent: `progress_rate` of the value done is paid while works go on, `retention_rate` is kept until
    `warranty_until`, `advance_rate` may be paid before (domain.md 2.2).
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False, verbose_name="区划")
    kind = models.CharField("类别", max_length=12, choices=ContractKind)
    number = models.CharField("合同编号", max_length=60)
    name = models.CharField("合同名称", max_length=120)
    party = models.CharField("承包（供应）单位", max_length=100)
    credit_code = models.CharField("统一社会信用代码", max_length=18, validators=[validate_credit_code])
    contact = models.CharField("单位联系电话", max_length=40, blank=True)
    signed_on = models.DateField("签订日期")
    begins_on = models.DateField("约定开工", null=True, blank=True)
    ends_on = models.DateField("约定完工", null=True, blank=True)
    advance_rate = models.DecimalField("预付款比例（%）", max_digits=5, decimal_places=2, default=0, validators=PERCENT)
    progress_rate = models.DecimalField(
        "进度款比例（%）", max_digits=5, decimal_places=2, default=80, validators=PERCENT
    )
    retention_rate = models.DecimalField(
        "质保金比例（%）", max_digits=5, decimal_places=2, default=3, validators=PERCENT
    )
    warranty_until = models.DateField("质保期至", null=True, blank=True)
    remarks = models.CharField("备注", max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField("登记时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(verbose_name="合同变更记录", history_change_reason_field=why())
    objects = ContractQuerySet.as_manager()

    class Meta:
        verbose_name = "合同"
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["division", "number"], name="contract_number_once"),
            models.CheckConstraint(
                condition=Q(begins_on=None) | Q(ends_on=None) | Q(begins_on__lte=F("ends_on")),
                name="contract_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("funding:contract_detail", args=[self.pk])


class ContractPart(models.Model):
    """What a contract costs for one project, and what was paid of it, 元. `settled` is the final settlement 结算价."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="parts", verbose_name="合同")
    project = models.ForeignKey(Project, models.PROTECT, related_name="contract_parts", verbose_name="项目")
    amount = balance("合同价款")
    paid = balance("已拨付")
    settled = models.DecimalField("结算价", null=True, blank=True, **MONEY)
    settled_on = models.DateField("结算日期", null=True, blank=True)

    objects = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "合同项目"
        ordering = ["contract_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "project"], name="project_once_in_contract"),
            never_negative(F("amount") - F("paid"), "part_never_overpaid"),
            models.CheckConstraint(condition=Q(paid__gte=0, amount__gte=0), name="part_sums_not_negative"),
            models.CheckConstraint(
                condition=Q(settled=None, settled_on=None) | Q(settled__gte=0, settled_on__isnull=False),
                name="part_settled_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(settled=None) | Q(paid__lte=F("settled")), name="part_paid_in_settlement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}（{self.project}）"

    def get_absolute_url(self) -> str:
        return reverse("funding:contract_detail", args=[self.contract_id])


class ContractChange(models.Model):
    """What makes up a part's sum: the price as signed, then every change. Append-only; `amount` may be negative.

    A correction belongs to the price as signed (choices.AS_SIGNED): it puts right what was mistyped.
    """

    key = models.UUIDField(unique=True)
    part = models.ForeignKey(ContractPart, models.PROTECT, related_name="changes")
    kind = models.CharField("类别", max_length=12, choices=ChangeKind)
    amount = models.DecimalField("金额", **MONEY)
    on = models.DateField("日期")
    document = models.CharField("依据文件", max_length=100, blank=True)
    reason = models.CharField("事由", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "合同价款变更"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["part"], condition=Q(kind=ChangeKind.ORIGINAL), name="part_signed_once"),
            models.CheckConstraint(condition=~Q(amount=0), name="change_moves_something"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount:,.2f} 元"
