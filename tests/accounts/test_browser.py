"""Whole stories in a real Chromium, under the real Content-Security-Policy."""

import pytest
from playwright.sync_api import expect

from accounts.permissions import Role
from accounts.services import people, roles
from divisions.models import Division

pytestmark = pytest.mark.browser
NEW = "Xinren#2024"


@pytest.fixture
def sign_in(live_server, page):
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: dialog.accept())

    def sign_in(username: str, password: str, address: str = "/"):
        page.goto(live_server.url + address)
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.click("main button")
        return page

    yield sign_in
    assert complaints == []


def test_a_newcomers_first_morning(clerk, system_admin, security_admin, sign_in):
    newcomer, password = people.create(
        username="nanqiao-9", full_name="示例新人", organisation=clerk.organisation, by=system_admin
    )
    roles.grant(person=newcomer, role=Role.STREET_CLERK, reason="示例：到岗", by=security_admin)

    page = sign_in("nanqiao-9", password, "/rights/")
    expect(page.locator("main")).to_contain_text("这是初始密码")
    page.fill("[name=old_password]", password)
    page.fill("[name=new_password1]", NEW)
    page.fill("[name=new_password2]", NEW)
    page.click("main button")

    expect(page.locator("main")).to_contain_text("密码已修改")
    expect(page.locator("h1")).to_have_text("待办")


def test_two_streets_become_one(divisions, system_admin, sign_in):
    page = sign_in(system_admin.username, "Weibin-2023!", "/divisions/410703004000/merge/")

    page.fill("main input[type=search]", "nq")
    page.click("main .picker-list >> text=南桥街道")
    page.fill("[name=document]", "豫民行批〔2023〕示例号")
    page.fill("[name=on]", "2023-07-01")
    page.click("main form button.btn-primary")

    expect(page.locator("main")).to_contain_text("已合并")
    expect(page.locator("h1")).to_have_text("南桥街道")
    assert Division.objects.get(pk="410703004000").successor_id == "410703008000"
