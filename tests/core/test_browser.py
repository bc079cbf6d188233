"""What the scripts of the frame do, in a real Chromium and under the real Content-Security-Policy."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from core.models import Job
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.urls("tests.core.list_urls")]


@pytest.fixture
def visit(live_server, page, signed_in):
    """Open an address as a person; what the browser complains of fails the test, but for a form that was refused."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def visit(user, address: str):
        cookie = signed_in(user).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    yield visit
    assert [complaint for complaint in complaints if "status of 422" not in complaint] == []


@pytest.fixture
def answers(page):
    """The questions a page asked in a dialog; all are answered with yes until `answers.refuse`."""

    class Answers(list):
        refuse = False

        def give(self, dialog):
            self.append(dialog.message or dialog.type)
            dialog.dismiss() if self.refuse else dialog.accept()

    page.on("dialog", (answers := Answers()).give)
    return answers


def test_a_list_counts_itself_sorts_and_goes_back(visit, office, compound):
    compound(name="多", households=900), compound(name="少", households=20)
    page = visit(office, "/test-list/")
    first = page.locator("tbody th").first

    expect(page.locator("#count")).to_have_text(re.compile("共 2 条"))
    expect(page.locator("tfoot")).to_contain_text("920")
    page.click("#by-households")
    expect(first).to_have_text("少")
    assert page.url.endswith("?order=households")
    expect(page.locator("tfoot")).to_contain_text("920")

    page.click("#by-households")
    expect(first).to_have_text("多")
    page.go_back()
    expect(first).to_have_text("少")


def test_filters_columns_and_chips_work_without_a_new_page(visit, office, compound):
    compound(name="示例甲院", address="卫滨区示例路1号"), compound(name="示例乙院")
    page = visit(office, "/test-list/")
    page.evaluate("window.same = true")

    page.fill(".filters [name=q]", "甲")
    page.click(".filters button")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click("text=选择列")
    page.check("[name=columns][value=address]")
    page.click("text=显示所选列")
    expect(page.locator("tbody tr")).to_contain_text("卫滨区示例路1号")
    page.click("[aria-label='去掉“名称”']")
    expect(page.locator("tbody tr")).to_have_count(2)

    assert page.evaluate("window.same")


def test_another_territory_is_found_by_typing(visit, office, divisions, compound):
    compound("南桥街道", name="示例甲院"), compound("健康路街道", name="示例乙院")
    page = visit(office, "/test-list/?page=1")

    page.click("[title=正在查看的区划]")
    page.type(".territory input", "南桥")
    expect(page.locator(".territory [role=option]").first).to_have_text("卫滨区 › 南桥街道")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/test-list/?territory={divisions['南桥街道'].pk}")

    expect(page.locator("tbody th")).to_have_text(["示例甲院"])


def test_what_was_typed_comes_back_after_the_window_was_closed(visit, office, answers, divisions):
    page = visit(office, "/test-form/")
    page.fill("[name=note]", "已走访三户")
    page.type("#id_division", "南桥")
    page.click("form [role=option]:has-text('南桥')")
    page.check("[name=agreed]")
    page.select_option("[name=kinds]", ["2"])
    page.wait_for_timeout(400)  # a draft is kept when the typing pauses

    page.reload()

    assert answers == ["beforeunload"]
    expect(page.locator("[name=note]")).to_have_value("已走访三户")
    expect(page.locator("#id_division")).to_have_value("南桥街道")
    expect(page.locator("[name=division]")).to_have_value(divisions["南桥街道"].pk)
    expect(page.locator("[name=agreed]")).to_be_checked()
    expect(page.locator("[name=kinds]")).to_have_values(["2"])
    page.click("text=放弃草稿")
    expect(page.locator("[name=note]")).to_have_value("")
    page.reload()
    expect(page.locator(".draft-note")).to_have_count(0)


def test_a_draft_goes_when_the_form_is_saved_and_stays_when_it_is_refused(visit, office, answers):
    page = visit(office, "/test-form/")
    page.fill("[name=note]", "已走访三户")

    page.click("text=提交")
    expect(page.locator("[data-refused]")).to_be_visible()
    expect(page.locator("[name=note]")).to_have_value("已走访三户")
    page.check("[name=agreed]")
    page.click("text=提交")
    page.wait_for_url("**/jobs/")
    page.goto(page.url.replace("/jobs/", "/test-form/"))

    expect(page.locator("[name=note]")).to_have_value("")


def test_a_lost_session_leads_through_the_sign_in_back_to_what_was_typed(visit, office, answers):
    page = visit(office, "/test-form/")
    page.fill("[name=note]", "已走访三户")
    Session.objects.all().delete()

    page.click("text=提交")
    page.wait_for_url(f"**{reverse('accounts:sign_in')}?next=/test-form/")
    page.fill("[name=username]", office.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/test-form/")

    expect(page.locator("[name=note]")).to_have_value("已走访三户")


def test_an_action_that_asks_first_is_not_done_without_a_yes(visit, office, answers):
    answers.refuse = True
    page = visit(office, "/test-form/")

    page.click("text=提交")

    assert answers == ["确定提交？"]
    assert page.url.endswith("/test-form/")


def test_a_job_shows_its_progress_then_its_file_and_the_bell_forgets_it(visit, office):
    job = Job.objects.create(kind="test", title="导出", started_by=office, status="running", done=1, total=4)
    page = visit(office, reverse("core:job_detail", args=[job.pk]))
    expect(page.locator("progress")).to_have_attribute("value", "25")
    expect(page.locator("#bell")).to_contain_text("进行中")

    job.status, job.finished_at, job.file_name = "done", timezone.now(), "示例.xlsx"
    job.file.save("browser.xlsx", ContentFile(b"x"))

    expect(page.locator("text=下载 示例.xlsx")).to_be_visible()
    expect(page.locator("#bell")).to_have_text("任务")


def test_on_a_phone_the_rooms_open_from_the_menu(visit, office, page):
    page.set_viewport_size({"width": 390, "height": 844})
    visit(office, "/test-list/")
    expect(page.locator("#rooms a").first).not_to_be_visible()

    page.click("text=菜单")

    expect(page.locator("#rooms a").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
