"""Fund documents as the finance bureau registers and corrects them."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from core.errors import Conflict, DomainError, NotAllowed
from core.models import AuditEntry
from funding.choices import ActKind, DocumentKind
from funding.document_numbers import tidied
from funding.models import FundAct, FundDocument
from funding.services import documents, reversals, years
from projects.choices import Source
from tests.funding import stories
from tests.funding.stories import ISSUED_ON, TODAY, yuan

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(divisions, finance):
    """桂财综's paper as she types it: paper(number=…) registers it with these changes."""

    def register(**changes) -> FundDocument:
        facts = {
            "division": divisions["卫滨区"],
            "kind": DocumentKind.TRANSFER,
            "source": Source.CENTRAL_SUBSIDY,
            "year": 2023,
            "number": "新财预[2023]45号",
            "title": "关于下达2023年中央财政补助资金的通知",
            "issued_on": ISSUED_ON,
            "amount": yuan("946.33"),
            "budget_code": "2210108",
            "use_by": date(2024, 12, 31),
            "remarks": "",
            "key": uuid4(),
            "by": finance,
            "today": TODAY,
        }
        return documents.register(**facts | changes)

    return register


@pytest.fixture
def loan(paper) -> FundDocument:
    """A loan of 500 万元 that comes in parts."""
    return paper(kind=DocumentKind.AGREEMENT, source=Source.LOANS, number="借款合同2023-7", amount=yuan(500))


def received(document, wan, by, **changes) -> FundAct:
    facts = {"amount": yuan(wan), "key": uuid4(), "on": TODAY, "by": by, "today": TODAY}
    return documents.receive(document=document, **facts | changes)


@pytest.mark.parametrize(
    "typed",
    [
        "新财预〔2023〕45号",
        "新财预[2023]45号",
        "新财预【２０２３】 45 号",
        "新财预（2023）４５号",
        " 新财预(2023)45号 ",
    ],
)
def test_a_number_is_one_however_it_is_typed(typed):
    assert tidied(typed) == "新财预〔2023〕45号"


def test_a_document_brings_all_its_money_on_the_day_of_issue(paper):
    made = paper()

    root = stories.the_root(made)
    act = FundAct.objects.get()
    assert (root.received, root.left) == (yuan("946.33"), yuan("946.33"))
    assert (act.kind, act.on) == (ActKind.RECEIVE, ISSUED_ON)


def test_registering_is_on_record_once(paper, finance):
    paper()

    entry = AuditEntry.objects.get(action="资金指标下达")
    assert (entry.by, entry.division_id) == (finance, "410703000000")


def test_a_repeated_click_is_one_document(paper):
    key = uuid4()

    first, second = paper(key=key), paper(key=key)

    assert first == second
    assert FundDocument.objects.count() == FundAct.objects.count() == 1


def test_the_same_form_with_another_amount_is_noticed(paper):
    key = uuid4()
    paper(key=key)

    with pytest.raises(Conflict, match="已经登记过"):
        paper(key=key, amount=yuan(1))


def test_a_number_is_registered_once_and_the_refusal_names_the_first(paper):
    paper()

    with pytest.raises(DomainError, match=r"新财预〔2023〕45号.*2023-03-01.*9,463,300.00 元"):
        paper(number="新财预(2023)45号")


def test_one_number_may_bring_two_sources(paper):
    paper()

    assert paper(source=Source.PROVINCE).number == "新财预〔2023〕45号"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount": Decimal("100.005")}, "不是整分"),
        ({"amount": Decimal("-1")}, "必须大于 0"),
        ({"issued_on": date(2023, 7, 1)}, "晚于今天"),
        ({"year": 2025}, "预算年度 2025"),
        ({"use_by": date(2023, 2, 1)}, "早于下达日期"),
        ({"source": Source.RESIDENTS}, "按项目收缴"),
        ({"source": Source.PPP}, "类别请选"),
        ({"source": Source.STREET}, "登记在街道名下"),
        ({"number": "  "}, "请填写文号"),
    ],
)
def test_what_cannot_be_is_refused(paper, changes, words):
    with pytest.raises(DomainError, match=words):
        paper(**changes)

    assert not FundDocument.objects.exists()


