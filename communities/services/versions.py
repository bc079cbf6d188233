"""Two people change one record: the second is told what the first did, and overwrites it only knowingly."""

from collections.abc import Sequence

from communities.models import Building, Compound
from communities.selectors.changes import FieldChange, changes_since
from core.errors import Conflict


class ChangedMeanwhile(Conflict):
    """Somebody saved first; `theirs` says what she changed, so that the form can show both values."""

    def __init__(self, message: str, theirs: Sequence[FieldChange]) -> None:
        super().__init__(message)
        self.theirs = theirs


def check_version(row: Compound | Building, version: int | None) -> None:
    """Refuse when the locked row is newer than what the person saw; None: she did not look at it."""
    if version is None or row.version == version:
        return
    theirs = changes_since(row, version=version)
    told = "；".join(f"{change.who}已将{change.label}由“{change.before}”改为“{change.after}”" for change in theirs)
    raise ChangedMeanwhile(f"“{row}”在您填写时被修改：{told or '请核对'}。您的修改没有保存。", theirs)
