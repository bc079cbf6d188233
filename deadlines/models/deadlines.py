"""The one table of everything that is due (design.md, decision 5)."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from accounts.permissions import Permission
from deadlines.choices import Outcome
from divisions.models import Division
from divisions.scope import ScopedQuerySet

OPEN = Q(closed_on=None)


class DeadlineQuerySet(ScopedQuerySet):
    seen_with = Permission.SEE_TODO

    def for_user(self, user):
        """All of her territory; a utility or contractor, whose territory is others' business, sees its own tasks."""
        seen = super().for_user(user)
        return seen if user.is_authenticated and user.may(Permission.VIEW_DEADLINES) else seen.of_organisation(user)

    def open(self):
        return self.filter(OPEN)

    def of_organisation(self, user):
        """What her organisation owes."""
        return self.filter(organisation=user.organisation) if getattr(user, "organisation", None) else self.none()

    def of_person(self, user):
        """What she owes herself: named for her, or her organisation's and named for nobody."""
        hers = Q(assigned_to=user)
        if getattr(user, "organisation", None):
            hers |= Q(organisation=user.organisation, assigned_to=None)
        return self.filter(hers)

    def overdue(self, today: date):
        return self.open().filter(due_on__lt=today)


class Deadline(models.Model):
    """One thing that somebody owes by a day. The room that knows why sets, moves and clears it.

    `subject_type` and `subject_id` name the row it is about, `url` its page. The organisation answers for it; a person
    only where one is named. Due at the end of `due_on`.
    """

    kind = models.CharField("类别", max_length=20)  # a key of deadlines.kinds.KINDS
    subject_type = models.CharField(max_length=60)  # app_label.ModelName
    subject_id = models.BigIntegerField()
    title = models.CharField("事项", max_length=200)
    basis = models.CharField("依据", max_length=200, blank=True)  # document and clause that set the day
    url = models.CharField(max_length=200)
    due_on = models.DateField("期限")
    estimated = models.BooleanField("推算", default=False)
    division = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name="区划")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="责任单位"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deadlines",
        verbose_name="责任人",
    )
    closed_on = models.DateField("办结日期", null=True, blank=True)
    outcome = models.CharField("结果", max_length=10, choices=Outcome, blank=True)
    # The day of the next reminder; null where none is left. The reminder job reads these rows alone.
    remind_on = models.DateField(null=True, blank=True, editable=False)
    set_on = models.DateField("设定日期", editable=False)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = "待办事项"
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["remind_on"], condition=OPEN, name="deadline_to_remind"),
            models.Index(fields=["division", "due_on"], condition=OPEN, name="deadline_of_division"),
            models.Index(fields=["organisation", "due_on"], condition=OPEN, name="deadline_of_organisation"),
            models.Index(fields=["assigned_to", "due_on"], condition=OPEN, name="deadline_of_person"),
            models.Index(fields=["due_on", "id"], condition=OPEN, name="deadline_by_day"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject_type", "subject_id"], name="deadline_once_per_subject"),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="") | Q(closed_on__isnull=False) & ~Q(outcome=""),
                name="deadline_closed_with_outcome",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return self.url

    def days_late(self, today: date) -> int:
        """Calendar days past the due date, up to today or the day it was done; 0 or less: in time."""
        return ((self.closed_on or today) - self.due_on).days
