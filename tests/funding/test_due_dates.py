"""What is due about money by its dates: documents, settlements, retention money."""

from datetime import date

import pytest

from deadlines.models import Deadline
from funding.due import RETENTION, SETTLEMENT, USE_BY
from funding.models import Contract, ContractPart, FundDocument
from funding.services import due_dates
from projects.models import Project
from tests.funding import stories
from tests.funding.stories import TODAY, yuan

pytestmark = pytest.mark.django_db
END = date(2023, 12, 31)


def due(kind: str, today: date = TODAY) -> Deadline | None:
    """The open deadline of this kind after a refresh."""
    due_dates.refresh(today=today)
    return Deadline.objects.open().filter(kind=kind).first()


@pytest.fixture
def dated(document) -> FundDocument:
    """The document must be used by the end of the year."""
    FundDocument.objects.update(use_by=END)
    return document


@pytest.fixture
def accepted(part) -> ContractPart:
    Project.objects.filter(pk=part.project_id).update(status="accepted", status_since=date(2023, 5, 31))
    return part


@pytest.fixture
def settled(accepted) -> ContractPart:
    """Settled at 140 万元; the warranty is over in two years."""
    ContractPart.objects.update(settled=yuan(140), settled_on=date(2023, 6, 20))
    Contract.objects.update(warranty_until=date(2025, 5, 31))
    return accepted


def test_the_finance_bureau_uses_a_document_by_its_date(dated, finance):
    finance.organisation.function = "finance"
    finance.organisation.save()

    found = due(USE_BY)

    assert (found.due_on, found.organisation, found.subject_id) == (END, finance.organisation, dated.pk)


def test_a_document_without_a_date_is_not_due(document):
    assert due(USE_BY) is None


def test_a_document_used_up_is_done(dated, root, project, clerk, finance):
    pot = stories.allotted(root, to=project, wan="946.33", by=finance)
    stories.budgeted(project, 1_000)
    part = stories.a_contract(project, by=clerk, wan=1_000)
    due(USE_BY)
    stories.paid(stories.a_request(part, pot, by=clerk, wan="946.33", reviewer=finance), by=finance)

    assert due(USE_BY) is None
    assert Deadline.objects.get(kind=USE_BY).outcome == "done"


def test_a_date_taken_back_withdraws_it(dated):
    due(USE_BY)
    FundDocument.objects.update(use_by=None)

    assert due(USE_BY) is None
    assert Deadline.objects.get(kind=USE_BY).outcome == "withdrawn"


def test_the_implementer_settles_within_three_months(accepted, street_office):
    found = due(SETTLEMENT)

    assert (found.due_on, found.organisation) == (date(2023, 8, 31), street_office)


def test_works_under_way_are_not_settled_yet(part):
    assert due(SETTLEMENT) is None


def test_settled_it_is_done_on_that_day(accepted):
    due(SETTLEMENT)
    ContractPart.objects.update(settled=yuan(140), settled_on=date(2023, 6, 20))

    assert due(SETTLEMENT) is None
    assert Deadline.objects.get(kind=SETTLEMENT).closed_on == date(2023, 6, 20)


def test_retention_money_is_due_when_the_warranty_is_over(settled):
    found = due(RETENTION)

    assert (found.due_on, found.title) == (date(2025, 5, 31), "中州小区改造项目：支付质保金（余 140.00 万元）")


def test_retention_money_paid_is_done(settled, pot, clerk, finance):
    due(RETENTION)
    stories.paid(stories.a_request(settled, pot, by=clerk, wan=140, reviewer=finance), by=finance)

    assert due(RETENTION) is None
    assert Deadline.objects.get(kind=RETENTION).outcome == "done"


def test_run_twice_it_writes_nothing_new(settled, dated, counted):
    due_dates.refresh(today=TODAY)
    with counted() as asked:
        due_dates.refresh(today=TODAY)

    assert not [each for each in asked if each["sql"].startswith(("INSERT", "DELETE"))]
