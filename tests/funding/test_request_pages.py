"""The pages of payment requests, as the street's clerk and the finance bureau use them."""

import re
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from funding.choices import RequestStatus
from funding.models import ContractPart, FundAct, PaymentRequest
from funding.physical import Physical
from funding.services import papers
from tests.funding import stories
from tests.funding.paying import draft, drawn, granted, source_rule, submitted  # noqa: F401
from tests.funding.stories import yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db
LIST = "funding:request_list"


def url(name: str, request: PaymentRequest) -> str:
    return reverse(f"funding:request_{name}", args=[request.pk])


def typed(pot, **facts) -> dict:
    return {
        "key": str(uuid4()),
        "allotment": pot.pk,
        "kind": "progress",
        "use": "building",
        "amount": "30",
        "unit": "wan",
        "done_value": "60",
        "physical": "40",
    } | facts


def text(response) -> str:
    return response.content.decode()


@pytest.fixture
def new(part) -> str:
    return reverse("funding:request_create", args=[part.pk])


def test_a_clerk_draws_up_in_ten_thousands_and_hands_in(signed_in, clerk, new, pot, source_rule):  # noqa: F811
    browser = signed_in(clerk)

    browser.post(new, typed(pot))
    made = PaymentRequest.objects.get()
    browser.post(url("submit", made))

    made.refresh_from_db()
    assert (made.amount, made.done_value, made.status) == (yuan(30), yuan(60), RequestStatus.SUBMITTED)


def test_once_saved_she_is_on_the_requests_own_page(signed_in, clerk, new, pot, source_rule):  # noqa: F811
    """The same form sent twice leads to the same request."""
    form = typed(pot)

    addresses = [signed_in(clerk).post(new, form).url for _ in range(2)]

    assert addresses == [url("detail", PaymentRequest.objects.get())] * 2


def test_the_back_button_does_not_make_a_second_request(signed_in, clerk, new, pot, source_rule):  # noqa: F811
    form = typed(pot)

    for _ in range(2):
        signed_in(clerk).post(new, form)

    assert PaymentRequest.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"amount": "30.1234567"}, "金额最多到分"),
        ({"amount": "1.005", "unit": "yuan", "sure": "on"}, "金额最多到分"),
        ({"amount": "-3"}, "金额必须大于 0"),
        ({"amount": "300000"}, "单位是否选错"),
        ({"amount": "30", "unit": "yuan", "done_value": "60"}, "单位是否选错"),
        ({"amount": "三十万"}, "读不出金额"),
        ({"done_value": "60.1234567"}, "金额最多到分"),
        ({"done_value": "9" * 23}, "数字过长"),
        ({"done_value": "9" * 20}, "金额过大"),
        ({"out_of_scope": "-1"}, "金额必须大于 0"),
        ({"out_of_scope": "5元"}, "而单位选的是万元"),
        ({"done_value": ""}, "须填写累计完成产值"),
        ({"out_of_scope": "31"}, "不能超过申请金额"),
        ({"physical": "101"}, "100"),
        ({"allotment": "999999"}, "选择一个有效的选项"),
        ({"key": "x"}, "UUID"),
    ],
)
def test_what_cannot_be_right_comes_back_with_what_was_typed(
    signed_in,
    clerk,
    new,
    pot,
    source_rule,  # noqa: F811
    facts,
    said,
):
    response = signed_in(clerk).post(new, typed(pot, note="发票三张", **facts))

    assert response.status_code == 422
    assert said in text(response)
    assert "发票三张" in text(response)
    assert not PaymentRequest.objects.exists()


def test_a_doubtful_unit_is_stored_once_she_says_that_it_is_right(signed_in, clerk, new, pot):
    signed_in(clerk).post(new, typed(pot, amount="30", unit="yuan", done_value="60", sure="on"))

    assert PaymentRequest.objects.get().amount == 30


def test_the_form_offers_the_projects_money_and_what_it_may_pay_for(signed_in, clerk, new, pot, source_rule):  # noqa: F811
    page = text(signed_in(clerk).get(new))

    assert "新财预〔2023〕45号" in page
    assert "余 2,000,000.00 元" in page
    assert "可用于：楼本体改造" in page


def test_without_money_the_form_says_what_to_do(signed_in, clerk, new):
    assert "名下没有可用的资金" in text(signed_in(clerk).get(new))


