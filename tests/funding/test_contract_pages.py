"""A project's money and its contracts as people use the pages."""

from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from funding.models import Contract, ContractPart, FundPaper
from funding.services import contracts
from tests.funding import stories
from tests.funding.stories import CODE, TODAY, yuan
from tests.projects.conftest import a_project

pytestmark = pytest.mark.django_db


def text_of(response) -> str:
    return response.content.decode()


def typed(**facts) -> dict:
    return {
        "key": str(uuid4()),
        "kind": "construction",
        "number": "卫滨施工〔2023〕9号",
        "name": "示例施工合同",
        "party": "示例建筑工程有限公司",
        "credit_code": CODE,
        "signed_on": "2023-04-01",
        "amount": "150",
        "unit": "wan",
        "advance_rate": "10",
        "progress_rate": "80",
        "retention_rate": "3",
    } | facts


@pytest.fixture
def enter(signed_in, clerk, project):
    """Send the form of a new contract."""
    address = reverse("funding:contract_create", args=[project.pk])
    return lambda **facts: signed_in(clerk).post(address, typed(**facts))


@pytest.fixture
def others(listed, street_office, office):
    """The two other compounds as projects of the same street office."""
    entries = [entry for name, entry in listed.items() if name != "中州小区"]
    return [a_project(entry, implementer=street_office, by=office) for entry in entries]


# Entering a contract


def test_the_clerk_enters_a_contract_with_its_scan(enter):
    answer = enter(upload=stories.a_scan("合同.pdf"))

    contract = Contract.objects.get()
    assert answer.url == contract.get_absolute_url()
    assert contract.parts.get().amount == yuan(150)
    assert FundPaper.objects.get().contract == contract


def test_the_same_form_sent_twice_is_one_contract(enter):
    key = str(uuid4())

    assert enter(key=key).url == enter(key=key).url
    assert Contract.objects.count() == 1


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"credit_code": "91350100M000100Y44"}, "校验位不对"),
        ({"credit_code": ""}, "必填"),
        ({"amount": "-5"}, "金额必须大于 0"),
        ({"amount": "1500000.005", "unit": "yuan"}, "最多到分"),
        ({"progress_rate": "70"}, "进度款比例不得低于 80%"),
        ({"begins_on": "2023-06-01", "ends_on": "2023-05-01"}, "约定完工不能早于约定开工"),
        ({"signed_on": "2099-01-01"}, "不能晚于今天"),
        ({"upload": stories.a_scan("合同.docx")}, "扩展名是 .docx"),
    ],
    ids=["check sign", "no code", "negative", "three decimals", "rate", "days", "future", "no such file"],
)
def test_a_contract_that_cannot_be_comes_back_with_the_reason(enter, facts, words):
    answer = enter(**facts)

    assert answer.status_code == 422
    assert words in text_of(answer)
    assert not Contract.objects.exists()


def test_a_sum_ten_thousand_times_too_large_is_asked_about(enter, project):
    stories.budgeted(project, 180)

    asked = enter(amount="1500000")

    assert asked.status_code == 422
    assert "是批复预算 1,800,000.00 元（180 万元）的 10 倍以上" in text_of(asked)
    assert enter(amount="1500000", sure="on").status_code == 302


@pytest.fixture
def send(signed_in, clerk, part):
    """Send a form about the part of 150 万元 in a budget of 180."""

    def send(name, wan, **facts):
        facts = {"key": str(uuid4()), "amount": str(wan), "unit": "wan", "on": "2023-06-01", "document": "1号"} | facts
        facts = {"direction": "more", "reason": "增加雨污分流"} | facts
        return signed_in(clerk).post(reverse(f"funding:{name}", args=[part.pk]), facts)

    return send


ABOVE = "登记后合同价款合计 190 万元，超过批复预算 180 万元，多 10 万元"


