"""The ledger: acts and their entries, the allotments they move money between, and the years that are closed.

Append-only (design.md, decision 6). An allotment's balances are kept by the database itself (funding/guards.py).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Round
from django.db.models.lookups import GreaterThanOrEqual
from django.urls import reverse

from accounts.permissions import Permission
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from funding.choices import ActKind, EntryKind
from funding.models.documents import FundDocument
from funding.models.scope import FundsQuerySet
from projects.choices import Source
from projects.models import Project

MONEY: dict[str, Any] = {"max_digits": 16, "decimal_places": 2}


def balance(words: str) -> models.DecimalField:
    """A sum kept by the database's own triggers: no code writes it."""
    return models.DecimalField(words, default=0, editable=False, **MONEY)


def never_negative(expression, name: str) -> models.CheckConstraint:
    """Rounded to the cent, because SQLite reckons in binary fractions."""
    return models.CheckConstraint(condition=GreaterThanOrEqual(Round(expression, 2), Value(0)), name=name)


class AllotmentQuerySet(FundsQuerySet):
    def roots(self):
        return self.filter(parent=None)

    def with_left(self):
        return self.annotate(left_over=F("received") - F("passed") - F("paid"))


class Allotment(models.Model):
    """Money of one document in one pair of hands: of the division that received it, of one below it, or of a project.

    `received` came in, `passed` went on to those below, `paid` went out to contractors; 元. What is left is visible
    everywhere and is never negative.
    """

    document = models.ForeignKey(FundDocument, models.PROTECT, related_name="allotments", verbose_name="指标文件")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="allotments", verbose_name="项目"
    )
    received = balance("收到")
    passed = balance("已分配")
    paid = balance("已拨付")

    objects = AllotmentQuerySet.as_manager()

    class Meta:
        verbose_name = "资金分配"
        ordering = ["pk"]
        indexes = [models.Index(fields=["division", "document"], name="allotment_in_division")]
        constraints = [
            models.UniqueConstraint(fields=["document"], condition=Q(parent=None), name="one_root_per_document"),
            models.UniqueConstraint(fields=["parent", "project"], name="allotment_once_per_project"),
            never_negative(F("received") - F("passed") - F("paid"), "allotment_never_overdrawn"),
            models.CheckConstraint(condition=Q(passed__gte=0, paid__gte=0), name="allotment_sums_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.document}：{self.holder}"

    def get_absolute_url(self) -> str:
        return reverse("funding:allotment_detail", args=[self.pk])

    @property
    def holder(self) -> Division | Project:
        return self.project or self.division

    @property
    def left(self):
        return self.received - self.passed - self.paid


class FundAct(models.Model):
    """What one person did at one moment. `key` came with the request: sent twice, it is one act.

    `digest` is of what was asked, so that the same key with other figures is noticed.
    """

    key = models.UUIDField(unique=True)
    kind = models.CharField("业务", max_length=10, choices=ActKind)
    digest = models.CharField(max_length=64)
    on = models.DateField("业务日期")
    reason = models.CharField("事由", max_length=300, blank=True)
    voucher = models.CharField("凭证号", max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("登记时间", auto_now_add=True)

    class Meta:
        verbose_name = "资金业务"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    def get_absolute_url(self) -> str:
        return reverse("funding:act_detail", args=[self.pk])


class FundEntryQuerySet(FundsQuerySet):
    def until(self, as_at):
        """What counts as at a date: by the day of business, that day included."""
        return self.filter(on__lte=as_at)


class FundEntry(models.Model):
    """One movement, 元. A receipt comes into a root, an allocation goes from `giver` to `allotment`, a payment goes out
    of `allotment`. Negative: takes back, moves away, or reverses the entry it names. What stands beside the amount
    repeats the allotment, so that sums need no join; the database holds the two together.
    """

    act = models.ForeignKey(FundAct, models.PROTECT, related_name="entries", verbose_name="业务")
    kind = models.CharField("类别", max_length=10, choices=EntryKind)
    allotment = models.ForeignKey(Allotment, models.PROTECT, related_name="entries")
    giver = models.ForeignKey(Allotment, models.PROTECT, null=True, blank=True, related_name="given")
    document = models.ForeignKey(FundDocument, models.PROTECT, related_name="entries", db_index=False)
    source = models.CharField("资金来源", max_length=20, choices=Source)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", db_index=False, verbose_name="区划")
    project = models.ForeignKey(
        Project, models.PROTECT, null=True, blank=True, related_name="fund_entries", verbose_name="项目"
    )
    part = models.ForeignKey("ContractPart", models.PROTECT, null=True, blank=True, related_name="entries")
    request = models.ForeignKey("PaymentRequest", models.PROTECT, null=True, blank=True, related_name="entries")
    instalment = models.ForeignKey("FeeInstalment", models.PROTECT, null=True, blank=True, related_name="entries")
    amount = models.DecimalField("金额", **MONEY)
    on = models.DateField("业务日期")
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversed_by", verbose_name="冲销"
    )

    objects = FundEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "资金明细"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["division", "on"], name="entry_in_division"),
            models.Index(fields=["on", "id"], name="entry_by_day"),
            models.Index(fields=["document", "kind", "on"], name="entry_of_document"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="entry_moves_something"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.ALLOCATION) | Q(amount__gt=0) | Q(reverses__isnull=False),
                name="entry_negative_only_to_reverse",
            ),
            models.UniqueConstraint(fields=["request"], condition=Q(amount__gt=0), name="request_paid_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.amount:,.2f} 元"

    def get_absolute_url(self) -> str:
        return reverse("funding:act_detail", args=[self.act_id])


class ClosedYearQuerySet(ScopedQuerySet):
    seen_with = Permission.VIEW_FUNDS


class ClosedYear(models.Model):
    """A year whose books are closed: nothing dated in it is entered any more, for documents that this division holds.

    Reopened, the row stays and says who reopened it and why.
    """

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    year = models.PositiveSmallIntegerField("年度")
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="关账人")
    closed_at = models.DateTimeField("关账时间", auto_now_add=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="重开人"
    )
    reopened_at = models.DateTimeField("重开时间", null=True, blank=True)
    reason = models.CharField("重开原因", max_length=300, blank=True)

    objects = ClosedYearQuerySet.as_manager()

    class Meta:
        verbose_name = "年度关账"
        ordering = ["-year", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["division", "year"], condition=Q(reopened_at=None), name="year_closed_once"
            ),
            models.CheckConstraint(
                condition=Q(reopened_by=None, reopened_at=None, reason="")
                | Q(reopened_by__isnull=False, reopened_at__isnull=False) & ~Q(reason=""),
                name="year_reopened_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.division}{self.year}年"
