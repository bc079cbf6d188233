"""The fund tables as people open, export and fetch them."""

from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Act
from core import jobs
from core.models import Job
from funding.choices import MoneyUnit, ReportTable
from funding.models import FundReport
from funding.services import reports
from tests.funding.books import asked, books  # noqa: F401
from tests.funding.formulas import Reckoner
from tests.funding.stories import yuan

pytestmark = pytest.mark.django_db
UNTIL = {"as_at": "2023-06-30", "since": "2023-01-01", "unit": "yuan"}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def address(kind: ReportTable, action: str = "table") -> str:
    return reverse(f"funding:report_{action}", args=[kind.value])


def shown(client, kind: ReportTable = ReportTable.BY_SOURCE, **query) -> str:
    return client.get(address(kind), UNTIL | query).content.decode()


def test_an_amount_leads_to_its_entries(books, signed_in, finance):  # noqa: F811
    page = shown(signed_in(finance))

    assert "1,116.84" not in page
    assert "11,168,400.00" in page
    link = reverse("funding:entry_list")
    assert f"{link}?territory=410703000000&amp;source=province&amp;on_before=2023-06-30&amp;kind=payment" in page


@pytest.mark.parametrize("territory", ["410703000000", "410703008000"])
@pytest.mark.parametrize("key", ["received", "allotted", "paid"])
def test_the_entries_behind_a_figure_add_up_to_it(books, signed_in, finance, territory, key):  # noqa: F811
    client = signed_in(finance)
    response = client.get(address(ReportTable.BY_SOURCE), UNTIL | {"territory": territory})
    total = response.context["sheet"].blocks[0].total

    entries = client.get(total.links[key]).context["selection"].totals.sums["amount"]

    assert entries == total.cells[key]


def test_wan_yuan_are_shown_unless_asked_otherwise(books, signed_in, finance):  # noqa: F811
    page = shown(signed_in(finance), unit="")

    assert "单位：万元" in page
    assert "1,116.84" in page


@pytest.mark.parametrize("kind", ReportTable)
def test_every_table_opens_for_an_auditor(books, signed_in, auditor, kind):  # noqa: F811
    page = shown(signed_in(auditor), kind, project=books.zhongzhou.pk)

    assert "填报单位（盖章）" in page
    assert "导出 Excel" in page


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"as_at": f"{timezone.localdate() + timedelta(days=1)}"}, "截至日期：晚于今天"),
        ({"since": "2023-07-01"}, "起始日期：晚于截至日期"),
        ({"as_at": "2023-02-30"}, "截至日期："),
        ({"unit": "yi"}, "单位："),
    ],
)
def test_a_wrong_choice_is_said_in_words(books, signed_in, finance, query, words):  # noqa: F811
    page = shown(signed_in(finance), **query)

    assert words in page
    assert "填报单位" not in page


def test_an_unknown_table_does_not_exist(signed_in, finance):
    assert signed_in(finance).get(reverse("funding:report_table", args=["by-nobody"])).status_code == 404


def test_a_street_sees_its_own_money(books, signed_in, clerk):  # noqa: F811
    page = shown(signed_in(clerk), ReportTable.BY_PROJECT)

    assert "中州小区" in page
    assert "健康路195号院" not in page


def test_another_territory_is_not_exported(books, signed_in, clerk):  # noqa: F811
    answer = signed_in(clerk).post(address(ReportTable.BY_SOURCE, "export"), UNTIL | {"territory": "410703000000"})

    assert answer.status_code == 404


def test_an_export_is_the_workbook_and_is_kept(books, signed_in, leader):  # noqa: F811
    client = signed_in(leader)

    answer = client.post(address(ReportTable.BY_DOCUMENT, "export"), UNTIL)

    name = "南桥街道指标文件执行情况表（2023-01-01至2023-06-30，元）.xlsx"
    assert name in unquote(answer.headers["Content-Disposition"])
    assert yuan(300) in Reckoner(answer.getvalue()).line("合计")
    kept = FundReport.objects.get()
    assert (kept.name, kept.made_by) == (name, leader)
    details = Act.objects.get(action="导出资金报表", by=leader).details
    assert (details["起始"], details["截至"], details["单位"]) == ("2023-01-01", "2023-06-30", "元")
    again = client.get(kept.get_absolute_url())
    assert name in unquote(again.headers["Content-Disposition"])
    again.getvalue()


