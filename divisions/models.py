"""Administrative divisions, and rules that belong to them."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from divisions import territory
from divisions.scope import ScopedQuerySet


class Level(models.IntegerChoices):
    """The length of the significant prefix."""

    COUNTRY = 0, "全国"
    PROVINCE = 2, "省级"
    PREFECTURE = 4, "地级"
    COUNTY = 6, "县级"
    STREET = 9, "乡级"
    COMMUNITY = 12, "村级"


class DivisionQuerySet(ScopedQuerySet):
    division_path = "pk"
    seen_with = ""

    def in_force(self):
        return self.filter(until=None)

    def streets(self):
        return self.filter(level=Level.STREET)

    def counties(self):
        return self.filter(level=Level.COUNTY)

    def search(self, text: str):
        """By name, former name, pinyin initials or code, also of the divisions that were merged into it."""
        return self.filter(Q(name__contains=text) | Q(aliases__contains=text.lower()) | Q(code__startswith=text))


class Division(models.Model):
    """An administrative division under its statistical code.

    A division that was merged or renumbered stays as a row with `until` and `successor`: its old code is the alias
    under which old papers and old history remain readable.
    """

    code = models.CharField("区划代码", max_length=12, primary_key=True)
    name = models.CharField("名称", max_length=60)
    level = models.PositiveSmallIntegerField("级别", choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    since = models.DateField("启用日期", null=True, blank=True)
    until = models.DateField("停用日期", null=True, blank=True)
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="并入"
    )
    # What else it is found by; kept by services/changes.py from initials, former names and merged divisions.
    aliases = models.TextField(editable=False, blank=True)

    history = HistoricalRecords(verbose_name="区划变更", excluded_fields=["aliases"])
    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = "行政区划"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[0-9]{12}$"), name="division_code_twelve_digits"),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(until__isnull=False), name="division_successor_needs_end"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("divisions:division_detail", args=[self.code])

    @property
    def prefix(self) -> str:
        return territory.prefix_of(self.code)

    @property
    def division_id(self) -> str:
        """A division lies in itself; lets scope and audit treat it like any other row."""
        return self.code


class FormerName(models.Model):
    """A name the division had before it was renamed; ledgers still use it."""

    division = models.ForeignKey(Division, models.CASCADE, related_name="former_names")
    name = models.CharField("曾用名", max_length=60, db_index=True)
    until = models.DateField("使用至")
    document = models.CharField("依据文号", max_length=100, blank=True)

    class Meta:
        verbose_name = "区划曾用名"
        ordering = ["-until"]

    def __str__(self) -> str:
        return self.name


class RuleQuerySet(models.QuerySet):
    def for_user(self, user):
        """The rules that hold anywhere in her territory: her own line's upward, and those of divisions inside it."""
        if not user.is_authenticated or user.territory is None:
            return self.none()
        inside = Q(division__pk__range=territory.bounds(user.territory))
        return self.filter(inside | Q(division_id__in=territory.ancestors(user.division_id)))

    def with_state(self, today: date) -> list:
        """Newest first within each division, the lower division first; `state` says how each stands today."""
        begun, found = set(), list(self.select_related("division").order_by("-division", "-since"))
        for rule in found:
            rule.state = "尚未施行" if rule.since > today else "已被取代" if rule.division_id in begun else "现行"
            if rule.since <= today:
                begun.add(rule.division_id)
        return found

    def in_force(self, division_code: str, on: date):
        """The nearest ancestor's newest rule on that date, or None."""
        return self.in_force_for([division_code], on)[division_code]

    def in_force_for(self, codes: Iterable[str], on: date) -> dict:
        """The rule in force (or None) for each of many divisions, in one query."""
        lines = {code: territory.ancestors(code) for code in codes}
        of_these = self.filter(division_id__in=set().union(*lines.values()), since__lte=on)
        newest = {rule.division_id: rule for rule in of_these.order_by("since", "pk")}
        return {code: next((newest[above] for above in line if above in newest), None) for code, line in lines.items()}


class Rule(models.Model):
    """A rule that belongs to a division, from a date, by a document (design.md, decision 2)."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    since = models.DateField("施行日期")
    document = models.CharField("依据文号", max_length=100)

    objects = RuleQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["division_id", "-since"]
        constraints = [
            models.UniqueConstraint(fields=["division", "since"], name="%(class)s_once_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.document}（{self.since} 起）"
