"""The pages of fund documents and of the ledger, as the finance bureau, a street and the auditor see them."""

from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from core.lists import LISTS, Selection
from funding.choices import ActKind, EntryKind
from funding.models import Allotment, FundAct, FundDocument, FundPaper
from funding.selectors import overview
from funding.services import documents, reversals
from funding.services.ledger import Line
from projects.choices import Source
from tests.funding import stories
from tests.funding.stories import TODAY, yuan

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.4\n%%EOF\n"


@pytest.fixture(autouse=True)
def _in_june_2023():
    with time_machine.travel("2023-06-30T09:00:00+08:00", tick=False):
        yield


def typed(**changes) -> dict:
    return {
        "key": uuid4(),
        "kind": "transfer",
        "division": "410703000000",
        "source": "central_subsidy",
        "year": "2023",
        "number": "新财预[2023]45号",
        "issued_on": "2023-03-01",
        "amount": "946.33",
        "unit": "wan",
        "budget_code": "2210108",
    } | changes


def shown(client, name: str, *args, query: str = "") -> str:
    response = client.get(reverse(f"funding:{name}", args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_a_paper_is_registered_with_its_scan(divisions, finance, signed_in):
    client = signed_in(finance)

    response = client.post(
        reverse("funding:document_create"), typed(upload=SimpleUploadedFile("通知.pdf", PDF)), follow=True
    )

    page = response.content.decode()
    assert "9,463,300.00" in page
    assert "通知.pdf" in page
    assert FundPaper.objects.get().document == FundDocument.objects.get()


def test_a_file_that_is_not_what_it_says_registers_nothing(divisions, finance, signed_in):
    wrong = SimpleUploadedFile("通知.pdf", b"\x89PNG\r\n\x1a\n" + bytes(40))

    response = signed_in(finance).post(reverse("funding:document_create"), typed(upload=wrong))

    assert response.status_code == 422
    assert not FundDocument.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": "946.3312345"}, "金额最多到分"),
        ({"amount": "-5"}, "金额必须大于 0"),
        ({"amount": "946.33", "unit": "yuan"}, "单位是否选错"),
        ({"amount": "2000000"}, "10 倍以上，单位是否选错"),
        ({"year": "二〇二三"}, "请填四位年份"),
        ({"budget_code": "22101"}, "7 位数字"),
        ({"issued_on": "2023-07-01"}, "日期不能晚于今天"),
        ({"source": "residents"}, "选择一个有效的选项"),
    ],
)
def test_what_is_typed_wrong_is_told_at_the_form(listed, finance, signed_in, changes, words):
    response = signed_in(finance).post(reverse("funding:document_create"), typed(**changes))

    assert response.status_code == 422
    assert words in response.content.decode()


def test_an_unlikely_amount_is_stored_when_she_says_that_it_is_right(listed, finance, signed_in):
    signed_in(finance).post(reverse("funding:document_create"), typed(unit="yuan", sure="on"))

    assert FundDocument.objects.get().amount == stories.yuan("0.094633")


def test_the_document_says_who_has_how_much(pot, root, document, finance, signed_in):
    page = shown(signed_in(finance), "document_detail", document.pk)

    assert "中州小区改造项目" in page
    assert "7,463,300.00" in page  # left with the district
    assert f"?giver={root.pk}" in page


def test_a_street_sees_its_part_and_is_told_so(pot, document, clerk, signed_in):
    page = shown(signed_in(clerk), "document_detail", document.pk)

    assert "只列出分到本辖区的部分" in page
    assert "2,000,000.00" in page
    assert "7,463,300.00" not in page


def test_the_list_of_a_street_gives_its_part(pot, document, clerk, neighbour, signed_in):
    page = shown(signed_in(clerk), "document_list")
    assert "200.00" in page
    assert "新财预〔2023〕45号" in page

    assert "新财预〔2023〕45号" not in shown(signed_in(neighbour), "document_list")


def test_a_document_past_its_day_with_money_left_is_told_in_days(document, finance, signed_in):
    FundDocument.objects.update(use_by=date(2023, 6, 20))

    client = signed_in(finance)

    assert "已超期 10 天" in shown(client, "document_detail", document.pk)
    assert "已超期 10 天" in shown(client, "overview")
    assert 'class="n late">10<' in shown(client, "document_list")


def test_after_a_reversal_the_page_offers_to_enter_the_amount_anew(root, document, finance, signed_in):
    act = root.entries.get().act
    client = signed_in(finance)
    client.post(
        reverse("funding:act_reverse", args=[act.pk]),
        {"key": uuid4(), "on": "2023-06-30", "reason": "金额录错了"},
    )

    page = shown(client, "document_detail", document.pk)

    assert "目前没有资金" in page
    assert reverse("funding:document_receive", args=[document.pk]) in page


