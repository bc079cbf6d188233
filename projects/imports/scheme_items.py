"""The workbook 方案内容表: how its rows become lines of a scheme that is being worked on."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.permissions import Permission
from communities.naming import spelling
from core.imports.layout import (
    Change,
    Context,
    KeptRow,
    Layout,
    LedgerRow,
    PlannedRow,
    Problem,
    Severity,
    register,
)
from projects import scheme_columns, scheme_policies
from projects.choices import SchemeStatus
from projects.imports.scheme_ledger import Line, SchemeLedger
from projects.models import Scheme, SchemeItem, WorkItem
from projects.services import scheme_items
from projects.services.scheme_items import amount_of

OFFERED = 50  # schemes to choose from where nobody came from a scheme's page
FIGURES = ("quantity", "unit_price", "remarks")
SAME_UNITS = {"平方米": "㎡", "m2": "㎡", "m²": "㎡", "米": "m", "延米": "m", "m3": "m³", "立方米": "m³"}


class SchemeOptions(forms.Form):
    """Asked beside the file: into which scheme. Normally it is the one whose page she comes from."""

    scheme = forms.ModelChoiceField(Scheme.objects.none(), label="改造方案", empty_label=None)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scheme"]
        states = (SchemeStatus.DRAFT, SchemeStatus.RETURNED)
        field.queryset = Scheme.objects.for_user(user).filter(status__in=states).select_related("project")
        known = self.data.get("scheme") or self.initial.get("scheme") or ""
        chosen = field.queryset.filter(pk=known) if str(known).isdecimal() else field.queryset.none()
        offered = list(chosen or field.queryset.order_by("-created_at")[:OFFERED])
        field.widget.choices = [(scheme.pk, str(scheme)) for scheme in offered]
        if not chosen:
            field.help_text = "这里只列最近编制的方案；从项目的“改造方案”页进入导入，可直接选定。"


def all_checks(rows: Sequence[LedgerRow], context: Context) -> Iterator[Problem]:
    """Every check over one reading of the workbook."""
    ledger = SchemeLedger(rows, context)
    for check in (_may_be_written, _is_found, _stands_once, _is_in_use, _unit_agrees, _amount_agrees):
        yield from check(ledger, context)


def _may_be_written(ledger: SchemeLedger, context: Context) -> Iterator[Problem]:
    if not scheme_policies.can_change(context.by, ledger.scheme):
        state = ledger.scheme.get_status_display()
        sentence = f"“{ledger.scheme}”目前是“{state}”，或不由贵单位实施，不能导入。"
        yield Problem(sheet=ledger.lines[0].row.sheet, cell="", text=sentence)


def _is_found(ledger: SchemeLedger, context: Context) -> Iterator[Problem]:
    for line in ledger.lines:
        if line.wrong:
            yield line.row.problem(*line.wrong)


def _stands_once(ledger: SchemeLedger, context: Context) -> Iterator[Problem]:
    first: dict[Any, Line] = {}
    for line in ledger.lines:
        if line.key and (before := first.setdefault(line.key, line)) is not line:
            place = f"{before.row.sheet}第{before.row.number}行"
            yield line.row.problem("item", f"与{place}是同一行，请合并，或用“部位规格”区分。")


def _is_in_use(ledger: SchemeLedger, context: Context) -> Iterator[Problem]:
    for line in ledger.lines:
        if line.key and line.item and line.item.retired_on and line.kept is None:
            sentence = f"“{line.item}”已于 {line.item.retired_on:%Y-%m-%d} 停用，请改用现行的改造内容。"
            yield line.row.problem("item", sentence)


def _unit_agrees(ledger: SchemeLedger, context: Context) -> Iterator[Problem]:
    """The unit is the catalogue's; another one in the file means another figure."""
    for line in ledger.lines:
        written = line.row.values.get("measure")
        if written and line.item and _unit(written) != _unit(line.item.unit):
            sentence = (
                f"“{line.item}”按{line.item.unit}计量，这里写的是“{written}”。请按{line.item.unit}折算数量和单价。"
            )
            yield line.row.problem("measure", sentence)


def _amount_agrees(ledger: SchemeLedger, context: Context) -> Iterator[Problem]:
    for line in ledger.lines:
        values = line.row.values
        written, amount = values.get("amount"), _amount(values)
        if written is not None and amount is not None and written != amount:
            sentence = f"数量 × 单价 = {amount:,.2f} 元，与所填金额不符，将按数量和单价计算。"
            yield line.row.problem("amount", sentence, Severity.WARNING)
        if written is not None and values.get("unit_price") is None and line.kept is None:
            sentence = "有金额没有单价，金额不会导入。请补填单价。"
            yield line.row.problem("unit_price", sentence, Severity.WARNING)


def plan(rows: Sequence[LedgerRow], context: Context) -> list[PlannedRow]:
    """Compare with the scheme. A blank cell says nothing and changes nothing."""
    return [_planned(line) for line in SchemeLedger(rows, context).lines]


