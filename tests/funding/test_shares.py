"""Residents' shares of a lift and of a wall: laid down, shown with their working, taken back."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse

from communities.models import Building, Unit
from core.errors import Conflict, DomainError, NotAllowed
from funding.choices import ShareMethod
from funding.models import Contribution, SharePlan
from funding.selectors.shares import first_rows, places_of, sheet_of
from funding.services import contributions, shares
from funding.services.shares import Group
from projects.choices import Source
from tests.funding.stories import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(project):
    return project.sites.get()


@pytest.fixture
def building(site) -> Building:
    """3号楼 of six floors with one unit of twelve households."""
    made = Building.objects.create(
        compound=site.compound, division=site.division, name="3号楼", storeys=6, households=12
    )
    Unit.objects.create(building=made, division=site.division, name="1单元", households=12)
    return made


@pytest.fixture
def floors(building) -> list[Group]:
    unit = building.units.get()
    coefficients = ("0", "0", "1", "1.2", "1.4", "1.6")
    return [
        Group(households=2, coefficient=Decimal(each), building=building, unit=unit, floor=floor)
        for floor, each in enumerate(coefficients, start=1)
    ]


@pytest.fixture
def draw_up(site, clerk):
    def make(groups, **changed) -> SharePlan:
        facts = {
            "title": "加装电梯",
            "method": ShareMethod.BY_FLOOR,
            "total": Decimal(450_000),
            "document": "3号楼1单元加梯协议",
            "decided_on": date(2023, 6, 1),
            "by": clerk,
        }
        return shares.draw_up(site=site, groups=groups, today=TODAY, **facts | changed)

    return make


def test_each_floor_becomes_a_contribution_of_the_residents(draw_up, floors):
    plan = draw_up(floors)

    groups = list(plan.groups.order_by("pk"))
    assert [group.giver for group in groups][2] == "3号楼1单元 3 层"
    assert {group.source for group in groups} == {Source.RESIDENTS}
    assert sum(group.promised for group in groups) == plan.total


def test_the_working_shows_coefficient_and_households(draw_up, floors):
    sheet = sheet_of(draw_up(floors))

    assert (sheet.weight, sheet.households) == (Decimal("10.4"), 12)
    assert sheet.promised == Decimal(450_000)


def test_the_print_says_who_pays_a_cent_more(draw_up, building, signed_in, clerk):
    plan = draw_up([Group(households=7, building=building)], method=ShareMethod.EVEN, total=Decimal(100))

    page = signed_in(clerk).get(plan.get_absolute_url()).content.decode()

    assert sheet_of(plan).lines[0].more == 4  # 14.28 × 7 = 99.96
    assert "前 4 户" in page


def test_a_share_is_received_like_any_other_money(draw_up, floors, clerk):
    group = draw_up(floors).groups.get(floor=3)

    contributions.receive(
        contribution=group,
        amount=group.each,
        on=TODAY,
        number="",
        note="301 户",
        key=uuid4(),
        by=clerk,
        today=TODAY,
    )

    group.refresh_from_db()
    assert group.received == Decimal("43269.23")


def test_a_share_is_not_changed_beside_its_plan(draw_up, floors, clerk):
    group = draw_up(floors).groups.get(floor=3)

    with pytest.raises(DomainError, match="按新的议定重新分摊"):
        contributions.change(contribution=group, promised=Decimal(1), reason="少收一点", by=clerk)


def test_one_household_bears_all_of_it(draw_up, building):
    plan = draw_up([Group(households=1, building=building, floor=5)], method=ShareMethod.SINGLE)

    assert plan.groups.get().promised == plan.total


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"total": Decimal(0)}, "必须大于 0"),
        ({"total": Decimal("0.001")}, "不是整分"),
        ({"decided_on": date(2023, 7, 1)}, "晚于今天"),
        ({"method": ShareMethod.SINGLE}, "只能有一组"),
        ({"method": ShareMethod.EVEN}, "才有不同的系数"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(draw_up, floors, changed, sentence):
    with pytest.raises(DomainError, match=sentence):
        draw_up(floors, **changed)


def test_a_group_named_twice_is_refused(draw_up, floors):
    with pytest.raises(DomainError, match="3号楼1单元 3 层”填写了两行"):
        draw_up([*floors, floors[2]])


def test_a_plan_without_households_is_refused(draw_up):
    with pytest.raises(DomainError, match="至少填写一组"):
        draw_up([])


def test_the_same_plan_is_not_entered_twice(draw_up, floors):
    draw_up(floors)

    with pytest.raises(Conflict, match="已经登记过"):
        draw_up(floors)


def test_a_wrong_plan_is_taken_back_with_its_groups(draw_up, floors, clerk):
    plan = draw_up(floors)

    shares.remove(plan=plan, reason="户数登记错了", by=clerk)

    assert not Contribution.objects.exists()


def test_a_plan_with_receipts_stays(draw_up, floors, clerk):
    plan = draw_up(floors)
    group = plan.groups.get(floor=3)
    facts = {"amount": Decimal(1), "on": TODAY, "number": "", "note": "", "key": uuid4(), "by": clerk, "today": TODAY}
    contributions.receive(contribution=group, **facts)

    with pytest.raises(DomainError, match="已经登记过收据"):
        shares.remove(plan=plan, reason="户数登记错了", by=clerk)


def test_the_street_next_door_shares_nothing_out(draw_up, floors, neighbour):
    with pytest.raises(NotAllowed):
        draw_up(floors, by=neighbour)


def test_the_rows_begin_floor_by_floor(site, building):
    rows = first_rows(site, places_of(site), method=ShareMethod.BY_FLOOR)

    assert [(row["floor"], row["households"], str(row["coefficient"])) for row in rows] == [
        (1, 2, "0"),
        (2, 2, "0"),
        (3, 2, "1.0"),
        (4, 2, "1.2"),
        (5, 2, "1.4"),
        (6, 2, "1.6"),
    ]


def test_without_buildings_the_rows_begin_with_the_whole_site(site):
    assert first_rows(site, [], method=ShareMethod.EVEN) == [{"households": 76, "coefficient": Decimal(1)}]


def test_without_buildings_a_lift_begins_with_the_compounds_floors(site):
    site.compound.storeys = 4

    rows = first_rows(site, [], method=ShareMethod.BY_FLOOR)

    assert [(row["floor"], str(row["coefficient"])) for row in rows] == [(1, "0"), (2, "0"), (3, "1.0"), (4, "1.2")]


def test_one_household_begins_with_the_unit_that_was_chosen(site, building):
    row = first_rows(site, places_of(site)[1:], method=ShareMethod.SINGLE)[0]

    assert row == {"place": f"u{building.units.get().pk}", "households": 1, "coefficient": Decimal(1)}


def row_of(number: int, place: str, floor: str, households: str, coefficient: str) -> dict[str, str]:
    typed = {"place": place, "floor": floor, "households": households, "coefficient": coefficient}
    return {f"groups-{number}-{name}": value for name, value in typed.items()}


@pytest.fixture
def sent(site, building) -> dict[str, str]:
    unit = f"u{building.units.get().pk}"
    return {
        "title": "加装电梯",
        "amount": "45",
        "unit": "wan",
        "document": "加梯协议",
        "decided_on": "2023-06-01",
        "groups-TOTAL_FORMS": "3",
        "groups-INITIAL_FORMS": "2",
        **row_of(0, unit, "3", "2", "1"),
        **row_of(1, unit, "4", "2", "1.2"),
        **row_of(2, "", "", "", ""),
    }


def create_url(site, method="by_floor", part="") -> str:
    address = reverse("funding:share_plan_create", args=[site.project_id])
    return f"{address}?site={site.pk}&method={method}&part={part}"


def test_a_clerk_lays_down_the_shares_of_a_lift(signed_in, clerk, site, sent):
    response = signed_in(clerk).post(create_url(site), sent)

    plan = SharePlan.objects.get()
    assert response.url == plan.get_absolute_url()
    page = signed_in(clerk).get(response.url).content.decode()
    assert "102,272.72" in page  # 450000 ÷ 4.4
    assert "122,727.27" in page


def test_first_the_page_asks_whose_shares(signed_in, clerk, site, building):
    page = signed_in(clerk).get(reverse("funding:share_plan_create", args=[site.project_id])).content.decode()

    assert "下一步" in page
    assert "3号楼1单元" in page


def test_then_the_rows_begin_with_that_unit(signed_in, clerk, site, building):
    page = signed_in(clerk).get(create_url(site, part=f"u{building.units.get().pk}")).content.decode()

    assert page.count('name="groups-5-coefficient"') == 1
    assert 'value="1.6"' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"groups-0-households": ""}, "请填户数"),
        ({"groups-0-households": "-2"}, "不能小于"),
        ({"groups-0-coefficient": ""}, "请填系数"),
        ({"groups-0-coefficient": "1.2345"}, "小数不能超过 3 位"),
        ({"groups-0-floor": "0"}, "楼层应在 1 到 100 之间"),
        ({"groups-0-place": "u999999"}, "u999999"),
        ({"amount": "4500000"}, "超过项目计划投资"),
        ({"amount": "0.0000001"}, "最多到分"),
        ({"decided_on": "2999-01-01"}, "日期不能晚于今天"),
    ],
)
def test_wrong_rows_come_back_with_the_reason(signed_in, clerk, site, sent, changed, sentence):
    response = signed_in(clerk).post(create_url(site), sent | changed)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not SharePlan.objects.exists()


def test_a_page_of_many_groups_asks_as_often_as_one_of_few(signed_in, finance, counted, draw_up, building):
    def asked(plan) -> int:
        client = signed_in(finance)
        with counted() as queries:
            assert client.get(plan.get_absolute_url()).status_code == 200
        return len(queries)

    def plan_of(count: int) -> SharePlan:
        groups = [Group(households=1, building=building, floor=floor) for floor in range(1, count + 1)]
        return draw_up(groups, title=f"外墙{count}")

    few, many = plan_of(2), plan_of(20)
    asked(few)  # the first page of a session asks more
    assert asked(few) == asked(many)
