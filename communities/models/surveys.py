"""Surveys 摸底调查: dated, kept; the newest gives the compound its figures."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.permissions import Permission
from communities.choices import Condition, Facility, Safety
from communities.models.compounds import PERCENT, YEARS, Compound
from divisions.models import Division
from divisions.scope import ScopedQuerySet


class SurveyQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS


class Survey(models.Model):
    """One visit's findings, in the order of the paper form (B四(三), Z四(一), W三(一), X五(一)).

    Facts left blank were not asked. Areas in ㎡, shares in percent.
    """

    compound = models.ForeignKey(Compound, models.CASCADE, related_name="surveys", verbose_name="小区")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    surveyed_on = models.DateField("调查日期")
    # base facts
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True, validators=YEARS)
    buildings_count = models.PositiveIntegerField("楼栋数", null=True, blank=True)
    units_count = models.PositiveIntegerField("单元数", null=True, blank=True)
    households = models.PositiveIntegerField("居民户数", null=True, blank=True)
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    floor_area = models.DecimalField("建筑面积", max_digits=14, decimal_places=2, null=True, blank=True)
    safety = models.CharField("结构安全", max_length=12, choices=Safety, blank=True)
    # hazards and illegal structures
    hazards_count = models.PositiveIntegerField("安全隐患", null=True, blank=True)
    hazards = models.TextField("隐患情况", blank=True)
    illegal_structures = models.PositiveIntegerField("违建", null=True, blank=True)
    illegal_area = models.DecimalField("违建面积", max_digits=12, decimal_places=2, null=True, blank=True)
    # residents
    households_visited = models.PositiveIntegerField("入户户数", null=True, blank=True)
    willingness = models.DecimalField(
        "居民改造意愿", max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    management_agreed = models.BooleanField("长效管理达成共识", null=True, blank=True)
    elderly_share = models.DecimalField(
        "老年人比例", max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    residents_in_need = models.PositiveIntegerField("困难居民", null=True, blank=True)
    wishes = models.TextField("居民诉求", blank=True)
    remarks = models.TextField("备注", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="填报人")
    imported_in = models.ForeignKey(
        "core.LedgerImport", models.SET_NULL, null=True, editable=False, related_name="+", verbose_name="导入"
    )
    recorded_at = models.DateTimeField("填报时间", auto_now_add=True)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = "摸底调查"
        ordering = ["-surveyed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(households_visited=None)
                | Q(households=None)
                | Q(households_visited__lte=models.F("households")),
                name="survey_visits_within_households",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.surveyed_on} 摸底调查"

    def get_absolute_url(self) -> str:
        return reverse("communities:survey_detail", args=[self.pk])


class FacilityCondition(models.Model):
    """How one facility was found at one survey."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="facilities")
    facility = models.CharField("设施", max_length=16, choices=Facility)
    condition = models.CharField("现状", max_length=16, choices=Condition)
    note = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = "设施现状"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "facility"], name="facility_once_per_survey"),
        ]

    def __str__(self) -> str:
        return f"{self.get_facility_display()}{self.get_condition_display()}"
