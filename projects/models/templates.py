"""Phase templates of the plans: phases with their dates, and the gates before the next one (design.md, decision 4)."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from divisions.models import Rule
from projects.choices import Duty, ProjectStatus


class PhaseTemplate(Rule):
    """How a district's projects run, from a date. Dates are those of `year`; another year's are moved by whole years.

    Phases may overlap (象山's do). A batch's own windows go before the template's dates (X五).
    """

    name = models.CharField("名称", max_length=80)
    year = models.PositiveSmallIntegerField("所列日期的年度")

    class Meta(Rule.Meta):
        verbose_name = "阶段模板"

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:template_detail", args=[self.pk])


class TemplatePhase(models.Model):
    """One phase; a date that the plan does not give is empty. A project that begins it takes on `status`."""

    template = models.ForeignKey(PhaseTemplate, models.CASCADE, related_name="phases")
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("阶段", max_length=60)
    clause = models.CharField("条款", max_length=40, blank=True)
    duty = models.CharField("职责", max_length=16, choices=Duty)
    status = models.CharField("项目状态", max_length=20, choices=ProjectStatus)
    starts_on = models.DateField("开始", null=True, blank=True)
    ends_on = models.DateField("结束", null=True, blank=True)

    class Meta:
        verbose_name = "模板阶段"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["template", "position"], name="template_phase_once"),
            models.UniqueConstraint(fields=["template", "name"], name="template_phase_named_once"),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
                name="template_phase_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateGate(models.Model):
    """What must be there before the phase is finished and the next begins.

    Due on `due_on`, else `working_days` working days after the phase begins, else at the phase's end.
    """

    phase = models.ForeignKey(TemplatePhase, models.CASCADE, related_name="gates")
    position = models.PositiveSmallIntegerField("顺序")
    name = models.CharField("关口", max_length=120)
    clause = models.CharField("条款", max_length=40, blank=True)
    duty = models.CharField("职责", max_length=16, choices=Duty)
    due_on = models.DateField("期限", null=True, blank=True)
    working_days = models.PositiveSmallIntegerField("工作日", null=True, blank=True)

    class Meta:
        verbose_name = "模板关口"
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["phase", "name"], name="template_gate_named_once"),
        ]

    def __str__(self) -> str:
        return self.name
