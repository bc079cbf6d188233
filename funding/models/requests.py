"""Payment requests 支付申请: by contract and source, reviewed by the bureau, paid with a voucher."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from communities.models.compounds import why
from divisions.models import Division
from funding.choices import RequestKind, RequestStatus, Use
from funding.models.contracts import ContractPart
from funding.models.entries import MONEY, Allotment
from funding.models.scope import FundsQuerySet
from projects.models import Project

DECIDED = (RequestStatus.APPROVED, RequestStatus.PAID, RequestStatus.REVERSED)


class PaymentRequestQuerySet(FundsQuerySet):
    def pending(self):
        """Approved and not paid yet: their money is spoken for."""
        return self.filter(status=RequestStatus.APPROVED)


class PaymentRequest(models.Model):
    """One request to pay a contract out of one allotment, 元. `granted` is what the bureau approves, at most `amount`.

    `done_value` is the value of works done so far, `physical` their progress in per cent, both as the paper attached
    says. `out_of_scope` is the part of `amount` beyond the scheme: no reward subsidy falls on it (Z五).
    """

    key = models.UUIDField(unique=True)
    number = models.CharField("申请单号", max_length=30, unique=True, editable=False)
    part = models.ForeignKey(ContractPart, models.PROTECT, related_name="requests", verbose_name="合同")
    allotment = models.ForeignKey(Allotment, models.PROTECT, related_name="requests", verbose_name="资金")
    project = models.ForeignKey(Project, models.PROTECT, related_name="payment_requests", editable=False)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField("款项", max_length=12, choices=RequestKind)
    use = models.CharField("用途", max_length=16, choices=Use)
    amount = models.DecimalField("申请金额", **MONEY)
    out_of_scope = models.DecimalField("其中：超出改造范围", default=0, **MONEY)
    done_value = models.DecimalField("累计完成产值", null=True, blank=True, **MONEY)
    physical = models.DecimalField(
        "形象进度（%）",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    note = models.CharField("说明", max_length=300, blank=True)
    status = models.CharField("状态", max_length=10, choices=RequestStatus, default=RequestStatus.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="申请人")
    created_at = models.DateTimeField("填写时间", auto_now_add=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审核人"
    )
    decided_on = models.DateField("审核日期", null=True, blank=True)
    granted = models.DecimalField("核定金额", null=True, blank=True, **MONEY)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(verbose_name="支付申请变更", history_change_reason_field=why())
    objects = PaymentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "支付申请"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["division", "status"], name="request_in_division")]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="request_positive"),
            models.CheckConstraint(
                condition=Q(out_of_scope__gte=0, out_of_scope__lte=F("amount")), name="request_scope_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(granted=None) | Q(granted__gt=0, granted__lte=F("amount")),
                name="request_grants_at_most_asked",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=DECIDED)
                | Q(granted__isnull=False, decided_by__isnull=False, decided_on__isnull=False),
                name="request_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("funding:request_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """May still be worked on by whoever drew it up."""
        return self.status in (RequestStatus.DRAFT, RequestStatus.RETURNED)
