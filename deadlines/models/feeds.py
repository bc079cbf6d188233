"""The private calendar address of a person."""

from django.conf import settings
from django.db import models


class FeedQuerySet(models.QuerySet):
    def for_user(self, user):
        return self.filter(person=user) if user.is_authenticated else self.none()


class Feed(models.Model):
    """Whoever holds the token reads the person's deadlines as a calendar; only its SHA-256 is kept, like a password."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="feed")
    token_sha256 = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("生成时间")

    objects = FeedQuerySet.as_manager()

    class Meta:
        verbose_name = "日历订阅"

    def __str__(self) -> str:
        return f"{self.person}的日历订阅"
