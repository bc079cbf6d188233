"""Buildings of a compound and their units, entered, changed and taken off one by one."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from communities import policies
from communities.models import Building, Compound, Unit
from communities.selectors.changes import compare
from communities.selectors.parts import lists_naming
from communities.services.signing import sign
from communities.services.versions import check_version
from core import audit
from core.errors import DomainError

Facts = Mapping[str, Any]
Part = TypeVar("Part", Building, Unit)


@transaction.atomic
def add(*, compound: Compound, facts: Facts, by: User) -> Building:
    """Enter a building; its number stands once in the compound."""
    _check(compound, by)
    building = Building(compound=compound, division_id=compound.division_id, **facts)
    _check_number_is_free(building)
    return _save(building, by=by, action="新增楼栋", reason="新增楼栋")


@transaction.atomic
def change(*, building: Building, facts: Facts, by: User, reason: str, version: int | None = None) -> Building:
    """Change facts of a building and say why; refused when it has changed since `version`."""
    locked = Building.objects.select_for_update(of=("self",)).select_related("compound").get(pk=building.pk)
    _check(locked.compound, by)
    check_version(locked, version)
    if not compare(locked, facts):
        return locked
    for name, value in facts.items():
        setattr(locked, name, value)
    locked.version += 1
    _check_number_is_free(locked)
    return _save(locked, by=by, action="修改楼栋", reason=reason)


@transaction.atomic
def remove(*, building: Building, by: User, reason: str) -> None:
    """Delete a building entered by mistake, with its units; the history keeps it. Refused while a list names it."""
    _check(building.compound, by)
    if named := lists_naming(building):
        raise DomainError(f"“{building}”已列入{'、'.join(named)}，请先从中移出。")
    for unit in building.units.all():
        _delete(unit, by=by, reason=reason)
    audit.write(by=by, action="删除楼栋", on=building, reason=reason)
    _delete(building, by=by, reason=reason)


@transaction.atomic
def add_unit(*, building: Building, facts: Facts, by: User) -> Unit:
    """Enter a unit; its name stands once in the building."""
    _check(building.compound, by)
    unit = Unit(building=building, division_id=building.division_id, **facts)
    _check_unit_is_free(unit)
    return _save(unit, by=by, action="新增单元", reason="新增单元")


@transaction.atomic
def change_unit(*, unit: Unit, facts: Facts, by: User, reason: str) -> Unit:
    """Change facts of a unit and say why."""
    _check(unit.building.compound, by)
    for name, value in facts.items():
        setattr(unit, name, value)
    _check_unit_is_free(unit)
    return _save(unit, by=by, action="修改单元", reason=reason)


@transaction.atomic
def remove_unit(*, unit: Unit, by: User, reason: str) -> None:
    """Delete a unit entered by mistake; the history keeps it."""
    _check(unit.building.compound, by)
    audit.write(by=by, action="删除单元", on=unit, reason=reason)
    _delete(unit, by=by, reason=reason)


def _check(compound: Compound, by: User) -> None:
    policies.check_can_change(by, Permission.EDIT_COMPOUNDS, compound)


def _save(part: Part, *, by: User, action: str, reason: str) -> Part:
    sign(part, by=by, reason=reason)
    part.save()
    audit.write(by=by, action=action, on=part, reason=reason)
    return part


def _delete(part: Building | Unit, *, by: User, reason: str) -> None:
    sign(part, by=by, reason=reason)
    part.delete()


def _check_number_is_free(building: Building) -> None:
    if Building.objects.filter(compound=building.compound, name=building.name).exclude(pk=building.pk).exists():
        raise DomainError(f"“{building.compound}”已有“{building.name}”，楼号不能重复。")


def _check_unit_is_free(unit: Unit) -> None:
    if Unit.objects.filter(building=unit.building, name=unit.name).exclude(pk=unit.pk).exists():
        raise DomainError(f"“{unit.building}”已有“{unit.name}”，单元不能重复。")
