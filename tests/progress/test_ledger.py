"""本月拨付 comes from the ledger of money where the ledger knows it; nobody types it a second time."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from funding import physical
from funding.choices import ActKind, EntryKind
from funding.models import FundEntry
from funding.selectors import paid
from funding.services.ledger import Line
from progress.choices import Span
from progress.models import ReturnLine
from progress.selectors.ledger import shared
from progress.services import cells, ledger
from progress.typed import Typed
from projects.models import ProjectSite
from tests.funding import stories
from tests.progress.conftest import AS_AT, a_return
from tests.progress.stories import fill, returned, submitted

pytestmark = pytest.mark.django_db
MAY_DAY, AFTER = date(2023, 5, 10), date(2023, 5, 26)
DONE = {"started_on": "2023-4-3", "basic": "20", "improvement": "5", "invested": "40"}


@pytest.fixture
def contracted(projects, divisions, clerk, finance):
    """中州小区 has a contract of 150 万元 and 200 万元 allotted."""
    project = projects["中州小区"]
    root = stories.the_root(stories.a_document(divisions["卫滨区"], by=finance))
    pot = stories.allotted(root, to=project, wan=200, by=finance)
    stories.budgeted(project, 180)
    return stories.a_contract(project, by=clerk), pot


@pytest.fixture
def pay(contracted, clerk, finance):
    """Pay 万元 on a day: pay("12.5", MAY_DAY)."""
    part, pot = contracted

    def made(wan: str, on: date) -> FundEntry:
        request = stories.a_request(part, pot, by=clerk, wan=wan, reviewer=finance)
        return stories.paid(request, by=finance, on=on).entries.get()

    return made


def line_of(monthly_return, compound: str = "中州小区") -> ReturnLine:
    monthly_return.refresh_from_db()
    return monthly_return.current.lines.get(compound_name=compound)


def total(line: ReturnLine) -> Decimal | None:
    return line.tallies.get(span=Span.TOTAL).paid


def test_a_new_month_begins_with_what_the_ledger_has(pay, may, divisions, clerk):
    pay("12.5", MAY_DAY)

    line = line_of(a_return(may, divisions["南桥街道"], by=clerk))

    assert (line.paid, total(line)) == (125_000, 125_000)


def test_a_site_without_a_contract_is_typed_as_before(contracted, nanqiao, clerk):
    fill(nanqiao.current, {"新运23号院": {"paid": "3"}}, by=clerk)

    assert line_of(nanqiao, "新运23号院").paid == 30_000


def test_what_was_paid_since_comes_in_when_it_is_handed_in(contracted, nanqiao, pay, clerk):
    pay("12.5", MAY_DAY)
    fill(nanqiao.current, {"中州小区": DONE}, by=clerk)

    submitted(nanqiao)

    assert (line_of(nanqiao).paid, total(line_of(nanqiao))) == (125_000, 125_000)


def test_what_is_paid_after_the_as_at_date_is_of_the_next_month(contracted, nanqiao, pay):
    pay("5", AS_AT)
    pay("7", AFTER)

    ledger.follow_everywhere(today=AS_AT)

    assert line_of(nanqiao).paid == 50_000


def test_a_month_begins_after_the_last_ones_as_at_date(april, contracted, pay, nanqiao):
    pay("5", date(2023, 4, 25))
    pay("7", date(2023, 4, 26))

    ledger.follow_everywhere(today=AS_AT)

    assert line_of(nanqiao).paid == 70_000


def test_run_twice_it_changes_nothing(contracted, nanqiao, pay):
    pay("5", MAY_DAY)

    assert ledger.follow_everywhere(today=AS_AT) == 1
    assert ledger.follow_everywhere(today=AS_AT) == 0


def test_a_correction_keeps_what_was_signed(contracted, nanqiao, pay, clerk):
    """What is entered in the ledger later is not the street's error."""
    fill(nanqiao.current, {"中州小区": DONE}, by=clerk)
    correction = returned(nanqiao)
    pay("5", MAY_DAY)

    ledger.follow_everywhere(today=AS_AT)

    assert (correction.number, line_of(nanqiao).paid) == (2, 0)