@pytest.mark.parametrize(
    ("name", "wan"),
    [("part_change", 40), ("part_settle", 190), ("part_correct", 190)],
)
def test_a_price_above_the_budget_is_asked_about_before_it_is_stored(send, part, name, wan):
    answer = send(name, wan)

    assert answer.status_code == 422
    assert ABOVE in text_of(answer)
    assert send(name, wan, sure="on").status_code == 302
    part.refresh_from_db()
    assert part.amount == yuan(190)


def test_a_second_contract_above_the_budget_is_asked_about(enter, part):
    answer = enter(amount="40")

    assert (answer.status_code, ABOVE in text_of(answer)) == (422, True)
    assert enter(amount="40", sure="on").status_code == 302


def test_a_part_above_its_projects_budget_is_asked_about(signed_in, office, part, others):
    stories.budgeted(others[0], 50)
    address = reverse("funding:part_add", args=[part.contract_id])
    facts = {"key": str(uuid4()), "project": others[0].pk, "amount": "80", "unit": "wan"}

    answer = signed_in(office).post(address, facts)

    assert "登记后合同价款合计 80 万元，超过批复预算 50 万元，多 30 万元" in text_of(answer)
    assert part.contract.parts.count() == 1


@pytest.mark.parametrize(
    ("name", "facts"),
    [("part_change", {"wan": 30}), ("part_change", {"wan": 40, "direction": "less"}), ("part_settle", {"wan": 150})],
    ids=["up to the budget", "less", "as contracted"],
)
def test_a_price_within_the_budget_is_stored_at_once(send, name, facts):
    assert send(name, **facts).status_code == 302


def test_a_settlement_above_the_contract_is_asked_about(send, part):
    answer = send("part_settle", 160)

    assert "结算价 160 万元，高于合同价款 150 万元，多 10 万元" in text_of(answer)
    assert send("part_settle", 160, sure="on").status_code == 302


def test_a_mistyped_price_is_corrected_from_the_contracts_page(send, part, signed_in, clerk):
    address = reverse("funding:part_correct", args=[part.pk])

    assert address in text_of(signed_in(clerk).get(part.get_absolute_url()))
    assert send("part_correct", 170).url == part.get_absolute_url()
    page = text_of(signed_in(clerk).get(part.get_absolute_url()))
    assert "<td>更正</td>" in page
    assert "1,700,000.00" in page


def test_a_correction_is_not_held_against_the_mistyped_price(send, part):
    assert send("part_correct", "0.5").status_code == 302  # a hundredth of 150 万元, but of a budget of 180 no doubt


def test_what_is_paid_by_is_no_longer_corrected(signed_in, clerk, finance, approved, part):
    stories.paid(approved, by=finance)
    address = reverse("funding:part_correct", args=[part.pk])

    assert address not in text_of(signed_in(clerk).get(part.get_absolute_url()))
    assert signed_in(clerk).get(address).status_code == 302  # back, with the reason


def test_the_form_says_what_may_still_be_contracted(signed_in, clerk, part):
    page = signed_in(clerk).get(reverse("funding:contract_create", args=[part.project_id]))

    assert "批复预算 180 万元，已签合同 150 万元；还可签 30 万元" in text_of(page)


def test_a_contract_is_corrected_on_its_page(signed_in, clerk, part):
    address = reverse("funding:contract_edit", args=[part.contract_id])
    facts = typed(version="1", warranty_until="2025-06-01")

    assert signed_in(clerk).post(address, facts).status_code == 302
    assert signed_in(clerk).post(address, facts).status_code == 422  # somebody else's version 1
    assert Contract.objects.get().warranty_until == date(2025, 6, 1)


def test_a_lot_takes_up_one_project_more(signed_in, office, part, others):
    address = reverse("funding:part_add", args=[part.contract_id])
    facts = {"key": str(uuid4()), "project": others[0].pk, "amount": "80", "unit": "wan"}

    assert signed_in(office).post(address, facts).status_code == 302
    assert part.contract.parts.count() == 2


