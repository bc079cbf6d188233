"""What people decided about pairs of compounds that look alike."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.permissions import Permission
from communities.choices import Verdict
from communities.models.compounds import Compound
from divisions.models import Division
from divisions.scope import ScopedQuerySet


class DecisionQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_COMPOUNDS


class DuplicateDecision(models.Model):
    """A pair, the smaller id first, that need not be proposed again."""

    first = models.ForeignKey(Compound, models.CASCADE, related_name="+")
    second = models.ForeignKey(Compound, models.CASCADE, related_name="+")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    verdict = models.CharField("结论", max_length=10, choices=Verdict)
    reason = models.CharField("理由", max_length=300)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = "重复处理"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="pair_decided_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="pair_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}：{self.get_verdict_display()}"
