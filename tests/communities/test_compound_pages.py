"""The pages of a compound as people use them: same number of queries whatever hangs on it, refusals in the form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.models import Compound
from communities.services import compounds, photos, removals
from core.lists import Selection
from tests.communities.factories import JIANKANG, NANQIAO, a_building, a_compound, a_unit, an_upload

pytestmark = pytest.mark.django_db
FORM = {"division": NANQIAO, "name": "中州小区", "households": "320", "floor_area": "28,000.5"}


def typed(**facts) -> dict[str, str]:
    """What the edit form sends for the compound of the factory."""
    return {**FORM, "name": "新运23号院", "address": "新运路23号", "reason": "核对", "version": "1", **facts}


def test_a_compound_is_entered_on_its_form(clerk, signed_in):
    answer = signed_in(clerk).post(reverse("communities:compound_create"), FORM | {"floor_area": "28000.5"})

    compound = Compound.objects.get(name="中州小区")
    assert answer.url == compound.get_absolute_url()
    assert (compound.division_id, compound.households, str(compound.floor_area)) == (NANQIAO, 320, "28000.50")


def test_a_refusal_stands_in_the_form_with_what_was_typed(clerk, signed_in):
    a_compound(clerk, name="中州小区")

    answer = signed_in(clerk).post(reverse("communities:compound_create"), FORM | {"floor_area": ""})

    assert answer.status_code == 422
    assert "南桥街道已有“中州小区”" in answer.text
    assert 'value="320"' in answer.text


def test_a_street_elsewhere_cannot_be_chosen(clerk, signed_in):
    answer = signed_in(clerk).post(reverse("communities:compound_create"), FORM | {"division": JIANKANG})

    assert answer.status_code == 422
    assert not Compound.objects.exists()


def test_both_values_are_shown_to_the_second_of_two_editors_and_she_decides(clerk, office, signed_in):
    compound = a_compound(clerk)
    compounds.change(compound=compound, facts={"households": 125}, by=office, reason="复核")
    address, browser = reverse("communities:compound_edit", args=[compound.pk]), signed_in(clerk)

    refused = browser.post(address, typed(households="130", floor_area="9000"))

    assert refused.status_code == 422
    assert "示例领导小组办公室刚改为“125”" in refused.text
    assert 'value="130"' in refused.text
    again = browser.post(address, typed(households="130", floor_area="9000", version="2"))
    assert again.status_code == 302
    compound.refresh_from_db()
    assert compound.households == 130


def test_removal_shows_first_what_hangs_on_the_compound(clerk, signed_in):
    compound = a_compound(clerk)
    a_building(compound, clerk)

    page = signed_in(clerk).get(reverse("communities:compound_remove", args=[compound.pk]))

    assert "楼栋 1 条" in page.text


def test_a_removed_compound_is_out_of_the_list_and_found_by_its_status(clerk, signed_in):
    compound = a_compound(clerk)
    removals.remove(compound=compound, by=clerk, reason="已拆除")
    browser, address = signed_in(clerk), reverse("communities:compound_list")

    assert "新运23号院" not in browser.get(address).text
    assert "新运23号院" in browser.get(address, {"status": "removed"}).text


def queries(browser, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        browser.get(address)
    return len(captured)


def test_the_page_takes_the_same_queries_with_one_building_and_with_ten(clerk, signed_in):
    small, large = a_compound(clerk), a_compound(clerk, name="中州小区")
    a_unit(a_building(small, clerk), clerk)
    for number in range(10):
        building = a_building(large, clerk, name=f"{number}号楼")
        for unit in range(3):
            a_unit(building, clerk, name=f"{unit}单元")
    browser = signed_in(clerk)
    browser.get(small.get_absolute_url())  # the session is written once

    assert queries(browser, small.get_absolute_url()) == queries(browser, large.get_absolute_url()) <= 13


def test_the_history_takes_the_same_queries_with_one_change_and_with_twenty(clerk, signed_in):
    compound = a_compound(clerk)
    browser, address = signed_in(clerk), reverse("communities:compound_history", args=[compound.pk])
    browser.get(address)
    compounds.change(compound=compound, facts={"households": 1}, by=clerk, reason="核对")

    with_one = queries(browser, address)
    for number in range(2, 22):
        compounds.change(compound=compound, facts={"households": number}, by=clerk, reason="核对")

    assert queries(browser, address) == with_one <= 13


def test_several_photos_are_uploaded_at_once_and_the_bad_one_is_named(clerk, signed_in):
    compound = a_compound(clerk)
    files = [an_upload(), an_upload(b"%PDF-1.7" + b"0" * 300, name="说明.pdf")]

    address = reverse("communities:compound_photos", args=[compound.pk])
    page = signed_in(clerk).post(address, {"photos": files}, follow=True)

    assert compound.photos.shown().count() == 1
    assert "说明.pdf：只能上传 JPEG 或 PNG 格式的照片。" in page.text
    assert "已保存 1 张照片。" in page.text


def test_the_place_in_the_original_is_for_those_who_survey(clerk, leader, signed_in):
    photo = photos.add(compound=a_compound(clerk), upload=an_upload(), by=clerk)

    def status(user, size):
        answer = signed_in(user).get(reverse("communities:photo_file", args=[photo.pk, size]))
        b"".join(answer.streaming_content if answer.streaming else [])
        return answer.status_code

    assert [status(clerk, size) for size in ("thumbnail", "public", "original")] == [200, 200, 200]
    assert [status(leader, size) for size in ("thumbnail", "public", "original")] == [200, 200, 404]


def test_a_survey_is_filled_in_on_its_form(community_worker, clerk, signed_in):
    compound = a_compound(clerk, street="410703008001")
    address = reverse("communities:survey_create", args=[compound.pk])
    found = {"surveyed_on": "2026-03-01", "households": "126", "water": "poor", "water_note": "管道锈蚀"}

    answer = signed_in(community_worker).post(address, found | {"photos": [an_upload()]})

    survey = compound.surveys.get()
    assert answer.url == survey.get_absolute_url()
    assert [(each.facility, each.condition, each.note) for each in survey.facilities.all()] == [
        ("water", "poor", "管道锈蚀")
    ]
    assert survey.photos.count() == 1
    compound.refresh_from_db()
    assert compound.households == 126


def test_what_cannot_be_is_said_at_the_field(clerk, signed_in):
    compound = a_compound(clerk)
    address = reverse("communities:survey_create", args=[compound.pk])

    page = signed_in(clerk).post(address, {"surveyed_on": "2099-01-01", "households": "10", "households_visited": "11"})

    assert page.status_code == 422
    assert page.context["form"].errors["surveyed_on"] == ["调查日期在今天之后，请改为实际调查的日期。"]
    assert page.context["form"].errors["households_visited"] == ["入户户数多于居民户数，请核对。"]


def test_the_list_is_narrowed_by_name_pinyin_and_facts(clerk, signed_in):
    a_compound(clerk, name="新运十号院", built_year=1988, management_mode="none")
    a_compound(clerk, name="中州家属院", built_year=1999, management_mode="professional")
    browser, address = signed_in(clerk), reverse("communities:compound_list")

    def shown(**asked) -> list[str]:
        selection: Selection = browser.get(address, asked).context["selection"]
        return [row.name for row in selection.page().rows]

    assert shown(q="xysh") == shown(built_year_max="1990") == shown(management_mode="none") == ["新运十号院"]
    assert shown(q="中州") == shown(built_year_min="1990", q="院") == ["中州家属院"]
    assert sorted(shown(q="院")) == ["中州家属院", "新运十号院"]
