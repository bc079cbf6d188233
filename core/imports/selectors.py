"""Reads for the pages of imports and of the rooms that took something in."""

from django.db.models import QuerySet

from core.models import ImportedRow


def subject_ids(import_id: int) -> QuerySet:
    """The ids of the records that an import made or changed; for `pk__in` of the room's own scoped list."""
    return ImportedRow.objects.filter(source_id=import_id).written().values("subject_id")
