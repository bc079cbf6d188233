"""A street's monthly return 月报 as a signed package, in versions (design.md, decision 7)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Organisation
from accounts.permissions import Permission
from core.models import Attachment
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from progress.choices import Correction, FoundBy, ReturnStatus
from progress.models.months import ReportingMonth

OPEN = (ReturnStatus.DRAFT, ReturnStatus.SENT_BACK)  # figures may be entered
WITH_STREET = (*OPEN, ReturnStatus.SUBMITTED, ReturnStatus.APPROVED)  # the street still owes its sealed sheet


class ReturnQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_RETURNS


class MonthlyReturn(models.Model):
    """What one street reports for one month. `current` is the version in work, or the last one.

    `plan_*` is what the programmes of the year promise for the street, kept up to the as-at date and fixed from then
    on, so that a rate worked out a year later is the same (users-ask.md, 5). Area in ㎡, money in 元.
    """

    reporting_month = models.ForeignKey(ReportingMonth, models.PROTECT, related_name="returns", verbose_name="月份")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="街道")
    month = models.DateField("月份", editable=False)  # of the reporting month, for the index
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填报单位"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="填报人"
    )
    current = models.OneToOneField(
        "ReturnVersion", models.PROTECT, null=True, blank=True, related_name="current_of", editable=False
    )
    # A report by what was known at a moment leaves out a return that was opened later.
    opened_on = models.DateField("开放日期", editable=False)
    open_until = models.DateField("填报截止")  # the lock date, or a later day that the office allowed
    extended_reason = models.CharField("延期原因", max_length=200, blank=True)
    reported_at = models.DateTimeField("首次报齐时间", null=True, blank=True)  # figures, approval and seal together
    plan_compounds = models.PositiveIntegerField("计划小区数", default=0)
    plan_buildings = models.PositiveIntegerField("计划楼栋数", default=0)
    plan_households = models.PositiveIntegerField("计划户数", default=0)
    plan_floor_area = models.DecimalField("计划建筑面积", max_digits=16, decimal_places=2, default=0)
    plan_investment = models.DecimalField("计划投资", max_digits=18, decimal_places=2, default=0)

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = "街道月报"
        ordering = ["-month", "division_id"]
        indexes = [models.Index(fields=["division", "month"], name="return_of_street")]
        constraints = [
            models.UniqueConstraint(fields=["reporting_month", "division"], name="return_once_per_street_month"),
        ]

    def __str__(self) -> str:
        return f"{self.division}{self.month.year}年{self.month.month}月月报"

    def get_absolute_url(self) -> str:
        return reverse("progress:return_detail", args=[self.pk])

    def is_closed(self, today: date) -> bool:
        """The street's time is over, unless the office gives it more."""
        return today > self.open_until


class ReturnVersion(models.Model):
    """One version of a return's figures. What was approved never changes: a correction is the next one, with a reason.

    `code` stands beside the QR on the printed sheet, by which the sealed scan finds the version.
    """

    monthly_return = models.ForeignKey(MonthlyReturn, models.PROTECT, related_name="versions", verbose_name="月报")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    month = models.DateField("月份", editable=False)
    number = models.PositiveSmallIntegerField("版本")
    reason = models.CharField("更正原因", max_length=300, blank=True)
    correction = models.CharField("更正缘由", max_length=8, choices=Correction, blank=True, editable=False)
    status = models.CharField("状态", max_length=12, choices=ReturnStatus, default=ReturnStatus.DRAFT)
    code = models.CharField("校验码", max_length=12, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="建立人"
    )
    created_at = models.DateTimeField("建立时间", auto_now_add=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="填报人"
    )
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="负责人"
    )
    approved_at = models.DateTimeField("审核时间", null=True, blank=True)
    sealed_at = models.DateTimeField("盖章件上传时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办公室审核人"
    )
    accepted_at = models.DateTimeField("通过时间", null=True, blank=True)
    returned_at = models.DateTimeField("退回时间", null=True, blank=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)  # the leader's or the office's, the latest

    objects = ReturnQuerySet.as_manager()

    class Meta:
        verbose_name = "月报版本"
        ordering = ["monthly_return_id", "-number"]
        indexes = [
            models.Index(fields=["division", "month", "accepted_at"], name="version_counted"),
            models.Index(
                fields=["division"],
                condition=Q(status__in=(ReturnStatus.SUBMITTED, ReturnStatus.SEALED)),
                name="version_to_decide",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["monthly_return", "number"], name="return_version_once"),
            models.UniqueConstraint(
                fields=["monthly_return"],
                condition=Q(status__in=(*OPEN, ReturnStatus.SUBMITTED)),
                name="return_one_version_in_work",
            ),
            models.CheckConstraint(
                condition=~Q(status=ReturnStatus.ACCEPTED) | Q(accepted_at__isnull=False, sealed_at__isnull=False),
                name="return_accepted_with_seal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.monthly_return}（第 {self.number} 版）"

    def get_absolute_url(self) -> str:
        return reverse("progress:version_detail", args=[self.pk])

    @property
    def standing(self) -> str:
        """Where it stands, in words; one that is filled anew says why."""
        if self.status == ReturnStatus.DRAFT and self.correction:
            return f"{self.get_correction_display()}，更正中"
        return self.get_status_display()

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_outdated(self) -> bool:
        """A later version exists: the sealed sheet of this one no longer says what is reported."""
        return self.monthly_return.current_id != self.pk


class ScanQuerySet(ReturnQuerySet):
    def shown(self):
        return self.filter(removed_reason="")


class SealedScan(Attachment):
    """The sealed sheet of one version, scanned or photographed."""

    version = models.ForeignKey(ReturnVersion, models.PROTECT, related_name="scans", verbose_name="月报版本")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    found_by = models.CharField("识别方式", max_length=6, choices=FoundBy)

    objects = ScanQuerySet.as_manager()

    class Meta(Attachment.Meta):
        verbose_name = "盖章件"
