"""The lines of a scheme: one by one on a page, many at once from a workbook. Amount = quantity × price, to the cent."""

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from communities.models import Building, Unit
from core import audit
from core.errors import Conflict, DomainError
from core.units import rounded
from projects import scheme_policies
from projects.models import ProjectSite, Scheme, SchemeItem, WorkItem
from projects.selectors.schemes import LINE_PARTS, described
from projects.services.conflicts import check_version
from projects.services.schemes import locked_scheme

FACTS = ("building", "unit", "part", "quantity", "unit_price", "remarks")
AT_ONCE = 1_000
MOST = Decimal(10) ** 13  # 元 in one line; above it somebody mistook a unit

Key = tuple[int, int | None, int | None, int, str]


def key_of(line: SchemeItem) -> Key:
    """What makes two lines the same line: place, item, part. Two versions are laid side by side by it."""
    return (line.site_id, line.building_id, line.unit_id, line.item_id, line.part)


@transaction.atomic
def add(
    *,
    scheme: Scheme,
    site: ProjectSite,
    item: WorkItem,
    quantity: Decimal,
    by: User,
    unit_price: Decimal | None = None,
    building: Building | None = None,
    unit: Unit | None = None,
    part: str = "",
    remarks: str = "",
) -> SchemeItem:
    """Add a line. Refused: a retired item, a place outside the project, a negative figure, the same line twice."""
    locked = locked_scheme(scheme)
    scheme_policies.check_can_change(by, locked)
    line = SchemeItem(
        scheme=locked,
        site=site,
        building=building or (unit.building if unit else None),
        unit=unit,
        item=item,
        part=part.strip(),
        quantity=quantity,
        unit_price=unit_price,
        remarks=remarks,
    )
    check_usable(locked, [item])
    _check_places(locked, [line])
    _price(line)
    _check_once(locked, [line])
    line.save()
    _record(line, by=by, action="增加方案内容")
    return line


@transaction.atomic
def change(
    *,
    line: SchemeItem,
    version: int | None,
    quantity: Decimal,
    by: User,
    unit_price: Decimal | None = None,
    building: Building | None = None,
    unit: Unit | None = None,
    part: str = "",
    remarks: str = "",
) -> SchemeItem:
    """Correct a line, also one whose item was retired since. A later saving of the same line names both values."""
    scheme = locked_scheme(line.scheme)
    scheme_policies.check_can_change(by, scheme)
    locked = _line(line)
    typed = {
        "building": building or (unit.building if unit else None),
        "unit": unit,
        "part": part.strip(),
        "quantity": quantity,
        "unit_price": unit_price,
        "remarks": remarks,
    }
    check_version(locked, version=version, typed=typed)
    before = _figures(locked)
    for name, value in typed.items():
        setattr(locked, name, value)
    _check_places(scheme, [locked])
    _price(locked)
    _check_once(scheme, [locked])
    locked.version += 1
    locked.save()
    _record(locked, by=by, action="修改方案内容", before=before)
    return locked


@transaction.atomic
def remove(*, line: SchemeItem, by: User) -> None:
    """Take a line out of a version that is being worked on; the entry keeps its figures."""
    scheme = locked_scheme(line.scheme)
    scheme_policies.check_can_change(by, scheme)
    locked = _line(line)
    _record(locked, by=by, action="删除方案内容")
    locked.delete()


@transaction.atomic
def create_many(*, scheme: Scheme, lines: Sequence[SchemeItem], by: User) -> list[SchemeItem]:
    """Add many lines by the same rules, in a fixed number of queries per thousand. Everything or nothing."""
    locked = locked_scheme(scheme)
    scheme_policies.check_can_change(by, locked)
    check_usable(locked, {line.item for line in lines})
    for line in lines:
        line.scheme = locked
        _price(line)
    _check_places(locked, lines)
    _check_once(locked, lines)
    return SchemeItem.objects.bulk_create(lines, batch_size=AT_ONCE)


@transaction.atomic
def change_many(*, scheme: Scheme, lines: Sequence[SchemeItem], by: User) -> None:
    """Keep new figures of many lines of one scheme at once."""
    locked = locked_scheme(scheme)
    scheme_policies.check_can_change(by, locked)
    for line in lines:
        _price(line)
        line.version += 1
    SchemeItem.objects.bulk_update(
        lines, ["quantity", "unit_price", "amount", "remarks", "version"], batch_size=AT_ONCE
    )


