"""The pages on which a return goes its way."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.choices import ReturnStatus
from progress.models import CellNote, MonthlyReturn, ReturnLine, ReturnVersion
from progress.paper import sheets_of
from progress.selectors.version_table import table_of
from progress.services import packages, versions
from projects.services import entries
from tests.progress.stories import a_scan, accepted, approved, fill, returned, sealed, submitted
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db

STARTED = {"started_on": "2023-5-3", "basic": "10", "improvement": "0", "invested": "12.5"}


@pytest.fixture
def now_open(nanqiao) -> MonthlyReturn:
    """南桥's return of May, for which the office has given more time, until tomorrow."""
    nanqiao.open_until = timezone.localdate() + timedelta(days=1)
    nanqiao.extended_reason = "补报"
    nanqiao.save()
    return nanqiao


def page(signed_in, user, name, *args, **query) -> str:
    answer = signed_in(user).get(reverse(f"progress:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def post(signed_in, user, name, *args, query="", **data):
    return signed_in(user).post(reverse(f"progress:{name}", args=args) + query, data)


def test_a_return_goes_its_whole_way_on_its_pages(now_open, clerk, leader, office, signed_in):
    pk = now_open.pk
    post(signed_in, clerk, "return_submit", pk)
    version = ReturnVersion.objects.get()
    post(signed_in, leader, "return_approve", pk, seen=version.submitted_at.isoformat())
    version.refresh_from_db()
    post(signed_in, clerk, "scan_add", query=f"?return={pk}", scans=a_scan(), code=version.code)
    post(signed_in, office, "return_accept", pk, number=1)

    version.refresh_from_db()
    assert (version.status, version.decided_by) == (ReturnStatus.ACCEPTED, office)


@pytest.mark.parametrize(
    ("step", "role", "buttons"),
    [
        (None, "clerk", {"return_submit"}),
        (submitted, "clerk", {"return_withdraw"}),
        (submitted, "leader", {"return_approve", "return_send_back"}),
        (approved, "clerk", {"scan_add", "return_recall"}),
        (sealed, "office", {"return_accept", "return_return"}),
        (sealed, "auditor", set()),
        (accepted, "clerk", set()),
        (accepted, "office", {"return_return"}),
    ],
)
def test_everybody_sees_the_buttons_of_her_turn(step, role, buttons, now_open, request, signed_in):
    if step:
        step(now_open)

    shown = page(signed_in, request.getfixturevalue(role), "return_detail", now_open.pk)

    steps = ("submit", "withdraw", "approve", "send_back", "recall", "accept", "return")
    addresses = {f"return_{each}": reverse(f"progress:return_{each}", args=[now_open.pk]) for each in steps}
    addresses["scan_add"] = reverse("progress:scan_add")
    assert {name for name, address in addresses.items() if f'"{address}' in shown} == buttons


def test_a_clerk_whose_time_is_over_is_told_why_she_cannot_submit(nanqiao, clerk, signed_in):
    assert "填报截止日 2023-06-05 已过，数据已锁定" in page(signed_in, clerk, "return_detail", nanqiao.pk)


def test_before_submission_every_gap_leads_to_its_cell(now_open, clerk, signed_in):
    fill(now_open.current, {"中州小区": {"started_on": "2023-5-3"}}, by=clerk)
    line = ReturnLine.objects.get(compound_name="中州小区")

    shown = page(signed_in, clerk, "return_submit", now_open.pk)

    assert "须补填或更正 3 处" in shown
    assert f"{reverse('progress:sheet', args=[now_open.pk])}#cell-{line.pk}-invested" in shown
    assert "确认提交</button>" not in shown


def test_a_refusal_to_submit_stands_on_the_page(now_open, clerk, signed_in):
    fill(now_open.current, {"中州小区": {"started_on": "2023-5-3"}}, by=clerk)

    answer = post(signed_in, clerk, "return_submit", now_open.pk)

    assert answer.status_code == 422
    assert "有数据需要补填或更正（共 3 处）" in answer.content.decode()


def test_the_leader_ticks_the_cells_that_are_wrong(now_open, leader, signed_in):
    line = submitted(now_open).lines.first()
    ticked = {"cells": [f"{line.pk}-paid", f"{line.pk}-workers"], f"note-{line.pk}-paid": "与支付凭证不符"}

    post(signed_in, leader, "return_send_back", now_open.pk, reason="请核对", **ticked)

    assert set(CellNote.objects.values_list("figure", "text")) == {("paid", "与支付凭证不符"), ("workers", "请核对")}
    assert "退回：与支付凭证不符" in page(signed_in, leader, "return_detail", now_open.pk)


def test_what_was_ticked_comes_back_when_the_reason_is_missing(now_open, leader, signed_in):
    line = submitted(now_open).lines.first()
    ticked = {"cells": f"{line.pk}-paid", f"note-{line.pk}-paid": "与支付凭证不符"}

    answer = post(signed_in, leader, "return_send_back", now_open.pk, reason="", **ticked)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert f'value="{line.pk}-paid" data-cell="{line.compound_name} 本月拨付资金" checked' in shown
    assert 'value="与支付凭证不符"' in shown


def test_the_office_gives_back_the_version_it_looked_at_and_no_newer_one(now_open, clerk, office, signed_in):
    first = sealed(now_open)
    packages.recall(version=first, reason="漏填", by=clerk, now=timezone.now(), today=timezone.localdate())

    answer = post(signed_in, office, "return_return", now_open.pk, reason="请核对", number=1)

    assert answer.status_code == 422
    assert "已有新的版本，第 1 版不能再办理" in answer.content.decode()


def test_the_office_may_not_submit_for_the_street(now_open, office, signed_in):
    answer = signed_in(office).get(reverse("progress:return_submit", args=[now_open.pk]), follow=True)

    assert "您的单位不能代办" in answer.content.decode()


def test_an_old_version_says_that_it_is_outdated_and_by_which(nanqiao, clerk, signed_in):
    first = sealed(nanqiao)
    returned(nanqiao)

    for shown in (
        page(signed_in, clerk, "version_detail", first.pk),
        page(signed_in, clerk, "return_detail", nanqiao.pk),
    ):
        assert "已过期：之后又有" in shown
        assert "第 2 版" in shown


def test_two_versions_are_compared_cell_by_cell(nanqiao, clerk, office, signed_in):
    fill(nanqiao.current, {"中州小区": STARTED}, by=clerk)
    first = sealed(nanqiao)
    second = returned(nanqiao)
    fill(second, {"中州小区": {"invested": "8"}}, by=clerk, today=date(2023, 5, 27))

    shown = page(signed_in, office, "version_compare", second.pk, first.pk)

    assert "共 1 处不同" in shown
    assert "12.50</td>" in shown
    assert "8.00</td>" in shown
    assert "原 12.50" in page(signed_in, office, "return_detail", nanqiao.pk)


def test_versions_of_two_returns_are_not_compared(nanqiao, jiankang, office, signed_in):
    address = reverse("progress:version_compare", args=[nanqiao.current_id, jiankang.current_id])

    assert signed_in(office).get(address).status_code == 404


def test_the_draft_is_printed_without_a_code(nanqiao, clerk, signed_in):
    shown = page(signed_in, clerk, "version_print", nanqiao.current_id)

    assert "（草稿）" in shown
    assert "<svg" not in shown
    assert nanqiao.current.code not in shown


def test_every_printed_page_bears_head_code_and_number(nanqiao, clerk, signed_in):
    version = approved(nanqiao)
    ReturnLine.objects.filter(version=version).update(problems="管线迁改资金未到位。" * 20)
    pages = len(sheets_of(table_of(version)))

    shown = page(signed_in, clerk, "version_print", version.pk)

    assert shown.count("<svg") == shown.count(version.code) == pages
    assert f"第 {pages} 页，共 {pages} 页" in shown
    assert "单位负责人（签字）" in shown


def test_sixty_sites_are_cut_into_pages_and_none_is_lost(nanqiao):
    table = table_of(nanqiao.current)
    row = table.rows[0]
    row.line.problems = "有"
    long = type(table)(version=table.version, rows=[row] * 60, sums=table.sums)

    sheets = sheets_of(long)

    assert sum(len(sheet.rows) for sheet in sheets) == 60
    assert [sheet.has_sums for sheet in sheets].count(True) == 1
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
    assert max(len(sheet.rows) for sheet in sheets) < 40


def test_each_file_is_answered_by_itself(now_open, clerk, signed_in):
    approved(now_open)

    answer = post(signed_in, clerk, "scan_add", scans=[a_scan("一.png"), a_scan("二.png")])

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert shown.count("没有识别出本系统的二维码") == 2


def test_a_code_is_typed_for_one_file_only(now_open, clerk, signed_in):
    version = approved(now_open)

    answer = post(signed_in, clerk, "scan_add", scans=[a_scan(), a_scan()], code=version.code)

    assert "填写校验码时只能上传一份" in answer.content.decode()


def test_a_sealed_sheet_is_fetched_under_its_own_name(now_open, clerk, office, signed_in):
    scan = sealed(now_open).scans.get()

    answer = signed_in(office).get(reverse("progress:scan_download", args=[scan.pk]))

    assert b"".join(answer.streaming_content).startswith(b"\x89PNG")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_a_month_is_accepted_at_once_after_it_said_what_stays_behind(nanqiao, jiankang, may, office, signed_in):
    sealed(nanqiao)

    asked = page(signed_in, office, "month_accept", may.pk, **{"return": [nanqiao.pk, jiankang.pk]})
    post(signed_in, office, "month_accept", may.pk, confirmed="1", **{"return": [nanqiao.pk]})

    assert "可以审核通过 1 份" in asked
    assert "还没有报齐，目前是“填报中”" in asked
    assert set(ReturnVersion.objects.values_list("status", flat=True)) == {ReturnStatus.ACCEPTED, ReturnStatus.DRAFT}


def test_what_is_accepted_already_is_nothing_that_went_wrong(nanqiao, jiankang, may, office, signed_in):
    accepted(nanqiao)
    sealed(jiankang)

    shown = page(signed_in, office, "month_accept", may.pk)

    assert "已审核通过，不用再办 1 份" in shown
    assert "不能审核通过" not in shown


def test_the_months_page_sends_on_what_was_ticked_there(nanqiao, may, office, signed_in):
    sealed(nanqiao)

    shown = page(signed_in, office, "month_detail", may.pk)

    assert f'name="return" value="{nanqiao.pk}"' in shown


def test_where_nothing_is_ticked_nothing_is_accepted(nanqiao, may, office, signed_in):
    sealed(nanqiao)

    answer = signed_in(office).post(reverse("progress:month_accept", args=[may.pk]), {"confirmed": "1"}, follow=True)

    assert "没有勾选街道，一份也没有办理" in answer.content.decode()
    assert ReturnVersion.objects.get().status == ReturnStatus.SEALED


def test_sent_from_the_months_page_it_only_asks(nanqiao, may, office, signed_in):
    sealed(nanqiao)

    answer = post(signed_in, office, "month_accept", may.pk, **{"return": [nanqiao.pk]})

    assert answer.status_code == 200
    assert ReturnVersion.objects.get().status == ReturnStatus.SEALED


def test_twenty_sites_ask_no_more_than_two(nanqiao, programme, compound, office, clerk, auditor, counted, signed_in):
    def asked() -> list[int]:
        numbers = []
        for name, pk in (("return_detail", nanqiao.pk), ("version_print", nanqiao.current_id)):
            page(signed_in, auditor, name, pk)
            with counted() as queries:
                page(signed_in, auditor, name, pk)
            numbers.append(len(queries))
        return numbers

    with_two = asked()
    for number in range(18):
        entry = entries.add(
            programme=programme,
            compound=compound(f"示例{number}号院"),
            buildings=1,
            households=10,
            investment=100_000,
            categories="basic",
            by=office,
        )
        a_project(entry, implementer=clerk.organisation, by=office)
    versions.add_missing_lines(version=nanqiao.current)

    assert nanqiao.current.lines.count() == 20
    assert asked() == with_two


def test_a_month_of_two_streets_asks_no_more_than_of_one(nanqiao, jiankang, may, office, counted, signed_in):
    sealed(nanqiao)
    sealed(jiankang)

    def asked(*returns) -> int:
        page(signed_in, office, "month_accept", may.pk)
        with counted() as queries:
            page(signed_in, office, "month_accept", may.pk, **{"return": [each.pk for each in returns]})
        return len(queries)

    assert asked(nanqiao, jiankang) == asked(nanqiao)
