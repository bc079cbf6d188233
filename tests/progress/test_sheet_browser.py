"""The entry grid in a real Chromium: a clerk fills the month with keys and from her own Excel sheet."""

import re
from datetime import date

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from progress.models import CellChange, CellNote, ReturnLine
from progress.selectors import sheet_rows
from tests.progress.stories import fill

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ZHONGZHOU, XINYUN = "中州小区", "新运23号院"
KEYS = (
    "started_on",
    "completed_on",
    "basic",
    "improvement",
    "upgrade",
    "invested",
    "paid",
    "workers",
    "water_km",
    "drain_km",
    "gas_km",
    "heat_km",
    "cable_km",
    "lifts",
    "parking",
    "problems",
)


class Sheet:
    """One person's window on the sheet."""

    def __init__(self, page, address):
        self.page, self.address, self.complaints, self.asked = page, address, [], 0
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self._dialog)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(address)

    def _dialog(self, dialog):
        self.asked += 1
        dialog.accept()

    def cell(self, compound: str, figure: str):
        row = self.page.locator(".g-table tbody tr").filter(
            has=self.page.get_by_role("link", name=compound, exact=True)
        )
        return row.locator("td.g-cell").nth(KEYS.index(figure))

    def go(self, compound: str, figure: str) -> None:
        self.cell(compound, figure).click(force=True)  # the field of the active cell lies over it

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)

    def copied(self, text: str) -> None:
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)

    def paste(self, text: str) -> None:
        self.copied(text)
        self.press("Control+v")

    def shows(self, compound: str, figure: str, text: str) -> None:
        expect(self.cell(compound, figure).locator("div").first).to_have_text(text)

    def saved(self) -> None:
        expect(self.page.locator(".g-state")).to_contain_text("已保存")

    def line(self):
        return self.page.locator("#grid-line")


@pytest.fixture
def address(nanqiao, live_server):
    """南桥's sheet of May 2023, which the office left open for good."""
    nanqiao.open_until = date(2099, 1, 1)
    nanqiao.save()
    ReturnLine.objects.filter(version=nanqiao.current_id).update(categories="basic,improvement")
    return live_server.url + reverse("progress:sheet", args=[nanqiao.pk])


def sign_in(context, person, site) -> None:
    """A session of her own: signing in with one test client for two people would end the first one's."""
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


@pytest.fixture
def window(chromium, live_server):
    """Open the sheet as a person, in a browser of her own: window(clerk, address)."""
    opened = []

    def opens(person, address) -> Sheet:
        context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
        sign_in(context, person, live_server.url)
        opened.append(Sheet(context.new_page(), address))
        return opened[-1]

    yield opens
    for sheet in opened:
        sheet.page.context.close()
    assert [sheet.complaints for sheet in opened] == [[] for _ in opened]


@pytest.fixture
def sheet(window, clerk, address) -> Sheet:
    return window(clerk, address)


@pytest.fixture
def kept(nanqiao):
    """What the records hold of a cell: kept("中州小区", "invested")."""

    def of(compound: str, figure: str):
        return getattr(ReturnLine.objects.get(version=nanqiao.current_id, compound_name=compound), figure)

    return of


def test_a_row_is_filled_with_the_keyboard_alone(sheet, kept):
    sheet.go(ZHONGZHOU, "started_on")
    sheet.type("2023.5.3")
    sheet.press("Tab", "Tab")
    sheet.type("40")
    sheet.press("Enter")  # down
    sheet.type("55")
    sheet.press("Shift+Enter", "Tab")
    sheet.type("12.5")
    sheet.press("Escape")  # leaves the cell as it was
    sheet.type("30")
    sheet.press("Tab", "Tab")  # 提升类 too, which this compound does not have
    sheet.type("12.5")
    sheet.press("Enter")
    sheet.saved()

    sheet.shows(ZHONGZHOU, "started_on", "2023-05-03")
    assert (kept(ZHONGZHOU, "basic"), kept(XINYUN, "basic")) == (40, 55)
    assert (kept(ZHONGZHOU, "improvement"), kept(ZHONGZHOU, "upgrade")) == (30, None)
    assert kept(ZHONGZHOU, "invested") == 125_000
    expect(sheet.page.locator(".g-table tfoot tr").first).to_contain_text("12.50")


