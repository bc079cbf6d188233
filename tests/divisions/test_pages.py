"""The administrative map in the browser."""

from datetime import date

import pytest
from django.urls import reverse

from divisions.models import Division, Level
from divisions.services import changes

pytestmark = pytest.mark.django_db
CHANGE = {"on": "2023-07-01", "document": "豫民行批〔2023〕示例号"}


def found(client, **query) -> list[str]:
    answer = client.get(reverse("divisions:division_search"), query)
    return [result["path"] for result in answer.json()["results"]]


@pytest.fixture
def renamed(divisions, system_admin) -> Division:
    return changes.rename(
        division=divisions["南桥街道"], name="新桥街道", on=date(2023, 7, 1), document="示例", by=system_admin
    )


@pytest.fixture
def merged(divisions, system_admin) -> Division:
    """南桥街道, in which 健康路街道 has gone up."""
    return changes.merge(
        division=divisions["健康路街道"],
        into=divisions["南桥街道"],
        on=date(2023, 8, 1),
        document="豫民行批〔2023〕示例号",
        by=system_admin,
    )


@pytest.mark.parametrize("text", ["新桥", "xqjd", "南桥", "nqjd", "410703008"])
def test_a_search_field_finds_by_name_former_name_initials_and_code(text, renamed, office, signed_in):
    assert found(signed_in(office), q=text, level=9) == ["卫滨区 › 新桥街道"]


def test_a_search_field_offers_only_what_lies_in_her_territory(clerk, signed_in):
    assert found(signed_in(clerk), q="街道") == ["南桥街道"]


def test_a_search_field_that_is_empty_offers_the_first_ones(office, signed_in):
    assert len(found(signed_in(office), q="", level=9)) == 5


def test_a_search_field_offers_at_most_twenty(divisions, office, signed_in):
    nanqiao = divisions["南桥街道"]
    for number in range(10, 40):
        code = f"4107030080{number}"
        Division.objects.create(code=code, name=f"示例{number}社区", level=Level.COMMUNITY, parent=nanqiao)

    assert len(found(signed_in(office), q="社区")) == 20


def test_a_search_takes_the_same_queries_for_one_and_for_twenty(
    divisions, office, signed_in, django_assert_max_num_queries
):
    browser = signed_in(office)

    with django_assert_max_num_queries(7):
        found(browser, q="")


def test_the_page_of_an_old_code_leads_to_the_division_of_today(merged, system_admin, signed_in):
    answer = signed_in(system_admin).get(reverse("divisions:division_detail", args=["410703004000"]))

    assert answer.url == merged.get_absolute_url()


def test_the_page_tells_former_names_merged_divisions_and_who_did_it(renamed, merged, system_admin, signed_in):
    page = signed_in(system_admin).get(renamed.get_absolute_url()).content.decode()

    for words in ("南桥街道", "健康路街道", "410703004000", "豫民行批〔2023〕示例号", "示例系统管理员"):
        assert words in page


def test_renaming_in_the_browser(divisions, system_admin, signed_in):
    address = reverse("divisions:division_rename", args=["410703008000"])

    answer = signed_in(system_admin).post(address, {"name": "新桥街道", **CHANGE}, follow=True)

    assert "已更名" in answer.content.decode()
    assert Division.objects.get(pk="410703008000").name == "新桥街道"


def test_merging_in_the_browser(divisions, system_admin, signed_in):
    address = reverse("divisions:division_merge", args=["410703004000"])

    signed_in(system_admin).post(address, {"into": "410703008000", **CHANGE})

    assert Division.objects.get(pk="410703004000").successor_id == "410703008000"


def test_a_refusal_stands_in_the_form(divisions, system_admin, signed_in):
    address = reverse("divisions:division_rename", args=["410703008000"])

    answer = signed_in(system_admin).post(address, {"name": "健康路街道", **CHANGE})

    assert answer.status_code == 422
    assert "卫滨区已有“健康路街道”，名称不能重复。" in answer.content.decode()


def test_a_change_cannot_be_entered_before_it_holds(divisions, system_admin, signed_in):
    address = reverse("divisions:division_rename", args=["410703008000"])

    answer = signed_in(system_admin).post(address, {"name": "新桥街道", **CHANGE, "on": "2999-01-01"})

    assert "日期不能晚于今天" in answer.content.decode()


def test_a_new_street_is_proposed_the_next_number(divisions, system_admin, signed_in):
    page = signed_in(system_admin).get(reverse("divisions:division_add", args=["410703000000"]))

    assert page.context["form"]["code"].value() == "410703009000"


def test_the_list_tells_what_a_merged_division_has_become(merged, system_admin, signed_in):
    rows = signed_in(system_admin).get(reverse("divisions:division_list"), {"state": "ended"}).context["page"].rows

    assert [(row.name, row.successor.name) for row in rows] == [("健康路街道", "南桥街道")]


def test_the_list_takes_the_same_queries_for_any_number(divisions, office, signed_in, django_assert_max_num_queries):
    browser = signed_in(office)
    browser.get(reverse("divisions:division_list"))

    with django_assert_max_num_queries(10):
        browser.get(reverse("divisions:division_list"))


def test_a_link_made_before_a_street_was_merged_leads_on(signed_in, office, merged):
    answer = signed_in(office).get("/compounds/", {"territory": "410703004000", "year": "2023"})

    assert answer["Location"] == f"/compounds/?territory={merged.pk}&year=2023"
