"""Two editors and a phone, in a real Chromium with the drafts that a form keeps."""

import pytest
from playwright.sync_api import expect

from communities.choices import Condition
from communities.services import compounds
from tests.communities.factories import a_compound, a_picture

pytestmark = pytest.mark.browser


@pytest.fixture
def visit(live_server, page, signed_in):
    def visit(user, address: str):
        cookie = signed_in(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return visit


def test_the_second_editor_sees_both_values_and_saves_knowingly(visit, clerk, office):
    compound = a_compound(clerk)
    page = visit(clerk, f"/compounds/{compound.pk}/edit/")
    compounds.change(compound=compound, facts={"households": 125}, by=office, reason="复核")
    page.fill("[name=households]", "130")
    page.fill("[name=reason]", "入户核对")

    page.click(".form-bar button")
    expect(page.locator(".facts-form")).to_contain_text("示例领导小组办公室刚改为“125”")
    expect(page.locator("[name=households]")).to_have_value("130")
    page.click(".form-bar button")

    expect(page.locator("h1")).to_have_text("新运23号院")
    compound.refresh_from_db()
    assert compound.households == 130


def test_a_survey_is_filled_in_on_a_phone_with_a_photo(visit, clerk, page):
    compound = a_compound(clerk)
    page.set_viewport_size({"width": 390, "height": 844})
    visit(clerk, f"/compounds/{compound.pk}/surveys/new/")

    page.select_option("[name=water]", Condition.POOR)
    page.fill("[name=water_note]", "管道锈蚀")
    page.set_input_files("[name=photos]", {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": a_picture()})
    page.click(".form-bar button")

    expect(page.locator("main")).to_contain_text("严重老化、须改造（管道锈蚀）")
    expect(page.locator("main img")).to_have_count(1)
