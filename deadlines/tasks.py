"""Celery edges of deadlines: thin, dated, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from deadlines.services import deliveries, reminders


@shared_task
def remind() -> None:
    """From early morning on every hour: the first run of a day does its work, the others find it done."""
    reminders.run(today=timezone.localdate(), now=timezone.now())
    send_waiting_everywhere.delay()


@shared_task
def send_waiting_everywhere() -> None:
    """Every minute: a task for each channel, so that one that hangs keeps none waiting."""
    deliveries.recover(now=timezone.now())
    for channel in deliveries.channels_with_work(now=timezone.now()):
        send_channel.delay(channel=channel)


@shared_task
def send_channel(*, channel: str) -> None:
    deliveries.send_waiting(channel=channel, now=timezone.now())
