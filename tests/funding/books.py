"""卫滨区's money over two years, as the report tests tell it, with its sums added by hand.

文件        来源         到账                分配（净）                     拨付
新财预45号  中央 946.33  2023-03-01  中州 200、健康路 100−10        健康路 40.01
豫财12号    省   120.50  2023-03-01  南桥街道 80，其中中州 60.25    中州 30（6月20日冲销）、12.34
卫财7号     区    50.01  2022-06-01  中州 20                        中州 5（2022年）、3（2023年）
"""

from dataclasses import dataclass
from datetime import date

import pytest

from accounts.models import User
from divisions.models import Division
from funding.choices import ActKind, EntryKind, MoneyUnit, ReviewStatus
from funding.fund_reports.asked import Asked
from funding.models import Allotment, BudgetReview, ContractPart, FundAct, FundDocument
from funding.services.ledger import Line
from projects.choices import Source
from projects.models import Project
from tests.funding import stories
from tests.projects.conftest import a_project

AT_MONTH_END = date(2023, 5, 31)  # before the reversal
LAST = stories.TODAY  # 2023-06-30, after it


@dataclass(frozen=True)
class Books:
    district: Division
    by: User
    zhongzhou: Project
    jiankang: Project
    central: FundDocument
    province: FundDocument
    district_own: FundDocument
    street_pot: Allotment
    reversed: FundAct
    part: ContractPart


def asked(books: Books, *, user: User | None = None, division: Division | None = None, **facts) -> Asked:
    """What 卫滨区财政局 asks for on the last day, in 元, for the year 2023."""
    facts = {"since": date(2023, 1, 1), "as_at": LAST, "made_on": LAST, "unit": MoneyUnit.YUAN} | facts
    return Asked(user=user or books.by, division=division or books.district, **facts)


@pytest.fixture
def books(divisions, document, project, listed, street_office, office, clerk, finance) -> Books:
    root = stories.the_root(document)
    other = a_project(listed["健康路195号院"], implementer=street_office, by=office)
    central = stories.allotted(root, to=project, wan=200, by=finance, on=date(2023, 3, 5))
    central_other = stories.allotted(root, to=other, wan=100, by=finance, on=date(2023, 3, 6))
    back = Line(kind=EntryKind.ALLOCATION, allotment=central_other, giver=root, amount=-stories.yuan(10))
    stories.posted(ActKind.TAKE_BACK, [back], by=finance, on=date(2023, 5, 1))
    province, street_pot, provincial = _province(divisions, project, finance)
    own = _of_last_year(divisions, finance)
    own_pot = stories.allotted(stories.the_root(own), to=project, wan=20, by=finance, on=date(2022, 7, 1))
    stories.budgeted(project, 180)
    stories.budgeted(other, 90)
    BudgetReview.objects.create(
        project=other,
        number=1,
        status=ReviewStatus.APPROVED,
        submitted_on=date(2023, 3, 10),
        submitted_amount=stories.yuan(100),
        approved_on=date(2023, 3, 20),
        approved_amount=stories.yuan(90),
        submitted_by=clerk,
        decided_by=finance,
    )
    part = stories.a_contract(project, by=clerk)
    other_part = stories.a_contract(other, by=clerk, wan=80, number="卫滨施工〔2023〕2号")

    def pay(part: ContractPart, pot: Allotment, wan: str, on: date, voucher: str) -> FundAct:
        request = stories.a_request(part, pot, by=clerk, wan=wan, reviewer=finance)
        return stories.paid(request, by=finance, on=on, voucher=voucher)

    pay(part, own_pot, "5", date(2022, 12, 20), "记-001")
    pay(part, own_pot, "3", date(2023, 2, 1), "记-002")
    wrong = pay(part, provincial, "30", date(2023, 5, 10), "记-003")
    pay(part, provincial, "12.34", date(2023, 6, 1), "记-004")
    pay(other_part, central_other, "40.01", date(2023, 6, 15), "记-005")
    _reverse(wrong, finance, on=date(2023, 6, 20))
    assert central.project_id == project.pk
    part.refresh_from_db()
    return Books(
        district=divisions["卫滨区"],
        by=finance,
        zhongzhou=project,
        jiankang=other,
        central=document,
        province=province,
        district_own=own,
        street_pot=street_pot,
        reversed=wrong,
        part=part,
    )


def _province(divisions, project, finance) -> tuple[FundDocument, Allotment, Allotment]:
    """By way of the street, which keeps a part."""
    made = stories.a_document(
        divisions["卫滨区"],
        by=finance,
        wan="120.50",
        source=Source.PROVINCE,
        number="豫财建〔2023〕12号",
        issued_on=date(2023, 3, 1),
    )
    street = stories.allotted(
        stories.the_root(made), to=divisions["南桥街道"], wan=80, by=finance, on=date(2023, 4, 12)
    )
    pot = stories.allotted(street, to=project, wan="60.25", by=finance, on=date(2023, 4, 20))
    return made, street, pot


def _of_last_year(divisions, finance) -> FundDocument:
    facts = {"year": 2022, "source": Source.DISTRICT, "number": "卫财〔2022〕7号", "issued_on": date(2022, 6, 1)}
    made = FundDocument.objects.create(
        division=divisions["卫滨区"], created_by=finance, amount=stories.yuan("50.01"), **facts
    )
    root = Allotment.objects.create(document=made, division=made.division)
    receipt = Line(kind=EntryKind.RECEIPT, allotment=root, amount=made.amount)
    stories.posted(ActKind.RECEIVE, [receipt], by=finance, on=made.issued_on)
    return made


def _reverse(act: FundAct, by: User, *, on: date) -> None:
    entry = act.entries.get()
    line = Line(
        kind=EntryKind(entry.kind),
        allotment=entry.allotment,
        amount=-entry.amount,
        part=entry.part,
        request=entry.request,
        reverses=entry,
    )
    stories.posted(ActKind.REVERSE, [line], by=by, on=on, voucher="记-006")
