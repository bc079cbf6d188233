"""What changed, before and after, by whom, when and why: read from the history tables in a fixed number of queries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db import models

from accounts.models import User
from communities.models import Building, Compound, Unit
from divisions.models import Division

UNTOLD = frozenset({"id", "version"})  # bookkeeping
KINDS = {"+": "新增", "~": "修改", "-": "删除"}
NAMES_OF = {"division": Division, "assigned_to": User}  # shown by name; all other references never change


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One value, before and after, in the words of the screen."""

    field: str
    label: str
    before: str
    after: str
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class Revision:
    """One saved change of the compound or of one of its parts."""

    at: datetime
    who: str
    kind: str
    subject: str  # "" for the compound itself, else "楼栋 3号楼"
    reason: str
    changes: tuple[FieldChange, ...]


def compare(row: models.Model, facts: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Field name → (old, new) where the facts differ from the row."""
    return {name: (getattr(row, name), value) for name, value in facts.items() if getattr(row, name) != value}


def changes_since(row: Compound | Building, *, version: int) -> list[FieldChange]:
    """What others changed after `version`: the value then, the value now, and who set it last."""
    records = list(
        row.history.filter(version__gte=version).select_related("history_user").order_by("history_date", "history_id")
    )
    names, told = _names(records), {}
    for older, newer in pairwise(records):
        for change in _changes(older, newer, names):
            first = told.get(change.field, change)
            told[change.field] = FieldChange(**{**vars(change), "before": first.before})
    return [change for change in told.values() if change.before != change.after]


def revisions_of(compound: Compound) -> list[Revision]:
    """Everything that happened to a compound, its buildings and units, newest first; five queries."""
    buildings = _ordered(Building.history.filter(compound_id=compound.pk))
    numbers = {record.id: record.name for record in buildings}
    units = _ordered(Unit.history.filter(building_id__in=numbers))
    own = _ordered(compound.history.all())
    names = _names([*own, *buildings])
    revisions = [
        *_revisions(own, names, lambda record: ""),
        *_revisions(buildings, names, lambda record: f"楼栋 {record.name}"),
        *_revisions(units, names, lambda record: f"单元 {numbers[record.building_id]}{record.name}"),
    ]
    return sorted(revisions, key=lambda revision: revision.at, reverse=True)


def _ordered(records: models.QuerySet) -> list[models.Model]:
    return list(records.select_related("history_user").order_by("id", "history_date", "history_id"))


def _revisions(
    records: Sequence[models.Model], names: Mapping[str, str], subject: Callable[[models.Model], str]
) -> Iterable[Revision]:
    for older, newer in pairwise([None, *records]):
        first = older is None or older.id != newer.id
        yield Revision(
            at=newer.history_date,
            who=_who(newer),
            kind=KINDS[newer.history_type],
            subject=subject(newer),
            reason=newer.history_change_reason or "",
            changes=() if first else tuple(_changes(older, newer, names)),
        )


def _changes(older: models.Model, newer: models.Model, names: Mapping[str, str]) -> Iterable[FieldChange]:
    for field in newer.tracked_fields:
        before, after = getattr(older, field.attname), getattr(newer, field.attname)
        if before == after or field.name in UNTOLD:
            continue
        old, new = in_words(field, before, names), in_words(field, after, names)
        # A street that got another code meanwhile reads the same: nobody changed that.
        if old != new:
            yield FieldChange(field=field.name, label=str(field.verbose_name), before=old, after=new, who=_who(newer))


def in_words(field: models.Field, value: Any, names: Mapping[str, str]) -> str:
    """A value as the screen says it."""
    if value is None or value == "":
        return "（空）"
    if field.name in NAMES_OF:
        return names.get(f"{field.name}:{value}", str(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value.normalize():,f}" if isinstance(value, Decimal) else str(value)


def _names(records: Sequence[models.Model]) -> dict[str, str]:
    """The names of the divisions and people that the records refer to, by "field:key"."""
    names = {}
    for field, model in NAMES_OF.items():
        keys = {getattr(record, f"{field}_id", None) for record in records} - {None}
        found = model._base_manager.in_bulk(list(keys)) if keys else {}
        names |= {f"{field}:{key}": str(row) for key, row in found.items()}
    return names


def _who(record: models.Model) -> str:
    return record.history_user.full_name if record.history_user else "系统"
