"""Starting long work and running it once, whatever the broker does.

A room registers a runner by name; `start` writes the row and, after commit, sends its number to the worker.
Beat sends rows again whose worker went silent, so a runner must be safe to start anew.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.errors import DomainError
from core.models import Job, JobStatus

logger = logging.getLogger(__name__)

Runner = Callable[[Job], None]
RUNNERS: dict[str, Runner] = {}
SILENT_AFTER = timedelta(minutes=5)


def runner(kind: str) -> Callable[[Runner], Runner]:
    """Register the function that does jobs of this kind; it calls `progress` at least once a minute."""

    def register(function: Runner) -> Runner:
        RUNNERS[kind] = function
        return function

    return register


def start(*, kind: str, title: str, by: Any, arguments: dict[str, Any]) -> Job:
    """Queue a job. The worker hears of it only after the caller's transaction has committed."""
    from core.tasks import run_job  # the task is the edge; it calls back into this module

    job = Job.objects.create(kind=kind, title=title, started_by=by, arguments=arguments)
    transaction.on_commit(lambda: run_job.delay(job_id=job.pk))
    return job


def run(*, job_id: int, now: datetime) -> None:
    """Do the job if nobody else has claimed it. A refusal is told in its own words, a defect is logged."""
    claimed = Job.objects.filter(pk=job_id, status=JobStatus.QUEUED).update(
        status=JobStatus.RUNNING, heartbeat_at=now, done=0
    )
    if not claimed:
        return
    job = Job.objects.select_related("started_by").get(pk=job_id)
    try:
        RUNNERS[job.kind](job)
    except DomainError as refusal:
        _finish(job, JobStatus.FAILED, message=str(refusal))
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(job, JobStatus.FAILED, message="系统出错，任务没有完成，数据没有改变。请重试；若仍不行，请告知系统管理员。")
    else:
        _finish(job, JobStatus.DONE, message=job.message)


def progress(job: Job, *, done: int, total: int) -> None:
    """Tell how far it is; also the sign of life that keeps the job from being sent again."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total, heartbeat_at=timezone.now())


def resend_stuck(*, now: datetime) -> int:
    """Queue again what was lost: queued or running, and silent for five minutes."""
    silent = Job.objects.unfinished().filter(created_at__lt=now - SILENT_AFTER).exclude(
        heartbeat_at__gte=now - SILENT_AFTER
    )
    lost = list(silent.values_list("pk", flat=True))
    Job.objects.filter(pk__in=lost).update(status=JobStatus.QUEUED)
    from core.tasks import run_job

    for job_id in lost:
        run_job.delay(job_id=job_id)
    return len(lost)


def _finish(job: Job, status: JobStatus, *, message: str) -> None:
    job.status, job.message, job.finished_at = status, message[:500], timezone.now()
    job.save(update_fields=["status", "message", "finished_at", "result_url", "file", "file_name"])
