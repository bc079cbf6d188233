"""What became of an entry: every saved change with its figures before and after."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.timezone import localtime

from communities.selectors.changes import KINDS, FieldChange, in_words
from projects import categories
from projects.models import Batch, ProgrammeEntry
from projects.tie_out import MEASURES

UNTOLD = frozenset({"id", "version", "division", "programme", "compound"})  # bookkeeping, and what never changes
FIGURES = {measure.key: measure for measure in MEASURES}


@dataclass(frozen=True)
class Revision:
    """One saved change."""

    at: datetime
    who: str
    kind: str
    reason: str
    changes: tuple[FieldChange, ...]


def revisions_of(entry: ProgrammeEntry) -> list[Revision]:
    """Everything that happened to an entry, newest first. Two queries."""
    versions = list(entry.history.select_related("history_user").order_by("history_id"))
    batches = dict(Batch.objects.filter(programme=entry.programme_id).values_list("pk", "name"))
    return [
        Revision(
            at=newer.history_date,
            who=_who(newer),
            kind=KINDS[newer.history_type],
            reason=newer.history_change_reason or "",
            changes=tuple(_changes(older, newer, batches)) if older else (),
        )
        for older, newer in pairwise([None, *versions])
    ][::-1]


def with_last_changes(entries: Sequence[ProgrammeEntry]) -> Sequence[ProgrammeEntry]:
    """The entries with `last_change`: what their figures were before and who changed them; "" if nobody did. One query.

    Where a plan used to tie out, this names the row that makes the difference.
    """
    versions = ProgrammeEntry.history.filter(id__in=[entry.pk for entry in entries]).select_related("history_user")
    by_entry: dict[int, list] = defaultdict(list)
    for version in versions.order_by("-history_id"):
        by_entry[version.id].append(version)
    for entry in entries:
        told = (_told(older, newer) for newer, older in pairwise(by_entry[entry.pk]))
        entry.last_change = next(filter(None, told), "")
    return entries


def _told(older: Any, newer: Any) -> str:
    """居民户数 103 户 → 104 户（2023-03-02 10:15 示例领导小组办公室）."""
    changes = [change for change in _changes(older, newer, {}) if change.field in FIGURES]
    told = "；".join(f"{change.label} {change.before} → {change.after}" for change in changes)
    return f"{told}（{localtime(newer.history_date):%Y-%m-%d %H:%M} {_who(newer)}）" if told else ""


def _changes(older: Any, newer: Any, batches: dict[int, str]) -> Iterator[FieldChange]:
    for field in newer.tracked_fields:
        before, after = getattr(older, field.attname), getattr(newer, field.attname)
        if before != after and field.name not in UNTOLD:
            words = (_words(field, value, batches) for value in (before, after))
            yield FieldChange(field=field.name, label=str(field.verbose_name), before=next(words), after=next(words))


def _words(field: Any, value: Any, batches: dict[int, str]) -> str:
    if value in (None, ""):
        return "（空）"
    if field.name in FIGURES:
        return FIGURES[field.name].words(FIGURES[field.name].figure(value))
    if field.name == "batch":
        return batches.get(value, "已删除的批次")
    return categories.shown(value) if field.name == "categories" else in_words(field, value, {})


def _who(version: Any) -> str:
    return version.history_user.full_name if version.history_user else "系统"
