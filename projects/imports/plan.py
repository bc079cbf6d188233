"""The ledger 年度改造计划: how its rows become entries of a programme, and new compounds where a name is unknown."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from communities.models import Compound
from communities.selectors.known import KnownCompounds
from communities.selectors.parts import parts_of_any
from communities.services import compounds, removals
from core.errors import Conflict
from core.imports.layout import Change, Context, KeptRow, Layout, LedgerRow, PlannedRow, register
from divisions.models import Division
from projects import categories, columns
from projects.imports.checks import all_checks
from projects.imports.ledger import Line, PlanLedger
from projects.models import Programme, ProgrammeEntry
from projects.selectors.projects import first_site_of
from projects.services import entries

# What of a row is the entry's own; street, name, address and building year are the compound's.
OWN = ("number", "buildings", "households", "floor_area", "investment", "categories", "contents", "justification")
COMPOUND_FACTS = {
    "address": "address",
    "built_year": "built_year",
    "buildings": "buildings_count",
    "households": "households",
    "floor_area": "floor_area",
}


class PlanOptions(forms.Form):
    """Asked beside the file: into which programme."""

    programme = forms.ModelChoiceField(Programme.objects.none(), label="年度计划", empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programme = self.fields["programme"]
        programme.queryset = Programme.objects.for_user(user).drawn_up_by(user)
        if not programme.queryset.exists():
            programme.help_text = "还没有年度计划，请先到“年度计划”新建一个。"


def plan(rows: Sequence[LedgerRow], context: Context) -> list[PlannedRow]:
    """Compare with the programme. A blank cell says nothing and changes nothing."""
    ledger = PlanLedger.read(rows, context)
    return [_planned(line, ledger) for line in ledger.lines]


def _planned(line: Line, ledger: PlanLedger) -> PlannedRow:
    typed = {key: value for key, value in _typed(line, ledger).items() if value not in (None, "")}
    if line.entry is None:
        found = {"compound_id": line.compound.pk} if line.compound else {"division_id": line.street}
        return PlannedRow(row=line.row, change=Change.NEW, label=line.name, values={**typed, **found})
    kept = _kept(line.entry)
    changed = {key: value for key, value in typed.items() if key in kept and value != kept[key]}
    return PlannedRow(
        row=line.row,
        change=Change.CHANGED if changed else Change.SAME,
        label=line.name,
        values=changed,
        before={key: kept[key] for key in changed},
        subject_id=line.entry.pk,
        version=line.entry.version,
    )


def _typed(line: Line, ledger: PlanLedger) -> dict[str, Any]:
    """The row's values, with the spellings of batch and categories that the programme uses."""
    values = dict(line.row.values)
    if batch := ledger.batch_named(values.get("batch") or ""):
        values["batch"] = batch.name
    values["categories"] = categories.shown(categories.read(values.get("categories") or ""))
    return values


def _kept(entry: ProgrammeEntry) -> dict[str, Any]:
    own = {key: getattr(entry, key) for key in (*OWN, "remarks")}
    batch = entry.batch.name if entry.batch else ""
    return own | {"categories": categories.shown(entry.categories), "batch": batch}


def versions(ids: Sequence[int]) -> dict[int, int]:
    locked = ProgrammeEntry.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return dict(locked.values_list("pk", "version"))


@transaction.atomic
def apply(rows: Sequence[KeptRow], context: Context) -> list[int]:
    """New compounds first, then the entries, new and changed."""
    programme = _programme(context)
    batches = {batch.name: batch.pk for batch in programme.batches.all()}
    new = [row for row in rows if row.change == Change.NEW]
    compound_ids = _compounds_for(new, context)
    owners = Compound.objects.in_bulk(compound_ids)
    created = [
        ProgrammeEntry(compound=owners[pk], **_facts(row.values, batches))
        for row, pk in zip(new, compound_ids, strict=True)
    ]
    entries.create_many(programme=programme, entries=created, by=context.by, reason=context.reason)
    changed = {row.subject_id: row.values for row in rows if row.change == Change.CHANGED}
    _write(programme, changed, batches, context)
    made = iter(created)
    return [next(made).pk if row.change == Change.NEW else row.subject_id for row in rows]