def test_a_variation_downwards_is_typed_as_less(signed_in, clerk, part):
    facts = {
        "direction": "less",
        "amount": "10",
        "unit": "wan",
        "on": "2023-05-01",
        "document": "1号",
        "reason": "减项",
    }

    signed_in(clerk).post(reverse("funding:part_change", args=[part.pk]), facts | {"key": str(uuid4())})

    part.refresh_from_db()
    assert part.amount == yuan(140)


def test_a_variation_below_what_is_paid_is_refused_in_words(signed_in, clerk, finance, approved, part):
    stories.paid(approved, by=finance)
    facts = {
        "direction": "less",
        "amount": "130",
        "unit": "wan",
        "on": "2023-05-01",
        "document": "1号",
        "reason": "减项",
    }

    answer = signed_in(clerk).post(reverse("funding:part_change", args=[part.pk]), facts | {"key": str(uuid4())})

    assert answer.status_code == 422
    assert "低于已拨付的 300,000.00 元" in text_of(answer)


def test_a_settlement_is_entered_on_its_page(signed_in, clerk, part):
    facts = {"key": str(uuid4()), "amount": "1400000", "unit": "yuan", "on": "2023-06-20", "document": "结审1号"}

    signed_in(clerk).post(reverse("funding:part_settle", args=[part.pk]), facts)

    part.refresh_from_db()
    assert (part.amount, part.settled) == (yuan(140), yuan(140))


# Reading


def test_a_contract_shows_how_its_sum_came_about(signed_in, auditor, clerk, part):
    contracts.change(
        part=part,
        amount=yuan(10),
        on=date(2023, 5, 1),
        document="补充协议1号",
        reason="增加雨污分流",
        key=uuid4(),
        by=clerk,
        today=TODAY,
    )

    page = text_of(signed_in(auditor).get(part.get_absolute_url()))

    assert all(words in page for words in ("补充协议1号", "增加雨污分流", "100,000.00", "1,600,000.00", CODE))


def test_a_contract_above_the_budget_is_marked(signed_in, auditor, part):
    stories.budgeted(part.project, 100)
    words = "合同价款合计 150 万元，超过批复预算 100 万元，多 50 万元。"

    browser = signed_in(auditor)
    assert words in text_of(browser.get(part.get_absolute_url()))
    assert words in text_of(browser.get(reverse("funding:project_funds", args=[part.project_id])))


def test_an_auditor_is_offered_nothing_to_change(signed_in, auditor, part):
    page = text_of(signed_in(auditor).get(part.get_absolute_url()))

    assert reverse("funding:part_change", args=[part.pk]) not in page
    assert reverse("funding:request_create", args=[part.pk]) not in page


def test_of_a_lot_a_street_opens_its_own_part(signed_in, office, neighbour, part, others):
    own = next(each for each in others if each.division.name == "健康路街道")
    contracts.add_part(contract=part.contract, project=own, amount=yuan(80), key=uuid4(), by=office, today=TODAY)

    page = text_of(signed_in(neighbour).get(part.get_absolute_url()))

    assert reverse("funding:project_funds", args=[own.pk]) in page
    assert reverse("funding:project_funds", args=[part.project_id]) not in page


def test_the_neighbour_finds_no_contract_of_the_street(signed_in, neighbour, part):
    assert signed_in(neighbour).get(part.get_absolute_url()).status_code == 404


def test_a_projects_card_says_where_its_money_stands(signed_in, auditor, approved, finance):
    stories.paid(approved, by=finance)

    page = signed_in(auditor).get(reverse("funding:project_funds", args=[approved.project_id]))

    card = page.context["card"]
    assert (card.approved, card.contracted, card.allotted) == (yuan(180), yuan(150), yuan(200))
    assert (card.paid, card.left, card.shortfall) == (yuan(30), yuan(170), 0)
    assert str(card.rate) == "20.00"


