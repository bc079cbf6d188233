"""Digests: a person's own, and for the office who was told and who has read."""

from django.db.models import Count, QuerySet

from accounts.models import User
from accounts.permissions import Permission
from deadlines.models import Delivery, Digest
from divisions.scope import ScopedQuerySet


class ManagedDigests(ScopedQuerySet):
    """The digests of a territory's people, for who manages reminders; `Digest.objects` shows a person her own."""

    division_path = "person__organisation__division"
    seen_with = Permission.MANAGE_REMINDERS


def own(user: User) -> QuerySet[Digest]:
    return Digest.objects.for_user(user).annotate(count=Count("reminders"))


def listed(user: User) -> QuerySet[Digest]:
    """With how many lines each had."""
    rows = ManagedDigests(Digest).for_user(user).annotate(count=Count("reminders"))
    return rows.select_related("person__organisation")


def deliveries(user: User) -> QuerySet[Delivery]:
    return Delivery.objects.for_user(user).select_related(
        "digest__person__organisation", "robot__organisation", "division"
    )