def look(browser, address: str, **query) -> str:
    return text(browser.get(address, query, headers={"HX-Request": "true"}))


def test_a_figure_too_long_is_left_out_while_she_types(signed_in, clerk, new, pot, source_rule):  # noqa: F811
    assert "480,000.00" in look(
        signed_in(clerk), new, **typed(pot, amount="49", done_value="60", out_of_scope="9" * 30)
    )


def test_ceilings_are_shown_while_she_types(signed_in, clerk, new, pot, source_rule):  # noqa: F811
    shown = look(signed_in(clerk), new, **typed(pot, amount="49"))

    assert "480,000.00" in shown
    assert "超出" in shown


@pytest.mark.parametrize("query", [{}, {"allotment": "x", "kind": "?", "amount": "a"}])
def test_before_she_has_chosen_the_page_says_so(signed_in, clerk, new, pot, query):
    assert "选好资金、款项和用途后" in look(signed_in(clerk), new, **query)


def test_a_refused_submission_names_the_ceiling(signed_in, clerk, part, pot, source_rule):  # noqa: F811
    request = drawn(part, pot, by=clerk, wan="49")

    response = signed_in(clerk).post(url("submit", request), follow=True)

    assert "超过“进度款上限”还可支付的 480,000.00 元" in text(response)


def test_an_edit_shows_what_is_there(signed_in, clerk, draft):  # noqa: F811
    page = text(signed_in(clerk).get(url("edit", draft)))

    assert 'value="300000.00"' in page
    assert 'name="version" value="1"' in page


def test_a_colleagues_change_is_not_overwritten(signed_in, clerk, draft, pot):  # noqa: F811
    browser = signed_in(clerk)
    browser.post(url("edit", draft), typed(pot, amount="20", version="1"))

    response = browser.post(url("edit", draft), typed(pot, amount="25", version="1"))

    assert response.status_code == 422
    assert "申请金额现为“200,000.00”，您填的是“250,000.00”" in text(response)
    draft.refresh_from_db()
    assert draft.amount == yuan(20)


def test_what_is_handed_in_is_not_edited(signed_in, clerk, submitted):  # noqa: F811
    response = signed_in(clerk).get(url("edit", submitted), follow=True)

    assert "目前是“待审核”，不能修改" in text(response)


def test_the_bureau_returns_approves_and_pays(signed_in, clerk, finance, submitted):  # noqa: F811
    today = str(timezone.localdate())
    browser = signed_in(finance)
    browser.post(url("return", submitted), {"reason": "缺少计量单", "on": today})
    assert "缺少计量单" in text(browser.get(url("detail", submitted)))

    signed_in(clerk).post(url("submit", submitted))
    browser = signed_in(finance)
    browser.post(url("approve", submitted), {"amount": "25", "unit": "wan", "on": today})
    browser.post(url("pay", submitted), {"voucher": "记-007", "on": today, "key": str(uuid4())})

    submitted.refresh_from_db()
    assert (submitted.status, submitted.granted) == (RequestStatus.PAID, yuan(25))
    assert "记-007" in text(browser.get(url("detail", submitted)))


def test_the_bureau_takes_a_payment_back(signed_in, finance, granted):  # noqa: F811
    today = str(timezone.localdate())
    browser = signed_in(finance)
    browser.post(url("pay", granted), {"voucher": "记-007", "on": today, "key": str(uuid4())})

    browser.post(url("reverse", granted), {"reason": "收款账户有误", "on": today, "key": str(uuid4())})

    granted.refresh_from_db()
    assert granted.status == RequestStatus.REVERSED


def test_paying_twice_by_double_click_is_one_payment(signed_in, finance, granted):  # noqa: F811
    form = {"voucher": "记-007", "on": str(timezone.localdate()), "key": str(uuid4())}

    for _ in range(2):
        signed_in(finance).post(url("pay", granted), form)

    assert FundAct.objects.filter(kind="pay").count() == 1


def test_a_payment_dated_tomorrow_is_refused_at_its_field(signed_in, finance, granted):  # noqa: F811
    tomorrow = timezone.localdate() + timedelta(days=1)

    response = signed_in(finance).post(
        url("pay", granted), {"voucher": "记-1", "on": str(tomorrow), "key": str(uuid4())}
    )

    assert response.status_code == 422
    assert "日期不能晚于今天" in text(response)