def test_the_page_of_a_reversal_says_what_either_day_means_for_reports(root, finance, signed_in):
    page = shown(signed_in(finance), "act_reverse", root.entries.get().act_id)

    assert (
        "原业务日期 2023-03-01。填今天：截至今天以前各日的报表仍含这笔错账；填 2023-03-01：各日的报表随之更正" in page
    )


def test_registered_again_after_a_reversal_it_leads_to_the_document(finance, signed_in):
    client = signed_in(finance)
    client.post(reverse("funding:document_create"), typed(sure="on"))
    document = FundDocument.objects.get()
    act = document.allotments.get().entries.get().act
    reversals.reverse(act=act, reason="金额录错了", key=uuid4(), on=TODAY, by=finance, today=TODAY)

    page = client.post(reverse("funding:document_create"), typed(key=uuid4(), sure="on")).content.decode()

    assert "它的到账业务已经冲销，请打开原文件，点“登记到账”" in page
    assert f'<a href="{document.get_absolute_url()}">打开' in page


def test_the_amount_entered_anew_is_not_held_against_the_wrong_one(listed, divisions, finance, signed_in):
    """946.33 元 was typed for 946.33 万元; the year's plan says which is likely."""
    client = signed_in(finance)
    client.post(reverse("funding:document_create"), typed(unit="yuan", sure="on"))
    document = FundDocument.objects.get()
    act = document.allotments.get().entries.get().act
    reason = {"key": uuid4(), "on": "2023-06-30", "reason": "金额单位有误"}
    client.post(reverse("funding:act_reverse", args=[act.pk]), reason)

    facts = {"key": uuid4(), "amount": "946.33", "unit": "wan", "on": "2023-06-30"}
    answer = client.post(reverse("funding:document_receive", args=[document.pk]), facts)

    assert answer.status_code == 302


def test_what_is_collected_is_listed_when_it_is_asked_for(project, clerk, finance, signed_in):
    documents.collection(project=project, source=Source.RESIDENTS, by=clerk, today=TODAY)
    client = signed_in(finance)

    assert project.number not in shown(client, "document_list")
    assert f"项目收缴 {project.number}" in shown(client, "document_list", query="?kind=collection")


def test_the_trail_names_person_time_voucher_reason_and_reversal(approved, finance, auditor, signed_in):
    act = stories.paid(approved, by=finance, voucher="记-007")
    reversals.reverse(act=act, reason="收款账号有误", key=uuid4(), on=TODAY, by=finance, today=TODAY)

    response = signed_in(auditor).post(reverse("funding:entry_list") + "?kind=payment", {"format": "xlsx"})

    rows = list(load_workbook(BytesIO(b"".join(response.streaming_content))).active.values)
    told = ["" if cell is None else str(cell) for row in rows for cell in row]
    for words in ("经办人", "登记时间", "记-007", "收款账号有误", f"冲销 2023-06-30 第 {act.pk} 号", "示例财政局"):
        assert any(words in cell for cell in told), words


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("step=in", 1),
        ("step=out", 1),
        ("kind=payment", 1),
        ("source=district", 0),
        ("on_after=2023-06-01", 1),
        ("on_before=2023-06-01", 2),
        ("year=2023", 3),
        ("year=2022", 0),
        ("act=pay", 1),
        ("voucher=记-001", 1),
        ("territory=410703008000", 2),
        ("territory=410703004000", 0),
        ("document=999", 0),
    ],
)
def test_entries_are_found(approved, finance, signed_in, query, count):
    stories.paid(approved, by=finance)

    page = shown(signed_in(finance), "entry_list", query=f"?{query}&part=totals")

    assert f"合计 {count} 条" in page or f"共 {count} 条" in page


def test_entries_are_found_by_what_they_belong_to(approved, part, pot, root, document, project, finance, signed_in):
    stories.paid(approved, by=finance)
    client = signed_in(finance)

    def found(**query) -> int:
        address = "&".join(f"{key}={value}" for key, value in query.items())
        page = shown(client, "entry_list", query=f"?{address}&part=totals")
        return next((n for n in range(1, 9) if f"合计 {n} 条" in page or f"共 {n} 条" in page), 0)

    assert found(document=document.pk) == 3
    assert found(project=project.pk) == 2
    assert found(contract=part.contract_id) == 1
    assert found(allotment=pot.pk) == 2
    assert found(giver=root.pk) == 1


def test_the_act_leads_to_document_contract_and_request(approved, finance, auditor, signed_in):
    act = stories.paid(approved, by=finance, voucher="记-007")

    page = shown(signed_in(auditor), "act_detail", act.pk)

    for address in (
        approved.get_absolute_url(),
        approved.part.contract.get_absolute_url(),
        approved.allotment.document.get_absolute_url(),
        approved.allotment.get_absolute_url(),
    ):
        assert f'href="{address}"' in page
    assert "记-007" in page
    assert "冲销拨付" not in page  # the auditor changes nothing