def test_what_is_asked_and_what_is_granted_stand_apart(signed_in, auditor, approved, part, pot, clerk):
    stories.a_request(part, pot, by=clerk, wan=20, status="submitted")

    card = signed_in(auditor).get(reverse("funding:project_funds", args=[part.project_id])).context["card"]

    assert (card.requested, card.granted) == (yuan(20), yuan(30))


def test_without_a_budget_the_shortfall_is_of_the_investment(signed_in, auditor, project):
    card = signed_in(auditor).get(reverse("funding:project_funds", args=[project.pk])).context["card"]

    assert card.shortfall == project.investment


def test_the_tab_is_there_for_whoever_may_see_money(signed_in, auditor, project):
    address = reverse("projects:project_detail", args=[project.pk])

    assert reverse("funding:project_funds", args=[project.pk]) in text_of(signed_in(auditor).get(address))


def test_a_community_worker_sees_no_money(signed_in, community_worker, project):
    assert signed_in(community_worker).get(reverse("funding:project_funds", args=[project.pk])).status_code == 403


# Lists


def test_the_account_list_adds_up_what_projects_have(signed_in, auditor, approved, finance, others):
    stories.paid(approved, by=finance)

    page = signed_in(auditor).get(f"{reverse('funding:account_list')}?part=totals", headers={"HX-Request": "true"})

    totals = page.context["selection"].totals
    assert totals.count == 3
    assert {key: totals.sums[key] for key in ("approved", "contracted", "allotted", "spent", "left_over")} == {
        "approved": yuan(180),
        "contracted": yuan(150),
        "allotted": yuan(200),
        "spent": yuan(30),
        "left_over": yuan(170),
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("over=true", {"中州小区改造项目"}),
        ("over=false", {"新运23号院改造项目", "健康路195号院改造项目"}),
        ("short=false", {"中州小区改造项目"}),
        ("reviewed=true", {"中州小区改造项目"}),
        ("q=195", {"健康路195号院改造项目"}),
        ("year=2022", set()),
        ("street=410703004000", {"健康路195号院改造项目"}),
    ],
)
def test_projects_are_found_by_how_their_money_stands(signed_in, auditor, part, pot, others, query, found):
    stories.budgeted(part.project, 100)

    page = signed_in(auditor).get(f"{reverse('funding:account_list')}?{query}")

    assert {row.name for row in page.context["page"].rows} == found


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("kind=construction", 1),
        ("kind=design", 0),
        ("q=m000100y43", 1),
        ("q=示例建筑", 1),
        ("settled=true", 0),
        ("settled=false", 1),
        ("year=2023", 1),
    ],
)
def test_contracts_are_found_by_what_they_say(signed_in, auditor, part, query, count):
    page = signed_in(auditor).get(f"{reverse('funding:contract_list')}?{query}")

    assert len(page.context["page"].rows) == count


def test_contracts_are_found_by_project(signed_in, auditor, part, others):
    browser, address = signed_in(auditor), reverse("funding:contract_list")

    assert len(browser.get(f"{address}?project={part.project_id}").context["page"].rows) == 1
    assert len(browser.get(f"{address}?project={others[0].pk}").context["page"].rows) == 0


def test_the_pages_ask_no_more_for_twenty_than_for_two(signed_in, auditor, clerk, pot, part, others):
    addresses = [
        reverse("funding:project_funds", args=[part.project_id]),
        reverse("funding:contract_list"),
        reverse("funding:account_list"),
        part.get_absolute_url(),
    ]

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                browser.get(address)
            counts.append(len(queries))
        return counts

    def more(number: int) -> None:
        stories.a_contract(part.project, by=clerk, number=f"{number}号")
        stories.a_request(part, pot, by=clerk, wan=1)

    browser = signed_in(auditor)
    more(2)
    browser.get(addresses[0])
    with_two = asked()
    for number in range(3, 21):
        more(number)
    for project in others:
        stories.a_contract(project, by=clerk, number=f"另{project.pk}号")
        ContractPart.objects.create(contract=part.contract, project=project)

    assert asked() == with_two
