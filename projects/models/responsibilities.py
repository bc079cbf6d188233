"""Who must do what on which project 职责分工 (F05), and the tasks that follow from it."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.models import Function, Organisation, OrganisationKind
from accounts.permissions import Permission
from divisions.models import Rule
from projects.choices import Duty
from projects.models.catalogue import WorkItem
from projects.models.projects import Project, ProjectPartQuerySet


class ResponsibilityRule(Rule):
    """The plan's chapter on duties, from a date."""

    class Meta(Rule.Meta):
        verbose_name = "职责分工"


class Responsibility(models.Model):
    """One line of it: which kind of organisation answers for a duty; of bureaus, the one with `function`.

    With `items` it holds only for projects whose scheme contains one of them.
    """

    rule = models.ForeignKey(ResponsibilityRule, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField("顺序")
    duty = models.CharField("职责", max_length=16, choices=Duty)
    kind = models.CharField("单位类别", max_length=24, choices=OrganisationKind)
    function = models.CharField("职能", max_length=20, choices=Function, blank=True)
    clause = models.CharField("条款", max_length=40, blank=True)
    wording = models.CharField("职责内容", max_length=300)
    items = models.ManyToManyField(WorkItem, blank=True, related_name="+", verbose_name="限于改造内容")

    class Meta:
        verbose_name = "职责"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["rule", "position"], name="responsibility_once")]

    def __str__(self) -> str:
        return self.wording


class TaskQuerySet(ProjectPartQuerySet):
    def for_user(self, user):
        """Those of the projects she sees, and those of her own organisation, which may see no project at all."""
        seen = super().for_user(user)
        if not user.is_authenticated or user.territory is None or not user.may(Permission.SEE_TODO):
            return seen
        return seen | self.filter(organisation=user.organisation_id)

    def open(self):
        return self.filter(done_on=None, withdrawn_reason="")


class Task(models.Model):
    """What one organisation owes one project by the matrix, or because the office asked for it 责任事项.

    One that was taken back stays with its reason, so that the matrix does not ask for it again.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="tasks", verbose_name="项目")
    source = models.ForeignKey(Responsibility, models.SET_NULL, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="责任单位")
    duty = models.CharField("职责", max_length=16, choices=Duty)
    title = models.CharField("事项", max_length=300)
    clause = models.CharField("依据", max_length=100, blank=True)
    due_on = models.DateField("期限", null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="交办人")
    done_on = models.DateField("办结日期", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="办理人"
    )
    result = models.CharField("办理情况", max_length=300, blank=True)
    withdrawn_reason = models.CharField("撤回原因", max_length=200, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = "责任事项"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "organisation", "source"],
                condition=Q(source__isnull=False),
                name="task_once_per_responsibility",
            ),
            models.CheckConstraint(
                condition=Q(done_on=None, done_by=None, result="")
                | Q(done_on__isnull=False, done_by__isnull=False) & ~Q(result=""),
                name="task_done_with_result",
            ),
            models.CheckConstraint(condition=Q(done_on=None) | Q(withdrawn_reason=""), name="task_done_or_withdrawn"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:task_detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.done_on is None and not self.withdrawn_reason

    def days_late(self, today: date) -> int:
        """Calendar days past the due date, up to today or the day it was done; 0 in time or where nothing is due."""
        if self.due_on is None or self.withdrawn_reason:
            return 0
        return max(0, ((self.done_on or today) - self.due_on).days)
