"""Who changes a row, and why, for its history."""

from django.db import models

from accounts.models import User


def sign(row: models.Model, *, by: User, reason: str) -> None:
    """Put name and reason on the history record that the next save or delete of this row writes."""
    row._history_user = by
    row._change_reason = reason
