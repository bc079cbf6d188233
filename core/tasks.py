"""Celery edges of core: thin, dated, safe to run twice."""

from celery import shared_task
from django.utils import timezone

from core import jobs


@shared_task
def run_job(*, job_id: int) -> None:
    jobs.run(job_id=job_id, now=timezone.now())


@jobs.delivered_by
def send_to_worker(job_id: int) -> None:
    run_job.delay(job_id=job_id)


@shared_task
def resend_stuck_jobs() -> None:
    jobs.resend_stuck(now=timezone.now())


@shared_task
def discard_old_files() -> None:
    jobs.discard_files(now=timezone.now())