@transaction.atomic
def undo(rows: Sequence[KeptRow], context: Context) -> None:
    """Take the entries back; a compound that came with one goes too, unless it has been used since."""
    programme = _programme(context)
    batches = {batch.name: batch.pk for batch in programme.batches.all()}
    before = {row.subject_id: row.before for row in rows if row.change == Change.CHANGED}
    _write(programme, before, batches, context)
    new = {row.subject_id: row for row in rows if row.change == Change.NEW}
    gone = ProgrammeEntry.objects.filter(pk__in=new)
    if site := first_site_of(list(new)):
        raise Conflict(f"{site}已在项目《{site.project}》（{site.project.number}）中，不能撤销。请先取消该项目。")
    came_along = {e.compound_id: new[e.pk].place for e in gone if "compound_id" not in new[e.pk].values}
    gone.delete()
    used = {pk for part in parts_of_any(came_along) for pk in part.owners}
    unused = Compound.objects.filter(pk__in=came_along.keys() - used, version=1).values_list("pk", flat=True)
    removals.delete_new(places={pk: came_along[pk] for pk in unused}, by=context.by, reason=f"撤销{context.reason}")


def _programme(context: Context) -> Programme:
    return Programme.objects.select_related("division").get(pk=context.options["programme"])


def _compounds_for(rows: Sequence[KeptRow], context: Context) -> list[int]:
    """The compound of each new row, entered now where the ledger was the first to name it."""
    unknown = [row for row in rows if "compound_id" not in row.values]
    facts = [
        {"division_id": row.values["division_id"], "name": row.values["name"]}
        | {field: row.values[key] for key, field in COMPOUND_FACTS.items() if key in row.values}
        for row in unknown
    ]
    _refuse_if_known(unknown)
    made = iter(compounds.create_many(facts=facts, by=context.by, reason=context.reason))
    return [row.values.get("compound_id") or next(made).pk for row in rows]


def _refuse_if_known(rows: Sequence[KeptRow]) -> None:
    """Somebody entered the same compound between preview and apply."""
    known = KnownCompounds(Compound.objects.all(), [row.values["name"] for row in rows])
    for row in rows:
        if known.find(division_id=row.values["division_id"], name=row.values["name"]):
            raise Conflict(f"{row.place}在预览之后已有人录入，文件没有导入。请重新上传，核对后再导入。")


def _facts(values: Mapping[str, Any], batches: Mapping[str, int]) -> dict[str, Any]:
    """Values of a row as fields of an entry."""
    facts = {key: values[key] for key in (*OWN, "remarks") if key in values}
    if "categories" in values:
        facts["categories"] = categories.read(values["categories"] or "")
    if "batch" in values:
        facts["batch_id"] = batches[values["batch"]] if values["batch"] else None
    return facts


def _write(
    programme: Programme, changes: Mapping[int, Mapping[str, Any]], batches: Mapping[str, int], context: Context
) -> None:
    found = ProgrammeEntry.objects.in_bulk(list(changes))
    for pk, entry in found.items():
        for name, value in _facts(changes[pk], batches).items():
            setattr(entry, name, value)
    entries.change_many(programme=programme, entries=list(found.values()), by=context.by, reason=context.reason)


def landing(import_id: int, context: Context) -> str:
    return f"{reverse('projects:entry_list')}?programme={context.options['programme']}&imported={import_id}"


def lists(user: User) -> dict[str, list[str]]:
    """Drop-downs of the blank template."""
    streets = Division.objects.for_user(user).in_force().streets()
    joined = (
        "基础类",
        "基础类、完善类",
        "基础类、完善类、提升类",
        "基础类、提升类",
        "完善类",
        "完善类、提升类",
        "提升类",
    )
    return {"street": [street.name for street in streets], "categories": list(joined)}


LAYOUT = register(
    Layout(
        key="programme",
        title="年度改造计划",
        columns=columns.LEDGER,
        permission=Permission.EDIT_PROGRAMMES,
        checks=(all_checks,),
        plan=plan,
        versions=versions,
        apply=apply,
        undo=undo,
        landing=landing,
        fill_down=frozenset({"street", "batch"}),
        options_form=PlanOptions,
        lists=lists,
        example={
            "number": 1,
            "street": "南桥街道",
            "name": "示例小区",
            "buildings": 3,
            "households": 76,
            "floor_area": 6156,
            "investment": 1_887_700,
            "categories": "基础类、完善类",
        },
    )
)
