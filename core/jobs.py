"""Starting long work and running it once, whatever the broker does.

A room registers a runner by name; `start` writes the row and, after commit, sends its number to the worker.
Beat sends rows again whose worker went silent, so a runner must be safe to start anew: it writes in one transaction
at its end, or each batch so that doing it twice changes nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.urls import get_resolver
from django.utils import timezone

from core.errors import DomainError
from core.models import Job, JobStatus

logger = logging.getLogger(__name__)

Runner = Callable[[Job], None]
_deliver: Callable[[int], None]
RUNNERS: dict[str, Runner] = {}
SILENT_AFTER = timedelta(minutes=5)
MOST_ATTEMPTS = 3
FILES_KEPT = timedelta(days=30)
DISCARDED = "文件已过 30 天，不再保留。需要时请重新导出。"
DEFECT = "系统出错，任务没有完成，数据没有改变。请重试；若仍不行，请告知系统管理员。"
LOST = f"任务中断了 {MOST_ATTEMPTS} 次，没有完成。请把数据分成几份再试；若仍不行，请告知系统管理员。"


class TakenOver(Exception):
    """This attempt was given up as lost and another runs; it must stop without touching the row."""


def runner(kind: str) -> Callable[[Runner], Runner]:
    """Register the function that does jobs of this kind; it calls `progress` at least once a minute."""

    def register(function: Runner) -> Runner:
        RUNNERS[kind] = function
        return function

    return register


def delivered_by(deliver: Callable[[int], None]) -> Callable[[int], None]:
    """Take the function that brings a job's number to a worker: core.tasks has it, so that no service knows a task."""
    global _deliver
    _deliver = deliver
    return deliver


def start(*, kind: str, title: str, by: Any, arguments: dict[str, Any]) -> Job:
    """Queue a job. The worker hears of it only after the caller's transaction has committed."""
    job = Job.objects.create(kind=kind, title=title, started_by=by, arguments=arguments)
    transaction.on_commit(lambda: _deliver(job.pk))
    return job


def run(*, job_id: int, now: datetime) -> None:
    """Do the job if nobody else has claimed it. A refusal is told in its own words, a defect is logged."""
    claimed = Job.objects.filter(pk=job_id, status=JobStatus.QUEUED).update(
        status=JobStatus.RUNNING, heartbeat_at=now, done=0, attempt=F("attempt") + 1
    )
    if not claimed:
        return
    job = Job.objects.select_related("started_by").get(pk=job_id)
    try:
        _runner_of(job)(job)
    except TakenOver:
        logger.warning("job %s (%s): attempt %s was taken over", job.pk, job.kind, job.attempt)
    except DomainError as refusal:
        _finish(job, JobStatus.FAILED, message=str(refusal))
    except Exception:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(job, JobStatus.FAILED, message=DEFECT)
    else:
        _finish(job, JobStatus.DONE, message=job.message)


def progress(job: Job, *, done: int, total: int) -> None:
    """Tell how far it is; also the sign of life that keeps the job from being sent again."""
    if not _mine(job).update(done=done, total=total, heartbeat_at=timezone.now()):
        raise TakenOver


def resend_stuck(*, now: datetime) -> int:
    """Queue again what was lost: queued or running, and silent for five minutes. The third loss is the last."""
    silent = Job.objects.unfinished().filter(
        Q(heartbeat_at__lt=now - SILENT_AFTER) | Q(heartbeat_at=None, created_at__lt=now - SILENT_AFTER)
    )
    silent.filter(attempt__gte=MOST_ATTEMPTS).update(status=JobStatus.FAILED, message=LOST, finished_at=now)
    sent = 0
    for job_id, heartbeat_at in silent.values_list("pk", "heartbeat_at"):
        # Only if it is as silent as when we looked; the new mark keeps the next sweep from sending it once more.
        lost = Job.objects.unfinished().filter(pk=job_id, heartbeat_at=heartbeat_at)
        if lost.update(status=JobStatus.QUEUED, heartbeat_at=now):
            _deliver(job_id)
            sent += 1
    return sent


def discard_files(*, now: datetime) -> int:
    """Exports hold what people told the office: after thirty days only the row remains, and says so."""
    old = list(Job.objects.filter(finished_at__lt=now - FILES_KEPT).exclude(file=""))
    for job in old:
        job.file.delete(save=False)
        Job.objects.filter(pk=job.pk).update(file="", message=DISCARDED)
    return len(old)


def mark_seen(*, by: Any, now: datetime) -> None:
    """She has looked at her jobs: the bell forgets those that have ended."""
    Job.objects.for_user(by).filter(finished_at__isnull=False, seen_at=None).update(seen_at=now)


def _runner_of(job: Job) -> Runner:
    """Runners live beside the pages that start them; a worker has not loaded those until it is asked."""
    if job.kind not in RUNNERS:
        _ = get_resolver().url_patterns
    return RUNNERS[job.kind]


def _mine(job: Job):
    """The row, as long as this attempt is the one that counts."""
    return Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING, attempt=job.attempt)


def _finish(job: Job, status: JobStatus, *, message: str) -> None:
    _mine(job).update(
        status=status,
        message=message[:500],
        finished_at=timezone.now(),
        result_url=job.result_url,
        file=job.file.name,
        file_name=job.file_name,
    )
