"""A filled-in statistics table as a workbook: at once, or by a job where it has thousands of sites. On record."""

from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import audit, jobs
from core.errors import DomainError
from core.models import Job
from divisions.models import Division
from reports.choices import RowLevel
from reports.documents.stat_excel import stat_excel
from reports.models import StatTable
from reports.selectors.tables import filled
from reports.selectors.working_out import worked_out
from reports.stat_sheet import filled_in, unknown, unknown_words

KIND = "stat_table"
AT_ONCE = 5_000  # sites that a person waits for


@transaction.atomic
def export(*, table: StatTable, division: Division, month: date, by: User) -> bytes | Job:
    """The workbook, or the job that makes it. Refused while a column's measure no longer exists, or without columns."""
    columns = list(table.columns.all())
    if not columns:
        raise DomainError(f"“{table}”还没有列，请先设置列再导出。")
    if names := unknown(columns):
        raise DomainError(unknown_words(names))
    details = {"统计表": table.name, "月份": f"{month:%Y-%m}", "区划": str(division)}
    audit.write(by=by, action="导出统计表", on=table, details=details)
    if table.rows_by == RowLevel.SITE and _sites(division, month) > AT_ONCE:
        arguments = {"table": table.pk, "division": division.pk, "month": f"{month:%Y-%m-%d}"}
        return jobs.start(kind=KIND, title=f"导出统计表：{table}", by=by, arguments=arguments)
    return _workbook(table, division, month)


@jobs.runner(KIND)
def make(job: Job) -> None:
    """Write a long table into the job's file. Done again it makes the file again, and nothing else."""
    table = StatTable.objects.for_user(job.started_by).get(pk=job.arguments["table"])
    division = Division.objects.for_user(job.started_by).get(pk=job.arguments["division"])
    month = date.fromisoformat(job.arguments["month"])
    job.file_name = file_name(table, division, month)
    job.file.save(f"{job.pk}-{job.attempt}.xlsx", ContentFile(_workbook(table, division, month)), save=False)


def file_name(table: StatTable, division: Division, month: date) -> str:
    return f"{division}{filled_in(table.title, month)}.xlsx"


def _workbook(table: StatTable, division: Division, month: date) -> bytes:
    columns = list(table.columns.all())
    whole = filled(table=table, columns=columns, division=division, month=month, known_at=timezone.now())
    return stat_excel(whole.sheet)


def _sites(division: Division, month: date) -> int:
    counted = worked_out(division=division, month=month, known_at=timezone.now(), level=RowLevel.SITE, limit=1)
    return int(counted.total.values["sites"] or 0)
