"""The life of an import as a table: what may be done in which state, and why not otherwise."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils import timezone

from core.errors import Conflict, DomainError
from core.models import ImportStatus, LedgerImport


class Action(StrEnum):
    MATCH = "match"  # say what the columns are
    PREVIEW = "preview"
    APPLY = "apply"
    UNDO = "undo"
    DISCARD = "discard"


FLOW = {
    (ImportStatus.RECEIVED, Action.MATCH): ImportStatus.RECEIVED,
    (ImportStatus.READY, Action.MATCH): ImportStatus.RECEIVED,
    (ImportStatus.RECEIVED, Action.PREVIEW): ImportStatus.READY,
    (ImportStatus.READY, Action.PREVIEW): ImportStatus.READY,
    (ImportStatus.READY, Action.APPLY): ImportStatus.APPLIED,
    (ImportStatus.APPLIED, Action.UNDO): ImportStatus.UNDONE,
    (ImportStatus.RECEIVED, Action.DISCARD): ImportStatus.DISCARDED,
    (ImportStatus.READY, Action.DISCARD): ImportStatus.DISCARDED,
}


def locked(*, import_id: int, by: Any, action: Action) -> LedgerImport:
    """The import, locked for this transaction, if the person may do that now. Of two people the second is told."""
    source = (
        LedgerImport.objects.for_user(by)
        .select_for_update(of=("self",))
        .select_related("organisation", "division")
        .get(pk=import_id)
    )
    by.demand(source.layout.permission)
    if (source.status, action) not in FLOW:
        raise Conflict(_refusal(source))
    return source


def may(source: LedgerImport, action: Action) -> bool:
    """Whether the state allows it; for the buttons of a page."""
    return (source.status, action) in FLOW


def advance(source: LedgerImport, action: Action) -> None:
    source.status = FLOW[ImportStatus(source.status), action]


def _refusal(source: LedgerImport) -> str:
    def moment(at: datetime) -> str:
        return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"

    if source.status == ImportStatus.APPLIED:
        return f"{source.applied_by}已于 {moment(source.applied_at)} 导入了这个文件，没有重复导入。"
    if source.status == ImportStatus.UNDONE:
        return f"{source.undone_by}已于 {moment(source.undone_at)} 撤销了这次导入。"
    if source.status == ImportStatus.DISCARDED:
        return "这次上传已放弃。请重新上传文件。"
    return "还没有读完各行，请先核对列并生成预览。"


def check_without_errors(source: LedgerImport) -> None:
    """A file with a single cell that must be mended is not applied, not even in part."""
    if source.errors:
        raise DomainError(f"还有 {source.errors:,} 处须改正，整个文件都没有导入。请改正后重新上传。")
