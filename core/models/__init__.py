from core.models.audit import AuditEntry
from core.models.imports import HeadingMemory, ImportedRow, ImportStatus, LedgerImport
from core.models.jobs import Job, JobStatus

__all__ = ["AuditEntry", "HeadingMemory", "ImportStatus", "ImportedRow", "Job", "JobStatus", "LedgerImport"]
