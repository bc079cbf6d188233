"""The office's monthly report 进展月报: made, edited, issued, and from then on unchangeable."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.permissions import Permission
from core.models import Attachment
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from projects.models.programmes import IssuedAboveQuerySet
from reports.choices import FileKind, ReportStatus

SECTIONS = ("opening", "progress", "ranking", "money", "problems", "next_steps")


class MonthlyReportQuerySet(IssuedAboveQuerySet):
    """Issued to everybody below; a draft is seen by the division's own office, leading group and auditor, and those
    above."""

    seen_with = Permission.VIEW_REPORTS

    def for_user(self, user):
        seen = super().for_user(user)
        sees_drafts = user.is_authenticated and user.may(Permission.VIEW_REPORT_DRAFTS)
        drafts = seen.drawn_up_by(user) if sees_drafts else seen.none()
        return seen.filter(status=ReportStatus.ISSUED) | drafts


class MonthlyReport(models.Model):
    """One month of one division. `figures` is what it says in numbers, as canonical JSON (reports/facts.py).

    `known_at` fixes which versions of the returns counted: with it the same figures are worked out again at any time.
    The sections are the office's own text once it has edited them.
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    month = models.DateField("月份")
    edition = models.PositiveSmallIntegerField("次数", default=1)  # 2: issued once more with corrections
    reason = models.CharField("重新编发原因", max_length=300, blank=True)  # of a second edition
    status = models.CharField("状态", max_length=8, choices=ReportStatus, default=ReportStatus.DRAFT)
    title = models.CharField("标题", max_length=120)
    as_at = models.DateField("数据截至")
    known_at = models.DateTimeField("数据取自")
    figures = models.TextField("数据", editable=False)
    sha256 = models.CharField("数据校验", max_length=64, editable=False)  # of `figures`
    opening = models.TextField("总体情况", blank=True)
    progress = models.TextField("工程进展", blank=True)
    ranking = models.TextField("进度排名", blank=True)
    money = models.TextField("资金情况", blank=True)
    problems = models.TextField("存在问题", blank=True)
    next_steps = models.TextField("下步工作", blank=True)
    edited = models.BooleanField("文字已人工修改", default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="编制人"
    )  # empty: made by itself on the district's day
    made_at = models.DateTimeField("编制时间")
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="印发人"
    )
    issued_on = models.DateField("印发日期", null=True, blank=True)
    number = models.PositiveSmallIntegerField("发文序号", null=True, blank=True)
    document = models.CharField("发文字号", max_length=60, blank=True)  # 卫旧改办〔2026〕12号
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = "进展月报"
        ordering = ["-month", "division_id", "-edition"]
        constraints = [
            models.UniqueConstraint(fields=["division", "month", "edition"], name="report_edition_once"),
            models.UniqueConstraint(
                fields=["division", "month"], condition=Q(status=ReportStatus.DRAFT), name="report_one_draft_per_month"
            ),
            models.UniqueConstraint(
                fields=["division", "document"], condition=~Q(document=""), name="report_document_once"
            ),
            models.CheckConstraint(
                condition=Q(status=ReportStatus.DRAFT, issued_on=None, issued_by=None, number=None, document="")
                | Q(status=ReportStatus.ISSUED, issued_on__isnull=False, issued_by__isnull=False, number__isnull=False)
                & ~Q(document=""),
                name="report_issued_with_number",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("reports:report_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        return self.status == ReportStatus.DRAFT


class ReportPartQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_REPORTS


class ReportFile(Attachment):
    """A file of an issued report, as it was issued."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="files", verbose_name="进展月报")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField("格式", max_length=8, choices=FileKind)

    objects = ReportPartQuerySet.as_manager()

    class Meta(Attachment.Meta):
        verbose_name = "进展月报文件"
        constraints = [models.UniqueConstraint(fields=["report", "kind"], name="report_file_once_per_kind")]


class CardExemption(models.Model):
    """A street that gets no card in a month, with the reason (不可抗力 and the like; domain.md 4.3)."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="街道")
    month = models.DateField("月份")
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批准人")
    at = models.DateTimeField("时间", auto_now_add=True)

    objects = ReportPartQuerySet.as_manager()

    class Meta:
        verbose_name = "免于亮牌"
        ordering = ["-month", "division_id"]
        constraints = [models.UniqueConstraint(fields=["division", "month"], name="exemption_once_per_month")]

    def __str__(self) -> str:
        return f"{self.division} {self.month:%Y-%m}"
