"""What is seen on site: photographs of one spot before, during and after, and illegal structures (F46, F38)."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from communities.models import Photo
from communities.models.compounds import why
from divisions.models import Division
from projects.choices import IllegalKind, IllegalStatus, SpotStage
from projects.models.projects import ProjectSite, SiteQuerySet


class Spot(models.Model):
    """One place of a site that is photographed from the same point at every stage."""

    site = models.ForeignKey(ProjectSite, models.PROTECT, related_name="spots", verbose_name="小区")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    name = models.CharField("点位", max_length=60)
    note = models.CharField("拍摄说明", max_length=100, blank=True)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "拍摄点位"
        ordering = ["site_id", "pk"]
        constraints = [models.UniqueConstraint(fields=["site", "name"], name="spot_named_once_per_site")]

    def __str__(self) -> str:
        return self.name


class SpotPhoto(models.Model):
    """A photograph of the compound that shows a spot at one stage. Taking it off a spot leaves it with the compound."""

    spot = models.ForeignKey(Spot, models.CASCADE, related_name="photos")
    stage = models.CharField("阶段", max_length=8, choices=SpotStage)
    photo = models.ForeignKey(Photo, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "点位照片"
        ordering = ["photo__taken_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["spot", "photo"], name="photo_once_per_spot")]

    def __str__(self) -> str:
        return f"{self.spot} {self.get_stage_display()}"


class IllegalStructure(models.Model):
    """One line of the 拆违 ledger. Area in ㎡. Demolished with a date, or kept for a stated reason."""

    site = models.ForeignKey(ProjectSite, models.PROTECT, related_name="illegal_structures", verbose_name="小区")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    spot = models.ForeignKey(
        Spot, models.SET_NULL, null=True, blank=True, related_name="illegal_structures", verbose_name="拍摄点位"
    )
    place = models.CharField("位置", max_length=100)
    kind = models.CharField("类别", max_length=16, choices=IllegalKind)
    area = models.DecimalField("面积", max_digits=10, decimal_places=2, null=True, blank=True)
    found_on = models.DateField("发现日期")
    due_on = models.DateField("拆除期限", null=True, blank=True)
    status = models.CharField("状态", max_length=12, choices=IllegalStatus, default=IllegalStatus.OUTSTANDING)
    decided_on = models.DateField("拆除（保留）日期", null=True, blank=True)
    reason = models.CharField("保留理由", max_length=200, blank=True)
    remarks = models.CharField("备注", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    history = HistoricalRecords(verbose_name="违建变更", history_change_reason_field=why())
    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = "违建"
        ordering = ["site_id", "pk"]
        indexes = [models.Index(fields=["division", "status"], name="illegal_in_division")]
        constraints = [
            models.CheckConstraint(condition=Q(area=None) | Q(area__gte=0), name="illegal_area_not_negative"),
            models.CheckConstraint(
                condition=Q(status=IllegalStatus.OUTSTANDING, decided_on=None)
                | ~Q(status=IllegalStatus.OUTSTANDING) & Q(decided_on__isnull=False),
                name="illegal_decided_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}（{self.get_kind_display()}）"

    def get_absolute_url(self) -> str:
        return reverse("projects:illegal_detail", args=[self.pk])
