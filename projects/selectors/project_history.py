"""What became of a project and its sites: every saved change, before and after, in the words of the screen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.db import models

from accounts.models import Organisation, User
from communities.models import Compound
from communities.selectors.changes import KINDS, FieldChange, Revision, in_words
from divisions.models import Division
from projects.models import Batch, PhaseTemplate, Programme, Project, ProjectSite

UNTOLD = frozenset({"id", "version", "created_by", "resumes_as", "number", "entry"})  # bookkeeping
NAMES_OF: Mapping[str, type[models.Model]] = {
    "programme": Programme,
    "division": Division,
    "implementer": Organisation,
    "assigned_to": User,
    "batch": Batch,
    "template": PhaseTemplate,
    "merged_into": Project,
    "project": Project,
}
UNITS = {"investment": " 元", "floor_area": " ㎡", "households": " 户", "buildings": " 栋"}
Names = Mapping[tuple[str, Any], str]  # (field, key) → how it is called


def revisions_of(project: Project) -> list[Revision]:
    """Everything that happened to a project and to the sites it has or had, newest first; a dozen queries at most."""
    own = _ordered(project.history.all())
    keys = ProjectSite.history.filter(project=project.pk).values("id")
    sites = _ordered(ProjectSite.history.filter(id__in=keys))
    names = _names([*own, *sites])
    compounds = Compound.objects.in_bulk({record.compound_id for record in sites})
    found = [
        *_revisions(own, names, {}),
        *_revisions(sites, names, {record.id: f"小区 {compounds[record.compound_id]}" for record in sites}),
    ]
    return sorted(found, key=lambda revision: revision.at, reverse=True)


def changed_since(project: Project, *, version: int) -> list[FieldChange]:
    """What others changed after `version`: the value then, the value now, and who set it last."""
    records = _ordered(project.history.filter(version__gte=version))
    names, since = _names(records), {}
    for older, newer in pairwise(records):
        for change in _changes(older, newer, names):
            before = since.get(change.field, change).before
            since[change.field] = FieldChange(**{**vars(change), "before": before})
    return [change for change in since.values() if change.before != change.after]


def told(change: FieldChange, facts: Mapping[str, Any]) -> str:
    """Somebody else's change beside what this person typed: both values, so that they can be weighed."""
    field = Project._meta.get_field(change.field)
    said = f"{change.who}已将{change.label}由“{change.before}”改为“{change.after}”"
    if field.attname not in facts:
        return said
    value = facts[field.attname]
    mine = _words(field, value, _names_of({(field.name, value)}))
    return said if mine == change.after else f"{said}，您填的是“{mine}”"


def _ordered(records: models.QuerySet) -> list[models.Model]:
    return list(records.select_related("history_user").order_by("id", "history_date", "history_id"))


def _revisions(records: Sequence[Any], names: Names, subjects: Mapping[int, str]) -> Iterator[Revision]:
    for older, newer in pairwise([None, *records]):
        first = older is None or older.id != newer.id
        yield Revision(
            at=newer.history_date,
            who=_who(newer),
            kind=KINDS[newer.history_type],
            subject=subjects.get(newer.id, ""),
            reason=newer.history_change_reason or "",
            changes=() if first else tuple(_changes(older, newer, names)),
        )


def _changes(older: Any, newer: Any, names: Names) -> Iterator[FieldChange]:
    for field in newer.tracked_fields:
        before, after = getattr(older, field.attname), getattr(newer, field.attname)
        if before == after or field.name in UNTOLD:
            continue
        old, new = _words(field, before, names), _words(field, after, names)
        yield FieldChange(field=field.name, label=str(field.verbose_name), before=old, after=new, who=_who(newer))


def _words(field: Any, value: Any, names: Names) -> str:
    if field.name in NAMES_OF and value is not None:
        return names.get((field.name, value), "已删除")
    unit = UNITS.get(field.name, "") if value is not None else ""
    return f"{in_words(field, value, {})}{unit}"


def _names(records: Iterable[Any]) -> Names:
    """The names of all rows that the records refer to, one query for each kind."""
    return _names_of({(name, getattr(r, f"{name}_id", None)) for r in records for name in NAMES_OF})


def _names_of(keys: Iterable[tuple[str, Any]]) -> Names:
    names: dict[tuple[str, Any], str] = {}
    asked = {(name, key) for name, key in keys if key is not None and name in NAMES_OF}
    for name, model in NAMES_OF.items():
        wanted = [key for field, key in asked if field == name]
        found = model._base_manager.in_bulk(wanted) if wanted else {}
        names |= {(name, key): str(row) for key, row in found.items()}
    return names


def _who(record: Any) -> str:
    return record.history_user.full_name if record.history_user else "系统"
