"""The three files of a report: kept when it is issued, made anew while it is a draft."""

from django.core.files.base import ContentFile

from accounts.models import User
from core import jobs
from core.errors import DomainError
from core.models import Job
from reports import documents
from reports.choices import FileKind
from reports.models import MonthlyReport

RENDERERS = {FileKind.WORD: documents.word, FileKind.PDF: documents.pdf, FileKind.EXCEL: documents.excel}
SUFFIXES = {FileKind.WORD: "docx", FileKind.PDF: "pdf", FileKind.EXCEL: "xlsx"}
KIND = "report_pdf"


def every(report: MonthlyReport) -> dict[str, bytes]:
    """What is kept of an issued report. A machine that cannot make a PDF keeps the other two."""
    kinds = [kind for kind in FileKind if kind != FileKind.PDF or documents.pdf_available()]
    return {kind: RENDERERS[kind](report) for kind in kinds}


def name_of(report: MonthlyReport, kind: str) -> str:
    draft = "（草稿）" if report.is_draft else ""
    return f"{report.title}{draft}.{SUFFIXES[FileKind(kind)]}"


def start(*, report: MonthlyReport, by: User) -> Job:
    """The PDF of a draft takes seconds: a job makes it."""
    return jobs.start(kind=KIND, title=f"生成 PDF：{report}", by=by, arguments={"report": report.pk})


@jobs.runner(KIND)
def make(job: Job) -> None:
    report = MonthlyReport.objects.for_user(job.started_by).filter(pk=job.arguments["report"]).first()
    if report is None:
        raise DomainError("这份月报已经不在了，没有生成 PDF。")
    job.file_name = name_of(report, FileKind.PDF)
    job.file.save(f"{job.pk}-{job.attempt}.pdf", ContentFile(documents.pdf(report)), save=False)