def test_buttons_are_those_of_her_turn(signed_in, clerk, finance, submitted):  # noqa: F811
    of_clerk = text(signed_in(clerk).get(url("detail", submitted)))
    of_finance = text(signed_in(finance).get(url("detail", submitted)))

    assert ("撤回</button>" in of_clerk, url("approve", submitted) in of_clerk) == (True, False)
    assert ("撤回</button>" in of_finance, url("approve", submitted) in of_finance) == (False, True)


def test_the_page_tells_who_did_what(signed_in, auditor, submitted):  # noqa: F811
    page = text(signed_in(auditor).get(url("detail", submitted)))

    assert re.search("提交支付申请.*填写支付申请", page, re.DOTALL)


def test_the_paper_states_the_amount_in_capitals(signed_in, clerk, granted):  # noqa: F811
    page = text(signed_in(clerk).get(url("print", granted)))

    assert page.count("叁拾万元整") == 2
    assert stories.CODE in page
    assert "申请单位（盖章）" in page


def test_the_bar_tells_what_waits(signed_in, clerk, finance, draft):  # noqa: F811
    assert "支付待审" not in text(signed_in(finance).get(reverse(LIST)))
    signed_in(clerk).post(url("submit", draft))

    assert "支付待审" in text(signed_in(finance).get(reverse(LIST)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"waiting": "true"}, True),
        ({"waiting": "false"}, False),
        ({"status": "submitted"}, True),
        ({"status": "paid"}, False),
        ({"kind": "progress"}, True),
        ({"source": "street"}, False),
        ({"q": "示例建筑"}, True),
        ({"q": "中州"}, True),
        ({"late": "false"}, False),
        ({"paid_after": "2023-01-01"}, False),
        ({"territory": "410703008000"}, True),
        ({"project": "999999"}, False),
        ({"contract": "x"}, False),
    ],
)
def test_the_list_is_narrowed(signed_in, finance, submitted, query, found):  # noqa: F811
    page = text(signed_in(finance).get(reverse(LIST), query))

    assert (submitted.number in page) == found


def test_a_contracts_requests_are_listed_by_its_name(signed_in, finance, submitted):  # noqa: F811
    page = text(signed_in(finance).get(reverse(LIST), {"contract": submitted.part.contract_id}))

    assert submitted.number in page
    assert "合同：卫滨施工〔2023〕1号 示例施工合同" in page


def test_a_review_that_is_late_says_by_how_many_days(signed_in, finance, submitted):  # noqa: F811
    """Handed in in June 2023 by the records' own day, due five working days later."""
    page = text(signed_in(finance).get(reverse(LIST), {"late": "true"}))

    assert submitted.number in page
    assert 'class="n late"' in page


def test_the_street_next_door_sees_nothing(signed_in, neighbour, submitted):  # noqa: F811
    assert submitted.number not in text(signed_in(neighbour).get(reverse(LIST)))


def test_the_list_is_exported(signed_in, finance, submitted):  # noqa: F811
    response = signed_in(finance).post(reverse(LIST), {"format": "csv"})

    assert submitted.number in b"".join(response.streaming_content).decode("utf-8-sig")


def several(count: int, *, part, pot, by, reviewer) -> list[PaymentRequest]:
    return [stories.a_request(part, pot, by=by, wan=1, reviewer=reviewer) for _ in range(count)]


@pytest.mark.parametrize("name", ["list", "detail", "print"])
def test_pages_ask_a_fixed_number_of_queries(
    signed_in,
    finance,
    clerk,
    part,
    pot,
    source_rule,  # noqa: F811
    counted,
    name,
):
    first, *_ = several(2, part=part, pot=pot, by=clerk, reviewer=finance)
    address = reverse(LIST) if name == "list" else url(name, first)
    browser = signed_in(finance)
    browser.get(address)

    def asks() -> int:
        with counted() as queries:
            browser.get(address)
        return len(queries)

    with_two = asks()
    several(18, part=part, pot=pot, by=clerk, reviewer=finance)
    assert asks() == with_two


