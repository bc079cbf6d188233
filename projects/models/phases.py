"""A project's phases as planned and as they went, and its gates."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.models import Organisation
from projects.choices import Duty, ProjectStatus
from projects.models.projects import Project, ProjectPartQuerySet
from projects.models.templates import TemplateGate, TemplatePhase


class PhaseQuerySet(ProjectPartQuerySet):
    def unfinished(self):
        return self.filter(actual_end=None)


class Phase(models.Model):
    """One phase of one project. Finished ones are history: no template moves them."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="phases", verbose_name="项目")
    source = models.ForeignKey(TemplatePhase, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("阶段", max_length=60)
    clause = models.CharField("条款", max_length=40, blank=True)
    duty = models.CharField("职责", max_length=16, choices=Duty)
    status = models.CharField("项目状态", max_length=20, choices=ProjectStatus)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    planned_start = models.DateField("计划开始", null=True, blank=True)
    planned_end = models.DateField("计划完成", null=True, blank=True)
    actual_start = models.DateField("实际开始", null=True, blank=True)
    actual_end = models.DateField("实际完成", null=True, blank=True)

    objects = PhaseQuerySet.as_manager()

    class Meta:
        verbose_name = "项目阶段"
        ordering = ["project_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["project", "name"], name="phase_once_per_project"),
            models.CheckConstraint(
                condition=Q(planned_start=None) | Q(planned_end=None) | Q(planned_start__lte=F("planned_end")),
                name="phase_planned_in_order",
            ),
            models.CheckConstraint(
                condition=Q(actual_end=None) | Q(actual_start__isnull=False, actual_start__lte=F("actual_end")),
                name="phase_went_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project_phases", args=[self.project_id])

    def days_late(self, today: date) -> int:
        """Calendar days after the planned end, up to the actual end or today; 0 in time or without a plan."""
        return max(0, ((self.actual_end or today) - self.planned_end).days) if self.planned_end else 0


class GateQuerySet(ProjectPartQuerySet):
    def shut(self):
        return self.filter(satisfied_on=None, overruled_on=None)


class Gate(models.Model):
    """What must be there before its phase is finished and the next one begins.

    Satisfied with evidence, or overruled by a named leader with a reason, which stays visible for ever.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="gates", verbose_name="项目")
    phase = models.ForeignKey(Phase, models.CASCADE, related_name="gates", verbose_name="阶段")
    source = models.ForeignKey(TemplateGate, models.SET_NULL, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("关口", max_length=120)
    clause = models.CharField("条款", max_length=40, blank=True)
    duty = models.CharField("职责", max_length=16, choices=Duty)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    due_on = models.DateField("期限", null=True, blank=True)
    estimated = models.BooleanField("推算", default=False)
    satisfied_on = models.DateField("办结日期", null=True, blank=True)
    satisfied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    evidence = models.CharField("依据", max_length=300, blank=True)
    overruled_on = models.DateField("越过日期", null=True, blank=True)
    overruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="批准人"
    )
    overrule_reason = models.CharField("越过理由", max_length=300, blank=True)

    objects = GateQuerySet.as_manager()

    class Meta:
        verbose_name = "关口"
        ordering = ["phase__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["phase", "name"], name="gate_once_per_phase"),
            models.CheckConstraint(
                condition=Q(satisfied_on=None, satisfied_by=None, evidence="")
                | Q(satisfied_on__isnull=False, satisfied_by__isnull=False) & ~Q(evidence=""),
                name="gate_satisfied_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(overruled_on=None, overruled_by=None, overrule_reason="")
                | Q(overruled_on__isnull=False, overruled_by__isnull=False) & ~Q(overrule_reason=""),
                name="gate_overruled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project_phases", args=[self.project_id])

    @property
    def is_passed(self) -> bool:
        return bool(self.satisfied_on or self.overruled_on)