def test_a_streets_own_money_lies_with_the_street(paper, divisions):
    made = paper(source=Source.STREET, division=divisions["南桥街道"])

    assert stories.the_root(made).division == divisions["南桥街道"]


def test_another_district_registers_nothing_here(paper, person):
    with pytest.raises(NotAllowed, match="不在您的辖区内"):
        paper(by=person("finance", "湛河区"))


def test_nothing_is_registered_in_a_closed_year(paper, divisions, finance):
    years.close(division=divisions["卫滨区"], year=2022, by=finance, today=TODAY)

    with pytest.raises(DomainError, match="2022 年已经关账"):
        paper(issued_on=date(2022, 12, 30))


def test_an_agreements_money_comes_in_parts_up_to_its_sum(loan, finance):
    assert stories.the_root(loan).received == 0
    received(loan, 300, finance)

    with pytest.raises(DomainError, match=r"已到账 3,000,000.00 元，本次最多登记 2,000,000.00 元"):
        received(loan, 201, finance)

    assert stories.the_root(loan).received == yuan(300)


def test_a_repeated_receipt_is_one(loan, finance):
    key = uuid4()

    assert received(loan, 300, finance, key=key) == received(loan, 300, finance, key=key)

    assert stories.the_root(loan).received == yuan(300)


def test_the_same_agreement_sent_twice_is_one(paper):
    facts = {"kind": DocumentKind.AGREEMENT, "source": Source.LOANS, "number": "借款1", "key": uuid4()}

    assert paper(**facts) == paper(**facts)


def test_a_transfer_comes_once(document, finance):
    with pytest.raises(DomainError, match="已全额到账"):
        received(document, 1, finance)


def test_money_is_not_received_before_the_paper(loan, finance):
    with pytest.raises(DomainError, match="早于文件"):
        received(loan, 1, finance, on=date(2023, 2, 28))


def test_a_wrong_amount_is_reversed_and_entered_anew(document, root, finance):
    act = root.entries.get().act
    reversals.reverse(act=act, reason="金额录错", key=uuid4(), on=TODAY, by=finance, today=TODAY)

    received(document, "946.30", finance, on=ISSUED_ON)

    document.refresh_from_db()
    root.refresh_from_db()
    assert document.amount == root.received == yuan("946.30")
    assert [each.amount for each in document.history.all()] == [yuan("946.30"), yuan("946.33")]
    assert root.entries.count() == 3


def test_what_is_not_money_is_corrected_with_history(document, finance):
    documents.change(
        document=document, version=1, by=finance, today=TODAY, number="新财预[2023]46号", use_by=date(2024, 6, 30)
    )

    document.refresh_from_db()
    assert (document.number, document.version) == ("新财预〔2023〕46号", 2)
    entry = AuditEntry.objects.get(action="修改指标文件")
    assert entry.details["文号"] == "新财预〔2023〕45号 → 新财预〔2023〕46号"


def test_two_people_change_one_document(document, finance):
    documents.change(document=document, version=1, by=finance, today=TODAY, title="甲")

    with pytest.raises(Conflict, match=r"文件名称现为“甲”，您填的是“乙”"):
        documents.change(document=document, version=1, by=finance, today=TODAY, title="乙")


def test_the_year_of_money_that_came_stays(document, finance):
    with pytest.raises(DomainError, match="先冲销到账业务"):
        documents.change(document=document, version=1, by=finance, today=TODAY, year=2024)


def test_a_number_is_not_changed_into_one_that_is_there(document, paper, finance):
    other = paper(number="新财预〔2023〕99号")

    with pytest.raises(DomainError, match="已经登记"):
        documents.change(document=other, version=1, by=finance, today=TODAY, number=document.number)


def test_what_residents_give_is_kept_per_project(project, clerk):
    first = documents.collection(project=project, source=Source.RESIDENTS, by=clerk, today=TODAY)
    again = documents.collection(project=project, source=Source.RESIDENTS, by=clerk, today=TODAY)

    assert first == again
    assert (first.project, first.document.division_id) == (project, "410703000000")
    assert first.document.kind == DocumentKind.COLLECTION


def test_what_a_budget_gives_is_not_collected(project, clerk):
    with pytest.raises(DomainError, match="由指标文件下达"):
        documents.collection(project=project, source=Source.DISTRICT, by=clerk, today=TODAY)
