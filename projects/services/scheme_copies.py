"""Taking over the items of a similar project's scheme, so that nobody types the same list twice (F19)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.db.models import TextChoices

from accounts.models import User
from core import audit
from core.errors import DomainError
from core.units import rounded
from projects import scheme_policies
from projects.models import Project, ProjectSite, Scheme, SchemeItem, WorkItem
from projects.services import scheme_items
from projects.services.schemes import locked_scheme

PIECES = frozenset("个盏处部套户栋幢座台根株组项樘辆只块扇")  # units of measure that are not divided


class Quantities(TextChoices):
    """What becomes of the quantities."""

    SCALED = "scaled", "按户数折算"
    KEPT = "kept", "照抄"
    LEFT_OUT = "left_out", "留空（填 0，逐行补填）"


@dataclass(frozen=True)
class Copied:
    """How many lines came over, and what was left behind and why."""

    added: int
    skipped: list[str]


@transaction.atomic
def copy(*, scheme: Scheme, source: Scheme, site: ProjectSite, quantities: str, by: User) -> Copied:
    """Copy the items of another scheme to one site, as works on the whole compound.

    Its buildings and units mean nothing here: the same item and part of several places become one line, their
    quantities summed; where their prices differ the price stays open. Retired items and lines already there are left
    behind and named.
    """
    locked = locked_scheme(scheme)
    scheme_policies.check_can_change(by, locked)
    factor = _factor(Quantities(quantities), source.project, site)
    usable = set(WorkItem.objects.usable_in(locked.project.division_id).values_list("pk", flat=True))
    there = {scheme_items.key_of(line) for line in locked.items.all()}
    lines, skipped = [], []
    for line in _merged(source.items.select_related("item"), locked, site):
        if line.item_id not in usable:
            skipped.append(f"{line.item}（{'已停用' if line.item.retired_on else '本区划不使用'}）")
        elif scheme_items.key_of(line) in there:
            skipped.append(f"{line.item}（方案里已有）")
        else:
            if factor != 1:
                line.quantity = _scaled(line.quantity * factor, line.item.unit)
            lines.append(line)
    scheme_items.create_many(scheme=locked, lines=lines, by=by)
    details = {"来源": str(source), "小区": str(site), "数量": Quantities(quantities).label, "行数": len(lines)}
    audit.write(
        by=by,
        action="复制方案内容",
        on=locked,
        details=details | {"未复制": skipped},
        division_id=locked.project.division_id,
    )
    return Copied(len(lines), skipped)


def _factor(quantities: Quantities, project: Project, site: ProjectSite) -> Decimal:
    if quantities is Quantities.KEPT:
        return Decimal(1)
    if quantities is Quantities.LEFT_OUT:
        return Decimal(0)
    theirs = [each.households for each in project.sites.all()]
    if not site.households or not all(theirs) or not theirs:
        lacking = site if not site.households else project
        raise DomainError(f"“{lacking}”没有居民户数，不能按户数折算。请先补填户数，或选择照抄、留空。")
    return Decimal(site.households) / sum(theirs)


def _scaled(quantity: Decimal, unit: str) -> Decimal:
    """What is counted in pieces comes out whole: nobody installs 3.27 lamps."""
    return quantity.quantize(Decimal(1), ROUND_HALF_UP) if unit in PIECES else rounded(quantity)


def _merged(theirs: Iterable[SchemeItem], scheme: Scheme, site: ProjectSite) -> list[SchemeItem]:
    merged: dict[tuple[int, str], SchemeItem] = {}
    for line in theirs:
        new = SchemeItem(
            scheme=scheme, site=site, item=line.item, part=line.part, quantity=line.quantity, unit_price=line.unit_price
        )
        kept = merged.setdefault((line.item_id, line.part), new)
        if kept is not new:
            kept.quantity += line.quantity
            kept.unit_price = kept.unit_price if kept.unit_price == line.unit_price else None
    return list(merged.values())
