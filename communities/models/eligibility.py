"""Which compounds may be renovated (改造对象范围), as rules of a district, and exceptions to them."""

from django.conf import settings
from django.db import models

from accounts.permissions import Permission
from communities.models.compounds import Compound
from divisions.models import Division, Rule
from divisions.scope import ScopedQuerySet


class Test(models.TextChoices):
    """What a criterion asks of a compound; communities/eligibility.py holds one function for each."""

    BUILT_BY = "built_by", "建成年份不晚于"
    NOT_IN_PROGRAMMES = "not_in_programmes", "未纳入其他改造"
    STRUCTURE_SAFE = "structure_safe", "房屋结构安全"
    WILLING = "willing", "居民改造意愿不低于"
    FACILITIES_POOR = "facilities_poor", "设施明显老化缺失不少于"
    MANAGEMENT_AGREED = "management_agreed", "长效管理形成共识"


class EligibilityRule(Rule):
    """A district's rule set from a date."""

    class Meta(Rule.Meta):
        verbose_name = "改造对象范围"


class Criterion(models.Model):
    """One condition of a rule set with the clause it comes from.

    `figure` is the year, percentage or number of facilities, by test; `among` names programmes for NOT_IN_PROGRAMMES.
    """

    rule = models.ForeignKey(EligibilityRule, models.CASCADE, related_name="criteria")
    test = models.CharField("条件", max_length=20, choices=Test)
    figure = models.PositiveIntegerField("数值", null=True, blank=True)
    among = models.JSONField("项目", default=list, blank=True)
    clause = models.CharField("条款", max_length=60)
    wording = models.CharField("原文", max_length=200)

    class Meta:
        verbose_name = "改造对象条件"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["rule", "test"], name="criterion_once_per_rule")]

    def __str__(self) -> str:
        return f"{self.get_test_display()}{self.figure or ''}"


class ExceptionQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS


class EligibilityException(models.Model):
    """A named person's decision, with a reason, that one failed condition does not keep this compound out."""

    compound = models.ForeignKey(Compound, models.CASCADE, related_name="exceptions")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    test = models.CharField("条件", max_length=20, choices=Test)
    reason = models.CharField("原因", max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批准人")
    granted_on = models.DateField("批准日期")

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = "改造对象例外"
        constraints = [models.UniqueConstraint(fields=["compound", "test"], name="exception_once_per_test")]

    def __str__(self) -> str:
        return f"{self.get_test_display()}：{self.reason}"
