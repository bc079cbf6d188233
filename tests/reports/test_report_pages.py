"""What people do on the pages of the monthly report, and what they are told."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from core.errors import DomainError
from core.models import Job
from progress.services import versions
from reports import documents, report_files
from reports.models import CardExemption, MonthlyReport, ReportRule
from reports.selectors.changes import changes, site_changes
from reports.services import monthly, rules
from tests.progress.conftest import a_return
from tests.reports.conftest import MAY, accept, fill
from tests.reports.stories import NOW, a_rule

JUNE = date(2023, 6, 1)


@pytest.fixture
def rule(divisions):
    return a_rule(divisions["卫滨区"])


@pytest.fixture
def reported(nanqiao, jiankang):
    fill(nanqiao, {"started_on": date(2023, 5, 10), "invested": Decimal(1_000_000)}, {"problems": "雨天停工"})
    accept(nanqiao)
    return nanqiao


@pytest.fixture
def draft(reported, rule, divisions, office) -> MonthlyReport:
    return monthly.make(division=divisions["卫滨区"], month=MAY, now=NOW, by=office)


def opened(client, name, *args, **query) -> str:
    response = client.get(reverse(f"reports:{name}", args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_the_office_makes_a_draft_of_a_past_month(reported, rule, office, signed_in):
    client = signed_in(office)
    assert 'value="2023-05"' in opened(client, "report_create")

    response = client.post(reverse("reports:report_create"), {"month": "2023-05"}, follow=True)

    page = response.content.decode()
    assert "关于2023年5月卫滨区老旧小区改造工作进展情况的通报" in page
    assert "有 1 个单位的本月数据没有计入：健康路街道（未上报）" in page


@pytest.mark.parametrize(("month", "words"), [("2099-01", "还没有到"), ("五月", "2023-05"), ("2023-13", "2023-05")])
def test_a_month_that_cannot_be_is_refused_in_words(rule, office, signed_in, month, words):
    response = signed_in(office).post(reverse("reports:report_create"), {"month": month})

    assert response.status_code == 422
    assert words in response.content.decode()


def test_the_office_puts_it_into_its_own_words(draft, office, signed_in):
    client, address = signed_in(office), reverse("reports:report_edit", args=[draft.pk])
    form = client.get(address).context["form"].initial

    client.post(address, {**form, "money": "资金情况另行通报。\r\n请各街道核对。"})

    draft.refresh_from_db()
    assert (draft.money, draft.edited) == ("资金情况另行通报。\n请各街道核对。", True)


def test_a_stale_form_is_told(draft, office, signed_in):
    client, address = signed_in(office), reverse("reports:report_edit", args=[draft.pk])
    form = client.get(address).context["form"].initial
    client.post(address, {**form, "title": "甲"})

    response = client.post(address, {**form, "title": "乙", "money": "另行通报。"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "刚刚被别人修改过" in page
    assert "现在的文字：</strong><br>甲<" in page  # what the other wrote stands beside what she typed
    again = {key: response.context["form"][key].value() for key in form}
    assert client.post(address, again).url == draft.get_absolute_url()
    draft.refresh_from_db()
    assert (draft.title, draft.money) == ("乙", "另行通报。")


def test_drafts_are_shown_to_those_who_oversee_the_office_and_not_to_bureaus(
    draft, group, auditor, bureau, outsider, signed_in
):
    seen = [signed_in(each).get(draft.get_absolute_url()).status_code for each in (group, auditor, bureau, outsider)]

    assert seen == [200, 200, 404, 404]


def test_before_issue_it_says_who_is_missing_and_what_is_the_offices_own(draft, office, signed_in):
    client = signed_in(office)
    form = client.get(reverse("reports:report_edit", args=[draft.pk])).context["form"].initial
    client.post(reverse("reports:report_edit", args=[draft.pk]), {**form, "money": "另行通报。"})

    page = opened(client, "report_issue", draft.pk)

    assert "健康路街道（未上报）" in page
    assert "办公室改过的部分：资金情况" in page
    assert "although_empty" not in page


def test_an_empty_report_asks_before_it_goes_out(may, rule, divisions, office, signed_in):
    empty = monthly.make(division=divisions["卫滨区"], month=MAY, now=NOW, by=office)
    client, address = signed_in(office), reverse("reports:report_issue", args=[empty.pk])

    response = client.post(address, {"version": 1, "issued_on": "2023-06-08", "number": ""})

    assert response.status_code == 422
    assert "请先勾选确认" in response.content.decode()


def test_an_issued_report_refuses_when_a_form_is_opened(draft, office, signed_in):
    today, client = NOW.date(), signed_in(office)
    monthly.issue(report=draft, version=1, issued_on=today, today=today, by=office, render=lambda report: {})

    for name in ("report_edit", "report_make_again", "report_issue", "report_discard"):
        response = client.get(reverse(f"reports:{name}", args=[draft.pk]), follow=True)
        assert response.redirect_chain == [(draft.get_absolute_url(), 302)]
        assert "印发，不能再改" in response.content.decode()


def test_a_second_draft_of_a_month_is_the_first_one_renewed(draft, office, signed_in):
    response = signed_in(office).post(reverse("reports:report_create"), {"month": "2023-05"}, follow=True)

    assert "这个月已有草稿，没有另编一份" in response.content.decode()


def test_both_editions_say_so_on_page_and_in_the_list(draft, office, divisions, signed_in):
    today, client = NOW.date(), signed_in(office)
    given = {"issued_on": today, "today": today, "by": office, "render": lambda report: {}}
    monthly.issue(report=draft, version=1, **given)
    second = monthly.make(division=divisions["卫滨区"], month=MAY, now=NOW, by=office, reason="补报")
    monthly.issue(report=second, version=1, **given)

    assert "已由卫旧改办〔2023〕2号替代" in opened(client, "report_detail", draft.pk)
    assert "（第2次编发，替代卫旧改办〔2023〕1号）" in opened(client, "report_detail", second.pk)
    assert documents.contents.contents_of(second).edition == "（第2次编发，替代卫旧改办〔2023〕1号）"
    page = opened(client, "report_list")
    assert "第2次编发，替代卫旧改办〔2023〕1号" in page
    assert "已由卫旧改办〔2023〕2号替代" in page


def test_the_office_throws_a_draft_away(draft, office, signed_in):
    address = reverse("reports:report_discard", args=[draft.pk])

    response = signed_in(office).post(address, {"version": draft.version}, follow=True)

    assert "已放弃草稿" in response.content.decode()
    assert not MonthlyReport.objects.exists()


def test_a_ranking_of_a_month_that_is_not_there_is_not_found(reported, rule, office, signed_in):
    assert signed_in(office).get(reverse("reports:ranking"), {"month": "2023-06"}).status_code == 404


def test_a_street_sees_the_report_once_it_is_issued(draft, leader, office, signed_in):
    assert signed_in(leader).get(draft.get_absolute_url()).status_code == 404

    today = NOW.date()
    monthly.issue(
        report=draft, version=1, issued_on=today, today=today, by=office, render=lambda report: {"word": b"word"}
    )

    assert "卫旧改办〔2023〕1号" in signed_in(leader).get(draft.get_absolute_url()).content.decode()
    assert "以已印发的" in opened(signed_in(leader), "ranking")


def test_the_pdf_of_a_draft_is_made_by_a_job(draft, office, signed_in):
    address = reverse("reports:report_file", args=[draft.pk, "pdf"])
    client = signed_in(office)

    assert client.get(address).url == draft.get_absolute_url()
    client.post(address)
    assert Job.objects.get().arguments == {"report": draft.pk}


def test_an_unknown_kind_of_file_is_not_found(draft, office, signed_in):
    assert signed_in(office).get(reverse("reports:report_file", args=[draft.pk, "ofd"])).status_code == 404


def test_made_again_it_is_the_same_until_a_street_corrects(draft, reported, office, signed_in):
    client = signed_in(office)
    assert "逐字节相同" in opened(client, "report_compare", draft.pk)

    versions.draw_up_next(version=reported.current, reason="多报", correction="returned", by=office)
    reported.refresh_from_db()
    fill(reported, {"invested": Decimal(800_000)})
    accept(reported, at=datetime(2023, 6, 20, tzinfo=UTC))

    page = opened(client, "report_compare", draft.pk)
    assert "逐字节相同" in page
    assert "本月完成投资（万元）" in page
    assert "80.00" in page


def test_the_ranking_says_why_and_gives_a_text_for_the_chat(reported, rule, office, signed_in):
    page = opened(signed_in(office), "ranking", month="2023-05")

    assert "投资完成率19.87%，序时进度40.00%，落后20.13个百分点，达到黄牌标准（10.00个百分点）" in page
    assert "1. 南桥街道 19.87%（黄牌）" in page
    assert "未排名（本月没有审核通过的数据或没有计划）：健康路街道" in page


def test_the_office_lets_a_street_off_and_takes_it_back(reported, rule, divisions, office, signed_in):
    client = signed_in(office)
    typed = {"division": divisions["南桥街道"].pk, "month": "2023-05", "reason": "洪涝灾害"}

    page = client.post(reverse("reports:exemption_create"), typed, follow=True).content.decode()
    assert "免于亮牌：洪涝灾害" in page

    removal = reverse("reports:exemption_remove", args=[CardExemption.objects.get().pk])
    assert "免于亮牌：洪涝灾害" not in client.post(removal, {"reason": "误批"}, follow=True).content.decode()


def test_a_rule_is_set_with_its_pace(divisions, office, signed_in):
    typed = {
        "since": "2023-07-01",
        "document": "卫旧改办〔2023〕9号",
        "report_month": 1,
        "report_day": 8,
        "issuer": "卫滨区老旧小区改造工作领导小组办公室",
        "number_prefix": "卫旧改办",
        "ranked_by": "start_rate",
        "named": 3,
        "behind_in": "percent",
        "yellow_from": "20",
        "red_from": "50",
        "red_included": "on",
        "yellow_months": 2,
        "pace_6": "50",
        "pace_12": "100",
    }
    client, address = signed_in(office), reverse("reports:report_rule_create")

    refused = client.post(address, {**typed, "pace_7": "40"})
    assert "7月（40%）不能低于6月（50%）" in refused.content.decode()
    refused = client.post(address, {**typed, "yellow_from": "60"})
    assert "红牌的标准不能低于黄牌的标准" in refused.content.decode()
    for field, value in (("yellow_from", "-1"), ("red_from", "101")):
        refused = client.post(address, {**typed, field: value})
        assert refused.context["form"].errors.keys() == {field}
    client.post(address, typed)

    rule = ReportRule.objects.get()
    assert (rule.ranked_by, rule.yellow_included, rule.red_included) == ("start_rate", False, True)
    assert {pace.month: pace.expected for pace in rule.paces.all()} == {6: 50, 12: 100}


def test_a_rule_with_thresholds_out_of_range_is_refused_wherever_it_comes_from(divisions, office):
    settings = {"yellow_from": Decimal(-1), "red_from": Decimal(30)}

    with pytest.raises(DomainError, match="须在 0 至 100 之间"):
        rules.set_rule(division=divisions["卫滨区"], since=JUNE, document="1号", settings=settings, pace={}, by=office)


def test_what_changed_between_two_meetings(reported, may, divisions, clerk, office, signed_in):
    before, after = date(2023, 5, 20), date(2023, 5, 30)

    rows, total = changes(division=divisions["卫滨区"], first=before, second=after)
    (site,) = [
        each for each in site_changes(division=divisions["卫滨区"], first=before, second=after) if "开工" in each.what
    ]

    nanqiao = next(row for row in rows if row.name == "南桥街道")
    assert (nanqiao.before["started"], nanqiao.after["started"], nanqiao.difference("started")) == (0, 1, 1)
    assert total.difference("invested_total") == Decimal("1000000.00")
    assert (site.street, site.what) == ("南桥街道", "新列入填报；开工（2023-05-10）；累计完成投资 +100.00万元")


def test_the_changes_go_out_as_a_workbook(reported, may, office, signed_in):
    address = f"{reverse('reports:changes')}?first=2023-05-20&second=2023-05-30"

    response = signed_in(office).post(address)

    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    assert book.sheetnames == ["街道变化", "小区变化"]
    assert book["小区变化"]["D4"].value.startswith("新列入填报；开工（2023-05-10）")
    assert [cell.value for cell in book["街道变化"][4]][1:4] == ["2023-05-20", "2023-05-30", "变化"]


@pytest.mark.parametrize(
    ("second", "words"), [("2023-05-20", "后一个日期要晚于前一个"), ("2099-01-01", "日期不能晚于今天")]
)
def test_dates_that_cannot_be_compared_are_refused(may, office, signed_in, second, words):
    response = signed_in(office).get(reverse("reports:changes"), {"first": "2023-05-20", "second": second})

    assert response.status_code == 422
    assert words in response.content.decode()


@pytest.mark.parametrize("name", ["ranking", "changes"])
def test_pages_ask_no_more_for_more_streets(name, reported, rule, may, divisions, office, signed_in, counted):
    client, query = signed_in(office), {"month": "2023-05"} if name == "ranking" else {}

    def asked() -> int:
        with counted() as queries:
            opened(client, name, **query)
        return len(queries)

    opened(client, name, **query)
    few = asked()
    for street in ("胜利路街道", "解放路街道", "自由路街道"):
        accept(a_return(may, divisions[street], by=office))

    assert asked() == few


def test_the_pdf_of_an_issued_report_follows_and_is_kept_once(
    draft, office, leader, signed_in, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr(documents, "pdf", lambda report: f"%PDF {report.document}".encode())
    typed = {"version": draft.version, "issued_on": "2023-06-08", "number": ""}

    with django_capture_on_commit_callbacks(execute=True):
        signed_in(office).post(reverse("reports:report_issue", args=[draft.pk]), typed)
    report_files.make(Job.objects.get())

    kept = draft.files.get(kind="pdf")
    address = reverse("reports:report_file", args=[draft.pk, "pdf"])
    answer = signed_in(leader).get(address)
    assert b"".join(answer.streaming_content) == "%PDF 卫旧改办〔2023〕1号".encode()
    assert kept.uploaded_by == office
