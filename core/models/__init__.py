from core.models.audit import AuditEntry
from core.models.jobs import Job, JobStatus

__all__ = ["AuditEntry", "Job", "JobStatus"]
