"""Messages on their way out of the house, and how each fared."""

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from accounts.permissions import Permission
from deadlines.choices import ROBOTS, Channel, DeliveryStatus
from deadlines.models.reminders import Digest
from divisions.models import Division
from divisions.scope import ScopedQuerySet


class ManagedQuerySet(ScopedQuerySet):
    seen_with = Permission.MANAGE_REMINDERS


class Robot(models.Model):
    """A group chat's webhook: once a day it posts what the organisation's people were reminded of."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="单位")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    channel = models.CharField("类别", max_length=10, choices=[(each.value, each.label) for each in ROBOTS])
    name = models.CharField("群名称", max_length=60)
    address = models.URLField("Webhook 地址", max_length=300)  # holds a secret: shown masked
    secret = models.CharField("加签密钥", max_length=120, blank=True)
    is_on = models.BooleanField("启用", default=True)

    objects = ManagedQuerySet.as_manager()

    class Meta:
        verbose_name = "群机器人"
        ordering = ["division_id", "name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="robot_named_once")]

    def __str__(self) -> str:
        return self.name


class Delivery(models.Model):
    """One message by one channel: a person's digest, or an organisation's lines of a day to its group chat.

    Tried again with growing pauses; the row is claimed before it is handed over.
    """

    channel = models.CharField("渠道", max_length=10, choices=Channel)
    digest = models.ForeignKey(Digest, models.CASCADE, null=True, blank=True, related_name="deliveries")
    robot = models.ForeignKey(Robot, models.CASCADE, null=True, blank=True, related_name="deliveries")
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", editable=False)
    on = models.DateField("日期")
    status = models.CharField("状态", max_length=10, choices=DeliveryStatus, default=DeliveryStatus.WAITING)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    next_try_at = models.DateTimeField("下次发送")
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField("发送时间", null=True, blank=True)
    error = models.CharField("说明", max_length=300, blank=True)

    objects = ManagedQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒送达"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["channel", "next_try_at"], condition=Q(status="waiting"), name="delivery_waiting"),
            models.Index(fields=["division", "on"], name="delivery_of_division"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["digest", "channel"], name="delivery_once_per_digest"),
            models.UniqueConstraint(fields=["robot", "on"], name="delivery_once_per_robot_and_day"),
            models.CheckConstraint(
                condition=Q(digest=None, robot__isnull=False) | Q(digest__isnull=False, robot=None),
                name="delivery_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.on:%Y-%m-%d}"


class ChannelRest(models.Model):
    """A channel that failed several times running rests until then, so that no other has to wait for it."""

    channel = models.CharField(max_length=10, choices=Channel, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "渠道暂停"

    def __str__(self) -> str:
        return self.get_channel_display()
