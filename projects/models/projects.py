"""Projects and the sites they cover (design.md, decision 3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.models import Organisation
from accounts.permissions import Permission
from communities.models import Building, Compound
from communities.models.compounds import why
from divisions.models import Division, Level
from divisions.scope import ScopedQuerySet
from divisions.territory import bounds
from projects.choices import ProjectStatus, SplitRule
from projects.models.batches import Batch
from projects.models.entries import ProgrammeEntry
from projects.models.programmes import Programme

RUNNING = (
    ProjectStatus.PLANNED,
    ProjectStatus.PREPARING,
    ProjectStatus.TENDERING,
    ProjectStatus.UNDER_CONSTRUCTION,
    ProjectStatus.COMPLETED,
    ProjectStatus.ACCEPTED,
    ProjectStatus.HANDED_OVER,
)


class ProjectQuerySet(ScopedQuerySet):
    """A project lies in the nearest division that holds all its sites, never above a county.

    For a county and above that is one range. A street may share a project with its neighbour, so below the county a
    project is found by its sites.
    """

    seen_with = Permission.VIEW_PROJECTS

    def within(self, prefix: str):
        if len(prefix) <= Level.COUNTY:
            return super().within(prefix)
        return self.filter(pk__in=ProjectSite.objects.within(prefix).values("project"))

    def of(self, programme: Programme):
        """The projects that carry out a programme: its own, and those of the programmes below it of the same year."""
        return self.filter(programme__year=programme.year, programme__division__pk__range=bounds(programme.prefix))

    def running(self):
        return self.filter(status__in=RUNNING)


class ProjectPartQuerySet(ScopedQuerySet):
    """What belongs to a project is seen by whoever sees the project."""

    seen_with = Permission.VIEW_PROJECTS
    project_path = "project"

    def within(self, prefix: str):
        if prefix == "":
            return self.all()
        if len(prefix) <= Level.COUNTY:
            return self.filter(**{f"{self.project_path}__division__pk__range": bounds(prefix)})
        return self.filter(**{f"{self.project_path}__in": ProjectSite.objects.within(prefix).values("project")})


class Project(models.Model):
    """What is designed, tendered and built as one: one compound, several (片区), or some buildings of one.

    Money in 元. Several sites may share one investment, split by `split_rule`. `next_due_on` is the planned end of the
    earliest phase that is not finished, kept by services/standing.py.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="projects", verbose_name="年度计划")
    batch = models.ForeignKey(
        Batch, models.SET_NULL, null=True, blank=True, related_name="projects", verbose_name="批次"
    )
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False, verbose_name="区划")
    number = models.CharField("项目编号", max_length=30, unique=True, editable=False)
    name = models.CharField("项目名称", max_length=100)
    investment = models.DecimalField("计划投资", max_digits=16, decimal_places=2, null=True, blank=True)
    split_rule = models.CharField("分摊办法", max_length=12, choices=SplitRule, default=SplitRule.HOUSEHOLDS)
    implementer = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="实施主体"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name="负责人",
    )
    status = models.CharField("状态", max_length=20, choices=ProjectStatus, default=ProjectStatus.PLANNED)
    status_since = models.DateField("状态日期")
    status_reason = models.CharField("状态说明", max_length=300, blank=True)
    resumes_as = models.CharField(max_length=20, choices=ProjectStatus, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", editable=False, verbose_name="并入"
    )
    template = models.ForeignKey(
        "PhaseTemplate", models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="阶段模板"
    )
    current_phase = models.ForeignKey(
        "Phase", models.SET_NULL, null=True, blank=True, related_name="+", editable=False, verbose_name="当前阶段"
    )
    next_due_on = models.DateField("下一期限", null=True, blank=True, editable=False)
    gates_open = models.PositiveSmallIntegerField("未过关口", default=0, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField("立项时间", auto_now_add=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(
        verbose_name="项目变更",
        history_change_reason_field=why(),
        excluded_fields=["created_at", "next_due_on", "gates_open", "current_phase"],
    )
    objects = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = "改造项目"
        ordering = ["number"]
        indexes = [
            models.Index(fields=["division", "number"], name="project_in_division"),
            models.Index(fields=["division", "next_due_on"], name="project_by_due_date"),
            models.Index(fields=["programme", "number"], name="project_of_programme"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(investment=None) | Q(investment__gte=0), name="project_investment_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project_detail", args=[self.pk])

    @property
    def is_running(self) -> bool:
        return self.status in RUNNING


class SiteQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_PROJECTS


class ProjectSiteQuerySet(SiteQuerySet):
    def binding(self):
        """Those that keep their compound on the register: of projects that are neither given up nor closed."""
        return self.exclude(project__status__in=(ProjectStatus.CANCELLED, ProjectStatus.CLOSED))


class ProjectSite(models.Model):
    """A compound, or the named buildings of one, as a part of a project. Area in ㎡, money in 元.

    `investment` is what falls to the site by the project's split rule; the sites' sum is the project's, to the cent.
    """

    project = models.ForeignKey(Project, models.PROTECT, related_name="sites", verbose_name="项目")
    compound = models.ForeignKey(Compound, models.PROTECT, related_name="project_sites", verbose_name="小区")
    entry = models.ForeignKey(
        ProgrammeEntry, models.SET_NULL, null=True, blank=True, related_name="sites", verbose_name="计划小区"
    )
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    only_buildings = models.ManyToManyField(Building, blank=True, related_name="+", verbose_name="限于楼栋")
    buildings = models.PositiveIntegerField("楼栋数", null=True, blank=True)
    households = models.PositiveIntegerField("居民户数", null=True, blank=True)
    floor_area = models.DecimalField("建筑面积", max_digits=14, decimal_places=2, null=True, blank=True)
    investment = models.DecimalField("分摊投资", max_digits=16, decimal_places=2, null=True, blank=True)

    history = HistoricalRecords(verbose_name="项目小区变更", history_change_reason_field=why())
    objects = ProjectSiteQuerySet.as_manager()

    class Meta:
        verbose_name = "项目小区"
        ordering = ["project_id", "pk"]
        indexes = [models.Index(fields=["division", "project"], name="site_in_division")]
        constraints = [
            models.UniqueConstraint(fields=["project", "compound"], name="compound_once_in_project"),
            models.CheckConstraint(
                condition=Q(investment=None) | Q(investment__gte=0), name="site_investment_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.compound.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project_detail", args=[self.project_id])
