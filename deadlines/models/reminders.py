"""When people are reminded, and what each was told on which day."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from deadlines.models.deadlines import Deadline
from divisions.models import Rule


class ReminderRule(Rule):
    """A district's stages: so many days before, on the day, so many days after, then every so many days.

    From `leader_after` days overdue the unit's leader hears of it too, from `office_after` the leading-group office;
    empty: never.
    """

    before = models.CharField("到期前（天）", max_length=40, blank=True)  # "7,3,1"
    on_the_day = models.BooleanField("到期当天", default=True)
    after = models.CharField("逾期后（天）", max_length=40, blank=True)  # "1,3,7"
    then_every = models.PositiveSmallIntegerField("此后每隔（天）", null=True, blank=True)
    leader_after = models.PositiveSmallIntegerField("逾期几天报单位负责人", null=True, blank=True)
    office_after = models.PositiveSmallIntegerField("逾期几天报领导小组办公室", null=True, blank=True)

    class Meta(Rule.Meta):
        verbose_name = "提醒规则"


class PersonalQuerySet(models.QuerySet):
    def for_user(self, user):
        """What she was told is hers."""
        return self.filter(person=user) if user.is_authenticated else self.none()


class Digest(models.Model):
    """All that one person is reminded of on one day, as one message."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="digests", verbose_name="收件人")
    on = models.DateField("日期")
    read_at = models.DateTimeField("已读时间", null=True, blank=True)

    objects = PersonalQuerySet.as_manager()

    class Meta:
        verbose_name = "每日提醒"
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["person"], condition=Q(read_at=None), name="digest_unread")]
        constraints = [models.UniqueConstraint(fields=["person", "on"], name="digest_once_per_person_and_day")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} 提醒"


class ReminderQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(recipient=user) if user.is_authenticated else self.none()


class Reminder(models.Model):
    """One line of a digest. Once per deadline, due date, stage and recipient, however often the job runs.

    `stage` is in days from the due date: -3 before, 0 on the day, 7 after. `line` is what was said, `why` why to her.
    """

    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders")
    due_on = models.DateField("期限")  # a moved date is reminded of anew
    stage = models.SmallIntegerField("阶段")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.ForeignKey(Digest, models.CASCADE, related_name="reminders")
    line = models.CharField("内容", max_length=300)
    why = models.CharField("提醒原因", max_length=100)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "提醒"
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deadline", "due_on", "stage", "recipient"], name="reminder_once_per_stage"
            ),
        ]

    def __str__(self) -> str:
        return self.line


class ReminderRun(models.Model):
    """The day's run: the row that two workers queue for, and what the run did."""

    on = models.DateField("日期", primary_key=True)
    finished_at = models.DateTimeField("完成时间", null=True, blank=True)
    reminders = models.PositiveIntegerField("提醒条数", default=0)
    people = models.PositiveIntegerField("提醒人数", default=0)

    class Meta:
        verbose_name = "提醒任务"
        ordering = ["-on"]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"
