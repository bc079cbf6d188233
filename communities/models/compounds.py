"""Compounds, their buildings and units: the master data everything else hangs on."""

from decimal import Decimal

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from accounts.permissions import Permission
from communities.choices import CompoundStatus, ManagementMode, Programme, PropertyKind, Safety, Structure
from divisions.models import Division
from divisions.scope import ScopedQuerySet

YEARS = (MinValueValidator(1900), MaxValueValidator(2100))
DERIVED = ("name_key", "name_stem", "address_key", "search_text", "search_grams")
PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))


def why() -> models.Field:
    """The reason column of a history table: a sentence, not the library's hundred characters."""
    return models.CharField("原因", max_length=300, null=True)


class CompoundQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS

    def active(self):
        return self.filter(status=CompoundStatus.ACTIVE)


class Compound(models.Model):
    """An old residential compound (小区, or a single residential building that is treated as one).

    Figures are those of the newest survey or correction; older ones stay in the surveys and in the history.
    Areas in ㎡, money in 元. `version` grows with every change, so that nobody overwrites what she has not seen.
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="街道（社区）")
    name = models.CharField("小区名称", max_length=100)
    former_names = models.CharField("曾用名", max_length=200, blank=True, help_text="多个用顿号分开")
    address = models.CharField("坐落", max_length=200, blank=True)
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True, validators=YEARS)
    property_kind = models.CharField("房屋性质", max_length=16, choices=PropertyKind, blank=True)
    original_owner = models.CharField("原产权单位", max_length=100, blank=True)
    buildings_count = models.PositiveIntegerField("楼栋数", null=True, blank=True)
    units_count = models.PositiveIntegerField("单元数", null=True, blank=True)
    households = models.PositiveIntegerField("居民户数", null=True, blank=True)
    population = models.PositiveIntegerField("人口", null=True, blank=True)
    land_area = models.DecimalField("占地面积", max_digits=14, decimal_places=2, null=True, blank=True)
    floor_area = models.DecimalField("建筑面积", max_digits=14, decimal_places=2, null=True, blank=True)
    structure = models.CharField("结构", max_length=16, choices=Structure, blank=True)
    storeys = models.PositiveSmallIntegerField("层数", null=True, blank=True)
    safety = models.CharField("结构安全", max_length=12, choices=Safety, blank=True)
    other_programme = models.CharField("纳入其他改造", max_length=20, choices=Programme, blank=True)
    management_mode = models.CharField("物业管理方式", max_length=16, choices=ManagementMode, blank=True)
    management_fee = models.DecimalField("物业费", max_digits=6, decimal_places=2, null=True, blank=True)
    has_owners_committee = models.BooleanField("业委会", null=True, blank=True)
    parking_places = models.PositiveIntegerField("停车位", null=True, blank=True)
    lifts = models.PositiveIntegerField("电梯", null=True, blank=True)
    lifts_addable = models.PositiveIntegerField("可加装电梯", null=True, blank=True)
    maintenance_fund = models.DecimalField("维修资金余额", max_digits=14, decimal_places=2, null=True, blank=True)
    willingness = models.DecimalField(
        "居民改造意愿", max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    elderly_share = models.DecimalField(
        "老年人比例", max_digits=5, decimal_places=2, null=True, blank=True, validators=PERCENT
    )
    hazards_count = models.PositiveIntegerField("安全隐患", null=True, blank=True)
    illegal_structures = models.PositiveIntegerField("违建", null=True, blank=True)
    near_centre = models.BooleanField("位于中心城区", null=True, blank=True)
    remarks = models.CharField("备注", max_length=500, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="compounds",
        verbose_name="负责人",
    )
    status = models.CharField("状态", max_length=8, choices=CompoundStatus, default=CompoundStatus.ACTIVE)
    removed_reason = models.CharField("移除原因", max_length=200, blank=True)
    # Kept by services/compounds.py from name, former names and address (communities/naming.py, communities/search.py).
    name_key = models.CharField(max_length=100, db_index=True, editable=False)
    name_stem = models.CharField(max_length=100, db_index=True, editable=False)
    address_key = models.CharField(max_length=200, db_index=True, editable=False, blank=True)
    search_text = models.TextField(editable=False, blank=True)
    search_grams = models.TextField(editable=False, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField("录入时间", auto_now_add=True)

    history = HistoricalRecords(
        verbose_name="小区变更", excluded_fields=[*DERIVED, "created_at"], history_change_reason_field=why()
    )
    objects = CompoundQuerySet.as_manager()

    class Meta:
        verbose_name = "小区"
        ordering = ["division_id", "name", "pk"]
        indexes = [
            models.Index(fields=["division", "name", "id"], name="compound_in_division"),
            models.Index(fields=["name", "id"], name="compound_by_name"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "name"], condition=Q(status="active"), name="compound_named_once_in_division"
            ),
            models.CheckConstraint(
                condition=Q(floor_area=None) | Q(floor_area__gte=0), name="compound_floor_area_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(willingness=None) | Q(willingness__gte=0, willingness__lte=100),
                name="compound_willingness_is_percent",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communities:compound_detail", args=[self.pk])


class PartQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS


class Building(models.Model):
    """One building of a compound. The division is the compound's, repeated so that scope needs no join."""

    compound = models.ForeignKey(Compound, models.CASCADE, related_name="buildings", verbose_name="小区")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    name = models.CharField("楼号", max_length=40)
    built_year = models.PositiveSmallIntegerField("建成年份", null=True, blank=True, validators=YEARS)
    storeys = models.PositiveSmallIntegerField("层数", null=True, blank=True)
    structure = models.CharField("结构", max_length=16, choices=Structure, blank=True)
    households = models.PositiveIntegerField("户数", null=True, blank=True)
    floor_area = models.DecimalField("建筑面积", max_digits=12, decimal_places=2, null=True, blank=True)
    lifts = models.PositiveSmallIntegerField("电梯", null=True, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(verbose_name="楼栋变更", history_change_reason_field=why())
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = "楼栋"
        ordering = ["compound_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["compound", "name"], name="building_named_once_in_compound"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("communities:compound_detail", args=[self.compound_id])


class Unit(models.Model):
    """A unit 单元 (staircase) of a building."""

    building = models.ForeignKey(Building, models.CASCADE, related_name="units", verbose_name="楼栋")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    name = models.CharField("单元", max_length=20)
    households = models.PositiveIntegerField("户数", null=True, blank=True)

    history = HistoricalRecords(verbose_name="单元变更", history_change_reason_field=why())
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = "单元"
        ordering = ["building_id", "name"]
        constraints = [
            models.UniqueConstraint(fields=["building", "name"], name="unit_named_once_in_building"),
        ]

    def __str__(self) -> str:
        return self.name
