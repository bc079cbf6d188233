"""What the plans and finance documents order about money: rules of a division, from a day, by a document."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Round
from django.db.models.lookups import Exact

from divisions.models import Rule
from funding.choices import Criterion, Factor, Use
from projects.choices import Source

PERCENT = (MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100)))
NOT_ZERO = (MinValueValidator(1), MaxValueValidator(120))


def percent(words: str, default: int | None = None, **options) -> models.DecimalField:
    if default is not None:
        options["default"] = Decimal(default)
    return models.DecimalField(words, max_digits=5, decimal_places=2, validators=PERCENT, **options)


class SourceRule(Rule):
    """What one source may pay for (W四(一)1; domain.md 2.2). `uses` are Use values joined by commas.

    `most_share` is how much of a project's approved budget it bears at most. A source without a rule pays nothing.
    """

    source = models.CharField("资金来源", max_length=20, choices=Source)
    uses = models.CharField("可用于", max_length=120)
    to_finished = models.BooleanField("可用于已完工项目", default=True)
    out_of_scope = models.BooleanField("可用于超出改造范围的内容", default=False)
    most_share = percent("最多承担批复预算的（%）", null=True, blank=True)
    wording = models.CharField("文件原文", max_length=300, blank=True)

    class Meta(Rule.Meta):
        verbose_name = "资金来源规则"
        ordering = ["division_id", "source", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["division", "source", "since"], name="sourcerule_once_per_day"),
        ]

    @property
    def use_list(self) -> list[Use]:
        return [Use(each) for each in self.uses.split(",") if each]


class PaymentRule(Rule):
    """Bounds of contracts and payments, and when a warning is given (domain.md 2.2). Rates in per cent."""

    budget_required = models.BooleanField("须有批复预算才能拨付", default=True)
    least_progress = percent("进度款比例不低于（%）", 80)
    most_retention = percent("质保金比例不高于（%）", 3)
    most_advance = percent("预付款比例不高于（%）", 30)
    review_days = models.PositiveSmallIntegerField("审核期限（工作日）", default=5, validators=NOT_ZERO)
    settlement_months = models.PositiveSmallIntegerField("验收后几个月内结算", default=3, validators=NOT_ZERO)
    unused_months = models.PositiveSmallIntegerField("资金几个月未用时提示", default=6, validators=NOT_ZERO)
    ahead_points = models.PositiveSmallIntegerField(
        "拨付比例高出形象进度几个百分点时提示", default=10, validators=NOT_ZERO
    )

    class Meta(Rule.Meta):
        verbose_name = "合同与支付规则"


class WeightTable(Rule):
    """The weights of an allocation formula as one 文号 gives them, in per cent; together 100 (财综〔2019〕31号)."""

    area = percent("改造面积（%）", 0)
    households = percent("改造户数（%）", 0)
    buildings = percent("楼栋数（%）", 0)
    compounds = percent("小区个数（%）", 0)
    performance = percent("绩效评价（%）", 0)

    class Meta(Rule.Meta):
        verbose_name = "分配因素权重"
        constraints = [
            models.UniqueConstraint(fields=["division", "document"], name="weights_once_per_document"),
            models.CheckConstraint(
                condition=Exact(
                    Round(F("area") + F("households") + F("buildings") + F("compounds") + F("performance"), 2),
                    Value(100),
                ),
                name="weights_make_a_hundred",
            ),
        ]

    @property
    def weights(self) -> dict[Factor, Decimal]:
        """Those that count."""
        return {factor: weight for factor in Factor if (weight := getattr(self, factor.value))}


class RewardRule(Rule):
    """The share, per cent, of what a street itself bears that the district gives back (Z五)."""

    share = percent("奖补比例（%）")

    class Meta(Rule.Meta):
        verbose_name = "以奖代补规则"


class FeeRule(Rule):
    """The subsidy of the property fee after renovation: at least so much per ㎡ and month, for so many months (Z五)."""

    least_rate = models.DecimalField(
        "每月每平方米不低于（元）", max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    least_months = models.PositiveSmallIntegerField("补贴期限不少于（月）", validators=NOT_ZERO)

    class Meta(Rule.Meta):
        verbose_name = "物业费补贴规则"


class QueueRule(Rule):
    """In which order this year's money reaches projects: Criterion values joined by commas, the first decides."""

    criteria = models.CharField("排序依据", max_length=120)

    class Meta(Rule.Meta):
        verbose_name = "资金安排顺序"

    @property
    def criterion_list(self) -> list[Criterion]:
        return [Criterion(each) for each in self.criteria.split(",") if each]