def test_a_rhythm_of_typing_stays_in_its_columns(sheet, kept):
    """The grey cell of 提升类 is stopped at and takes nothing: what follows is not a column off."""
    sheet.go(ZHONGZHOU, "basic")
    for text in ("40", "30", "20", "12.5", "6"):
        sheet.type(text)
        sheet.press("Tab")
        if text == "20":
            sheet.press("Shift+Tab")
            sheet.type("7")
            expect(sheet.line()).to_contain_text("这一格不用填，没有输入。")
            sheet.press("Tab")
    sheet.saved()

    figures = ("basic", "improvement", "upgrade", "invested", "paid")
    assert [kept(ZHONGZHOU, figure) for figure in figures] == [40, 30, None, 125_000, 60_000]


def test_chinese_input_begins_with_the_first_key(sheet, kept):
    """The input method composes in the cell itself; its Enter chooses the word and moves nothing."""
    sheet.go(ZHONGZHOU, "problems")
    keyboard = sheet.page.context.new_cdp_session(sheet.page)
    keyboard.send("Input.imeSetComposition", {"text": "guan", "selectionStart": 4, "selectionEnd": 4})
    expect(sheet.page.locator(".g-editor")).to_have_class(re.compile("g-editing"))
    keyboard.send("Input.insertText", {"text": "管线"})
    keyboard.send("Input.insertText", {"text": "未迁改"})
    sheet.press("Enter")
    sheet.saved()

    assert kept(ZHONGZHOU, "problems") == "管线未迁改"


def test_a_link_leads_to_its_cell_and_tab_after_escape_leaves_the_grid(sheet):
    line = ReturnLine.objects.get(compound_name=XINYUN)
    sheet.page.goto(f"{sheet.address}#cell-{line.pk}-workers")
    sheet.page.reload()
    expect(sheet.line()).to_contain_text("新运23号院　现场人数")
    field = sheet.page.locator(".g-editor")
    expect(field).to_be_focused()
    sheet.press("Escape", "Tab")
    expect(field).not_to_be_focused()


def test_paper_shows_what_was_saved_since_the_page_was_opened(sheet):
    sheet.go(ZHONGZHOU, "workers")
    sheet.type("12")
    sheet.press("Enter")
    sheet.saved()
    sheet.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    sheet.page.emulate_media(media="print")

    expect(sheet.page.locator("[data-grid-plain]")).to_be_visible()
    expect(sheet.page.locator("[data-grid-plain] tbody tr", has_text=ZHONGZHOU)).to_contain_text("12")
    expect(sheet.page.locator("#grid")).to_be_hidden()


def test_f2_edits_delete_clears_and_undo_brings_back(sheet, kept):
    sheet.go(ZHONGZHOU, "workers")
    sheet.type("12")
    sheet.press("Enter", "ArrowUp", "F2", "Backspace")
    sheet.type("5")
    sheet.press("Enter", "ArrowUp")
    sheet.shows(ZHONGZHOU, "workers", "15")
    sheet.press("Delete")
    sheet.shows(ZHONGZHOU, "workers", "")
    sheet.press("Control+z")
    sheet.shows(ZHONGZHOU, "workers", "15")
    sheet.press("Control+z", "Control+z", "Control+y")
    sheet.shows(ZHONGZHOU, "workers", "12")
    sheet.saved()

    assert kept(ZHONGZHOU, "workers") == 12


def test_a_block_from_wps_is_pasted_and_undone_as_one(sheet, kept):
    """A cell with a line break is quoted; every row ends with an empty cell too many, the block with an empty line."""
    sheet.go(ZHONGZHOU, "invested")
    sheet.paste('12.5\t"6"\t20\t\r\n30\t1,234.5\t"8\n"\t\r\n')
    sheet.saved()
    assert [kept(XINYUN, figure) for figure in ("invested", "paid", "workers")] == [300_000, 12_345_000, 8]
    assert kept(ZHONGZHOU, "water_km") is None

    note = sheet.page.locator(".g-note")
    expect(note).to_contain_text("已粘贴 2 行 3 列")
    sheet.press("Control+z")
    expect(note).to_have_text("")
    sheet.shows(XINYUN, "paid", "")
    sheet.shows(ZHONGZHOU, "invested", "")
    expect(sheet.page.locator(".g-cell[data-mark='…']")).to_have_count(0)
    sheet.saved()
    assert kept(XINYUN, "paid") is None


def test_a_doubtful_figure_of_the_ledger_shows_both_marks(window, nanqiao, clerk, address, monkeypatch):
    """Of 中州小区 the ledger knows what was paid, of which nothing is built. (SQLite cannot clear a ledger away.)"""
    line = nanqiao.current.lines.get(compound_name=ZHONGZHOU)
    line.tallies.update(paid=450_000)
    monkeypatch.setattr(sheet_rows, "known_sites", lambda sites: {line.site_id})

    sheet = window(clerk, address)

    expect(sheet.cell(ZHONGZHOU, "paid")).to_have_attribute("data-mark", "账？")
    expect(sheet.page.locator(".g-bar")).to_contain_text("账 由资金台账填入")


