"""Stages that take over two seconds run as jobs; short ones at once. The caller need not know which."""

from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core import jobs
from core.imports.applying import apply, undo
from core.imports.marked import marked
from core.imports.previewing import context_of, preview
from core.models import Job, LedgerImport

READ_AT_ONCE = 150 * 1024  # bytes of a file; some 2,000 rows
WRITE_AT_ONCE = 1_000  # rows


def start_preview(*, source: LedgerImport, by: Any) -> Job | None:
    """Read the file now, or say which job does."""
    if source.file.size > READ_AT_ONCE:
        return _start("imports.preview", f"读取{source.layout.title}“{source.file_name}”", source, by)
    preview(import_id=source.pk, by=by, today=timezone.localdate())
    return None


def start_apply(*, source: LedgerImport, by: Any) -> Job | None:
    if source.to_write > WRITE_AT_ONCE:
        return _start("imports.apply", f"导入{source.layout.title}“{source.file_name}”", source, by)
    apply(import_id=source.pk, by=by, now=timezone.now())
    return None


def start_undo(*, source: LedgerImport, by: Any) -> Job | None:
    if source.to_write > WRITE_AT_ONCE:
        return _start("imports.undo", f"撤销导入“{source.file_name}”", source, by)
    undo(import_id=source.pk, by=by, now=timezone.now())
    return None


def start_marked(*, source: LedgerImport, by: Any) -> Job | None:
    """The job that makes the marked-up copy; None when it can be made at once."""
    if source.file.size > READ_AT_ONCE:
        return _start("imports.marked", f"标注“{source.file_name}”", source, by)
    return None


def landing(source: LedgerImport, *, by: Any) -> str:
    """The page with just what came in."""
    return source.layout.landing(source.pk, context_of(source, by=by, today=timezone.localdate()))


@transaction.atomic
def _start(kind: str, title: str, source: LedgerImport, by: Any) -> Job:
    job = jobs.start(kind=kind, title=title[:200], by=by, arguments={"import": source.pk})
    LedgerImport.objects.filter(pk=source.pk).update(job=job)
    return job


def _page(import_id: int) -> str:
    return reverse("imports:detail", args=[import_id])


@jobs.runner("imports.preview")
def _preview(job: Job) -> None:
    job.result_url = _page(job.arguments["import"])
    source = preview(
        import_id=job.arguments["import"],
        by=job.started_by,
        today=timezone.localdate(),
        progress=lambda done, total: jobs.progress(job, done=done, total=total),
    )
    job.message = f"新增 {source.new:,}、变更 {source.changed:,}、不变 {source.same:,}，须改正 {source.errors:,} 处。"


@jobs.runner("imports.apply")
def _apply(job: Job) -> None:
    source = apply(import_id=job.arguments["import"], by=job.started_by, now=timezone.now())
    job.result_url = landing(source, by=job.started_by)
    job.message = f"新增 {source.new:,}，变更 {source.changed:,}。"


@jobs.runner("imports.undo")
def _undo(job: Job) -> None:
    job.result_url = _page(job.arguments["import"])
    undo(import_id=job.arguments["import"], by=job.started_by, now=timezone.now())


@jobs.runner("imports.marked")
def _marked(job: Job) -> None:
    source = LedgerImport.objects.for_user(job.started_by).get(pk=job.arguments["import"])
    job.file_name, content = marked(source)
    job.file.save(f"{job.pk}-{job.attempt}.xlsx", ContentFile(content), save=False)
