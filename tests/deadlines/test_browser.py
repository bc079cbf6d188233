"""Copying the text for a group chat, in a real Chromium: with a clipboard, and where the browser offers none."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
NO_CLIPBOARD = "Object.defineProperty(navigator, 'clipboard', {value: undefined})"
REFUSING = "document.execCommand = () => false;" + NO_CLIPBOARD


@pytest.fixture
def opened(live_server, page, signed_in, office):
    """The page with the text, as the office sees it."""
    cookie = signed_in(office).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_server.url}])

    def open_page(script: str = ""):
        page.add_init_script(script)
        page.goto(live_server.url + reverse("deadlines:as_text"))
        page.click("[data-copy]")
        return page

    return open_page


def selected(page) -> str:
    return page.evaluate("document.activeElement.value.slice(0, document.activeElement.selectionEnd)")


def test_the_text_is_on_the_clipboard_and_the_page_says_so(opened, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])

    opened()

    expect(page.locator("[data-copied]")).to_have_text("已复制，可以粘贴到群里。")
    assert "没有逾期事项。" in page.evaluate("navigator.clipboard.readText()")


def test_without_a_clipboard_it_is_copied_the_old_way(opened):
    page = opened(NO_CLIPBOARD)

    expect(page.locator("[data-copied]")).to_have_text("已复制，可以粘贴到群里。")
    assert "没有逾期事项。" in selected(page)


def test_where_copying_is_refused_the_text_stays_selected(opened):
    page = opened(REFUSING)

    expect(page.locator("[data-copied]")).to_have_text("已选中文字，请按 Ctrl+C 复制。")
    assert "没有逾期事项。" in selected(page)