def test_a_payment_is_reversed_on_its_requests_page(approved, finance, signed_in):
    act = stories.paid(approved, by=finance)
    client = signed_in(finance)

    assert reverse("funding:request_reverse", args=[approved.pk]) in shown(client, "act_detail", act.pk)
    assert client.get(reverse("funding:act_reverse", args=[act.pk])).status_code == 404


def test_a_second_reversal_is_refused_in_words(pot, finance, signed_in):
    client, address = signed_in(finance), reverse("funding:act_reverse", args=[pot.entries.get().act_id])
    client.post(address, {"key": uuid4(), "on": "2023-06-30", "reason": "项目选错了"})

    response = client.post(address, {"key": uuid4(), "on": "2023-06-30", "reason": "项目选错了"})

    assert response.status_code == 422
    assert "不能再次冲销" in response.content.decode()


def test_two_editors_of_a_document_see_each_other(document, finance, signed_in):
    client, address = signed_in(finance), reverse("funding:document_edit", args=[document.pk])
    facts = {"number": document.number, "title": "甲", "budget_code": "", "remarks": "", "version": "1"}
    client.post(address, facts)

    response = client.post(address, facts | {"title": "乙"})

    assert response.status_code == 422
    assert "文件名称现为“甲”" in response.content.decode()


def test_the_overview_adds_up_from_balances(approved, divisions, finance):
    stories.paid(approved, by=finance)
    stories.a_document(
        divisions["卫滨区"], by=finance, wan=100, source=Source.DISTRICT, number="卫财〔2022〕1号", year=2022
    )

    lines, total = overview.by_source(user=finance, prefix="410703", year=None)
    _, of_2023 = overview.by_source(user=finance, prefix="410703", year=2023)

    assert [line.source for line in lines] == [Source.CENTRAL_SUBSIDY, Source.DISTRICT]
    assert (total.came, total.allotted, total.spent) == (yuan("1046.33"), yuan(200), yuan(30))
    assert (of_2023.came, of_2023.undivided, of_2023.left) == (yuan("946.33"), yuan("746.33"), yuan("916.33"))


def test_a_figure_of_the_overview_is_the_sum_of_the_entries_it_leads_to(approved, project, clerk, divisions, finance):
    """Also where the street stands between, and for money collected for one project."""
    stories.paid(approved, by=finance)
    street = stories.allotted(approved.allotment.parent, to=divisions["健康路街道"], wan=50, by=finance)
    collected = documents.collection(project=project, source=Source.RESIDENTS, by=clerk, today=TODAY)
    line = Line(kind=EntryKind.RECEIPT, allotment=collected, amount=yuan(3))
    stories.posted(ActKind.COLLECT, [line], by=clerk)

    def listed(query: str):
        selection = Selection(spec=LISTS["fund_entries"], user=finance, params=QueryDict(query))
        return selection.totals.sums["amount"]

    _, total = overview.by_source(user=finance, prefix="410703", year=None)
    assert total.came == listed("step=in") == yuan("949.33")
    assert total.allotted == listed("step=out") == yuan(253)
    assert total.spent == listed("kind=payment") == yuan(30)
    _, here = overview.by_source(user=finance, prefix="410703004", year=None)
    assert here.came == listed("step=in&territory=410703004000") == street.received


@pytest.mark.parametrize("name", ["overview", "document_list", "entry_list", "rule_list", "year_list"])
def test_a_page_costs_the_same_for_two_rows_and_for_twenty(name, pot, document, finance, signed_in, counted):
    client = signed_in(finance)
    shown(client, name)
    with counted() as few:
        shown(client, name)
    for number in range(20):
        stories.a_document(
            document.division, by=finance, wan=1, number=f"示例{number}号", use_by=date(2023, 6, 1), year=2023
        )

    with counted() as more:
        shown(client, name)

    assert len(more) == len(few)


def test_a_document_and_an_act_cost_the_same_for_two_parts_and_for_twenty(
    root, document, divisions, finance, signed_in, counted
):
    client = signed_in(finance)

    def costs() -> tuple[int, int]:
        with counted() as page:
            shown(client, "document_detail", document.pk)
        with counted() as act:
            shown(client, "act_detail", FundAct.objects.order_by("pk").last().pk)
        return len(page), len(act)

    for name in ("胜利路街道", "解放路街道"):
        stories.allotted(root, to=divisions[name], wan=1, by=finance)
    costs()
    few = costs()
    for name in ("健康路街道", "自由路街道", "南桥街道"):
        stories.allotted(root, to=divisions[name], wan=1, by=finance)

    assert costs() == few
    assert Allotment.objects.count() == 6
