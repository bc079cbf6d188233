"""Simulated allocations 测算: one way to share a sum out by formula or by hand, compared with others, then decided."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from divisions.models import Division
from funding.choices import Recipients
from funding.models.entries import MONEY, Allotment, FundAct
from funding.models.rules import WeightTable
from funding.models.scope import FundsQuerySet
from projects.models import Project


class SimulationQuerySet(FundsQuerySet):
    def within(self, prefix: str):
        """A proposal of whoever holds the money; those who would get it see it when it is decided."""
        return super(FundsQuerySet, self).within(prefix)


class Simulation(models.Model):
    """One proposal for `amount`, 元, of an allotment. Decided at most once; then `act` is what carried it out.

    `basis` says of which projects the figures are, `left_out` which of the programme's do not count, [name, why], both
    as they were when it was drawn up.
    """

    allotment = models.ForeignKey(Allotment, models.PROTECT, related_name="simulations", verbose_name="资金")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    name = models.CharField("方案名称", max_length=60)
    recipients = models.CharField("分配到", max_length=10, choices=Recipients)
    weights = models.ForeignKey(
        WeightTable, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="分配因素权重"
    )
    amount = models.DecimalField("分配总额", **MONEY)
    basis = models.CharField("数据依据", max_length=300, blank=True, editable=False)
    left_out = models.JSONField("未计入的项目", default=list, blank=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="测算人")
    created_at = models.DateTimeField("测算时间", auto_now_add=True)
    act = models.OneToOneField(
        FundAct, models.PROTECT, null=True, blank=True, related_name="simulation", verbose_name="分配业务"
    )

    objects = SimulationQuerySet.as_manager()

    class Meta:
        verbose_name = "分配测算"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["allotment", "name"], name="simulation_named_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="simulation_shares_something"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("funding:simulation_detail", args=[self.pk])


class SimulationLine(models.Model):
    """One recipient with its figures as they were (㎡, 户, 栋, 个), k, p, and what it gets, 元."""

    simulation = models.ForeignKey(Simulation, models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="街道")
    project = models.ForeignKey(Project, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="项目")
    area = models.DecimalField("改造面积", max_digits=14, decimal_places=2, default=Decimal(0))
    households = models.PositiveIntegerField("改造户数", default=0)
    buildings = models.PositiveIntegerField("楼栋数", default=0)
    compounds = models.PositiveIntegerField("小区个数", default=0)
    difficulty = models.DecimalField("财政困难系数", max_digits=6, decimal_places=3, default=Decimal(1))
    performance = models.DecimalField("绩效评价得分", max_digits=6, decimal_places=2, default=Decimal(0))
    amount = models.DecimalField("分配金额", default=Decimal(0), **MONEY)

    class Meta:
        verbose_name = "测算明细"
        ordering = ["simulation_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["simulation", "position"], name="simulation_line_position"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="simulation_line_not_negative"),
        ]

    def __str__(self) -> str:
        return str(self.project or self.division)
