"""Celery edges of this room: thin, dated, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from reports.services import due


@shared_task
def make_due_reports() -> None:
    due.make_due(now=timezone.now())
