"""Renovation schemes 改造方案 in versions: work items by site, building and unit, and where the money comes from."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from communities.choices import ManagementMode
from communities.models import Building, Unit
from core.models import Attachment
from divisions.models import Rule
from projects.choices import FileKind, SchemeStatus, Source
from projects.models.catalogue import WorkItem
from projects.models.phases import Gate
from projects.models.projects import Project, ProjectPartQuerySet, ProjectSite

PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))
OPEN = (SchemeStatus.DRAFT, SchemeStatus.SUBMITTED, SchemeStatus.RETURNED)


class SchemeRule(Rule):
    """By how much a scheme may exceed the project's planned investment before it is refused; in how many working days
    the office decides on one, and the implementer mends one that was returned."""

    most_over = models.DecimalField("允许超出（%）", max_digits=5, decimal_places=2, validators=PERCENT)
    review_days = models.PositiveSmallIntegerField(
        "审批、修改期限（工作日）", default=5, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )

    class Meta(Rule.Meta):
        verbose_name = "方案投资控制"


class Scheme(models.Model):
    """One version of a project's scheme. The first is made from nothing, each later one is a variation with a reason.

    One version at most is being worked on, one at most is in force; both stay readable side by side.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="schemes", verbose_name="项目")
    number = models.PositiveSmallIntegerField("版本")
    status = models.CharField("状态", max_length=12, choices=SchemeStatus, default=SchemeStatus.DRAFT)
    reason = models.CharField("变更原因", max_length=300, blank=True)
    tasks = models.TextField("总体任务", blank=True)
    design = models.TextField("规划设计", blank=True)
    management_mode = models.CharField("后续管理模式", max_length=16, choices=ManagementMode, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="编制人")
    created_at = models.DateTimeField("编制时间", auto_now_add=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="审批人"
    )
    decided_on = models.DateField("审批日期", null=True, blank=True)
    document = models.CharField("批准文号", max_length=100, blank=True)
    return_reason = models.CharField("退回原因", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ProjectPartQuerySet.as_manager()

    class Meta:
        verbose_name = "改造方案"
        ordering = ["project_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="scheme_version_once"),
            models.UniqueConstraint(
                fields=["project"], condition=Q(status__in=OPEN), name="scheme_one_in_work_per_project"
            ),
            models.UniqueConstraint(
                fields=["project"], condition=Q(status=SchemeStatus.APPROVED), name="scheme_one_in_force_per_project"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}改造方案（第 {self.number} 版）"

    def get_absolute_url(self) -> str:
        return reverse("projects:scheme_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """May still be worked on; a submitted one waits for the office."""
        return self.status in (SchemeStatus.DRAFT, SchemeStatus.RETURNED)


class SchemePartQuerySet(ProjectPartQuerySet):
    project_path = "scheme__project"


class SchemeItem(models.Model):
    """One work item at one place. `amount` in 元: quantity × unit price, to the cent; empty without a price."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="items", verbose_name="方案")
    site = models.ForeignKey(ProjectSite, models.PROTECT, related_name="+", verbose_name="小区")
    building = models.ForeignKey(Building, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="楼栋")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="单元")
    item = models.ForeignKey(WorkItem, models.PROTECT, related_name="uses", verbose_name="改造内容")
    part = models.CharField("部位、规格", max_length=100, blank=True)
    quantity = models.DecimalField("数量", max_digits=12, decimal_places=2)
    unit_price = models.DecimalField("单价", max_digits=12, decimal_places=2, null=True, blank=True)
    amount = models.DecimalField("金额", max_digits=16, decimal_places=2, null=True, blank=True)
    remarks = models.CharField("备注", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SchemePartQuerySet.as_manager()

    class Meta:
        verbose_name = "方案内容"
        ordering = ["site_id", "building__name", "unit__name", "item__position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=0), name="scheme_item_quantity_not_negative"),
            models.CheckConstraint(
                condition=Q(unit_price=None) | Q(unit_price__gte=0), name="scheme_item_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.item.name


class SchemeFund(models.Model):
    """How much of a scheme's total, 元, one source is planned to bear."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="funds")
    source = models.CharField("资金来源", max_length=20, choices=Source)
    amount = models.DecimalField("金额", max_digits=16, decimal_places=2)

    objects = SchemePartQuerySet.as_manager()

    class Meta:
        verbose_name = "资金筹措"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "source"], name="scheme_fund_once_per_source"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="scheme_fund_positive"),
        ]

    def __str__(self) -> str:
        return self.get_source_display()


class FileQuerySet(ProjectPartQuerySet):
    def shown(self):
        return self.filter(removed_reason="")


class ProjectFile(Attachment):
    """A paper of a project: of its scheme, or the evidence of a gate."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="files", verbose_name="项目")
    scheme = models.ForeignKey(Scheme, models.SET_NULL, null=True, blank=True, related_name="files")
    gate = models.ForeignKey(Gate, models.SET_NULL, null=True, blank=True, related_name="files")
    kind = models.CharField("类别", max_length=12, choices=FileKind, default=FileKind.OTHER)

    objects = FileQuerySet.as_manager()

    class Meta(Attachment.Meta):
        verbose_name = "项目附件"
