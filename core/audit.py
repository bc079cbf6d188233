"""Writing the log of acts. Every service calls this once, inside its own transaction."""

from typing import Any

from django.db import models
from django.utils import timezone

from core.models import AuditEntry


def write(
    *,
    by: Any,
    action: str,
    on: models.Model | None = None,
    reason: str = "",
    details: dict[str, Any] | None = None,
    succeeded: bool = True,
    by_name: str = "",
    division_id: str | None = None,
    address: str | None = None,
) -> AuditEntry:
    """Add one entry. Its territory is the subject's own, else the person's, so that the district's auditor finds it."""
    return AuditEntry.objects.create(
        at=timezone.now(),
        by=by,
        by_name=by_name or (by.username if by else ""),
        action=action,
        succeeded=succeeded,
        subject_type=on._meta.label if on is not None else "",
        subject_id=str(on.pk) if on is not None else "",
        subject_label=str(on)[:200] if on is not None else "",
        division_id=division_id or getattr(on, "division_id", None) or getattr(by, "division_id", None),
        reason=reason,
        details=details or {},
        address=address,
    )
