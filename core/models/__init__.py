from core.models.attachments import Attachment
from core.models.audit import AuditEntry
from core.models.calendar import CalendarDay, CalendarYear
from core.models.imports import HeadingMemory, ImportedRow, ImportStatus, LedgerImport
from core.models.jobs import Job, JobStatus

__all__ = [
    "Attachment",
    "AuditEntry",
    "CalendarDay",
    "CalendarYear",
    "HeadingMemory",
    "ImportStatus",
    "ImportedRow",
    "Job",
    "JobStatus",
    "LedgerImport",
]