def _planned(line: Line) -> PlannedRow:
    typed = {key: line.row.values[key] for key in FIGURES if line.row.values.get(key) not in (None, "")}
    if line.kept is None:
        values = {**_shown(line), **typed, **_keys(line)}
        return PlannedRow(row=line.row, change=Change.NEW, label=line.label, values=values)
    kept = {key: getattr(line.kept, key) for key in FIGURES}
    changed = {key: value for key, value in typed.items() if value != kept[key]}
    return PlannedRow(
        row=line.row,
        change=Change.CHANGED if changed else Change.SAME,
        label=line.label,
        values=changed,
        before={key: kept[key] for key in changed},
        subject_id=line.kept.pk,
        version=line.kept.version,
    )


def _shown(line: Line) -> dict[str, Any]:
    """What the preview shows of a new line, in the words of the catalogue and of the register."""
    named = {"site": line.site, "building": line.building, "unit": line.unit, "item": line.item}
    shown = {key: str(value) for key, value in named.items() if value}
    part = {"part": line.part} if line.part else {}
    amount = _amount(line.row.values)
    return {**shown, **part, "measure": line.item.unit} | ({} if amount is None else {"amount": amount})


def _keys(line: Line) -> dict[str, Any]:
    found = {"site_id": line.site, "building_id": line.building, "unit_id": line.unit, "item_id": line.item}
    return {key: row.pk if row else None for key, row in found.items()}


def versions(ids: Sequence[int]) -> dict[int, int]:
    locked = SchemeItem.objects.select_for_update(of=("self",)).filter(pk__in=ids)
    return dict(locked.values_list("pk", "version"))


@transaction.atomic
def apply(rows: Sequence[KeptRow], context: Context) -> list[int]:
    """New lines, then changed ones."""
    ledger = SchemeLedger([], context)
    created = [_made(row, ledger) for row in rows if row.change == Change.NEW]
    scheme_items.create_many(scheme=ledger.scheme, lines=created, by=context.by)
    _write({row.subject_id: row.values for row in rows if row.change == Change.CHANGED}, ledger.scheme, context)
    made = iter(created)
    return [next(made).pk if row.change == Change.NEW else row.subject_id for row in rows]


@transaction.atomic
def undo(rows: Sequence[KeptRow], context: Context) -> None:
    """Delete what was new, write back what was changed; refused once the scheme has been submitted."""
    scheme = SchemeLedger([], context).scheme
    _write({row.subject_id: row.before for row in rows if row.change == Change.CHANGED}, scheme, context)
    new = [row.subject_id for row in rows if row.change == Change.NEW]
    scheme_items.delete_many(scheme=scheme, ids=new, by=context.by)


def _made(row: KeptRow, ledger: SchemeLedger) -> SchemeItem:
    """A line with its place and item attached, so that the service asks for none of them one by one."""
    values = row.values
    site = next(site for site in ledger.sites if site.pk == values["site_id"])
    buildings = {each.pk: each for each in site.compound.buildings.all()}
    building = buildings.get(values["building_id"])
    units = {each.pk: each for each in building.units.all()} if building else {}
    return SchemeItem(
        site=site,
        building=building,
        unit=units.get(values["unit_id"]),
        item=ledger.item(values["item_id"]),
        part=values.get("part", ""),
        **{key: values[key] for key in FIGURES if key in values},
    )


def _write(changes: Mapping[int | None, Mapping[str, Any]], scheme: Scheme, context: Context) -> None:
    lines = list(SchemeItem.objects.filter(pk__in=changes).select_related(*scheme_items.LINE_PARTS))
    for line in lines:
        for name, value in changes[line.pk].items():
            setattr(line, name, value)
    scheme_items.change_many(scheme=scheme, lines=lines, by=context.by)


def _amount(values: Mapping[str, Any]) -> Any:
    quantity = values.get("quantity")
    return None if quantity is None else amount_of(quantity, values.get("unit_price"))


def _unit(text: str) -> str:
    return SAME_UNITS.get(spelling(text), spelling(SAME_UNITS.get(text, text)))


def landing(import_id: int, context: Context) -> str:
    return f"{reverse('projects:scheme_item_list')}?scheme={context.options['scheme']}&imported={import_id}"


def lists(user: User) -> dict[str, list[str]]:
    """Drop-down of the blank template: the catalogue of her division."""
    items = WorkItem.objects.usable_in(user.division_id) if user.division_id else WorkItem.objects.none()
    return {"item": [item.name for item in items]}


LAYOUT = register(
    Layout(
        key="scheme_items",
        title="方案内容表",
        columns=scheme_columns.LEDGER,
        permission=Permission.EDIT_PROJECTS,
        checks=(all_checks,),
        plan=plan,
        versions=versions,
        apply=apply,
        undo=undo,
        landing=landing,
        label_key="item",
        fill_down=frozenset({"site", "building", "unit"}),
        options_form=SchemeOptions,
        lists=lists,
        example={
            "site": "示例小区",
            "building": "3号楼",
            "item": "外墙",
            "part": "南立面",
            "quantity": 1200,
            "measure": "㎡",
            "unit_price": 85,
            "amount": 102_000,
        },
    )
)
