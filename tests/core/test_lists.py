"""A list shows exactly what is asked for, to whom it may be shown, at the same cost whatever its length."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.lists import LISTS, register, selection

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.list_urls")]
URL = "/test-list/"
HTMX = {"HTTP_HX_REQUEST": "true"}


def text(response) -> str:
    return response.content.decode()


def names(response) -> list[str]:
    """The names in the first column, in the order shown."""
    return re.findall(r'<th scope="row"><a [^>]+>([^<]+)</a>', text(response))


def queries(client, url, **headers) -> int:
    client.get(url, **headers)  # the first request of a session writes it
    with CaptureQueriesContext(connection) as captured:
        client.get(url, **headers)
    return len(captured)


def fragment_of(page: str) -> str:
    """The list as it stands in a full page, without the tokens that differ from answer to answer."""
    return without_tokens(page[page.index('<div id="list"') : page.index('<p class="printed">')])


def without_tokens(markup: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", markup).strip()


def test_a_clerk_sees_her_street_and_nothing_else(signed_in, clerk, compound):
    compound("南桥街道", name="示例甲院")
    compound("健康路街道", name="示例乙院")

    assert names(signed_in(clerk).get(URL)) == ["示例甲院"]


def test_a_role_without_the_right_is_told_so(signed_in, system_admin):
    response = signed_in(system_admin).get(URL)

    assert response.status_code == 403
    assert "您的角色（系统管理员）没有“查看小区”的权限。" in text(response)


@pytest.mark.parametrize("address", ["", "?q=示例&order=-households", "?part=totals"])
def test_a_page_takes_as_many_queries_at_2_rows_as_at_20(address, signed_in, office, compound):
    client = signed_in(office)
    compound(), compound()
    at_2 = queries(client, URL + address)
    for _ in range(18):
        compound()

    assert queries(client, URL + address) == at_2


def test_a_page_takes_few_queries_and_few_bytes(signed_in, office, compound):
    for _ in range(55):
        compound(address="卫滨区示例路与示例街交叉口向东二百米路北", floor_area=Decimal("12345.67"))
    client = signed_in(office)

    assert queries(client, URL) <= 11
    assert len(client.get(URL).content) <= 84_000


def test_the_page_and_the_answer_to_htmx_hold_the_same_list(signed_in, office, compound):
    compound(households=40), compound(households=30)
    client, url = signed_in(office), f"{URL}?order=-households&built_min="

    page, fragment = text(client.get(url)), text(client.get(url, **HTMX))

    assert fragment_of(page) == without_tokens(fragment[fragment.index('<div id="list"') :])


def test_htmx_is_told_the_address_without_its_blanks(signed_in, office):
    response = signed_in(office).get(f"{URL}?q=&kind=public&part=", **HTMX)

    assert response["HX-Push-Url"] == f"{URL}?kind=public"
    assert "HX-Request" in response["Vary"]


def test_a_head_sorts_and_sorts_back_with_the_unknown_last(signed_in, office, compound):
    compound(name="多", households=900), compound(name="少", households=20), compound(name="不详", households=None)
    client = signed_in(office)

    assert names(client.get(f"{URL}?order=households")) == ["少", "多", "不详"]
    assert names(client.get(f"{URL}?order=-households")) == ["多", "少", "不详"]


def test_the_head_in_force_says_so_and_offers_the_other_way(signed_in, office, compound):
    compound()

    page = text(signed_in(office).get(f"{URL}?order=households"))

    assert re.search(r'aria-sort="ascending"><a id="by-households" href="\?order=-households"', page)


@pytest.mark.parametrize("order", ["nonsense", "address", "-", "--name", "password"])
def test_an_order_that_the_list_does_not_offer_is_the_usual_one(order, signed_in, office, compound):
    compound(name="乙"), compound(name="丙")

    client = signed_in(office)

    assert names(client.get(f"{URL}?order={order}")) == names(client.get(URL))


def test_pages_follow_each_other_without_gap_or_repeat(signed_in, office, compound):
    made = {compound(households=7).name for _ in range(120)}
    client = signed_in(office)

    pages = [names(client.get(f"{URL}?page={number}&order=households")) for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [50, 50, 20]
    assert set().union(*pages) == made


def test_deep_pages_counted_from_the_end_follow_each_other_too(signed_in, office, compound, monkeypatch):
    monkeypatch.setattr(selection, "DEEP", 1)
    made = {compound(households=number % 3 or None).name for number in range(120)}
    client = signed_in(office)

    pages = [names(client.get(f"{URL}?page={number}&order=-households")) for number in (1, 2, 3, 4)]

    assert [len(page) for page in pages] == [50, 50, 20, 0]
    assert set().union(*pages) == made
    assert "下一页" not in text(client.get(f"{URL}?page=3"))


@pytest.mark.parametrize("page", ["0", "-3", "x", "", "9" * 30, "１"])
def test_a_page_number_that_is_none_is_the_first(page, signed_in, office, compound):
    compound(name="示例甲院")

    assert names(signed_in(office).get(URL, {"page": page})) == ["示例甲院"]


def test_a_page_beyond_the_last_leads_back(signed_in, office, compound):
    compound()

    assert "回到第一页" in text(signed_in(office).get(f"{URL}?page=9"))


def test_filters_in_force_stand_as_chips_that_can_be_removed(signed_in, office, compound):
    compound(name="示例甲院", built_year=1985, property_kind="public", has_owners_committee=True)
    compound(name="示例乙院", built_year=1999, property_kind="public")

    response = signed_in(office).get(f"{URL}?built_min=1980&built_max=1990&kind=public&committee=true&page=1")

    assert names(response) == ["示例甲院"]
    chips = re.findall(r'class="chip">([^<]+)<a [^>]*href="([^"]+)"', text(response))
    assert chips == [
        ("房屋性质：公房", "?built_min=1980&amp;built_max=1990&amp;committee=true"),
        ("建成年份：1980—1990", "?kind=public&amp;committee=true"),
        ("业委会：是", "?built_min=1980&amp;built_max=1990&amp;kind=public"),
    ]


def test_a_chip_names_the_record_it_filters_by(signed_in, office, compound, divisions):
    compound("南桥街道")

    assert "街道：南桥街道" in text(signed_in(office).get(f"{URL}?division={divisions['南桥街道'].pk}"))


@pytest.mark.parametrize("wrong", ["built_min=去年", "kind=castle", "division=410411001000"])
def test_a_filter_that_cannot_be_read_shows_nothing_and_says_so(wrong, signed_in, office, compound):
    compound()

    response = signed_in(office).get(f"{URL}?{wrong}&part=totals")

    assert "筛选条件有误" in text(response)
    assert "共 0 条" in text(response)


def test_an_empty_list_says_what_to_do_next(signed_in, office):
    client = signed_in(office)

    assert "还没有小区。请导入台账，或新增小区。" in text(client.get(URL))
    assert "请去掉或放宽筛选条件" in text(client.get(f"{URL}?q=无"))


def test_chosen_columns_show_and_are_remembered(signed_in, office, compound):
    compound(address="卫滨区示例路1号")
    client = signed_in(office)

    chosen = text(client.get(f"{URL}?columns=address&columns=households"))
    later = text(client.get(URL))

    for page in (chosen, later):
        assert re.findall(r'<th scope="col"[^>]*>(?:<a [^>]+>)?([^<]+)', page) == ["小区名称", "户数（户）", "坐落"]


def test_totals_equal_the_sum_over_all_pages(signed_in, office, compound):
    for number in range(60):
        compound(households=number, buildings_count=None if number % 2 else 2, floor_area=Decimal("1000.10"))
    compound("马庄街道", households=5_000)

    answer = text(signed_in(office).get(f"{URL}?part=totals", **HTMX))

    assert "共 60 条，2 页" in answer
    assert re.findall(r"<td[^>]*>([^<]*)</td>", answer) == ["", "", "", "60", "1,770", "60,006.00"]


def test_totals_are_a_plain_link_where_scripts_do_not_run(signed_in, office, compound):
    compound(households=321)
    client = signed_in(office)

    assert 'href="?part=totals"' in text(client.get(URL))
    assert "合计 1 条" in text(client.get(f"{URL}?part=totals"))


def test_a_chosen_territory_narrows_list_and_totals(signed_in, office, compound, divisions):
    compound("南桥街道", name="示例甲院"), compound("健康路街道")
    address = f"{URL}?territory={divisions['南桥街道'].pk}"
    client = signed_in(office)

    assert names(client.get(address)) == ["示例甲院"]
    assert "共 1 条" in text(client.get(f"{address}&part=totals", **HTMX))


def test_what_people_typed_is_shown_and_never_run(signed_in, office, compound):
    compound(name="<script>alert(1)</script>", address='"><img src=x>')

    page = text(signed_in(office).get(f"{URL}?columns=address&q=<script>"))

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_two_lists_cannot_take_one_key():
    taken = LISTS["test-compounds"]

    with pytest.raises(ValueError, match="test-compounds"):
        register(replace(taken, title="另一个"))


def test_a_list_is_ordered_by_one_of_its_columns():
    with pytest.raises(ValueError, match="cannot be ordered by -address"):
        register(replace(LISTS["test-compounds"], key="other", order="-address"))