def test_nobody_types_what_the_ledger_knows(contracted, nanqiao, clerk):
    line = line_of(nanqiao)

    result = cells.save(
        version=nanqiao.current,
        cells=[Typed(line_id=line.pk, figure="paid", text="9")],
        by=clerk,
        today=AS_AT,
    )

    assert "本月拨付资金由资金台账填入" in result.cells[0].error
    assert line_of(nanqiao).paid != 90_000


def test_the_same_figure_brought_back_by_a_workbook_is_no_change(contracted, nanqiao, pay, clerk):
    pay("12.345678", MAY_DAY)
    ledger.follow_everywhere(today=AS_AT)
    line = line_of(nanqiao)

    fill(nanqiao.current, {"中州小区": {"paid": "12.35"}}, by=clerk)

    assert line_of(nanqiao).paid == line.paid == Decimal("123456.78")


def test_the_sheet_says_where_the_figure_comes_from(contracted, nanqiao, clerk, signed_in):
    page = signed_in(clerk).get(reverse("progress:sheet", args=[nanqiao.pk]))

    rows = {row["compound"]: row["cells"]["paid"] for row in page.context["sheet"]["rows"]}
    assert rows["中州小区"]["from"] == "资金台账"
    assert "from" not in rows["新运23号院"]


def test_a_reversed_payment_is_a_negative_month_that_needs_no_reason(april, contracted, nanqiao, pay, clerk, finance):
    """Paid in April, reversed in May: the street has nothing to explain."""
    part, pot = contracted
    entry = pay("5", date(2023, 4, 20))
    ledger.follow_everywhere(today=date(2023, 4, 25))
    back = Line(
        kind=EntryKind.PAYMENT,
        allotment=pot,
        amount=-entry.amount,
        part=part,
        request=entry.request,
        reverses=entry,
    )
    stories.posted(ActKind.REVERSE, [back], by=finance, on=MAY_DAY)
    fill(april.current, {"中州小区": {"improvement": "1"}}, by=clerk, today=date(2023, 4, 25))
    submitted(april, day=date(2023, 4, 26))
    fill(nanqiao.current, {"中州小区": {"basic": "70", "improvement": "1", "invested": "1"}}, by=clerk)

    submitted(nanqiao)

    assert line_of(nanqiao).paid == -50_000


def test_a_project_of_two_sites_shares_what_was_paid_and_the_last_takes_the_rest():
    sites = [ProjectSite(pk=pk, investment=Decimal(weight)) for pk, weight in ((1, 1), (2, 1), (3, 1))]

    assert shared(Decimal("100.00"), sites) == {1: Decimal("33.33"), 2: Decimal("33.33"), 3: Decimal("33.34")}


def test_where_a_share_is_unknown_it_is_shared_evenly():
    sites = [ProjectSite(pk=1, investment=None), ProjectSite(pk=2, investment=Decimal(9))]

    assert shared(Decimal(100), sites) == {1: 50, 2: 50}


def test_of_projects_without_a_contract_the_ledger_knows_nothing(projects, contracted):
    asked = [project.pk for project in projects.values()]

    assert paid.by_project(projects=asked, since=None, until=AS_AT) == {projects["中州小区"].pk: 0}


def test_warnings_hear_how_far_the_works_are(nanqiao, projects, clerk):
    project = projects["中州小区"].pk
    fill(nanqiao.current, {"中州小区": DONE}, by=clerk)
    assert physical.of_projects([project]) == {}

    submitted(nanqiao)

    assert physical.of_projects([project]) == {
        project: physical.Physical(Decimal("12.50"), "2023年5月月报", Decimal(400_000))
    }
