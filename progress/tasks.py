"""Celery edges of the returns: thin, dated, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from progress.services import contradictions, due, ledger, months, plans


@shared_task
def open_months() -> None:
    """Every night: open what has come, let plans follow the programmes and payments the ledger, end what is over."""
    today = timezone.localdate()
    plans.keep_up(today=today)
    months.open_months(today=today)
    ledger.follow_everywhere(today=today)
    due.close_expired(today=today)


@shared_task
def look_for_contradictions() -> None:
    """Every night: days have passed and photographs have come, which may contradict what was reported."""
    contradictions.look_at_open_months(today=timezone.localdate(), now=timezone.now())
