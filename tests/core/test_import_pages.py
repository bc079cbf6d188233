"""The pages of an import, as a clerk with a workbook meets them."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.imports import background
from core.models import ImportStatus, Job, LedgerImport
from tests import workbooks
from tests.core import job_ledger

pytestmark = pytest.mark.django_db

HEAD = ["小区名称", "户数", "计划投资（万元）", "开工日期"]
ONE = ["示例一号院", 76, 188.77, date(2023, 3, 20)]


@pytest.fixture(autouse=True)
def layout():
    with job_ledger.registered() as layout:
        yield layout


@pytest.fixture
def browser(signed_in, clerk):
    return signed_in(clerk)


def newest():
    return LedgerImport.objects.first()


def upload(browser, *rows, head=HEAD, data=None, name="台账.xlsx"):
    file = SimpleUploadedFile(name, workbooks.xlsx([head, *rows]) if data is None else data)
    return browser.post(reverse("imports:upload", args=["jobs"]), {"file": file}, follow=True)


def act(browser, name, follow=True):
    return browser.post(reverse(f"imports:{name}", args=[newest().pk]), follow=follow)


def page(browser, **query):
    return browser.get(reverse("imports:detail", args=[newest().pk]), query)


def html(response):
    return response.content.decode()


def test_a_clean_file_goes_straight_to_its_preview(browser):
    response = upload(browser, ONE)

    assert "确认导入 1 条" in html(response)
    assert "188.77" in html(response)
    assert "2023-03-20" in html(response)


def test_applying_leads_to_just_what_came_in(browser):
    upload(browser, ONE)
    response = act(browser, "apply", follow=False)

    assert response["Location"] == f"/jobs/?import={newest().pk}"
    assert "查看导入的记录" in html(page(browser))


def test_an_applied_import_can_be_undone_from_its_page(browser):
    upload(browser, ONE)
    act(browser, "apply")

    assert "撤销了这次导入" in html(act(browser, "undo"))
    assert not Job.objects.filter(kind="test").exists()


def test_a_changed_row_shows_old_and_new(browser):
    upload(browser, ONE)
    act(browser, "apply")
    response = upload(browser, ["示例一号院", 78, 1])

    assert "户数（户）：<del>76</del> → <strong>78</strong>" in html(response)


def test_problems_come_first_and_there_is_no_way_to_apply(browser):
    response = upload(browser, ONE, ["示例二号院", "三户", 1])

    assert "台账!B3" in html(response)
    assert "“三户”不是确切的数字" in html(response)
    assert "确认导入" not in html(response)


def test_a_column_in_the_wrong_words_is_one_line_that_names_all_its_cells(browser):
    rows = [[f"示例{number}号院", "若干" if number != 3 else 1, 1] for number in range(6)]
    response = upload(browser, *rows)

    assert "台账!B2–B4、B6–B7" in html(response)
    assert "5 处" in html(response)


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "空.xlsx", "文件是空的"),
        (b"%PDF-1.7", "计划.xlsx", "这是PDF 文件"),
        (b"PK\x03\x04half", "计划.xlsx", "不完整或已损坏"),
        ("通知,请报送\n".encode("gb18030"), "通知.csv", "没有找到表头"),
    ],
)
def test_a_refused_file_says_so_beside_the_field(browser, data, name, sentence):
    response = upload(browser, data=data, name=name)

    assert response.status_code == 422
    assert sentence in html(response)
    assert LedgerImport.objects.count() == 0


def test_a_file_too_large_is_refused_before_it_is_read(browser, monkeypatch):
    monkeypatch.setattr("core.workbooks.opening.MAX_UPLOAD", 1024 * 1024)

    assert "超过 1 MB 的上限" in html(upload(browser, data=b"PK" * 1024 * 1024))


def test_a_column_in_question_is_asked_and_then_read(browser):
    response = upload(browser, ["示例一号院", 76, 5], head=["院落", "户数", "计划投资"])
    assert "没有找到必需的“小区名称”列" in html(response)
    assert "示例一号院" in html(response)  # a sample of the column

    answers = {"台账-1": "name", "台账-2": "households", "台账-3": "investment", "台账-3-unit": "万元"}
    url = reverse("imports:columns", args=[newest().pk])
    response = browser.post(url, answers, follow=True)

    assert "确认导入 1 条" in html(response)
    assert "5.00" in html(response)


def test_one_column_cannot_be_chosen_twice(browser):
    upload(browser, ["示例一号院", 76, 5], head=["院落", "户数", "计划投资"])
    url = reverse("imports:columns", args=[newest().pk])
    response = browser.post(url, {"台账-1": "name", "台账-2": "name"})

    assert response.status_code == 422
    assert "和A 列“院落”选了同一列" in html(response)


def test_a_group_is_paged_by_fifties(browser):
    upload(browser, *([f"示例{number}号院", 1, 1] for number in range(60)))

    assert html(page(browser, group="new")).count("<tr>") == 51
    assert html(page(browser, group="new", page="2")).count("<tr>") == 11


def test_the_fragment_is_part_of_the_page(browser):
    upload(browser, ONE)
    url = reverse("imports:detail", args=[newest().pk])
    fragment = browser.get(url, {"group": "new"}, headers={"HX-Request": "true"})

    assert html(fragment).strip() in html(browser.get(url, {"group": "new"}))


def test_the_page_takes_the_same_queries_for_two_rows_and_for_fifty(browser):
    def queries(rows):
        upload(browser, *([f"示例{number}号院", 1, 1] for number in range(rows)))
        with CaptureQueriesContext(connection) as captured:
            page(browser, group="new")
        return len(captured)

    queries(2)

    assert queries(2) == queries(50) <= 11


def test_the_marked_copy_carries_the_problem_at_its_cell(browser):
    upload(browser, ["示例一号院", "三户", 1])
    response = act(browser, "marked")
    copy = openpyxl.load_workbook(io.BytesIO(response.content))

    assert "%E6%A0%87%E6%B3%A8" in response["Content-Disposition"]
    assert "不是确切的数字" in copy["台账"]["B2"].comment.text


def test_the_original_comes_back_as_it_was(browser):
    upload(browser, ONE)
    response = browser.get(reverse("imports:original", args=[newest().pk]))

    assert workbooks.cells(b"".join(response))[0] == HEAD


def test_the_blank_template_has_drop_downs_of_the_room(browser):
    response = browser.get(reverse("imports:template", args=["jobs"]))
    book = openpyxl.load_workbook(io.BytesIO(response.content))

    assert (book["填报选项"]["B1"].value, book.worksheets[0]["A4"].value) == ("示例一号院", "示例行")


def test_giving_up_leaves_nothing_to_apply(browser):
    upload(browser, ONE)

    assert "已放弃这次上传" in html(act(browser, "give_up"))
    assert newest().status == ImportStatus.DISCARDED


def test_the_history_lists_what_was_uploaded(browser):
    upload(browser, ONE)
    response = browser.get(reverse("imports:history"))

    assert "台账.xlsx" in html(response)
    assert "待确认" in html(response)


def test_long_work_is_a_job_whose_page_can_be_left(browser, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(background, "READ_AT_ONCE", 0)
    monkeypatch.setattr(background, "WRITE_AT_ONCE", 0)

    assert "排队中" in html(upload(browser, ONE))
    with django_capture_on_commit_callbacks(execute=True):
        read = newest().job
        background.start_preview(source=newest(), by=read.started_by)
    assert newest().job.message == "新增 1、变更 0、不变 0，须改正 0 处。"

    with django_capture_on_commit_callbacks(execute=True):
        act(browser, "apply", follow=False)
    source = newest()
    assert (source.status, source.job.result_url) == (ImportStatus.APPLIED, f"/jobs/?import={source.pk}")

    with django_capture_on_commit_callbacks(execute=True):
        act(browser, "undo", follow=False)
    assert newest().status == ImportStatus.UNDONE


def test_the_marked_copy_of_a_large_file_is_a_file_of_a_job(browser, monkeypatch, django_capture_on_commit_callbacks):
    upload(browser, ["示例一号院", "三户", 1])
    monkeypatch.setattr(background, "READ_AT_ONCE", 0)
    with django_capture_on_commit_callbacks(execute=True):
        act(browser, "marked", follow=False)
    job = Job.objects.get(kind="imports.marked")

    assert job.file_name == "台账（标注）.xlsx"
    with job.file.open() as file:
        assert openpyxl.load_workbook(file)["台账"]["B2"].comment


def test_a_job_that_refuses_says_why_on_the_page(browser, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(background, "READ_AT_ONCE", 0)
    with django_capture_on_commit_callbacks(execute=True):
        upload(browser, ["合计", 1, 1])

    assert "表头下面没有数据行" in html(page(browser))


def test_a_job_delivered_twice_imports_once(browser, monkeypatch, django_capture_on_commit_callbacks):
    upload(browser, ONE)
    monkeypatch.setattr(background, "WRITE_AT_ONCE", 0)
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            act(browser, "apply", follow=False)

    assert Job.objects.filter(kind="test").count() == 1
    assert "没有重复导入" in Job.objects.filter(kind="imports.apply").order_by("-pk")[0].message