def test_the_form_asks_as_much_with_twenty_allotments(signed_in, clerk, finance, new, project, divisions, counted):
    def allotted(number: int) -> None:
        document = stories.a_document(divisions["卫滨区"], by=finance, number=f"示例〔2023〕{number}号", wan=10)
        stories.allotted(stories.the_root(document), to=project, wan=1, by=finance)

    def asks() -> int:
        with counted() as queries:
            signed_in(clerk).get(new)
        return len(queries)

    for number in range(2):
        allotted(number)
    asks()
    with_two = asks()
    for number in range(2, 20):
        allotted(number)
    assert asks() == with_two


def test_a_street_that_shares_a_contract_asks_for_its_own_part(signed_in, clerk, part, listed, person, office):
    """The neighbour's part of the same contract is not hers to ask for."""
    theirs = a_project(
        listed["健康路195号院"],
        implementer=person("street_clerk", "健康路街道", "theirs").organisation,
        by=office,
    )
    other = ContractPart.objects.create(contract=part.contract, project=theirs)

    response = signed_in(clerk).get(reverse("funding:request_create", args=[other.pk]))

    assert response.status_code == 404


NO_PAPER = "没有附件：未附发票、工程量确认单等。"


def test_a_request_without_papers_says_so_to_clerk_and_reviewer(signed_in, clerk, finance, submitted):  # noqa: F811
    pages = [(clerk, "detail"), (finance, "detail"), (finance, "approve")]
    said = [NO_PAPER in text(signed_in(who).get(url(name, submitted))) for who, name in pages]

    papers.add(subject=submitted, upload=stories.a_scan("发票.pdf"), by=clerk)
    still = [NO_PAPER in text(signed_in(who).get(url(name, submitted))) for who, name in pages]

    assert (said, still) == ([True] * 3, [False] * 3)


@pytest.mark.parametrize(("invested", "said"), [("599999.99", True), ("600000", False), (None, False)])
def test_more_work_claimed_than_the_street_reported_is_shown_to_the_reviewer(
    signed_in,
    finance,
    submitted,  # noqa: F811
    monkeypatch,
    invested,
    said,
):
    known = Physical(Decimal(40), "2023年5月月报", invested and Decimal(invested))
    monkeypatch.setattr("funding.physical._providers", [lambda ids: {submitted.project_id: known}])

    page = text(signed_in(finance).get(url("approve", submitted)))

    words = "累计完成产值 600,000.00 元，大于2023年5月月报的累计完成投资 599,999.99 元，请核对"
    assert (words in page, "大于2023年5月月报" in page) == (said, said)


def test_beside_what_is_left_stands_what_else_waits_for_review(signed_in, clerk, part, pot, submitted):  # noqa: F811
    """Told, not counted: 中州小区's allotment still has 200 万元."""
    page = text(signed_in(clerk).get(url("detail", drawn(part, pot, by=clerk, wan="1"))))

    assert "2,000,000.00<br>" in page
    assert "另有待审核 300,000.00 元" in page


def test_what_waits_itself_is_not_beside_its_own_ceilings(signed_in, finance, submitted):  # noqa: F811
    assert "另有待审核" not in text(signed_in(finance).get(url("approve", submitted)))


@pytest.mark.parametrize(
    ("status", "shown"),
    [("draft", False), ("submitted", False), ("returned", False), ("cancelled", False), ("approved", True)],
)
def test_the_projects_card_takes_progress_from_approved_requests_alone(
    signed_in, clerk, finance, part, pot, status, shown
):
    decided = {"reviewer": finance} if status == "approved" else {}
    stories.a_request(part, pot, by=clerk, status=status, physical=Decimal(31), **decided)

    page = text(signed_in(clerk).get(reverse("funding:project_funds", args=[part.project_id])))

    assert ("形象进度 31%" in page) == shown


def test_the_office_has_no_buttons_on_what_the_street_drew_up(signed_in, clerk, office, draft):  # noqa: F811
    of_clerk = text(signed_in(clerk).get(url("detail", draft)))
    of_office = text(signed_in(office).get(url("detail", draft)))

    assert ("提交</button>" in of_clerk, "提交</button>" in of_office) == (True, False)
    assert signed_in(office).post(url("submit", draft)).status_code == 403


def test_a_reversed_payment_is_not_in_the_rate(signed_in, finance, granted):  # noqa: F811
    PaymentRequest.objects.filter(pk=granted.pk).update(status=RequestStatus.REVERSED)

    page = text(signed_in(finance).get(url("detail", granted)))

    assert "支付率 0.00%" in page
    assert "连同本次" not in page
