"""The programme 年度计划 of a district and year, and what its document promises."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.permissions import Permission
from communities.models.compounds import why
from divisions import territory
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from projects.choices import ProgrammeStatus

YEARS = (MinValueValidator(2000), MaxValueValidator(2100))


class IssuedAboveQuerySet(ScopedQuerySet):
    """A programme is issued to everybody below it: a street also sees the programme of its district and prefecture.

    What the programme says about other streets (targets, entries) stays in the plain scope.
    """

    seen_with = Permission.VIEW_PROGRAMMES

    def within(self, prefix: str):
        above = territory.ancestors(territory.code_of(prefix))
        return super().within(prefix) | self.filter(division__in=above)

    def drawn_up_by(self, user):
        """Those of her own division and below, which she may change."""
        return super().within(user.territory) if user.territory is not None else self.none()


class PartQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_PROGRAMMES


class Programme(models.Model):
    """What a district undertakes to renovate in one year.

    A prefecture's programme is the sum of its counties': its records are the entries of their programmes of that year.
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    year = models.PositiveSmallIntegerField("年度", validators=YEARS)
    title = models.CharField("名称", max_length=120)
    document = models.CharField("文号", max_length=60, blank=True)
    households_in_wan = models.BooleanField("户数以万户计", default=False)  # as B三 gives them: 1.94万户
    status = models.CharField("状态", max_length=8, choices=ProgrammeStatus, default=ProgrammeStatus.DRAFT)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(verbose_name="年度计划变更", history_change_reason_field=why())
    objects = IssuedAboveQuerySet.as_manager()

    class Meta:
        verbose_name = "年度计划"
        ordering = ["-year", "division_id"]
        constraints = [models.UniqueConstraint(fields=["division", "year"], name="programme_once_per_year")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("projects:programme_detail", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        return self.status == ProgrammeStatus.ISSUED

    @property
    def prefix(self) -> str:
        return territory.prefix_of(self.division_id)


class Target(models.Model):
    """What the document promises for one street (in a prefecture: one county), or for the programme's whole division.

    Area in ㎡, money in 元. A figure left empty is one that the document does not give.
    """

    programme = models.ForeignKey(Programme, models.CASCADE, related_name="targets")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="街道")
    compounds = models.PositiveIntegerField("小区数", null=True, blank=True)
    buildings = models.PositiveIntegerField("楼栋数", null=True, blank=True)
    households = models.PositiveIntegerField("居民户数", null=True, blank=True)
    floor_area = models.DecimalField("建筑面积", max_digits=16, decimal_places=2, null=True, blank=True)
    investment = models.DecimalField("计划投资", max_digits=16, decimal_places=2, null=True, blank=True)

    history = HistoricalRecords(verbose_name="目标任务变更")
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = "目标任务"
        ordering = ["division_id"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "division"], name="target_once_per_division"),
            models.CheckConstraint(
                condition=models.Q(floor_area=None) | models.Q(floor_area__gte=0),
                name="target_floor_area_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(investment=None) | models.Q(investment__gte=0),
                name="target_investment_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division} {self.programme.year}年目标"
