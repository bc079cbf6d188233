"""The catalogue of work items: what all districts share, and what a district adds of its own (F18)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from accounts.permissions import Permission
from core import audit
from core.errors import DomainError, NotAllowed
from divisions import territory
from divisions.models import Division
from projects.choices import Category
from projects.models import WorkItem

# Where a category's items stand in lists; a district's own follow the shared ones of their category.
PLACES = {Category.BASIC: 1_000, Category.IMPROVEMENT: 2_000, Category.UPGRADE: 3_000}
OWN = 900


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """What is said of one item. Price in 元 per unit of measure; empty where none is usual."""

    code: str
    name: str
    category: str
    unit: str
    usual_price: Decimal | None = None
    clause: str = ""


@transaction.atomic
def add(*, division: Division, facts: ItemFacts, by: User) -> WorkItem:
    """Add an item of the district's own. Refused: a code or name that its catalogue has already, also from above."""
    check_can_set(by, division.pk)
    Division.objects.select_for_update(of=("self",)).get(pk=division.pk)  # two who add at once queue here
    item = WorkItem(division=division)
    _keep(item, facts)
    audit.write(by=by, action="新增改造内容", on=item, details={"编号": item.code, "计量单位": item.unit})
    return item


@transaction.atomic
def change(*, item: WorkItem, facts: ItemFacts, by: User) -> WorkItem:
    """Correct an own item by the same rules. Schemes that use it keep their quantities and prices."""
    item = _locked(item, by)
    if facts.unit != item.unit and item.uses.exists():
        raise DomainError(f"“{item}”已用于改造方案，计量单位“{item.unit}”不能改成“{facts.unit}”。请停用它，另建一项。")
    _keep(item, facts)
    audit.write(by=by, action="修改改造内容", on=item, details={"编号": item.code, "计量单位": item.unit})
    return item


@transaction.atomic
def retire(*, item: WorkItem, on: date, reason: str, by: User) -> WorkItem:
    """No scheme takes it up from now on; those that use it go on showing it. Items are never deleted."""
    item = _locked(item, by)
    if item.retired_on:
        raise DomainError(f"“{item}”已于 {item.retired_on} 停用。")
    if not reason.strip():
        raise DomainError("请写明停用原因。")
    item.retired_on = on
    item.save(update_fields=["retired_on"])
    audit.write(by=by, action="停用改造内容", on=item, reason=reason.strip())
    return item


@transaction.atomic
def restore(*, item: WorkItem, by: User) -> WorkItem:
    """Take it up again, unless its code or name has been given away meanwhile."""
    item = _locked(item, by)
    if not item.retired_on:
        raise DomainError(f"“{item}”没有停用，无须恢复。")
    _check_free(item, code=item.code, name=item.name)
    item.retired_on = None
    item.save(update_fields=["retired_on"])
    audit.write(by=by, action="恢复改造内容", on=item)
    return item


def check_can_set(user: User, division_code: str) -> None:
    """Whoever sets the rules of a district; what districts share comes with the product."""
    user.demand(Permission.SET_RULES)
    if not territory.contains(user.territory, division_code):
        raise NotAllowed("这项改造内容是上级或全国共用的，不能在本级修改。需要不同内容时，请新增本地改造内容。")


def _keep(item: WorkItem, facts: ItemFacts) -> None:
    _check_free(item, code=facts.code, name=facts.name)
    if facts.usual_price is not None and facts.usual_price < 0:
        raise DomainError(f"“{facts.name}”的参考单价不能是负数。")
    item.code, item.name, item.category, item.unit = facts.code, facts.name, facts.category, facts.unit
    item.usual_price, item.clause = facts.usual_price, facts.clause
    item.position = PLACES[Category(facts.category)] + OWN
    item.save()


def _check_free(item: WorkItem, *, code: str, name: str) -> None:
    """One code and one name mean one thing wherever a scheme may choose it: in the division, above it and below it."""
    line = WorkItem.objects.within(territory.prefix_of(item.division_id)).exclude(pk=item.pk)
    taken: Iterable[WorkItem] = (line.filter(code=code) | line.filter(name=name)).select_related("division")
    for other in taken:
        where = f"{other.division}目录" + (f"（{other.retired_on} 已停用）" if other.retired_on else "")
        if other.name == name:
            raise DomainError(f"{where}已有“{name}”（编号 {other.code}），请直接使用，或换一个名称。")
        raise DomainError(f"编号 {code} 在{where}中是“{other.name}”，请换一个编号。")


def _locked(item: WorkItem, by: User) -> WorkItem:
    check_can_set(by, item.division_id)
    return WorkItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
