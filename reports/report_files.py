"""The three files of a report: kept once it is issued, made anew while it is a draft."""

from django.core.files.base import ContentFile

from accounts.models import User
from core import jobs
from core.errors import DomainError
from core.models import Job
from reports import documents
from reports.choices import FileKind
from reports.models import MonthlyReport
from reports.services import monthly
from reports.services.monthly import SUFFIXES

RENDERERS = {FileKind.WORD: documents.word, FileKind.PDF: documents.pdf, FileKind.EXCEL: documents.excel}
KIND = "report_pdf"


def at_once(report: MonthlyReport) -> dict[str, bytes]:
    """What is kept of a report the moment it is issued. The PDF takes seconds and follows by a job."""
    return {kind: RENDERERS[kind](report) for kind in (FileKind.WORD, FileKind.EXCEL)}


def name_of(report: MonthlyReport, kind: str) -> str:
    draft = "（草稿）" if report.is_draft else ""
    return f"{report.title}{draft}.{SUFFIXES[FileKind(kind)]}"


def start(*, report: MonthlyReport, by: User) -> Job:
    """The PDF by a job: of a draft to fetch once, of an issued report to keep with it."""
    return jobs.start(kind=KIND, title=f"生成 PDF：{report}", by=by, arguments={"report": report.pk})


@jobs.runner(KIND)
def make(job: Job) -> None:
    report = MonthlyReport.objects.for_user(job.started_by).filter(pk=job.arguments["report"]).first()
    if report is None:
        raise DomainError("这份月报已经不在了，没有生成 PDF。")
    job.result_url = report.get_absolute_url()
    content = documents.pdf(report)
    if not report.is_draft:
        monthly.keep_file(report=report, kind=FileKind.PDF, content=content, by=job.started_by)
        return
    job.file_name = name_of(report, FileKind.PDF)
    job.file.save(f"{job.pk}-{job.attempt}.pdf", ContentFile(content), save=False)
