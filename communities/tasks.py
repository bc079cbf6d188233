"""Celery edges of communities: thin, dated, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from communities.services import standing


@shared_task
def refresh_standing() -> None:
    """Every night: a rule may begin today, and every building is a day older."""
    standing.refresh_all(prefix="", on=timezone.localdate())
