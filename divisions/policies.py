"""What a change of divisions must fulfil. The rights are values of accounts.permissions.Permission."""

from collections.abc import Mapping
from typing import Any

from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division

MANAGE = "manage_people"
VIEW = "view_people"


def check_can_change(by: Any, code: str) -> None:
    """A system administrator, inside her territory; the code has twelve digits."""
    by.demand(MANAGE)
    if len(code) != territory.CODE_LENGTH or not (code.isascii() and code.isdigit()):
        raise DomainError("区划代码须为 12 位数字，例如 410703008000。")
    if not territory.contains(by.territory, code):
        raise NotAllowed(f"区划代码 {code} 不在您的辖区内。")


def check_in_force(division: Division) -> None:
    if division.until:
        raise DomainError(f"{division.name}（{division.code}）已于 {division.until} 停用，不能再变更。")


def check_is_free(code: str) -> None:
    if Division.objects.filter(pk=code).exists():
        raise DomainError(f"区划代码 {code} 已被使用（含已停用的），请核对。")


def check_name_is_free(name: str, parent: Division | None) -> None:
    """Two divisions in force under one parent never share a name: a ledger could not tell them apart."""
    if Division.objects.in_force().filter(parent=parent, name=name).exists():
        raise DomainError(f"{parent or '同级区划中'}已有“{name}”，名称不能重复。")


def check_keeps_level(division: Division, code: str) -> None:
    if len(territory.prefix_of(code)) != division.level:
        raise DomainError(f"{division.name}是{division.get_level_display()}区划，新代码须是同级的代码。")


def check_can_merge(division: Division, into: Division) -> None:
    if division == into:
        raise DomainError("不能并入自身，请选择另一个区划。")
    if division.level != into.level:
        raise DomainError(f"只能并入同级区划：{into.name}是{into.get_level_display()}区划。")


def check_may_be_used_again(codes: Mapping[str, str], used: Mapping[str, Division]) -> None:
    """A code once used is only given to the division that had it before."""
    for old, new in codes.items():
        if new in used and used[new].successor_id != old:
            raise DomainError(f"区划代码 {new} 已被{used[new].name}使用（含已停用的），请核对。")
