"""Which compounds may be renovated (改造对象范围): a district's rules, exceptions, and how each compound stands."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Permission
from communities.choices import Programme, Result, State, Test
from communities.models.compounds import Compound
from divisions.models import Division, Rule
from divisions.scope import ScopedQuerySet

LIMITS = {Test.BUILT_BY: "不晚于{}年", Test.FACILITIES_POOR: "不少于{}项", Test.WILLING: "不低于{}%"}


class EligibilityRule(Rule):
    """A district's rule set from a date."""

    class Meta(Rule.Meta):
        verbose_name = "改造对象范围"


class Criterion(models.Model):
    """One condition of a rule set with the clause it comes from.

    `figure` is the latest year, the least percentage or the least number of facilities, by test. Without a figure, a
    plan that names the fact but no limit, the fact must be on file and people judge it. `among` names the programmes.
    """

    rule = models.ForeignKey(EligibilityRule, models.CASCADE, related_name="criteria")
    test = models.CharField("条件", max_length=20, choices=Test)
    figure = models.PositiveIntegerField("数值", null=True, blank=True)
    among = models.JSONField("项目", default=list, blank=True)
    clause = models.CharField("条款", max_length=60)
    wording = models.CharField("原文", max_length=300)

    class Meta:
        verbose_name = "改造对象条件"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["rule", "test"], name="criterion_once_per_rule")]

    def __str__(self) -> str:
        return self.get_test_display()

    @property
    def limit(self) -> str:
        """The figure or the programmes in words."""
        if self.among:
            return "、".join(Programme(name).label for name in self.among)
        words = LIMITS.get(Test(self.test))
        return words.format(self.figure) if words and self.figure is not None else ""


class StandingQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS


class ExceptionQuerySet(StandingQuerySet):
    def in_force(self):
        return self.filter(withdrawn_on=None)


class EligibilityException(models.Model):
    """A named person's decision, with a reason, that one failed condition does not keep this compound out.

    It is withdrawn by another decision, never deleted.
    """

    compound = models.ForeignKey(Compound, models.CASCADE, related_name="exceptions")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    test = models.CharField("条件", max_length=20, choices=Test)
    reason = models.CharField("原因", max_length=500)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="批准人")
    granted_on = models.DateField("批准日期")
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="撤销人"
    )
    withdrawn_on = models.DateField("撤销日期", null=True, blank=True)
    withdrawn_reason = models.CharField("撤销原因", max_length=500, blank=True)

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = "改造对象例外"
        ordering = ["-granted_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "test"], condition=Q(withdrawn_on=None), name="exception_once_per_test"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None, withdrawn_by=None, withdrawn_reason="")
                | Q(withdrawn_on__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason=""),
                name="exception_withdrawn_by_someone_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_test_display()}：{self.reason}"


class EligibilityOutcome(models.Model):
    """How a compound stands today, so that a list of 100,000 can be filtered (docs/decisions/0011).

    Derived: communities/services/eligibility.py rewrites it whenever facts, rules or exceptions change.
    """

    compound = models.OneToOneField(Compound, models.CASCADE, primary_key=True, related_name="outcome")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    result = models.CharField("结论", max_length=10, choices=Result)
    rule = models.ForeignKey(EligibilityRule, models.SET_NULL, null=True, related_name="+", verbose_name="依据")
    assessed_on = models.DateField("核对日期")

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = "改造对象核对结果"
        ordering = ["compound_id"]
        indexes = [models.Index(fields=["result", "division"], name="outcome_by_result")]

    def __str__(self) -> str:
        return self.get_result_display()


class Shortfall(models.Model):
    """One condition that is not simply met: failed, unknown, or met by exception only."""

    outcome = models.ForeignKey(EligibilityOutcome, models.CASCADE, related_name="shortfalls")
    test = models.CharField("条件", max_length=20, choices=Test)
    state = models.CharField("情况", max_length=10, choices=State)
    sentence = models.CharField("说明", max_length=200)
    clause = models.CharField("条款", max_length=60)

    class Meta:
        verbose_name = "未满足的条件"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["outcome", "test"], name="shortfall_once_per_test")]
        indexes = [models.Index(fields=["test", "state"], name="shortfall_by_test")]

    def __str__(self) -> str:
        return f"{self.sentence}（{self.clause}）"