@transaction.atomic
def delete_many(*, scheme: Scheme, ids: Collection[int], by: User) -> None:
    """Take back what an import brought."""
    locked = locked_scheme(scheme)
    scheme_policies.check_can_change(by, locked)
    SchemeItem.objects.filter(scheme=locked, pk__in=ids).delete()


def amount_of(quantity: Decimal, unit_price: Decimal | None) -> Decimal | None:
    """元, rounded half up to the cent; None without a price."""
    return None if unit_price is None else rounded(quantity * unit_price)


def check_usable(scheme: Scheme, items: Iterable[WorkItem]) -> None:
    """A line is newly written only with an item that this division's catalogue has and has not retired."""
    wanted = list(items)
    usable = set(
        WorkItem.objects.usable_in(scheme.project.division_id)
        .filter(pk__in=[item.pk for item in wanted])
        .values_list("pk", flat=True)
    )
    for item in wanted:
        if item.retired_on:
            raise DomainError(f"改造内容“{item}”已于 {item.retired_on:%Y-%m-%d} 停用，请改用现行的改造内容。")
        if item.pk not in usable:
            raise DomainError(f"改造内容“{item}”是{item.division}的自定内容，本项目不能使用。")


def _price(line: SchemeItem) -> None:
    if line.quantity < 0:
        raise DomainError(f"{described(line)}的数量是 {line.quantity:,}，不能为负，请更正。")
    if line.unit_price is not None and line.unit_price < 0:
        raise DomainError(f"{described(line)}的单价是 {line.unit_price:,} 元，不能为负，请更正。")
    line.amount = amount_of(line.quantity, line.unit_price)
    if line.amount is not None and line.amount >= MOST:
        raise DomainError(f"{described(line)}的金额达 {line.amount:,} 元，请核对数量和单价的单位。")


def _check_places(scheme: Scheme, lines: Sequence[SchemeItem]) -> None:
    """The site is the project's; building and unit lie in its compound, and in the buildings it is limited to."""
    sites = {site.pk: site for site in scheme.project.sites.prefetch_related("only_buildings")}
    for line in lines:
        if line.site_id not in sites:
            raise DomainError(f"{line.site}不属于“{scheme.project}”，请选择本项目的小区。")
        if line.building is None:
            continue
        if line.building.compound_id != line.site.compound_id:
            raise DomainError(f"{line.building}不是{line.site}的楼栋，请重新选择。")
        if line.unit and line.unit.building_id != line.building_id:
            raise DomainError(f"{line.unit}不是{line.building}的单元，请重新选择。")
        limited = [building.pk for building in sites[line.site_id].only_buildings.all()]
        if limited and line.building_id not in limited:
            names = "、".join(str(building) for building in sites[line.site_id].only_buildings.all())
            raise DomainError(f"{line.site}只改造{names}，{line.building}不在本项目内。")


def _check_once(scheme: Scheme, lines: Sequence[SchemeItem]) -> None:
    """The same item stands once at a place; two parts of it are told apart by 部位、规格."""
    own = {line.pk for line in lines if line.pk}
    sites = {line.site_id for line in lines}
    others = SchemeItem.objects.filter(scheme=scheme, site__in=sites).exclude(pk__in=own)
    taken = {key_of(line) for line in others}
    for line in lines:
        if key_of(line) in taken:
            raise DomainError(f"方案里已有{described(line)}这一行，请修改那一行，或用“部位、规格”区分。")
        taken.add(key_of(line))


def _line(line: SchemeItem) -> SchemeItem:
    found = SchemeItem.objects.select_for_update(of=("self",)).select_related(*LINE_PARTS).filter(pk=line.pk).first()
    if found is None:
        raise Conflict(f"{described(line)}已被他人删除，没有保存。")
    return found


def _figures(line: SchemeItem) -> str:
    price = "无单价" if line.unit_price is None else f"{line.unit_price:.2f} 元"
    amount = "" if line.amount is None else f" = {line.amount:.2f} 元"
    return f"{line.quantity:.2f} {line.item.unit} × {price}{amount}"


def _record(line: SchemeItem, *, by: User, action: str, before: str = "") -> None:
    details = {"内容": described(line), "数量、单价": _figures(line)} | ({"改前": before} if before else {})
    audit.write(by=by, action=action, on=line.scheme, details=details, division_id=line.scheme.project.division_id)
