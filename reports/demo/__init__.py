"""卫滨's reports: the month before last issued under a number, last month's drawn up and waiting for the office."""

from datetime import date, datetime, time

from django.utils import timezone

from progress.days import last_month
from progress.models import ReportingMonth
from projects.demo.cast import Company
from reports import documents, report_files
from reports.choices import FileKind
from reports.services import monthly

MORNING = 9


def load(companies: dict[str, Company], today: date) -> None:
    weibin = companies["weibin"]
    last = last_month(today)
    for month in ReportingMonth.objects.filter(division=weibin.division, month__in=(last_month(last), last)):
        day = min(month.lock_on, today)
        made = datetime.combine(day, time(MORNING), tzinfo=timezone.get_default_timezone())
        report = monthly.make(division=weibin.division, month=month.month, now=made)
        if month.month != last:
            issued = monthly.issue(
                report=report,
                version=report.version,
                issued_on=day,
                by=weibin.office,
                today=today,
                render=report_files.at_once,
            )
            if documents.pdf_available():
                monthly.keep_file(report=issued, kind=FileKind.PDF, content=documents.pdf(issued), by=weibin.office)
