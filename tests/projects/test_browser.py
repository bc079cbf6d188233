"""The main job in a real Chromium: the office hands over its Excel plan and sees every figure tie out."""

import re

import pytest
from playwright.sync_api import expect

from projects.demo import weibin
from projects.services import programmes
from tests.projects.test_weibin import with_cell

pytestmark = pytest.mark.browser


@pytest.fixture
def programme(divisions, office):
    return programmes.create(
        division=divisions["卫滨区"], year=2023, title="2023年卫滨区改造计划", targets=weibin.targets(), by=office
    )


@pytest.fixture
def at_the_office(live_server, page, signed_in, office):
    """The office's browser; what it complains of fails the test."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("dialog", lambda dialog: dialog.accept())
    cookie = signed_in(office).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
    yield page
    assert complaints == []


def hand_over(page, file):
    page.get_by_role("link", name="导入计划表").click()
    page.set_input_files("input[type=file]", file)
    page.get_by_role("button", name="上传并预览").click()
    page.get_by_role("button", name=re.compile("确认导入")).click()


def test_the_excel_plan_ties_out_and_one_household_more_is_named(
    at_the_office, live_server, programme, tmp_path, transactional_db
):
    page = at_the_office
    page.goto(live_server.url + programme.get_absolute_url())

    hand_over(page, weibin.WORKBOOK)
    expect(page.locator("#count")).to_contain_text("共 27 条")
    page.get_by_role("link", name="与计划核对").click()
    expect(page.get_by_role("status").first).to_contain_text("全部一致：小区数 27 个、楼栋数 87 栋、居民户数 3,279 户")
    expect(page.locator("tfoot")).to_contain_text("8,529.62")

    changed = tmp_path / "改过一户.xlsx"
    changed.write_bytes(with_cell("E17", 104))
    page.get_by_role("link", name="返回计划").click()
    hand_over(page, changed)
    page.get_by_role("link", name="与计划核对").click()
    expect(page.get_by_role("status").first).to_contain_text("健康路街道居民户数多 1 户")
    expect(page.locator("main")).to_contain_text("居民户数 103 户 → 104 户")
