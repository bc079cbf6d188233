"""Lines of a scheme: quantity × price to the cent, one place each, by compound, building and unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from communities.models import Building, Unit
from core.errors import Conflict, DomainError
from core.models import AuditEntry
from projects.models import ProjectSite, SchemeItem, WorkItem
from projects.selectors.scheme_compare import compare
from projects.selectors.schemes import sheet_of
from projects.selectors.similar import similar_to
from projects.services import scheme_copies, scheme_items, schemes
from projects.services.scheme_copies import Quantities
from tests.projects.conftest import a_project

FIGURE = st.decimals(min_value=0, max_value=10**6, places=2)


@pytest.fixture
def building(scheme) -> Building:
    compound = scheme.project.sites.get().compound
    return Building.objects.create(compound=compound, division=compound.division, name="3号楼")


@pytest.fixture
def unit(building) -> Unit:
    return Unit.objects.create(building=building, division=building.division, name="1单元")


def test_an_amount_is_rounded_half_up(scheme, line):
    assert line(scheme, "外墙", "0.5", "0.01").amount == Decimal("0.01")


@given(quantity=FIGURE, price=FIGURE)
def test_an_amount_is_never_half_a_cent_off(quantity, price):
    amount = scheme_items.amount_of(quantity, price)

    assert abs(amount - quantity * price) <= Decimal("0.005")


@pytest.mark.parametrize(("quantity", "price", "told"), [(-1, 1, "数量是 -1"), (1, -1, "单价是 -1 元")])
def test_negative_figures_are_refused(scheme, line, quantity, price, told):
    with pytest.raises(DomainError, match=f"中州小区“外墙”的{told}，不能为负"):
        line(scheme, "外墙", quantity, price)


def test_an_absurd_amount_asks_for_the_unit(scheme, line):
    with pytest.raises(DomainError, match="请核对数量和单价的单位"):
        line(scheme, "外墙", 10**9, 10**9)


def test_a_retired_item_is_not_taken_up(scheme, line):
    with pytest.raises(DomainError, match="“旧管道”已于 2022-01-01 停用"):
        line(scheme, "旧管道", 1, 1)


def test_another_districts_own_item_is_not_taken_up(scheme, items, line, divisions):
    items["外区内容"] = WorkItem.objects.create(
        division=divisions["湛河区"], code="Z01", name="外区内容", category="basic", unit="处"
    )

    with pytest.raises(DomainError, match="“外区内容”是湛河区的自定内容"):
        line(scheme, "外区内容", 1, 1)


def test_the_same_line_stands_once(scheme, line):
    line(scheme, "外墙", 1, 1)

    with pytest.raises(DomainError, match="方案里已有中州小区“外墙”这一行"):
        line(scheme, "外墙", 2, 1)


def test_two_parts_of_one_item_stand_side_by_side(scheme, line):
    line(scheme, "外墙", 1, 1, part="南立面")
    line(scheme, "外墙", 2, 1, part="北立面")

    assert scheme.items.count() == 2


def test_totals_follow_compound_building_and_unit(scheme, line, building, unit):
    line(scheme, "围墙", 1, 100)
    line(scheme, "外墙", 1, 10, building=building)
    line(scheme, "外墙", 1, 1, unit=unit)

    places = [(share.label, share.amount, share.depth) for share in sheet_of(scheme).by_place]

    assert places == [
        ("中州小区", Decimal("111.00"), 0),
        ("小区整体", Decimal("100.00"), 1),
        ("3号楼", Decimal("11.00"), 1),
        ("1单元", Decimal("1.00"), 2),
    ]


def test_a_building_of_another_compound_is_refused(scheme, line, compound):
    other = compound("别处小区", buildings=("9号楼",)).buildings.get()

    with pytest.raises(DomainError, match="9号楼不是中州小区的楼栋"):
        line(scheme, "外墙", 1, 1, building=other)


def test_a_project_of_some_buildings_has_no_works_on_others(scheme, line, building):
    site = scheme.project.sites.get()
    only = Building.objects.create(compound=site.compound, division=site.division, name="5号楼")
    site.only_buildings.set([only])

    with pytest.raises(DomainError, match="中州小区只改造5号楼，3号楼不在本项目内"):
        line(scheme, "外墙", 1, 1, building=building)


def test_a_site_of_another_project_is_refused(scheme, line, listed, street_office, office):
    other = a_project(listed["新运23号院"], implementer=street_office, by=office)

    with pytest.raises(DomainError, match="新运23号院不属于“中州小区改造项目”"):
        line(scheme, "外墙", 1, 1, site=other.sites.get())


def test_two_editors_of_a_line_are_told_both_values(scheme, line, clerk, office):
    first = line(scheme, "外墙", 100, "85.50")
    scheme_items.change(line=first, version=1, quantity=Decimal(120), unit_price=Decimal("85.50"), by=office)

    with pytest.raises(Conflict, match=r"数量现为“120\.00”，您填的是“90\.00”"):
        scheme_items.change(line=first, version=1, quantity=Decimal("90.00"), unit_price=Decimal("85.50"), by=clerk)


def test_a_line_removed_meanwhile_is_told(scheme, line, clerk, office):
    first = line(scheme, "外墙", 100, "85.50")
    scheme_items.remove(line=SchemeItem.objects.select_related("scheme__project").get(), by=office)

    with pytest.raises(Conflict, match="已被他人删除"):
        scheme_items.change(line=first, version=1, quantity=Decimal(90), by=clerk)


def test_the_log_names_the_figures_before_and_after(scheme, line, clerk):
    first = line(scheme, "外墙", 100, "85.50")

    scheme_items.change(line=first, version=1, quantity=Decimal(120), unit_price=Decimal("85.50"), by=clerk)

    details = AuditEntry.objects.get(action="修改方案内容").details
    assert details["改前"] == "100.00 ㎡ × 85.50 元 = 8550.00 元"
    assert details["数量、单价"] == "120.00 ㎡ × 85.50 元 = 10260.00 元"


def test_two_versions_side_by_side_to_the_cent(approved, project, line, clerk):
    variation = schemes.start_variation(project=project, reason="调整", by=clerk)
    wall, fence = variation.items.order_by("item__name")[:2]
    wall, fence = (wall, fence) if wall.item.name == "外墙" else (fence, wall)
    scheme_items.change(line=wall, version=1, quantity=Decimal("120.50"), unit_price=Decimal("85.55"), by=clerk)
    scheme_items.remove(line=fence, by=clerk)
    line(variation, "养老设施", 1, "20000.01")

    found = compare(approved, variation)

    told = {
        pair.line.item.name: (pair.mark, pair.quantity_difference, pair.price_difference, pair.amount_difference)
        for pair in found.pairs
    }
    assert told == {
        "外墙": ("调整", Decimal("20.50"), Decimal("0.05"), Decimal("1758.78")),
        "围墙": ("取消", Decimal("-12.50"), None, Decimal("-3750.00")),
        "养老设施": ("增加", Decimal("1.00"), None, Decimal("20000.01")),
    }
    assert (found.total.old, found.total.new, found.total.difference) == (
        Decimal("12300.00"),
        Decimal("30308.79"),
        Decimal("18008.79"),
    )
    assert [(row.label, row.difference) for row in found.by_category] == [
        ("基础类", Decimal("1758.78")),
        ("完善类", Decimal("-3750.00")),
        ("提升类", Decimal("20000.01")),
    ]


@pytest.fixture
def next_door(listed, street_office, office):
    """新运23号院, 121 households, a project of the same street without a scheme."""
    return a_project(listed["新运23号院"], implementer=street_office, by=office)


@pytest.fixture
def target(next_door, clerk):
    return schemes.start(project=next_door, by=clerk)


def copy(approved, target, clerk, quantities):
    site = target.project.sites.get()
    return scheme_copies.copy(scheme=target, source=approved, site=site, quantities=quantities, by=clerk)


@pytest.mark.parametrize(
    ("quantities", "wall", "fence"),
    [
        (Quantities.KEPT, "100.00", "12.50"),
        (Quantities.SCALED, "159.21", "19.90"),  # 121 / 76 households
        (Quantities.LEFT_OUT, "0.00", "0.00"),
    ],
)
def test_a_scheme_is_copied_from_a_similar_project(approved, target, clerk, quantities, wall, fence):
    copied = copy(approved, target, clerk, quantities)

    found = {line.item.name: (str(line.quantity), str(line.unit_price)) for line in target.items.all()}
    assert copied.added == 2
    assert found == {"外墙": (wall, "85.50"), "围墙": (fence, "300.00")}


def test_copying_names_what_it_leaves_behind(approved, target, line, items, clerk):
    line(target, "围墙", 1, 1)
    WorkItem.objects.filter(pk=items["外墙"].pk).update(retired_on="2023-04-01")

    copied = copy(approved, target, clerk, Quantities.KEPT)

    assert copied.skipped == ["外墙（已停用）", "围墙（方案里已有）"]


def test_places_of_the_source_become_one_line_and_differing_prices_stay_open(scheme, line, building, next_door, clerk):
    line(scheme, "外墙", 10, 80)
    line(scheme, "外墙", 5, 90, building=building)
    target = schemes.start(project=next_door, by=clerk)

    copy(scheme, target, clerk, Quantities.KEPT)

    copied = target.items.get()
    assert (copied.quantity, copied.unit_price, copied.building) == (Decimal(15), None, None)


def test_scaling_needs_the_number_of_households(approved, target, clerk):
    ProjectSite.objects.filter(project=target.project).update(households=None)

    with pytest.raises(DomainError, match="没有居民户数，不能按户数折算"):
        copy(approved, target, clerk, Quantities.SCALED)


def test_similar_is_what_differs_by_at_most_thirty_per_cent(approved, next_door, clerk):
    ProjectSite.objects.filter(project=next_door).update(households=100)  # 76 lies 24 % below
    near = similar_to(next_door, user=clerk)
    ProjectSite.objects.filter(project=next_door).update(households=121)  # 76 lies 37 % below
    far = similar_to(next_door, user=clerk)

    assert [(each.scheme, each.total.amount) for each in near] == [(approved, Decimal("12300.00"))]
    assert far == []


def test_a_name_finds_a_project_of_any_size(approved, next_door, clerk):
    assert [each.project.name for each in similar_to(next_door, user=clerk, text="中州")] == ["中州小区改造项目"]


def test_nothing_is_copied_from_where_she_sees_nothing(approved, next_door, outsider):
    assert similar_to(next_door, user=outsider, text="中州") == []


def test_what_is_counted_in_pieces_is_scaled_to_whole_pieces():
    from projects.services.scheme_copies import _scaled

    assert (_scaled(Decimal("3.50"), "盏"), _scaled(Decimal("3.456"), "㎡")) == (Decimal(4), Decimal("3.46"))
