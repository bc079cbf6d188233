"""Organisations of the plans' department lists."""

from django.db import models
from django.urls import reverse
from simple_history.models import HistoricalRecords

from divisions.models import Division
from divisions.scope import ScopedQuerySet


class OrganisationKind(models.TextChoices):
    LEADING_GROUP = "leading_group", "领导小组"
    LEADING_GROUP_OFFICE = "leading_group_office", "领导小组办公室"
    STREET_OFFICE = "street_office", "街道办事处（乡镇）"
    COMMUNITY = "community", "社区居委会"
    BUREAU = "bureau", "部门"
    UTILITY = "utility", "专营单位"
    CONTRACTOR = "contractor", "参建单位"


class Function(models.TextChoices):
    """What a bureau is responsible for; the same duty has different names in different districts."""

    HOUSING = "housing", "住建（城建）"
    REFORM = "reform", "发改"
    FINANCE = "finance", "财政"
    CIVIL_AFFAIRS = "civil_affairs", "民政"
    URBAN_MANAGEMENT = "urban_management", "城管"
    NATURAL_RESOURCES = "natural_resources", "自然资源（规划）"
    PUBLIC_SECURITY = "public_security", "公安"
    FIRE = "fire", "消防救援"
    INDUSTRY = "industry", "工信"
    AUDIT = "audit", "审计"
    EMERGENCY = "emergency", "应急管理"
    HEALTH = "health", "卫健"
    EDUCATION = "education", "教育（体育）"
    CULTURE = "culture", "文旅"
    MARKET = "market", "市场监管"
    COMMERCE = "commerce", "商务"
    TAX = "tax", "税务"
    POST = "post", "邮政管理"
    PROVIDENT_FUND = "provident_fund", "住房公积金"
    PARTY = "party", "党委部门"
    TREASURY = "treasury", "国库支付"
    WATER = "water", "供水排水"
    POWER = "power", "供电"
    GAS = "gas", "供气"
    HEAT = "heat", "供热"
    TELECOM = "telecom", "通信"
    CABLE = "cable", "广电"
    OTHER = "other", "其他"


class OrganisationQuerySet(ScopedQuerySet):
    seen_with = ""

    def active(self):
        return self.filter(until=None)


class Organisation(models.Model):
    """An office with one jurisdiction: a bureau of the district has the district's division, a street its own."""

    name = models.CharField("名称", max_length=100)
    kind = models.CharField("类别", max_length=24, choices=OrganisationKind)
    function = models.CharField("职能", max_length=20, choices=Function, blank=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="organisations", verbose_name="辖区")
    until = models.DateField("停用日期", null=True, blank=True)

    history = HistoricalRecords(verbose_name="机构变更")
    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = "机构"
        ordering = ["division_id", "kind", "name"]
        constraints = [
            models.UniqueConstraint(fields=["division", "name"], name="organisation_named_once_in_division"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organisation_detail", args=[self.pk])