def test_a_file_s_name_tells_year_and_unit_and_no_span_of_what_has_none(books):  # noqa: F811
    this = asked(books, year=2023, unit=MoneyUnit.WAN)

    assert (
        reports.file_name(ReportTable.BY_SOURCE, this)
        == "卫滨区2023年度资金来源汇总表（2023-01-01至2023-06-30，万元）.xlsx"
    )
    assert (
        reports.file_name(ReportTable.SELF_EVALUATION, this)
        == f"卫滨区2023年度{ReportTable.SELF_EVALUATION.label}（截至2023-06-30，万元）.xlsx"
    )


def test_a_refused_export_says_why_and_keeps_what_was_chosen(books, signed_in, finance):  # noqa: F811
    client = signed_in(finance)

    answer = client.post(address(ReportTable.CARD, "export"), UNTIL, follow=True)

    assert "请先选定项目" in answer.content.decode()
    assert answer.redirect_chain[0][0].endswith("since=2023-01-01&as_at=2023-06-30&unit=yuan")


def test_long_payments_are_written_by_a_job(books, signed_in, finance, monkeypatch):  # noqa: F811
    monkeypatch.setattr(reports, "AT_ONCE", 4)

    answer = signed_in(finance).post(address(ReportTable.PAYMENTS, "export"), UNTIL)

    job = Job.objects.get()
    assert answer.url == reverse("core:job_detail", args=[job.pk])
    jobs.run(job_id=job.pk, now=timezone.now())
    job.refresh_from_db()
    assert (job.status, job.result_url) == ("done", FundReport.objects.get().get_absolute_url())


def test_the_zip_holds_every_table_and_card(books, signed_in, finance):  # noqa: F811
    signed_in(finance).post(reverse("funding:report_zip"), UNTIL)

    jobs.run(job_id=Job.objects.get().pk, now=timezone.now())

    with FundReport.objects.get().file.open() as file, ZipFile(BytesIO(file.read())) as parts:
        names = parts.namelist()
        whole = parts.read("1、资金来源汇总表.xlsx")
    assert len([name for name in names if name.startswith("项目资金卡/")]) == 2
    assert len(names) == 6 + 2 + 1
    assert yuan("1116.84") in Reckoner(whole).line("合计")


def test_a_job_for_somebody_who_may_no_longer_see_it_makes_nothing(books, signed_in, finance):  # noqa: F811
    signed_in(finance).post(reverse("funding:report_zip"), UNTIL)
    finance.role = "utility"
    finance.save()

    jobs.run(job_id=Job.objects.get().pk, now=timezone.now())

    assert Job.objects.get().status == "failed"
    assert not FundReport.objects.exists()


def test_a_file_of_the_district_is_not_the_street_s(books, signed_in, finance, clerk):  # noqa: F811
    signed_in(finance).post(address(ReportTable.BY_SOURCE, "export"), UNTIL).getvalue()
    kept = FundReport.objects.get()

    assert signed_in(clerk).get(kept.get_absolute_url()).status_code == 404
    assert kept.name not in signed_in(clerk).get(reverse("funding:report_list")).content.decode()


def test_the_list_keeps_what_was_chosen(books, signed_in, finance):  # noqa: F811
    page = signed_in(finance).get(reverse("funding:report_list"), UNTIL).content.decode()

    assert f"{address(ReportTable.RANKING)}?since=2023-01-01&amp;as_at=2023-06-30&amp;unit=yuan" in page


def test_a_schedule_is_set_up_and_stopped_on_its_pages(divisions, signed_in, finance):
    client = signed_in(finance)
    form = {"table": "by-source", "unit": "wan", "day": "31"}

    page = client.post(reverse("funding:schedule_create"), form, follow=True).content.decode()
    assert "已设置" in page
    assert "31 日" in page

    schedule = page.split("/funds/report-schedules/")[-1].split("/")[0]
    page = client.post(reverse("funding:schedule_stop", args=[schedule]), follow=True).content.decode()
    assert "停用" in page
    assert "启用" not in page
