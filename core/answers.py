"""What somebody says to a thing that was found: it may be said again, and what was said before stays in the history."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from core.errors import Conflict, DomainError

LONGEST = 300  # characters


def put(row: Any, *, text: str, seen: str, by: models.Model, now: datetime, change: str) -> None:
    """Keep the answer in a row that is locked. `seen` is the answer that she had before her.

    Refused: more than 300 characters, another's answer meanwhile.
    """
    if len(text) > LONGEST:
        raise DomainError(f"说明有 {len(text)} 个字，最多 {LONGEST} 个，请压缩。")
    if row.answer != seen:
        at = timezone.localtime(row.answered_at)
        raise Conflict(f"{row.answered_by}已于 {at:%Y-%m-%d %H:%M} 写过说明，请刷新后在其基础上修改。")
    row.answer, row.answered_by, row.answered_at = text, by, now
    row._history_user, row._history_date, row._change_reason = by, now, change
    row.save()
