"""How a district reports: when, under whose name, and from where a street is warned."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from divisions.models import Rule
from progress.choices import InMonth
from reports.choices import BehindIn, RankedBy

PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))
DAY = (MinValueValidator(1), MaxValueValidator(31))


class ReportRule(Rule):
    """The report's day, head and number, and the thresholds of its cards.

    A street is behind by so much against the pace of the month; from `yellow_from` (that figure included or not, as
    `yellow_included` says) it gets a yellow card, from `red_from` a red one, and a red one too after `yellow_months`
    yellow ones running. Without data or with an exemption there is no card.
    """

    report_month = models.PositiveSmallIntegerField("编发日所在月", choices=InMonth, default=InMonth.NEXT)
    report_day = models.PositiveSmallIntegerField("编发日", validators=DAY)
    issuer = models.CharField("发文机关", max_length=100)
    number_prefix = models.CharField("发文字号机关代字", max_length=30)
    ranked_by = models.CharField("排名指标", max_length=20, choices=RankedBy, default=RankedBy.INVESTMENT_RATE)
    named = models.PositiveSmallIntegerField(
        "点名几个快的、几个慢的", default=3, validators=[MinValueValidator(1), MaxValueValidator(10)]
    )
    behind_in = models.CharField("落后按", max_length=8, choices=BehindIn, default=BehindIn.POINTS)
    yellow_from = models.DecimalField("黄牌：落后达到", max_digits=5, decimal_places=2, validators=PERCENT)
    yellow_included = models.BooleanField("黄牌含本数", default=True)
    red_from = models.DecimalField("红牌：落后达到", max_digits=5, decimal_places=2, validators=PERCENT)
    red_included = models.BooleanField("红牌含本数", default=False)
    yellow_months = models.PositiveSmallIntegerField(
        "连续几个月黄牌转红牌（0 为不转）", default=2, validators=[MaxValueValidator(12)]
    )

    class Meta(Rule.Meta):
        verbose_name = "进展月报规则"
        constraints = [
            *Rule.Meta.constraints,
            models.CheckConstraint(
                condition=Q(yellow_from__gte=0, yellow_from__lte=F("red_from"), red_from__lte=100),
                name="report_yellow_before_red",
            ),
        ]


class Pace(models.Model):
    """序时进度: where the ranked figure should be at the end of a month, in per cent of the year's plan."""

    rule = models.ForeignKey(ReportRule, models.CASCADE, related_name="paces")
    month = models.PositiveSmallIntegerField("月", validators=[MinValueValidator(1), MaxValueValidator(12)])
    expected = models.DecimalField("应达到（%）", max_digits=5, decimal_places=2, validators=PERCENT)

    class Meta:
        verbose_name = "序时进度"
        ordering = ["month"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "month"], name="pace_once_per_month"),
            models.CheckConstraint(condition=Q(expected__gte=0, expected__lte=100), name="pace_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.month}月 {self.expected}%"