def test_a_block_that_does_not_fit_is_refused_before_anything_is_changed(sheet, kept):
    sheet.go(XINYUN, "basic")
    sheet.paste("10\r\n20\r\n30\r\n")
    asked = sheet.page.locator(".g-asked")

    expect(asked).to_contain_text("剪贴板里有 3 行 1 列，从这一格起只有 1 行")
    expect(sheet.page.locator(".g-note")).to_have_text("没有粘贴：表里放不下，请看表下的提示。")
    sheet.shows(XINYUN, "basic", "")
    asked.get_by_role("button", name="只粘贴放得下的部分").click()
    sheet.saved()
    assert kept(XINYUN, "basic") == 10


def test_what_is_refused_is_not_in_the_sums_and_said_shortly(sheet):
    sheet.go(ZHONGZHOU, "paid")
    sheet.paste("-5\r\n20")
    asks = sheet.page.locator(".g-asks")
    expect(asks).to_contain_text("1 格没有保存")
    sums = sheet.page.locator(".g-table tfoot tr")
    expect(sums.first.locator("td").nth(KEYS.index("paid"))).to_have_text("20.00")
    expect(sheet.page.locator(".g-state")).to_contain_text("其余已保存")
    sheet.press("Delete")
    sheet.saved()
    expect(asks).to_be_hidden()
    assert "格没有保存" not in asks.text_content()

    sheet.type("约" * 80)
    sheet.press("Enter", "ArrowUp")
    expect(sheet.line().locator("p").first).to_have_text(f"“{'约' * 20}…”不是确切的数字，请重新填写。")
    expect(sheet.line()).to_contain_text(f"没有保存 {'约' * 20}…上月")


def test_words_in_a_number_cell_are_marked_and_the_good_cells_saved(sheet, kept):
    sheet.go(ZHONGZHOU, "invested")
    sheet.paste("三百\t10\r\n20\t5\r\n")
    expect(sheet.page.locator(".g-asks")).to_contain_text("1 格没有保存")

    assert [kept(XINYUN, "invested"), kept(XINYUN, "paid"), kept(ZHONGZHOU, "paid")] == [200_000, 50_000, 100_000]
    assert kept(ZHONGZHOU, "invested") is None
    sheet.shows(ZHONGZHOU, "invested", "三百")
    expect(sheet.cell(ZHONGZHOU, "invested")).to_have_class(re.compile("g-wrong"))
    expect(sheet.line()).to_contain_text("“三百”不是确切的数字")


def test_one_value_fills_a_range_and_fill_down_copies_the_first_row(sheet, kept):
    sheet.go(ZHONGZHOU, "basic")
    sheet.press("Shift+ArrowDown", "Shift+ArrowRight")
    sheet.paste("45")
    sheet.go(ZHONGZHOU, "workers")
    sheet.type("7")
    sheet.press("Enter", "Control+d")
    sheet.saved()

    assert [kept(XINYUN, "basic"), kept(XINYUN, "improvement"), kept(XINYUN, "workers")] == [45, 45, 7]


def test_a_range_is_copied_as_excel_takes_it(sheet, clerk, nanqiao):
    fill(nanqiao.current, {ZHONGZHOU: {"basic": "40", "improvement": "30"}, XINYUN: {"basic": "20"}}, by=clerk)
    sheet.page.reload()
    sheet.go(ZHONGZHOU, "basic")
    sheet.cell(XINYUN, "improvement").click(modifiers=["Shift"])
    sheet.press("Control+c")

    assert sheet.page.evaluate("navigator.clipboard.readText()").replace("\r", "") == "40\t30\n20\t"


def test_what_is_not_saved_survives_a_reload(sheet, kept):
    sheet.page.route("**/cells/**", lambda route: route.abort())
    sheet.go(ZHONGZHOU, "workers")
    sheet.type("33")
    sheet.press("Enter")
    expect(sheet.page.locator(".g-state")).to_contain_text("没有保存：网络不通，已留在本机")
    sheet.page.unroute("**/cells/**")
    sheet.page.reload()

    assert sheet.asked == 1  # leaving asks while something is not saved
    sheet.shows(ZHONGZHOU, "workers", "33")
    sheet.saved()
    assert kept(ZHONGZHOU, "workers") == 33
    sheet.page.reload()
    assert sheet.asked == 1


