"""Statistics tables: made, changed, copied and retired by the office in the browser (F68)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import Conflict, DomainError, NotAllowed
from divisions import territory
from divisions.models import Division
from reports import table_policies
from reports.choices import RowLevel, TotalPlace
from reports.measures import MEASURES
from reports.models import StatColumn, StatTable

MOST_COLUMNS = 40
MOST_PLACES = 4


@dataclass(frozen=True, kw_only=True)
class Head:
    """What stands above, below and beside the figures. {年} and {月} in the title are filled in."""

    name: str
    title: str
    document: str = ""
    unit_line: str = ""
    rows_by: str = RowLevel.STREET
    numbered: bool = True
    coded: bool = False
    total: str = TotalPlace.FIRST
    foot: str = ""


@dataclass(frozen=True, kw_only=True)
class ColumnLine:
    """One column: up to two upper heads, its own head, the measure and how it is shown."""

    head: str
    measure: str
    top: str = ""
    middle: str = ""
    unit: str = ""
    places: int = 0
    whole_word: str = ""


@transaction.atomic
def create(*, division: Division, head: Head, by: User) -> StatTable:
    """A new table of one's own territory, without columns yet. Refused: a name that the division has already used."""
    by.demand(Permission.MANAGE_TABLES)
    if not territory.contains(by.territory, division.code):
        raise NotAllowed(f"{division}不在您的辖区内，不能为其制发统计表。")
    table = add(division=division, head=head)
    audit.write(by=by, action="新建统计表", on=table, details=asdict(head))
    return table


def add(*, division: Division, head: Head, columns: Sequence[ColumnLine] = ()) -> StatTable:
    """Write a table. The division is locked, so that two who take the same name at once are told."""
    Division.objects.select_for_update(of=("self",)).get(pk=division.pk)
    _check_name(division, head.name)
    table = StatTable.objects.create(division=division, **asdict(head))
    _write(table, columns)
    return table


@transaction.atomic
def edit(*, table: StatTable, version: int, head: Head, by: User) -> StatTable:
    """Change head, foot and rows. Refused: a retired table, another division's, one that changed meanwhile."""
    table_policies.check_can_change(by, table)
    Division.objects.select_for_update(of=("self",)).get(pk=table.division_id)
    locked = _locked(table, version, by)
    if head.name != locked.name:
        _check_name(locked.division, head.name)
    before = {field.name: getattr(locked, field.name) for field in fields(Head)}
    after = asdict(head)
    for key, value in after.items():
        setattr(locked, key, value)
    locked.version += 1
    locked.save()
    changed = {key: [before[key], after[key]] for key in after if before[key] != after[key]}
    audit.write(by=by, action="修改统计表", on=locked, details=changed)
    return locked


@transaction.atomic
def set_columns(*, table: StatTable, version: int, columns: Sequence[ColumnLine], by: User) -> StatTable:
    """The columns in their order, in place of those before. Refused: whatever `faults` names."""
    table_policies.check_can_change(by, table)
    locked = _locked(table, version, by)
    if found := faults(columns):
        raise DomainError("".join(found))
    locked.columns.all().delete()
    _write(locked, columns)
    locked.version += 1
    locked.save(update_fields=["version"])
    details = {"列": [f"{line.head}：{MEASURES[line.measure].label}" for line in columns]}
    audit.write(by=by, action="设置统计表列", on=locked, details=details)
    return locked


@transaction.atomic
def copy(*, table: StatTable, name: str, by: User) -> StatTable:
    """The same table for one's own division, to be changed freely; a superior's table stays as it is."""
    by.demand(Permission.MANAGE_TABLES)
    if by.organisation is None:
        raise NotAllowed("您的账号没有所属机构，不能制发统计表。")
    head = Head(**{field.name: getattr(table, field.name) for field in fields(Head)} | {"name": name})
    made = add(division=by.organisation.division, head=head, columns=lines_of(table))
    audit.write(by=by, action="复制统计表", on=made, details={"来源": f"{table}（{table.division}）"})
    return made


@transaction.atomic
def retire(*, table: StatTable, by: User, today: date) -> StatTable:
    """From today it is no longer filled in; it stays readable and can be copied."""
    table_policies.check_can_change(by, table)
    locked = _locked(table, table.version, by)
    locked.retired_on = today
    locked.version += 1
    locked.save(update_fields=["retired_on", "version"])
    audit.write(by=by, action="停用统计表", on=locked)
    return locked


def lines_of(table: StatTable) -> list[ColumnLine]:
    """The columns as they stand, to be copied and changed."""
    keys = [field.name for field in fields(ColumnLine)]
    return [ColumnLine(**{key: getattr(column, key) for key in keys}) for column in table.columns.all()]


def faults(columns: Sequence[ColumnLine]) -> list[str]:
    """What is wrong with these columns, each in a sentence that names the column."""
    found = [] if columns else ["统计表至少要有一列。"]
    if len(columns) > MOST_COLUMNS:
        found.append(f"统计表最多 {MOST_COLUMNS} 列，现在是 {len(columns)} 列，请分成两张表。")
    paths = Counter((line.top, line.middle, line.head) for line in columns)
    found += [f"列名“{path[2]}”在同一表头下写了 {times} 次，请改名。" for path, times in paths.items() if times > 1]
    for line in columns:
        found += _faults(line)
    return found


def _faults(line: ColumnLine) -> list[str]:
    measure = MEASURES.get(line.measure)
    if measure is None:
        return [f"“{line.head}”列没有可用的指标，请从指标中选择。"]
    found = [] if 0 <= line.places <= MOST_PLACES else [f"“{line.head}”列的小数位须为 0 至 {MOST_PLACES}。"]
    symbols = [unit.symbol for unit in measure.units]
    if line.unit and line.unit not in symbols:
        offered = "、".join(symbols)
        found.append(f"“{line.head}”列的指标“{measure.label}”不能以{line.unit}计，可用的单位：{offered}。")
    if line.whole_word and "%" not in symbols:
        found.append(f"“{line.head}”列不是百分比，不能设置“达到 100% 时写作”。")
    return found


def _check_name(division: Division, name: str) -> None:
    if StatTable.objects.filter(division=division, name=name).exists():
        raise DomainError(f"{division}已有名为“{name}”的统计表，请换一个名称。")


def _locked(table: StatTable, version: int, by: User) -> StatTable:
    locked = StatTable.objects.select_for_update(of=("self",)).select_related("division").get(pk=table.pk)
    table_policies.check_can_change(by, locked)
    if locked.version != version:
        raise Conflict(f"“{locked}”刚刚被他人修改，您的修改没有保存。请刷新后核对再改。")
    return locked


def _write(table: StatTable, columns: Sequence[ColumnLine]) -> None:
    StatColumn.objects.bulk_create(
        StatColumn(table=table, position=position, **asdict(line)) for position, line in enumerate(columns, start=1)
    )
