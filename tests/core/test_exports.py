"""A file holds exactly what the page shows, harmless and on record; a long one is made by a job."""

import csv
import io
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from core.lists import exporting
from core.models import AuditEntry, Job, JobStatus
from core.tasks import run_job

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.core.list_urls")]
URL = "/test-list/"


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def sheet_of(file: bytes):
    return openpyxl.load_workbook(io.BytesIO(file)).active


def table(sheet) -> list[tuple]:
    """Head, rows and totals; the title and the two lines about the export stand above."""
    return list(sheet.iter_rows(min_row=4, values_only=True))


def lines_of(file: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"))))


@pytest.fixture
def background(monkeypatch):
    """Every workbook longer than one row is made by a job."""
    monkeypatch.setattr(exporting, "AT_ONCE", 1)


def test_a_workbook_holds_the_rows_order_and_columns_of_the_page(signed_in, office, compound):
    compound("南桥街道", name="示例甲院", households=20, floor_area=Decimal("1234.50"))
    compound("健康路街道", name="示例乙院", households=300)
    compound("马庄街道", name="示例丙院")
    address = f"{URL}?order=-households&columns=street&columns=households&columns=floor_area"

    response = signed_in(office).post(address, {"format": "xlsx"})

    assert table(sheet_of(content(response))) == [
        ("小区名称", "街道", "户数（户）", "建筑面积（㎡）"),
        ("示例乙院", "健康路街道", 300, None),
        ("示例甲院", "南桥街道", 20, 1234.5),
        ("合计", None, 320, 1234.5),
    ]


def test_a_workbook_says_what_it_shows_when_and_by_whom(signed_in, office, compound, time_machine):
    time_machine.move_to("2023-03-20 10:11+08:00")
    compound(built_year=1985)

    response = signed_in(office).post(f"{URL}?built_min=1980", {"format": "xlsx"})

    above = [row[0] for row in sheet_of(content(response)).iter_rows(max_row=3, values_only=True)]
    assert above == [
        "示例小区",
        "辖区：卫滨区　筛选条件：建成年份：1980—",
        f"导出时间：2023-03-20 10:11　导出人：示例领导小组办公室（{office.organisation}）",
    ]


def test_a_csv_holds_the_same(signed_in, clerk, compound):
    compound("南桥街道", name="示例甲院", households=20)
    compound("健康路街道")

    response = signed_in(clerk).post(f"{URL}?columns=households", {"format": "csv"})

    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert lines_of(content(response))[3:] == [["小区名称", "户数（户）"], ["示例甲院", "20"], ["合计", "20"]]


@pytest.mark.parametrize("typed", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("x")'])
def test_what_begins_like_a_formula_stays_text(typed, signed_in, office, compound):
    compound(name=typed)
    client = signed_in(office)

    cell = sheet_of(content(client.post(URL, {"format": "xlsx"})))["A5"]
    plain = lines_of(content(client.post(URL, {"format": "csv"})))[4][0]

    assert (cell.value, cell.data_type) == (typed, "s")
    assert plain == f"'{typed}"


def test_every_export_is_on_record(signed_in, office, compound):
    compound(property_kind="public")

    signed_in(office).post(f"{URL}?kind=public&columns=households", {"format": "csv"})

    entry = AuditEntry.objects.get(action="导出")
    assert (entry.by, entry.division_id) == (office, office.division_id)
    assert entry.details == {
        "列表": "示例小区",
        "格式": "csv",
        "条数": 1,
        "辖区": "卫滨区",
        "筛选条件": ["房屋性质：公房"],
        "列": ["小区名称", "户数"],
    }


def test_an_export_takes_as_many_queries_at_2_rows_as_at_20(
    signed_in, office, compound, django_assert_num_queries, django_assert_max_num_queries
):
    client = signed_in(office)
    compound(), compound()
    client.get(URL)
    with django_assert_max_num_queries(20) as at_2:
        content(client.post(URL, {"format": "csv"}))
    for _ in range(18):
        compound()

    with django_assert_num_queries(len(at_2)):
        content(client.post(URL, {"format": "csv"}))


def test_a_role_without_the_right_gets_no_file(signed_in, system_admin, compound):
    compound()

    assert signed_in(system_admin).post(URL, {"format": "csv"}).status_code == 403


@pytest.mark.parametrize("form", ["", "pdf"])
def test_another_format_does_not_exist(form, signed_in, office):
    assert signed_in(office).post(URL, {"format": form}).status_code == 404


def test_a_long_workbook_is_made_by_a_job(
    background, signed_in, office, compound, divisions, django_capture_on_commit_callbacks
):
    for number in range(3):
        compound("南桥街道", name=f"示例{number}院", households=number)
    compound("健康路街道"), compound("马庄街道")
    client = signed_in(office)

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(f"{URL}?territory={divisions['南桥街道'].pk}&columns=households", {"format": "xlsx"})

    job = Job.objects.get()
    assert answer["Location"] == reverse("core:job_detail", args=[job.pk])
    assert (job.status, job.title, job.message) == (JobStatus.DONE, "导出示例小区（3 条）", "共 3 条。")
    file = content(client.get(reverse("core:job_file", args=[job.pk])))
    assert [row[0] for row in table(sheet_of(file))] == ["小区名称", "示例0院", "示例1院", "示例2院", "合计"]


def test_a_job_exports_what_the_person_may_see_when_it_runs(background, office, outsider, compound, signed_in):
    """She moves to another district while the job waits: the file holds nothing of the first."""
    compound(), compound()
    signed_in(office).post(URL, {"format": "xlsx"})
    job = Job.objects.get()
    office.organisation = outsider.organisation
    office.save()

    run_job(job_id=job.pk)

    job.refresh_from_db()
    assert job.message == "共 0 条。"


def test_a_job_run_again_makes_the_file_again(background, office, compound, signed_in):
    """The worker died before it could say that it was done."""
    compound(), compound()
    signed_in(office).post(URL, {"format": "xlsx"})
    job = Job.objects.get()
    run_job(job_id=job.pk)
    Job.objects.update(status=JobStatus.QUEUED)

    run_job(job_id=job.pk)

    job.refresh_from_db()
    assert (job.status, job.attempt) == (JobStatus.DONE, 2)
    with job.file.open() as file:
        assert len(table(sheet_of(file.read()))) == 4
    assert AuditEntry.objects.filter(action="导出").count() == 1