def test_after_the_session_ended_saving_goes_on_with_the_next_sign_in(sheet, clerk, live_server, kept):
    Session.objects.all().delete()
    sheet.go(ZHONGZHOU, "workers")
    sheet.type("21")
    sheet.press("Enter")
    state = sheet.page.locator(".g-state")
    expect(state).to_contain_text("没有保存：登录已过期，请重新登录。已留在本机")
    expect(state.get_by_role("link", name="在新窗口重新登录")).to_be_visible()
    sign_in(sheet.page.context, clerk, live_server.url)

    expect(state).to_contain_text("已保存", timeout=20_000)
    assert kept(ZHONGZHOU, "workers") == 21


def test_two_clerks_see_each_other(sheet, window, person, address):
    colleague = window(person("street_clerk", "南桥街道", "second.clerk"), address)
    colleague.go(XINYUN, "workers")
    colleague.type("9")
    colleague.press("Enter")

    expect(sheet.cell(XINYUN, "workers")).to_have_class(re.compile("g-fresh"), timeout=15_000)
    sheet.shows(XINYUN, "workers", "9")
    expect(sheet.page.locator(".g-note")).to_contain_text(re.compile(r"由.+ \d\d:\d\d 改：新运23号院 现场人数"))


def test_who_was_quicker_is_shown_and_she_chooses(sheet, clerk, person, nanqiao, kept):
    other = person("street_clerk", "南桥街道", "second.clerk")
    sheet.page.route("**/cells/?since=*", lambda route: route.abort())  # she has not heard of it
    fill(nanqiao.current, {ZHONGZHOU: {"workers": "9"}, XINYUN: {"workers": "4"}}, by=other)
    sheet.go(ZHONGZHOU, "workers")
    sheet.type("12")
    sheet.press("Enter")
    sheet.type("13")
    sheet.press("Enter")
    expect(sheet.page.locator(".g-asks")).to_contain_text("2 格没有保存")

    expect(sheet.page.locator(".g-table tfoot tr").first.locator("td").nth(KEYS.index("workers"))).to_have_text("13")
    sheet.go(ZHONGZHOU, "workers")
    expect(sheet.page.locator(".g-asked")).to_contain_text(re.compile("改为“9”，你填的是“12”"))
    sheet.page.get_by_role("button", name="用我的").click()
    sheet.saved()
    sheet.go(XINYUN, "workers")
    sheet.page.get_by_role("button", name="用对方的").click()
    sheet.shows(XINYUN, "workers", "4")

    assert (kept(ZHONGZHOU, "workers"), kept(XINYUN, "workers")) == (12, 4)


def test_a_correction_is_saved_with_its_reason(sheet, clerk, nanqiao, kept):
    fill(nanqiao.current, {ZHONGZHOU: {"invested": "20"}}, by=clerk)
    ReturnLine.objects.filter(version=nanqiao.current_id, compound_name=ZHONGZHOU).first().tallies.update(
        invested=500_000
    )
    sheet.page.reload()
    sheet.go(ZHONGZHOU, "invested")
    sheet.type("-3")
    sheet.press("Enter")
    expect(sheet.page.locator(".g-asks")).to_be_visible()
    sheet.press("F8")
    sheet.type("上月多报 3 万元")
    sheet.press("Enter")
    sheet.saved()

    assert kept(ZHONGZHOU, "invested") == -30_000
    assert CellNote.objects.get().text == "上月多报 3 万元"


def test_submitted_meanwhile_the_sheet_closes_and_keeps_what_was_typed(sheet, nanqiao):
    nanqiao.current.status = "submitted"
    nanqiao.current.save()
    sheet.go(ZHONGZHOU, "workers")
    sheet.type("12")
    sheet.press("Enter")

    expect(sheet.page.locator(".g-state")).to_contain_text("数字不能修改")
    sheet.shows(ZHONGZHOU, "workers", "12")
    sheet.page.reload()
    sheet.shows(ZHONGZHOU, "workers", "12")
    sheet.go(ZHONGZHOU, "workers")
    expect(sheet.line()).to_contain_text("没有保存，月报已不能填写")
    sheet.page.get_by_role("button", name="恢复原值").click()
    sheet.shows(ZHONGZHOU, "workers", "")
    sheet.press("ArrowDown")
    sheet.type("5")
    sheet.shows(XINYUN, "workers", "")
    assert not CellChange.objects.exists()


def test_the_leader_reads_the_sheet_and_cannot_type(window, leader, address):
    reading = window(leader, address)
    reading.go(ZHONGZHOU, "workers")
    reading.type("12")
    reading.press("Enter")

    reading.shows(ZHONGZHOU, "workers", "")
    expect(reading.page.locator(".g-state")).not_to_contain_text("自动保存")
