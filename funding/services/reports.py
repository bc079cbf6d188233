"""Fund reports as files: made at once, or by a job where they are long; kept with who made them and when; on record."""

from dataclasses import replace
from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction

from accounts.permissions import Permission
from core import audit, jobs
from core.errors import DomainError
from core.models import Job
from divisions.models import Division
from funding.choices import MoneyUnit, ReportTable
from funding.fund_reports import payments
from funding.fund_reports.archive import archive
from funding.fund_reports.asked import Asked
from funding.fund_reports.tables import built
from funding.fund_reports.workbook import Tell, workbook
from funding.models import FundReport, ReportSchedule
from projects.models import Project

KIND = "fund_report"
AT_ONCE = 5_000  # payments that a person waits for
WITHOUT_SPAN = (ReportTable.CARD, ReportTable.SELF_EVALUATION)  # until the day they are made as at, from the beginning


@transaction.atomic
def export(*, table: ReportTable | None, asked: Asked) -> FundReport | Job:
    """One table as a workbook, or with None the zip of all; the zip and long tables are made by a job.

    Refused: dates out of order or in the future, a card without a project, a person who sees no funds.
    """
    check(asked)
    asked.user.demand(Permission.VIEW_FUNDS)
    if table == ReportTable.CARD and asked.project is None:
        raise DomainError("请先选定项目，再导出项目资金卡。")
    if table and (table != ReportTable.PAYMENTS or payments.how_many(asked) <= AT_ONCE):
        return make(table=table, asked=asked)
    name = file_name(table, asked)
    return jobs.start(kind=KIND, title=f"制作{name}", by=asked.user, arguments=_arguments(table, asked))


@transaction.atomic
def make(
    *, table: ReportTable | None, asked: Asked, schedule: ReportSchedule | None = None, job: Job | None = None
) -> FundReport:
    """Make the file and keep it."""
    check(asked)
    tell = _teller(job)
    content = workbook(built(table, asked), tell=tell) if table else archive(asked, tell=tell)
    report = FundReport(
        division=asked.division,
        table=table or "",
        unit=asked.unit,
        since=asked.since,
        as_at=asked.as_at,
        schedule=schedule,
        name=file_name(table, asked),
        made_by=asked.user,
    )
    report.file.save(f"{asked.division.pk}-{table or 'all'}.{_suffix(table)}", ContentFile(content), save=False)
    report.save()
    details = {
        "报表": report.name,
        "区划": str(asked.division),
        "起始": str(asked.since),
        "截至": str(asked.as_at),
        "预算年度": f"{asked.year or '全部'}",
        "单位": asked.unit.label,
    }
    audit.write(by=asked.user, action="导出资金报表", on=report, details=details)
    return report


def check(asked: Asked) -> None:
    """The dates: until today at most, and a span that begins before it ends."""
    if asked.as_at > asked.made_on:
        raise DomainError(f"截至日期 {asked.as_at} 晚于今天，还没有数据，请改为今天或以前的日期。")
    if asked.since > asked.as_at:
        raise DomainError(f"起始日期 {asked.since} 晚于截至日期 {asked.as_at}，请更正。")


def file_name(table: ReportTable | None, asked: Asked) -> str:
    """卫滨区2026年度指标文件执行情况表（2026-01-01至2026-11-21，万元）.xlsx; the span where the table has one."""
    what = table.label if table else "资金报表"
    whose = (
        asked.project.name.removesuffix("项目") if table == ReportTable.CARD and asked.project else str(asked.division)
    )
    year = f"{asked.year}年度" if asked.year else ""
    name = "".join(sign for sign in f"{whose}{year}{what}" if sign not in '\\/:*?"<>|')
    days = f"截至{asked.as_at}" if table in WITHOUT_SPAN else f"{asked.since}至{asked.as_at}"
    return f"{name}（{days}，{asked.unit.label}）.{_suffix(table)}"


@jobs.runner(KIND)
def run(job: Job) -> None:
    """Make the file of a job, as the person who started it sees the money now."""
    told = job.arguments
    user = job.started_by
    division = Division.objects.for_user(user).filter(pk=told["division"]).first()
    if division is None:
        raise DomainError("您已不能查看这个区划的资金，没有制作报表。")
    user.demand(Permission.VIEW_FUNDS)
    asked = Asked(
        user=user,
        division=division,
        since=date.fromisoformat(told["since"]),
        as_at=date.fromisoformat(told["as_at"]),
        made_on=date.fromisoformat(told["made_on"]),
        unit=MoneyUnit(told["unit"]),
        year=told["year"],
    )
    if told["project"]:
        asked = replace(asked, project=Project.objects.for_user(user).get(pk=told["project"]))
    report = make(table=ReportTable(told["table"]) if told["table"] else None, asked=asked, job=job)
    job.message, job.result_url = f"已做好：{report.name}", report.get_absolute_url()


def _arguments(table: ReportTable | None, asked: Asked) -> dict[str, str | int | None]:
    return {
        "table": table.value if table else "",
        "division": asked.division.pk,
        "since": asked.since.isoformat(),
        "as_at": asked.as_at.isoformat(),
        "made_on": asked.made_on.isoformat(),
        "unit": asked.unit.value,
        "year": asked.year,
        "project": asked.project.pk if asked.project else None,
    }


def _teller(job: Job | None) -> Tell | None:
    """Tells the job's row how far it is."""
    return (lambda done, total: jobs.progress(job, done=done, total=total)) if job else None


def _suffix(table: ReportTable | None) -> str:
    return "xlsx" if table else "zip"
