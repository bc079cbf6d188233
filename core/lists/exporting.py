"""A list as a file: the same rows, order, columns and filters as on the page, with those filters in words.

Workbooks up to 5,000 rows are made at once, longer ones by a job; CSV streams, however long. Every export is on record.
"""

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Any

from django.core.files import File
from django.db import models, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header

from core import audit, jobs
from core.lists.selection import Selection
from core.lists.spec import LISTS
from core.models import Job
from core.workbooks.writing import Table, csv_chunks, write_xlsx

AT_ONCE = 5_000  # rows of a workbook that a person waits for
KIND = "export"


def answer(*, request: HttpRequest, selection: Selection, form: str) -> HttpResponseBase:
    """The file, or the page of the job that makes it."""
    if form not in ("xlsx", "csv"):
        raise Http404
    where, now = str(request.viewing.division or ""), timezone.localtime()
    background = form == "xlsx" and selection.totals.count > AT_ONCE
    with transaction.atomic():
        _put_on_record(selection, form=form, where=where)
        job = _start(selection, where=where) if background else None
    if job:
        return redirect("core:job_detail", job.pk)
    table, name = _table(selection, where=where, now=now), f"{_file_name(selection, now)}.{form}"
    if form == "csv":
        disposition = content_disposition_header(as_attachment=True, filename=name)
        headers = {"Content-Disposition": disposition}
        return StreamingHttpResponse(csv_chunks(table), content_type="text/csv; charset=utf-8", headers=headers)
    return FileResponse(_workbook(table), as_attachment=True, filename=name)


@jobs.runner(KIND)
def make(job: Job) -> None:
    """Write a long list into the job's file. Done again it makes the file again, and nothing else."""
    arguments, now = job.arguments, timezone.localtime()
    selection = Selection(spec=LISTS[arguments["list"]], user=job.started_by, params=QueryDict(arguments["query"]))
    table = _table(selection, where=arguments["where"], now=now, rows=_reported(job, selection))
    job.file_name = f"{_file_name(selection, now)}.xlsx"
    with _workbook(table) as workbook:
        job.file.save(f"{job.pk}-{job.attempt}.xlsx", File(workbook), save=False)
    job.message = f"共 {selection.totals.count:,} 条。"


def _reported(job: Job, selection: Selection) -> Iterator[models.Model]:
    total = selection.totals.count
    for number, row in enumerate(selection.every_row()):
        if number % 2_000 == 0:
            jobs.progress(job, done=number, total=total)
        yield row


def _table(selection: Selection, *, where: str, now: datetime, rows: Iterator[Any] | None = None) -> Table:
    return Table(
        title=selection.spec.title,
        columns=selection.columns,
        rows=rows or selection.every_row(),
        lines=_lines(selection, where=where, now=now),
        totals=selection.totals.sums if selection.summed else {},
    )


def _lines(selection: Selection, *, where: str, now: datetime) -> list[str]:
    """What a reader of the printed sheet must know: which rows these are, and as of when."""
    filters = "；".join(f"{chip.label}：{chip.text}" for chip in selection.chips) or "无"
    made = f"导出时间：{now:%Y-%m-%d %H:%M}　导出人：{selection.user}（{selection.user.organisation or ''}）"
    return [f"辖区：{where}　筛选条件：{filters}", made]


def _workbook(table: Table) -> IO[bytes]:
    """A temporary file that disappears when it is closed."""
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - the answer closes it
    write_xlsx(table, file.name)
    return file


def _file_name(selection: Selection, now: datetime) -> str:
    return f"{selection.spec.title}{now:%Y%m%d%H%M}"


def _put_on_record(selection: Selection, *, form: str, where: str) -> None:
    audit.write(
        by=selection.user,
        action="导出",
        division_id=selection.user.division_id,
        details={
            "列表": selection.spec.title,
            "格式": form,
            "条数": selection.totals.count,
            "辖区": where,
            "筛选条件": [f"{chip.label}：{chip.text}" for chip in selection.chips],
            "列": [column.title for column in selection.columns],
        },
    )


def _start(selection: Selection, *, where: str) -> Job:
    return jobs.start(
        kind=KIND,
        title=f"导出{selection.spec.title}（{selection.totals.count:,} 条）",
        by=selection.user,
        arguments={"list": selection.spec.key, "query": selection.params.urlencode(), "where": where},
    )
