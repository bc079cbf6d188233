"""Celery edges of the money: thin, dated, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from funding.services import schedules, warnings


@shared_task
def make_due_reports() -> None:
    schedules.make_due(today=timezone.localdate())


@shared_task
def look_for_warnings() -> None:
    warnings.look(today=timezone.localdate())
