"""The catalogue of work items 改造内容清单 (B附件3), and the words of the other plans that mean them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from communities.models.compounds import why
from divisions import territory
from divisions.models import Division
from divisions.scope import ScopedQuerySet
from projects.choices import Category


class WorkItemQuerySet(ScopedQuerySet):
    """An item is known in its own division and everywhere below; those of divisions below are also seen from above."""

    seen_with = ""

    def within(self, prefix: str):
        above = territory.ancestors(territory.code_of(prefix))
        return super().within(prefix) | self.filter(division__in=above)

    def usable_in(self, division_code: str):
        """What a scheme in this division may contain today: its own line's items that are not retired."""
        return self.filter(division__in=territory.ancestors(division_code), retired_on=None)


class WorkItem(models.Model):
    """One kind of work, with the unit it is measured in. A retired one stays readable where it was used."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    code = models.CharField("编号", max_length=12)  # J01 基础类, W01 完善类, T01 提升类; a district's own as it likes
    name = models.CharField("改造内容", max_length=60)
    category = models.CharField("类别", max_length=12, choices=Category)
    unit = models.CharField("计量单位", max_length=10)
    usual_price = models.DecimalField("参考单价（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    clause = models.CharField("出处", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)
    retired_on = models.DateField("停用日期", null=True, blank=True)

    history = HistoricalRecords(verbose_name="改造内容变更", history_change_reason_field=why())
    objects = WorkItemQuerySet.as_manager()

    class Meta:
        verbose_name = "改造内容"
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["division", "code"], name="work_item_code_once"),
            models.UniqueConstraint(fields=["division", "name"], name="work_item_named_once"),
            models.CheckConstraint(
                condition=Q(usual_price=None) | Q(usual_price__gte=0), name="work_item_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:item_detail", args=[self.pk])


class PlanTermQuerySet(WorkItemQuerySet):
    pass


class PlanTerm(models.Model):
    """A word by which one plan lists its contents, and the catalogue's items it stands for."""

    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    document = models.CharField("依据文号", max_length=100)
    clause = models.CharField("条款", max_length=40)
    position = models.PositiveSmallIntegerField("顺序")
    wording = models.CharField("方案用语", max_length=120)
    items = models.ManyToManyField(WorkItem, related_name="terms", verbose_name="改造内容")

    objects = PlanTermQuerySet.as_manager()

    class Meta:
        verbose_name = "方案用语"
        ordering = ["division_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["division", "document", "position"], name="plan_term_once"),
        ]

    def __str__(self) -> str:
        return self.wording
