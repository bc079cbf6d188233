"""The last stage: write exactly what was previewed, in one transaction; and take it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from core.errors import Conflict
from core.imports.flow import Action, advance, check_without_errors, locked
from core.imports.layout import Change, KeptRow, Layout
from core.imports.previewing import batches, context_of
from core.models import ImportedRow, ImportStatus, LedgerImport
from core.workbooks.values import unpacked

NAMED = 10  # rows named in a refusal


@transaction.atomic
def apply(*, import_id: int, by: Any, now: datetime) -> LedgerImport:
    """Write the previewed rows. Refused when one was changed since, and to the second of two people."""
    source = locked(import_id=import_id, by=by, action=Action.APPLY)
    check_without_errors(source)
    layout, rows = source.layout, list(source.rows.written())
    _check_unchanged(layout, rows, done="预览")
    context = context_of(source, by=by, today=timezone.localdate(now))
    for batch in batches(rows):
        subject_ids = layout.apply([kept(layout, row) for row in batch], context)
        versions = layout.versions(subject_ids)
        for row, subject_id in zip(batch, subject_ids, strict=True):
            row.subject_id, row.version = subject_id, versions[subject_id]
        # Several times as fast as bulk_update, which spells out a condition per row.
        ImportedRow.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["pk"], update_fields=["subject_id", "version"]
        )
    advance(source, Action.APPLY)
    source.applied_by, source.applied_at = by, now
    source.save()
    audit.write(by=by, action="导入台账", on=source, details={"新增": source.new, "变更": source.changed})
    return source


@transaction.atomic
def undo(*, import_id: int, by: Any, now: datetime) -> LedgerImport:
    """Take an applied import back, row by row from the last. Refused, naming rows, when one was changed since."""
    source = locked(import_id=import_id, by=by, action=Action.UNDO)
    layout, rows = source.layout, list(source.rows.written().order_by("-position"))
    _check_unchanged(layout, rows, done="导入")
    context = context_of(source, by=by, today=timezone.localdate(now))
    for batch in batches(rows):
        layout.undo([kept(layout, row) for row in batch], context)
        _let_earlier_follow(source, batch)
    advance(source, Action.UNDO)
    source.undone_by, source.undone_at = by, now
    source.save()
    audit.write(by=by, action="撤销导入", on=source, details={"新增": source.new, "变更": source.changed})
    return source


def _let_earlier_follow(source: LedgerImport, undone: Sequence[ImportedRow]) -> None:
    """The records stand again as an earlier import left them: it learns their version, so that it can be undone next.

    Each change raises a version by one: what the earlier import wrote is the version just below the undone one.
    """
    below = {row.subject_id: row.version - 1 for row in undone if row.change == Change.CHANGED}
    now = source.layout.versions(list(below))
    earlier = ImportedRow.objects.filter(
        source__layout_key=source.layout_key, source__status=ImportStatus.APPLIED, subject_id__in=below
    ).exclude(source=source)
    following = [row for row in earlier if row.version == below[row.subject_id] and row.subject_id in now]
    for row in following:
        row.version = now[row.subject_id]
    ImportedRow.objects.bulk_update(following, ["version"])


def kept(layout: Layout, row: ImportedRow) -> KeptRow:
    """A row as the room reads it, its values typed again."""

    def typed(values: dict[str, Any]) -> dict[str, Any]:
        return {
            key: unpacked(column, value) if (column := layout.column(key)) else value for key, value in values.items()
        }

    return KeptRow(
        sheet=row.sheet,
        number=row.number,
        change=Change(row.change),
        label=row.label,
        values=typed(row.values),
        before=typed(row.before),
        subject_id=row.subject_id,
    )


def _check_unchanged(layout: Layout, rows: Sequence[ImportedRow], *, done: str) -> None:
    """Lock the records and compare their versions with those that the rows remember."""
    known = [row for row in rows if row.subject_id is not None]
    changed = []
    for batch in batches(known):
        versions = layout.versions([row.subject_id for row in batch])
        changed += [row for row in batch if versions.get(row.subject_id) != row.version]
    if changed:
        places = "、".join(kept(layout, row).place for row in changed[:NAMED])
        more = f"等 {len(changed)} 行" if len(changed) > NAMED else ""
        way_out = "请重新生成预览后再导入。" if done == "预览" else "请先核对这些记录，再逐条修改。"
        raise Conflict(f"{done}之后有人改过或删过：{places}{more}。没有写入任何数据。{way_out}")
