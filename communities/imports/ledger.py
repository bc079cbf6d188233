"""The layout 小区基本信息台账: how its rows become compounds and surveys, and how that is taken back."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.permissions import Permission
from communities.choices import Condition, Facility, ManagementMode, Programme, PropertyKind, Safety, Structure
from communities.columns import community_of
from communities.imports.checks import all_checks
from communities.imports.columns import FACT_KEYS, LEDGER_COLUMNS, condition_key
from communities.imports.comparing import SurveysOnFile, fact_changes, packed, unpacked
from communities.imports.reading import Line, lines_of
from communities.models import Compound, Survey
from communities.naming import name_key
from communities.services import compounds, removals, standing, surveys
from core.errors import Conflict
from core.imports.layout import Change, Context, KeptRow, Layout, LedgerRow, PlannedRow, register
from divisions.models import Division, Level

TEXTS = frozenset(field.name for field in Compound._meta.fields if field.empty_strings_allowed and not field.null)


def plan(rows: Sequence[LedgerRow], context: Context) -> list[PlannedRow]:
    """What each row will do: a blank cell changes nothing, and neither do the figures of an outdated survey."""
    lines = lines_of(rows, context)
    on_file = SurveysOnFile(line.compound for line in lines if line.compound)
    return [_changed(line, on_file) if line.compound else _new(line) for line in lines]


def versions(ids: Sequence[int]) -> dict[int, int]:
    rows = Compound.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return dict(rows.values_list("pk", "version"))


def apply(rows: Sequence[KeptRow], context: Context) -> list[int]:
    """Write the rows through the same services as the pages; surveys are kept beside the figures they gave."""
    new = [row for row in rows if row.change is Change.NEW]
    _refuse_if_known(new)
    told = {"by": context.by, "reason": context.reason, "assess": False}
    made = iter(compounds.create_many(facts=[_facts(row.values) for row in new], **told))
    compounds.change_many(changes={row.subject_id: _facts(row.values) for row in rows if row.subject_id}, **told)
    ids = [row.subject_id or next(made).pk for row in rows]
    surveyed = {pk: unpacked(row.values["survey"]) for pk, row in zip(ids, rows, strict=True) if "survey" in row.values}
    owners = Compound.objects.in_bulk(list(surveyed))
    findings = {owners[pk]: found for pk, found in surveyed.items()}
    surveys.record_many(findings=findings, by=context.by, imported_in=context.import_id)
    standing.refresh(compounds=ids, on=context.today)
    return ids


def undo(rows: Sequence[KeptRow], context: Context) -> None:
    """Delete what was new and write the old values back; the surveys of this import go too."""
    reason = f"撤销{context.reason}"
    Survey.objects.filter(compound__in=[row.subject_id for row in rows], imported_in=context.import_id).delete()
    new = {row.subject_id: row.place for row in rows if row.change is Change.NEW}
    removals.delete_new(places=new, by=context.by, reason=reason)
    changes = {row.subject_id: _facts(row.before) for row in rows if row.change is Change.CHANGED}
    compounds.change_many(changes=changes, by=context.by, reason=reason, assess=False)
    standing.refresh(compounds=list(changes), on=context.today)


def landing(import_id: int, context: Context) -> str:
    return f"{reverse('communities:compound_list')}?imported={import_id}"


def drop_downs(user: Any) -> dict[str, list[str]]:
    """The streets of the person's territory."""
    return {"street": [division.name for division in Division.objects.for_user(user).in_force().streets()]}


def _new(line: Line) -> PlannedRow:
    said = {key: value for key, value in line.row.values.items() if value is not None}
    values = {**said, **line.facts, "division_id": line.division_id}
    if line.findings:
        values["survey"] = packed(line.findings)
    return PlannedRow(row=line.row, change=Change.NEW, label=line.name, values=values)


def _changed(line: Line, on_file: SurveysOnFile) -> PlannedRow:
    news = on_file.news_in(line)
    changes = fact_changes(line, outdated=on_file.is_outdated(line)) | news | _move(line)
    values = {key: new for key, (_, new) in changes.items()}
    if news:
        values["survey"] = packed(line.findings)
    return PlannedRow(
        row=line.row,
        change=Change.CHANGED if changes else Change.SAME,
        label=line.name,
        values=values,
        before={key: old for key, (old, _) in changes.items()},
        subject_id=line.compound.pk,
        version=line.compound.version,
    )


def _move(line: Line) -> dict[str, tuple[Any, Any]]:
    """Into the community that the row names; a row that names none leaves the compound where it is."""
    named = line.row.values.get("community")
    if not named or line.community_unknown or line.division_id == line.compound.division_id:
        return {}
    moved = (line.compound.division_id, line.division_id)
    return {"division_id": moved, "community": (community_of(line.compound), named)}


def _facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of Compound among these values."""
    said = {key: values[key] for key in (*FACT_KEYS, "division_id") if key in values}
    return {key: "" if value is None and key in TEXTS else value for key, value in said.items()}


def _refuse_if_known(new: Sequence[KeptRow]) -> None:
    """Somebody entered the same compound between preview and apply."""
    keys = [name_key(row.values["name"]) for row in new]
    known = Compound.objects.active().filter(name_key__in=set(keys)).values_list("division_id", "name_key")
    taken = {(division[: Level.STREET], key) for division, key in known}
    for row, key in zip(new, keys, strict=True):
        if (row.values["division_id"][: Level.STREET], key) in taken:
            raise Conflict(f"{row.place}在预览之后已有人录入，文件没有导入。请重新上传，核对后再导入。")


LEDGER = register(
    Layout(
        key="compounds",
        title="小区基本信息台账",
        columns=LEDGER_COLUMNS,
        permission=Permission.IMPORT_COMPOUNDS,
        checks=(all_checks,),
        plan=plan,
        versions=versions,
        apply=apply,
        undo=undo,
        landing=landing,
        fill_down=frozenset({"street", "community"}),
        lists=drop_downs,
        example={
            "name": "示例小区",
            "street": "示例街道",
            "address": "示例路12号",
            "built_year": 1995,
            "property_kind": PropertyKind.REFORMED,
            "buildings_count": 6,
            "units_count": 18,
            "households": 216,
            "floor_area": Decimal(18_000),
            "structure": Structure.BRICK_CONCRETE,
            "storeys": 6,
            "safety": Safety.SAFE,
            "other_programme": Programme.NONE,
            "management_mode": ManagementMode.NONE,
            "willingness": Decimal(92),
            "surveyed_on": date(2026, 3, 1),
            condition_key(Facility.WATER): Condition.POOR,
        },
    )
)
